"""Reading bytes from files, packed or not, that may lie about how many there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import numpy as np
from numpy.typing import NDArray

from playground.experiment import UserError

MOST_UNPACKED = 2**24
MOST_TIMES = 100
BLOCK = 2**20


@contextmanager
def telling_damage(name: str) -> Iterator[None]:
    """Turn whatever the unpacking of a damaged file raises into one line.

    The libraries for gzip, zip and NumPy's format raise a dozen kinds of exceptions on damaged bytes, and name no
    complete list.
    """
    try:
        yield
    except (UserError, MemoryError):
        raise
    except Exception as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise UserError(f"{name} is damaged or cut short ({reason}): get it again.") from error


def check_unpacked(name: str, unpacked: int, packed: int) -> None:
    """Refuse what claims to unpack to far more than honest pictures do, so that no small file fills the memory."""
    if unpacked > max(MOST_UNPACKED, MOST_TIMES * packed):
        raise UserError(f"{name} claims to unpack from {packed:,} to {unpacked:,} bytes: that is no picture file.")


def read_exactly(file: IO[bytes], count: int, name: str) -> NDArray[np.uint8]:
    """The next `count` bytes, which must be there; memory is used up only as they come."""
    out = np.empty(count, np.uint8)
    view, done = out.data, 0
    while done < count:
        # GzipFile and ZipExtFile inherit readinto from io.BufferedIOBase, which the type of open files leaves out.
        got: int = file.readinto(view[done : done + BLOCK])  # type: ignore[attr-defined]
        if not got:
            raise UserError(f"{name} is cut short: {done:,} of {count:,} bytes are there. Get it again.")
        done += got
    return out
