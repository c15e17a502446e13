"""A first look at the bytes: is this text, in lines, and in which encoding? Binary files are named and refused here."""

import codecs
import io
import json
import re
import zipfile
from collections.abc import Callable
from itertools import chain

from playground.data.tables.source import Source, Watch
from playground.experiment import UserError
from playground.experiment.message import say

_MARKS = {  # UTF-32's little-endian mark begins with UTF-16's
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
WIDE = ("utf-16", "utf-32")
_WITH_ASCII = ("utf-8", "utf-8-sig", "cp1252")


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
        key = "{name} is UTF-8 text, but damaged at byte {byte:,}: save it again as UTF-8."
        raise UserError(key, name=source.name, byte=damaged)
    asian = {name: _everyday_share(sample, name) for name in _EVERYDAY}
    likely = [name for name in sorted(asian, key=lambda name: -asian[name]) if asian[name] > 0.7]
    for name in (*likely, "cp1251" if _is_cyrillic(sample) else "cp1252"):
        if first_undecodable(source, name, watch) is None:
            return name
    raise UserError("{name} is in an encoding that cannot be told: save it as CSV in UTF-8.", name=source.name)


def first_undecodable(source: Source, encoding: str, watch: Watch) -> int | None:
    """About where the bytes stop being text in this encoding, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    holds_ascii, done = encoding in _WITH_ASCII, 0
    for chunk in chain(source.chunks(watch), [b""]):
        try:
            # Plain letters need no decoding, unless a character that began before them is waiting for its end.
            if not (holds_ascii and chunk and chunk.isascii() and not decoder.getstate()[0]):
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


def _in_big5_level_1(character: str) -> bool:
    try:
        return b"\xa4" <= character.encode("big5")[:1] <= b"\xc6"
    except UnicodeError:
        return False


_EVERYDAY: dict[str, Callable[[str], bool]] = {
    "gb18030": _in_gb2312_level_1,
    "cp932": _in_jis_level_1,
    "big5": _in_big5_level_1,
}
_BESIDE = re.compile(rb"[\xc0-\xff]{2,}")
_CYRILLIC = "оеаинтср".encode("cp1251")


def _is_cyrillic(sample: bytes) -> bool:
    """Tell whether bytes are Cyrillic rather than Western letters: whole words of them, the commonest ones common."""
    beyond = sum(byte >= 0xC0 for byte in sample)
    words = b"".join(_BESIDE.findall(sample))
    return len(words) > 0.8 * beyond and sum(byte in _CYRILLIC for byte in words.lower()) > 0.3 * len(words)


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
_PROGRAM = "open it in its program and save it as CSV"
_UNPACK = "unpack it first"
_KINDS = {
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook", _PROGRAM),
    b"\x89PNG": ("a PNG picture", _PROGRAM),
    b"\xff\xd8\xff": ("a JPEG picture", _PROGRAM),
    b"GIF8": ("a GIF picture", _PROGRAM),
    b"%PDF": ("a PDF document", "copy its table into a spreadsheet and save that as CSV"),
    b"{\\rtf": ("a document of rich text", _PROGRAM),
    b"\x1f\x8b": ("a gzip archive", _UNPACK),
    b"BZh": ("a bzip2 archive", _UNPACK),
    b"\xfd7zXZ": ("an xz archive", _UNPACK),
    b"\x28\xb5\x2f\xfd": ("a zstd archive", _UNPACK),
    b"7z\xbc\xaf": ("a 7z archive", _UNPACK),
    b"Rar!": ("a RAR archive", _UNPACK),
    b"PAR1": ("a Parquet file", _PROGRAM),
    b"ARROW1": ("an Arrow file", _PROGRAM),
    b"FEA1": ("a Feather file", _PROGRAM),
    b"SQLite format 3": ("a database", "export one of its tables as CSV"),
    b"\x93NUMPY": ("a NumPy array", "save it with numpy.savetxt"),
    b"\x89HDF": ("an HDF5 file", _PROGRAM),
    b"$FL2": ("an SPSS file", _PROGRAM),
    b"<stata_dta>": ("a Stata file", _PROGRAM),
    b"RDX": ("a file of R", "write its table with write.csv"),
    b"MATLAB 5.0": ("a MATLAB file", _PROGRAM),
}
"""The kind of a file by its first bytes, and what to do with it."""
_ZIPPED = (
    (r"xl/", "an Excel workbook", _PROGRAM),
    (r"content\.xml$", "a LibreOffice spreadsheet", _PROGRAM),
    (r"word/", "a Word document", _PROGRAM),
    (r"ppt/", "a PowerPoint presentation", _PROGRAM),
    (r".*\.npy$", "a NumPy archive", "open it as images or as weights"),
    (r"", "a zip archive", _UNPACK),
)
"""The kind of an archive by the names in it."""
_POINTER = "get the file itself, which it stands for"
_TEXTS = (
    (r"(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|table|div|script|meta|title|p|span)\b",
     "a web page", "copy its table into a spreadsheet and save that as CSV, or get the file that the page is about"),
    (r"(?:<!--.*?-->\s*)*<(?:\?xml|!doctype|[a-z_][\w:.-]*[^<>]*>.*?</)", "an XML document", "save it as CSV"),
    (r"version https://(?:git-lfs\.github\.com|hawser\.github\.com)/spec", "a pointer of git-lfs", _POINTER),
    (r"(?:(?:\.\./)*\.git)?/annex/objects/", "a pointer of git-annex", _POINTER),
    (r"outs:\s*\n- (?:md5|hash|size)", "a pointer of DVC", _POINTER),
    (r"(?:%[^\n]*\n\s*)*@relation\s", "an ARFF file", "save it as CSV"),
    (r"mime-version:|from: <saved by", "a web archive", "copy its table into a spreadsheet and save that as CSV"),
    (r"""\{\s*"[^"\n]*"\s*:|\[\s*[\[{]|[\[{]\s*\n""", "JSON", "save it as CSV"),
)  # fmt: skip
"""The kind of a text by its beginning, in capitals or not."""
_TOLD = [(re.compile(pattern, re.IGNORECASE | re.DOTALL), what, remedy) for pattern, what, remedy in _TEXTS]
_LOOKED_AT = 4096
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]")
_LINE_END = re.compile(rb"[\r\n]")


