"""`python -m playground` is the same program as the installed command `playground`, and begins here like it."""

import sys
from multiprocessing import freeze_support


def start() -> int:
    """Run the program; the exit status. Ctrl+C while its parts are still being imported ends it as quietly as later."""
    try:
        from playground.cli import main

        return main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    freeze_support()
    sys.exit(start())
