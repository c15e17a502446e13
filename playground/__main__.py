"""`python -m playground` is the same program as the installed command `playground`."""

import sys
from multiprocessing import freeze_support

from .cli import main

if __name__ == "__main__":
    freeze_support()
    sys.exit(main())