def survey(source: Source, encoding: str | None, watch: Watch) -> tuple[Source, str, str]:
    """Tell what to read, the encoding to read it in, and the encoding of the file, once it is certain to be text.

    The two differ for UTF-16 and UTF-32, which come back as UTF-8.

    Raises
    ------
    UserError
        For a binary file, a text that is no table, NUL bytes, a line over LONGEST_LINE, an encoding that is unknown or
        does not fit.
    """
    with source.open() as file:
        start = file.read(_LOOKED_AT)
    found = _known_kind(source, start)
    if found is not None:
        what, remedy = found
        raise UserError(
            "{name} is {what}, not a text table: {remedy}.", name=source.name, what=say(what), remedy=say(remedy)
        )
    if encoding is not None:
        _check_known(encoding)
    known = marked_encoding(start) or encoding or _unmarked_wide(start)
    if known and codecs.lookup(known).name.startswith(WIDE):
        source = _as_utf8(source, known)
        _check_lines(source, watch)
        return source, "utf-8-sig", known
    _check_lines(source, watch)
    if known is None:
        known = find_encoding(source, watch)
        return source, known, known
    damaged = first_undecodable(source, known, watch)
    if damaged is not None:
        key = "{name} is no {encoding} text from byte {byte:,} on: save it as CSV in UTF-8."
        raise UserError(key, name=source.name, encoding=known, byte=damaged)
    return source, known, known


def _unmarked_wide(start: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: every other byte of plain letters is NUL, and none of the rest."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) < max(8, len(start) / 10) or min(even, odd):
        return None
    return "utf-16-le" if odd else "utf-16-be"


def _known_kind(source: Source, start: bytes) -> tuple[str, str] | None:
    """Tell what a file is by its beginning, where that is no table, and what to do with it."""
    if start.startswith(b"PK\x03\x04"):
        return _zipped_kind(source)
    kind = next((kind for magic, kind in _KINDS.items() if start.startswith(magic)), None)
    if kind is not None:
        return kind
    encoding = marked_encoding(start) or "utf-8"
    text = start.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    for pattern, what, remedy in _TOLD:
        if pattern.match(text):
            return what, remedy
    return ("JSON", "save it as CSV") if text[:1] in "[{" and _is_json(text.partition("\n")[0]) else None


def _zipped_kind(source: Source) -> tuple[str, str]:
    """Tell what an archive is by the names in it."""
    try:
        with source.open() as file, zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "an Excel workbook or another zip file, and damaged", _PROGRAM
    found = ((what, remedy) for pattern, what, remedy in _ZIPPED if any(re.match(pattern, name) for name in names))
    return next(found, ("an empty zip archive", "get it again"))


def _is_json(line: str) -> bool:
    """Tell whether a line is a list or an object of JSON."""
    try:
        return isinstance(json.loads(line), list | dict)
    except (ValueError, RecursionError):
        return False


def _check_known(encoding: str) -> None:
    try:
        text = codecs.lookup(encoding)._is_text_encoding
    except (LookupError, ValueError):
        text = False
    if not text:
        raise UserError(
            'There is no encoding "{encoding}": try utf-8, cp1252, gb18030 or shift_jis.', encoding=encoding
        )


def _as_utf8(source: Source, encoding: str) -> Source:
    with source.open() as file:
        try:
            with io.TextIOWrapper(file, encoding, newline="") as text:
                content = text.read().encode("utf-8")
        except UnicodeError as error:
            key = "{name} is damaged {encoding} text: save it as CSV in UTF-8."
            raise UserError(key, name=source.name, encoding=encoding.upper()) from error
    return Source(source.name, content, len(content))


def _check_lines(source: Source, watch: Watch) -> None:
    """Refuse NUL bytes, many control characters, and a line too long to be a row."""
    line = 0
    for place, chunk in enumerate(source.chunks(watch)):
        if b"\0" in chunk:
            key = "{name} holds NUL bytes, so it is not a text table: save it as CSV in UTF-8."
            raise UserError(key, name=source.name)
        if place == 0 and len(_CONTROL.findall(chunk)) > len(chunk) / 100:
            raise UserError("{name} is a binary file, not a text table: save it as CSV.", name=source.name)
        first = _LINE_END.search(chunk)
        if line + (first.start() if first else len(chunk)) > LONGEST_LINE:
            key = "{name} has a line of over a million characters: its line breaks may be missing."
            raise UserError(key, name=source.name)
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        line = line + len(chunk) if last < 0 else len(chunk) - last - 1
