"""A session as one file: a zip archive of a description in JSON and the arrays that it refers to, stored as they are.

What a stranger's archive claims is looked at before anything is unpacked: how many members it has, how they are called,
and how large they say they are. Nothing is ever unpacked to the disk.
"""

import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import IO, cast

import msgspec

from playground.data.kinds import SESSION, SESSIONS_END, existing_file, has_few_entries
from playground.experiment import Experiment, UserError
from playground.experiment.files import check_writable, is_stream, write_blocks
from playground.session.book import Book
from playground.session.opening import Session, read_description, restored, telling
from playground.session.sitting import Description, Desk, Sitting, describe, gather, put_data
from playground.training import Timeline

ENDING = SESSIONS_END
DESCRIPTION, PACKS = SESSION, "packs.bin"
LARGEST_DESCRIPTION = 32 * 2**20
_MOST_BYTES = 4_000_000_000
_SMALL, _MOST_TIMES = 2**24, 20
"""What unpacks to more than `_SMALL` bytes may be packed so many times. What is written here is stored as it is."""
_END_OF_ARCHIVE = 2**16 + 64
_WANTED = f"a session ({ENDING})"
_DATE = (1980, 1, 1, 0, 0, 0)


def check_session_path(path: str | Path) -> None:
    """Raise `UserError` if `save_session` could not write there, before anything is spent on training."""
    path = Path(path)
    if path.suffix.lower() != ENDING and not is_stream(path):
        raise UserError("{path}: let the name of a session end in {ending}", path=path, ending=ENDING)
    check_writable(path)


def save_session(sitting: Sitting | Timeline, path: str | Path, desk: Desk | None = None) -> None:
    """Write a session to a file, whole and flushed to the disk, or leave the old content as it was.

    Parameters
    ----------
    sitting : what `gather` gave; of a timeline it is taken here and now.
    desk : what lies beside a timeline.

    Raises
    ------
    UserError : when it cannot be written there.
    """
    path = Path(path)
    check_session_path(path)
    if isinstance(sitting, Timeline):
        sitting = gather(sitting, Desk() if desk is None else desk)
    book = Book()
    data = put_data(sitting, book)
    history = [book.put(sitting.history)]
    described = describe(sitting, book, [PACKS], data=data, history=history, path=str(path))
    packs = (piece for pack in book.unwritten[0] for piece in pack.pieces)
    write_blocks(path, _archived({DESCRIPTION: [msgspec.json.encode(described)], PACKS: packs}))


def open_session(
    path: str | Path, *, keys: Iterator[int] | None = None, data_path: str | Path | None = None
) -> Session:
    """Open a session's file, or the folder of an autosave: a timeline whose run goes on bit for bit.

    Parameters
    ----------
    keys : gives the runs their keys, as `Timeline` takes it.
    data_path : where the data file is now, of which only a sample is in the session.

    Raises
    ------
    UserError : when it cannot be read, is no session, a newer version's or damaged; in one line.
    """
    path = Path(path)
    moved = None if data_path is None else Path(data_path)
    if path.is_dir():
        return _open_folder(path, keys, moved)
    existing_file(path, _WANTED)
    with telling(path), _opened(path) as archive, ExitStack() as opened:
        described = _description(archive, path)
        members = [archive.getinfo(name) for name in described.files]
        files = [opened.enter_context(archive.open(member)) for member in members]
        return restored(described, files, [member.file_size for member in members], path, keys=keys, data_path=moved)


def session_experiment(path: str | Path) -> Experiment:
    """Read the experiment of a session's file, and nothing else of it."""
    path = Path(path)
    existing_file(path, _WANTED)
    with telling(path), _opened(path) as archive:
        return _description(archive, path).experiment


def _open_folder(folder: Path, keys: Iterator[int] | None, data_path: Path | None) -> Session:
    with telling(folder), ExitStack() as opened:
        file = folder / DESCRIPTION
        if not file.is_file():
            raise UserError("there is no session in this folder; choose a file {ending}", ending=ENDING)
        if file.stat().st_size > LARGEST_DESCRIPTION:
            raise ValueError("its description is too large")
        described = read_description(file.read_bytes(), folder, None)
        for name in described.files:
            _check_name(name)
        files: list[IO[bytes]] = [opened.enter_context((folder / name).open("rb")) for name in described.files]
        sizes = [os.fstat(each.fileno()).st_size for each in files]
        return restored(described, files, sizes, folder, keys=keys, data_path=data_path)


def _opened(path: Path) -> zipfile.ZipFile:
    """An archive that claims nothing absurd."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_OF_ARCHIVE))
        few = has_few_entries(file.read())
    if few is None:
        raise UserError("this is no session, or it is cut short; choose a file {ending}", ending=ENDING)
    if not few:
        raise ValueError("it has far too many members")
    archive = zipfile.ZipFile(path)
    try:
        _check_members(archive, size)
    except BaseException:
        archive.close()
        raise
    return archive


def _check_members(archive: zipfile.ZipFile, packed: int) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if DESCRIPTION not in names:
        raise UserError("this is an archive, but no session; choose a file {ending}", ending=ENDING)
    if len(set(names)) < len(names):
        raise ValueError("a member is in it twice")
    for member in members:
        _check_name(member.filename)
        if member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError(f"{member.filename} is packed in a way that is not read here")
    unpacked = sum(member.file_size for member in members)
    if unpacked > min(_MOST_BYTES, max(_SMALL, _MOST_TIMES * packed)):
        raise ValueError(f"it claims to unpack from {packed:,} to {unpacked:,} bytes")
    if archive.getinfo(DESCRIPTION).file_size > LARGEST_DESCRIPTION:
        raise ValueError("its description is too large")


def _check_name(name: str) -> None:
    """Refuse a name that leads elsewhere."""
    if not name or "\\" in name or ":" in name or "\0" in name or PurePosixPath(name).parts != (name,) or name == "..":
        raise ValueError(f"{name[:80]!r} leads out of it")


def _description(archive: zipfile.ZipFile, path: Path) -> Description:
    with archive.open(DESCRIPTION) as file:
        content = file.read(LARGEST_DESCRIPTION + 1)
    return read_description(content, path, path)


class _Tape:
    """Takes what an archive writes, for somebody to take it away block by block."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []

    def write(self, block: bytes) -> int:
        self._blocks.append(bytes(block))
        return len(block)

    def flush(self) -> None:
        pass

    def take(self) -> list[bytes]:
        blocks, self._blocks = self._blocks, []
        return blocks


def _archived(members: Mapping[str, Iterable[bytes | memoryview]]) -> Iterator[bytes]:
    """An archive of these members, each given in pieces, block by block."""
    tape = _Tape()
    with zipfile.ZipFile(cast(IO[bytes], tape), "w") as archive:
        for name, pieces in members.items():
            with archive.open(zipfile.ZipInfo(name, _DATE), "w", force_zip64=True) as stream:
                for piece in pieces:
                    stream.write(piece)
                    yield from tape.take()
    yield from tape.take()
