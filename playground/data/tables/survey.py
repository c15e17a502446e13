"""A first look at the bytes: is this text, in lines, and in which encoding? Binary files are named and refused here."""

import codecs
import io
import re

from playground.data.tables.encoding import WIDE, find_encoding, first_undecodable, marked_encoding
from playground.data.tables.source import Source, Watch
from playground.experiment import UserError

LONGEST_LINE = 2**20
_KINDS = {
    b"PK\x03\x04": "an Excel workbook or another zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a gzip archive",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "a database",
    b"\x93NUMPY": "a NumPy array",
    b"\x89HDF": "an HDF5 file",
}
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]")
_LINE_END = re.compile(rb"[\r\n]")


def survey(source: Source, encoding: str | None, watch: Watch) -> tuple[Source, str, str]:
    """What to read, the encoding to read it in, and the encoding of the file, once it is certain to be text.

    The two differ for UTF-16 and UTF-32, which come back as UTF-8.

    Raises
    ------
    UserError
        For a binary file, NUL bytes, a line over LONGEST_LINE, an encoding that is unknown or does not fit.
    """
    with source.open() as file:
        start = file.read(64)
    kind = next((kind for magic, kind in _KINDS.items() if start.startswith(magic)), None)
    if kind:
        raise UserError(f"{source.name} is {kind}, not a text table: open it in its program and save it as CSV.")
    if encoding is not None:
        _check_known(encoding)
    found = marked_encoding(start) or encoding
    if found and codecs.lookup(found).name.startswith(WIDE):
        source = _as_utf8(source, found)
        _check_lines(source, watch)
        return source, "utf-8-sig", found
    _check_lines(source, watch)
    if found is None:
        found = find_encoding(source, watch)
        return source, found, found
    damaged = first_undecodable(source, found, watch)
    if damaged is not None:
        raise UserError(f"{source.name} is no {found} text from byte {damaged:,} on: save it as CSV in UTF-8.")
    return source, found, found


def _check_known(encoding: str) -> None:
    try:
        text = codecs.lookup(encoding)._is_text_encoding
    except (LookupError, ValueError):
        text = False
    if not text:
        raise UserError(f'There is no encoding "{encoding}": try utf-8, cp1252, gb18030 or shift_jis.')


def _as_utf8(source: Source, encoding: str) -> Source:
    with source.open() as file:
        try:
            with io.TextIOWrapper(file, encoding, newline="") as text:
                content = text.read().encode("utf-8")
        except UnicodeError as error:
            raise UserError(f"{source.name} is damaged {encoding.upper()} text: save it as CSV in UTF-8.") from error
    return Source(source.name, content, len(content))


def _check_lines(source: Source, watch: Watch) -> None:
    """Refuse NUL bytes, many control characters, and a line too long to be a row."""
    line = 0
    for place, chunk in enumerate(source.chunks(watch)):
        if b"\0" in chunk:
            raise UserError(f"{source.name} holds NUL bytes, so it is not a text table: save it as CSV in UTF-8.")
        if place == 0 and len(_CONTROL.findall(chunk)) > len(chunk) / 100:
            raise UserError(f"{source.name} is a binary file, not a text table: save it as CSV.")
        first = _LINE_END.search(chunk)
        if line + (first.start() if first else len(chunk)) > LONGEST_LINE:
            raise UserError(f"{source.name} has a line of over a million characters: its line breaks may be missing.")
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        line = line + len(chunk) if last < 0 else len(chunk) - last - 1
