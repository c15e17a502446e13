"""The bytes that a table comes from, and the progress of reading it."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from playground.data.kinds import existing_file
from playground.experiment import UserError

MOST_BYTES = 2**30
CHUNK = 2**18


class ReadingCancelled(Exception):  # noqa: N818 - nothing went wrong
    """The reader was asked to stop, and has."""


@dataclass
class Watch:
    """Tells how far the reading is, as a fraction that never falls, and stops it where it is no longer wanted."""

    progress: Callable[[float], None] | None = None
    cancelled: Callable[[], bool] | None = None
    reached: float = 0.0

    def __call__(self, fraction: float) -> None:
        if self.cancelled is not None and self.cancelled():
            raise ReadingCancelled
        self.reached = max(self.reached, min(fraction, 1.0))
        if self.progress is not None:
            self.progress(self.reached)


@dataclass(frozen=True)
class Source:
    """Bytes in a file or in memory. `name` is what messages call it."""

    name: str
    content: Path | bytes
    size: int

    def open(self) -> BinaryIO:
        """The bytes from the start."""
        if isinstance(self.content, bytes):
            return io.BytesIO(self.content)
        try:
            return self.content.open("rb")
        except OSError as error:
            raise UserError("{name} cannot be read: {reason}.", name=self.name, reason=error.strerror) from error

    def chunks(self, watch: Watch) -> Iterator[bytes]:
        """The bytes in pieces; `watch` may stop it, but sees no progress."""
        with self.open() as file:
            while chunk := read_some(file, self.name):
                watch(0.0)
                yield chunk


def read_some(file: BinaryIO, name: str) -> bytes:
    """The next bytes of a file, or one line why not."""
    try:
        return file.read(CHUNK)
    except OSError as error:
        raise UserError("{name} cannot be read: {reason}.", name=name, reason=error.strerror) from error


def source_of(path_or_bytes: str | Path | bytes, name: str = "The text") -> Source:
    """A file or bytes as a source.

    Raises
    ------
    UserError
        Where there is no such file, it is none, may not be read, is empty or over MOST_BYTES.
    """
    if isinstance(path_or_bytes, bytes):
        return _checked(Source(name, path_or_bytes, len(path_or_bytes)))
    path, size = existing_file(path_or_bytes, "a CSV file")
    return _checked(Source(path.name, path, size))


def _checked(source: Source) -> Source:
    if source.size == 0:
        raise UserError("{name} is empty: choose a table with at least two columns.", name=source.name)
    if source.size > MOST_BYTES:
        key = "{name} has {size:.1f} GB; a table may have up to 1 GB: split it."
        raise UserError(key, name=source.name, size=source.size / 2**30)
    return source
