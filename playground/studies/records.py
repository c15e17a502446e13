"""A file of records, each with its room, length and checksum before it.

Most records stay. One that another has taken the place of leaves its room to a later one, so that what is written again
and again does not fill the disk. A record that was being written when the program died is passed over when the file is
opened again; all others stand.
"""

import os
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from playground.experiment import UserError

if sys.platform == "win32":
    import msvcrt

    _BYTE = 2**31 - 2
    """Far behind what others would read: here a locked byte can be read by nobody else."""

    def lock(file: IO[bytes]) -> bool:
        """Lock a file that was just opened; whether nobody else has."""
        os.lseek(file.fileno(), _BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file.fileno(), 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def lock(file: IO[bytes]) -> bool:
        """Lock a file that was just opened; whether nobody else has."""
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # A file system without locks: to refuse every journal there would help nobody.
            return True
        return True


_FIRST_LINE = b"playground study journal 2\n"
_EARLIER = b"playground study journal 1\n"
_FRAME = struct.Struct("<QQI")
_MOST_TIMES = 2
"""A record is not put into a room over this many times its size: a large one may want it."""


@dataclass(frozen=True)
class Place:
    """Where a record is, or may be: the start of its frame, and the bytes behind that."""

    start: int
    room: int

    @property
    def end(self) -> int:
        """Tell where the next begins."""
        return self.start + _FRAME.size + self.room


class Records:
    """The file, which nobody else may write to until it is closed.

    Parameters
    ----------
    path : of the file, which is made where there is none; None for one that is nowhere to be found.
    content : what such a one begins with, as `content` gave it.

    Raises
    ------
    UserError : when another has it, when it is no journal, or cannot be written.
    """

    def __init__(self, path: Path | None, content: bytes = b"") -> None:
        self._end = 0
        self._free: list[Place] = []
        try:
            self.file = _opened(path)
            if path is None and content:
                self.file.write(content)
                self.file.seek(0)
        except (OSError, ValueError) as error:
            raise cannot_be_written(path, error) from None
        if path is not None and not lock(self.file):
            self.file.close()
            raise UserError(
                "{path}: another study is writing to this journal; wait for its end, or choose another file", path=path
            )

    def read_all(self, name: Path | None) -> Iterator[tuple[Place, bytes]]:
        """Place and content of each whole record, in the order of the file; `begin` comes next."""
        first = self.file.read(len(_FIRST_LINE))
        if first == _EARLIER:
            raise UserError(
                "{name}: this journal is an earlier version's, which did not note the data; choose another file",
                name=name,
            )
        if not _FIRST_LINE.startswith(first):
            raise UserError("{name}: this is no journal of a study; choose another file", name=name)
        size = self.file.seek(0, os.SEEK_END)
        start = len(_FIRST_LINE)
        while start + _FRAME.size <= size:
            self.file.seek(start)
            room, length, checksum = _FRAME.unpack(self.file.read(_FRAME.size))
            place = Place(start, room)
            if not 0 < length <= room or place.end > size:
                return
            content = self.file.read(length)
            if zlib.crc32(content) == checksum:
                self._end = place.end
                yield place, content
            else:
                self._free.append(place)
            start = place.end

    def begin(self) -> bool:
        """Cut off what is of no use behind the last record that is; whether the file is new."""
        new = self._end == 0
        if new:
            self.file.seek(0)
            self.file.write(_FIRST_LINE)
            self._end, self._free = len(_FIRST_LINE), []
        free = sorted((place for place in self._free if place.end <= self._end), key=lambda place: place.start)
        while free and free[-1].end == self._end:
            self._end = free.pop().start
        self._free = free
        self.file.truncate(self._end)
        self.file.flush()
        return new

    def read(self, place: Place) -> bytes:
        """The record at a place."""
        self.file.seek(place.start)
        _, length, _ = _FRAME.unpack(self.file.read(_FRAME.size))
        return self.file.read(length)

    def append(self, content: bytes, room: int | None = None) -> Place:
        """Put a record behind all others, with room for a longer one where that is said."""
        place = Place(self._end, room or len(content))
        self._put(place, content, bytes(place.room - len(content)))
        self._end = place.end
        return place

    def put(self, content: bytes, room: int) -> Place:
        """Put a record into a room that is free, else behind all others with so much room."""
        place = self.free_place(len(content))
        if place is None:
            return self.append(content, room)
        self._free.remove(place)
        self._put(place, content)
        return place

    def free_place(self, length: int) -> Place | None:
        """The smallest room that is free for so many bytes."""
        fitting = [place for place in self._free if length <= place.room <= _MOST_TIMES * length]
        return min(fitting, key=lambda place: place.room, default=None)

    def content(self) -> bytes:
        """The whole file."""
        self.file.seek(0)
        return self.file.read(self._end)

    def free(self, place: Place) -> None:
        """Nobody wants the record there any more."""
        self._free.append(place)

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        return self._end

    @property
    def free_bytes(self) -> int:
        """The room that is free."""
        return sum(place.room for place in self._free)

    def _put(self, place: Place, content: bytes, behind: bytes = b"") -> None:
        self.file.seek(place.start)
        self.file.write(_FRAME.pack(place.room, len(content), zlib.crc32(content)) + content + behind)
        self.file.flush()


def cannot_be_written(path: Path | None, error: OSError | ValueError) -> UserError:
    """The error for a person whose file, or a temporary one, cannot be written."""
    if path is None:
        return UserError(
            "no temporary file can be written ({reason}); make room there, or name another folder by TMPDIR",
            reason=_reason(error),
        )
    return UserError("{path}: cannot be written ({reason}); choose another place", path=path, reason=_reason(error))


def _opened(path: Path | None) -> IO[bytes]:
    if path is None:
        return tempfile.TemporaryFile(prefix="playground-")
    # Made or opened in one step, and never emptied: another may be writing to it.
    return open(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+b")  # noqa: PTH123


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
