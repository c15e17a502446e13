"""How a column writes its numbers where that is not plainly: with thousands separators, in percent, or both.

A mark between thousands is one where groups of three digits follow it. Of point and comma, the one that is not the
decimal mark may be it, where that is certain: a cell of the column has two such groups or both marks, or the table
elsewhere has numbers that can only be meant that way, or a person said so. An apostrophe or a narrow or fixed blank
means nothing else. Percent stay as they are written: 5% is 5.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from playground.data.tables.numbers import is_missing, is_numeric, number

_OTHER = {".": ",", ",": "."}
_QUIET_MARKS = ("'", "\N{RIGHT SINGLE QUOTATION MARK}", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")
_NO_NUMBER = "%"


@dataclass(frozen=True)
class Notation:
    """decimal : the decimal mark. grouping : the mark between thousands, or empty. percent : whether cells end in %."""

    decimal: str = "."
    grouping: str = ""
    percent: bool = False

    @property
    def usual(self) -> bool:
        """Whether cells are numbers as they stand."""
        return not (self.grouping or self.percent)

    def plain(self, cell: str) -> str:
        """A cell as it would be without all that; where it is not written so, something that is no number."""
        text = cell.strip()
        if self.percent and not is_missing(text):
            text = text[:-1].rstrip() if text.endswith("%") else ""
            text = _NO_NUMBER if is_missing(text) else text
        if self.grouping and grouped(self.decimal, self.grouping).fullmatch(text):
            return text.replace(self.grouping, "")
        return text


@cache
def grouped(decimal: str, grouping: str) -> re.Pattern[str]:
    """Matches numbers with marks between their thousands."""
    mark, between = re.escape(decimal), re.escape(grouping)
    return re.compile(rf"[+-]?[1-9][0-9]{{0,2}}(?:{between}[0-9]{{3}})+(?:{mark}[0-9]*)?")


def bare(cell: str) -> str:
    """A cell without blanks around it and a percent sign behind it."""
    return cell.strip().removesuffix("%").rstrip()


def could_be_thousands(text: str) -> bool:
    """Whether every mark in a number, if it has any, stands before three digits, so that it may mean either thing."""
    return any(grouped(decimal, mark).fullmatch(text) for decimal, mark in _OTHER.items()) and not _proves(text)


def proves(cell: str, decimal: str) -> bool:
    """Whether a cell can only be a number with this decimal mark and the other one between its thousands."""
    text = bare(cell)
    return _proves(text) and grouped(decimal, _OTHER[decimal]).fullmatch(text) is not None


def _proves(text: str) -> bool:
    return ("." in text and "," in text) or max(text.count("."), text.count(",")) > 1


def is_some_number(cell: str, decimal: str) -> bool:
    """Whether a cell is a number, plain or in percent or with marks that are sure to be between thousands."""
    text = bare(cell)
    if number(text, decimal) is not None or proves(cell, decimal):
        return True
    return any(mark in text and grouped(decimal, mark).fullmatch(text) for mark in _QUIET_MARKS)


def is_with_other_mark(cell: str, decimal: str) -> bool:
    """Whether a cell is a number that has the other decimal mark, and cannot mean thousands by it."""
    if is_some_number(cell, decimal):
        return False
    return is_some_number(cell, _OTHER[decimal]) and not could_be_thousands(bare(cell))


def is_certain(cells: Iterable[str], decimal: str) -> bool:
    """Whether a number among the cells has this decimal mark and cannot mean thousands by it."""
    found = (text for text in map(bare, cells) if decimal in text and number(text, decimal) is not None)
    return any(not could_be_thousands(text) for text in found)


def find_notations(columns: Sequence[Sequence[str]], decimal: str, *, certain: bool) -> list[Notation]:
    """How each of a table's columns writes its numbers; `certain` where a person told the decimal mark."""
    certain = certain or any(is_certain(cells, decimal) for cells in columns)
    return [find_notation(cells, decimal, certain) for cells in columns]


def find_notation(cells: Sequence[str], decimal: str, certain: bool) -> Notation:
    """The notation in which most of a column's cells are numbers; the usual one where it is no column of numbers."""
    usual = Notation(decimal)
    filled = [cell for cell in cells if not is_missing(cell)]
    if sum(bare(cell)[-1:].isdigit() for cell in filled) <= len(filled) / 2 or _numbers(filled, usual) == len(filled):
        return usual
    percent = sum(cell.rstrip().endswith("%") for cell in filled) > len(filled) / 2
    marks = [mark for mark in (_OTHER[decimal], *_QUIET_MARKS) if any(mark in cell for cell in filled)]
    if not certain and not any(proves(cell, decimal) for cell in filled):
        marks = [mark for mark in marks if mark in _QUIET_MARKS]
    found = max((Notation(decimal, mark, percent) for mark in ("", *marks)), key=lambda each: _numbers(filled, each))
    numbers = _numbers(filled, found)
    return found if is_numeric(numbers, len(filled) - numbers) else usual


def _numbers(filled: Sequence[str], notation: Notation) -> int:
    return sum(number(notation.plain(cell), notation.decimal) is not None for cell in filled)
