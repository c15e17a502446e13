"""Numbers as people type them: with a decimal comma or point, marks between thousands, blanks, a typeset minus."""

import math
import re

from playground.experiment.message import Message, say

_SIGN = r"[+-]?"
_PLAIN = re.compile(rf"{_SIGN}(\d+\.?\d*|\.\d+)(e{_SIGN}\d+)?", re.IGNORECASE)
_EITHER = re.compile(rf"{_SIGN}[1-9]\d{{0,2}},\d{{3}}")
"""One comma before three digits, as in 1,250: it may stand before decimals or between thousands."""
_BETWEEN_THOUSANDS = {
    mark: re.compile(rf"{_SIGN}[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+(?:{re.escape(other)}\d*)?")
    for mark, other in ((",", "."), (".", ","), ("'", "."))
} | {",,": re.compile(rf"{_SIGN}[1-9]\d?(?:,\d{{2}})+,\d{{3}}(?:\.\d*)?")}
"""By the mark; the last has groups of two digits, as lakhs and crores have."""
_MINUS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{FULLWIDTH HYPHEN-MINUS}": "-"})
_LIKE_DIGITS = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


class TwoReadingsError(ValueError):
    """A text that is one number to some people and another to others: both, and a sentence that says so."""

    def __init__(self, text: str, decimal: float, thousands: float) -> None:
        self.text, self.decimal, self.thousands = text, decimal, thousands
        self.message: Message = say(
            "{text} can mean {decimal} or {thousands}: type one of these",
            text=text,
            decimal=f"{decimal:.15g}",
            thousands=f"{thousands:.15g}",
        )
        super().__init__(str(self.message))


def typed_number(text: str, *, whole: bool = False) -> float:
    """The number that a person typed.

    A comma stands before decimals, as in `0,001` and `12,5`, unless it can only stand between thousands, as in
    `1,250,000` or `1,250.5`. Where it may be either, as in `1,250`, that is said, except where the number is `whole`.

    Raises
    ------
    TwoReadingsError : for a text that may be either. ValueError : for one that is no finite number.
    """
    typed = "".join(text.split()).translate(_MINUS).translate(_LIKE_DIGITS)
    if _EITHER.fullmatch(typed):
        thousands = float(typed.replace(",", ""))
        if not whole:
            raise TwoReadingsError(text.strip(), float(typed.replace(",", ".")), thousands)
        return thousands
    plain = _without_marks(typed)
    if not _PLAIN.fullmatch(plain) or not math.isfinite(float(plain)):
        raise ValueError(text)
    return float(plain)


def typed_list(text: str) -> list[str]:
    """The items of a list of numbers that a person typed, each with a decimal point.

    Semicolons stand between items, or commas; where no number has a point, commas before a blank may stand between
    items and others within them, as in `0,1, 0,01`. A comma before a zero and more digits is a decimal one: `0,01`.

    Raises
    ------
    ValueError : where commas stand between numbers and in them, so that nobody can tell. TwoReadingsError : for an item
    that may be either of two numbers.
    """
    if ";" in text:
        return [with_point(item.strip()) for item in text.split(";")]
    pointed = "." in text.replace("..", "")
    if not pointed and _COMMA_AND_BLANK.search(text) and _DECIMAL_COMMA.search(text):
        return [with_point(item.strip()) for item in _COMMA_AND_BLANK.split(text)]
    items = [item.strip() for item in text.split(",")]
    if any(_AFTER_COMMA.match(item) for item in items[1:]):
        if len(items) > 2:
            raise ValueError(text)
        return [with_point(text.strip())]
    return items


def with_point(text: str) -> str:
    """A number, or a range of two, with decimal points for its decimal commas."""
    for found in _EITHER.finditer(text):
        typed_number(found[0])
    return _DECIMAL_COMMA.sub(".", text)


_COMMA_AND_BLANK = re.compile(r",\s+")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_AFTER_COMMA = re.compile(r"0\d")


def _without_marks(typed: str) -> str:
    """A text with nothing between thousands, and a point before decimals."""
    for mark, pattern in _BETWEEN_THOUSANDS.items():
        # A single point stands before decimals, whatever follows: 1.250 is how the program itself writes them.
        if pattern.fullmatch(typed) and not (mark == "." and typed.count(".") == 1 and "," not in typed):
            return typed.replace(mark[0], "").replace(",", ".")
    return typed.replace(",", ".") if typed.count(",") == 1 and "." not in typed else typed
