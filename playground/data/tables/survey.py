"""A first look at the bytes: is this text, in lines, and in which encoding? Binary files are named and refused here."""

import codecs
import io
import re
from collections.abc import Callable
from itertools import chain

from playground.data.tables.source import Source, Watch
from playground.experiment import UserError

_MARKS = {  # UTF-32's little-endian mark begins with UTF-16's
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
WIDE = ("utf-16", "utf-32")


def marked_encoding(start: bytes) -> str | None:
    """The encoding that a byte order mark tells."""
    return next((name for mark, name in _MARKS.items() if start.startswith(mark)), None)


def find_encoding(source: Source, watch: Watch) -> str:
    """The encoding of a source without a mark, by the rule above."""
    damaged = first_undecodable(source, "utf-8", watch)
    if damaged is None:
        return "utf-8"
    sample = _foreign_sample(source, watch)
    as_utf8 = sample.decode("utf-8", "replace")
    marks = as_utf8.count("\N{REPLACEMENT CHARACTER}")
    if sum(not character.isascii() for character in as_utf8) > 2 * marks:
        raise UserError(f"{source.name} is UTF-8 text, but damaged at byte {damaged:,}: save it again as UTF-8.")
    asian = {name: _everyday_share(sample, name) for name in _EVERYDAY}
    likely = [name for name in sorted(asian, key=lambda name: -asian[name]) if asian[name] > 0.7]
    for name in (*likely, "cp1252"):
        if first_undecodable(source, name, watch) is None:
            return name
    raise UserError(f"{source.name} is in an encoding that cannot be told: save it as CSV in UTF-8.")


def first_undecodable(source: Source, encoding: str, watch: Watch) -> int | None:
    """About where the bytes stop being text in this encoding, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    for chunk in chain(source.chunks(watch), [b""]):
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeError as error:
            return done + getattr(error, "start", 0)
        done += len(chunk)
    return None


def _foreign_sample(source: Source, watch: Watch) -> bytes:
    """The first piece with bytes beyond ASCII, from the start of a line."""
    for place, chunk in enumerate(source.chunks(watch)):
        if not chunk.isascii():
            return chunk[chunk.find(b"\n") + 1 :] if place else chunk
    return b""


def _in_gb2312_level_1(character: str) -> bool:
    try:
        return b"\xb0" <= character.encode("gb2312")[:1] <= b"\xd7"
    except UnicodeError:
        return False


def _in_jis_level_1(character: str) -> bool:
    if "\u3041" <= character <= "\u30fe":
        return True
    try:
        return b"\x88\x9f" <= character.encode("cp932") < b"\x98\x73"
    except UnicodeError:
        return False


_EVERYDAY: dict[str, Callable[[str], bool]] = {"gb18030": _in_gb2312_level_1, "cp932": _in_jis_level_1}


def _everyday_share(sample: bytes, encoding: str) -> float:
    """The share of the characters beyond ASCII that are everyday ones in this encoding; 0 where it does not decode."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeError:
        return 0.0
    foreign = everyday = 0
    for before, character, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if not character.isascii():
            foreign += 1
            squeezed = before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
            common = "\u3001" <= character <= "\u301f" or "\uff01" <= character <= "\uff5e"
            everyday += (common or _EVERYDAY[encoding](character)) and not squeezed
    return everyday / foreign if foreign else 0.0


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
