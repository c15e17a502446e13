"""`python main.py` opens the window; it is the same program as `python -m playground` and `playground`."""

import sys
from multiprocessing import freeze_support

from playground.__main__ import start

if __name__ == "__main__":
    freeze_support()
    sys.exit(start())
