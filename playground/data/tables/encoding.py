"""Which encoding a text file is in, told from its bytes.

A byte order mark decides. Else a file that is valid UTF-8 throughout is UTF-8. Else, of GB18030 (Chinese) and code page
932 (Japanese Shift-JIS), the one that decodes the whole file and makes most of its characters beyond ASCII everyday
ones (the first level of the standard's characters, kana, full-width punctuation), not squeezed between Latin letters as
a misread accented letter is. Else Windows' code page 1252, which holds all of Latin-1's letters. What that cannot
decode is refused, and so is UTF-8 with a few damaged bytes: a wrong guess would spoil names silently.
"""

import codecs
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
