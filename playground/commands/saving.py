"""Writing what a training came to: one file that cannot be written must not cost the others."""

import sys
from collections.abc import Callable

from playground.experiment import UserError


def save_all(*saves: Callable[[], None]) -> bool:
    """Do all of them, and say on standard error which failed; whether none did."""
    failed = False
    for save in saves:
        try:
            save()
        except UserError as error:
            print(f"playground: {error}", file=sys.stderr)
            failed = True
    return not failed
