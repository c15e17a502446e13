"""Texts that say that a cell is missing: some always do, others are told by how a column uses them.

Among numbers one text that comes back stands for "missing", whatever it is, as long as numbers are the majority; up to
three words do where numbers are more than two thirds. None does that begins like a number, as `<5` or `4+` do, since
that says something of the value. Among texts the usual marks mean missing, unless they behave like a value: in
quotation marks, as often as other values, or of their form (`NA` among codes of two capitals, a minus beside a plus).
"""

import re
from collections.abc import Collection, Mapping


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


QUOTED = "\ue000"
"""Stands before a mark that was in quotation marks where other cells are not: then it is a value among texts."""

_PUNCTUATION = words("? - -- --- – — − . .. ... .... ..... … …… : * ** · / \\ _ ー 〃")
_TECHNICAL = words(
    "na n/a n.a. n.a #n/a #na nan -nan null (null) [null] <null> <na> \\n #null! #div/0! #value! #ref! #name? #num! "
    "#wert! #zahl! #bezug! #nv #valor! #valeur! #¡valor! #¡div/0! 1.#qnan -1.#ind 1.#ind nat"
)
MARKS = frozenset(("", *_PUNCTUATION, *_TECHNICAL))
"""Texts that mean missing in every column, in capitals or not, unless a column of texts uses it as a value."""
_WORDS = words(
    "none nil unknown unk missing n/d nd n.d. n.k. nk tbd tba blank (blank) empty void undefined withheld refused "
    "k.a. o.a. s.d. s/d s.o. b.d. 无 空 缺失 未知 不详 暂无 不明 なし 欠損 欠測 미상 없음 不適用"
) | {"not available", "not applicable", "no data", "no answer", "k. a.", "keine angabe", "don't know"}
"""Texts that mean missing among numbers, several of them at once too; among texts they are values."""
_LIKE_A_NUMBER = re.compile(r"[+\-\N{MINUS SIGN}<>≤≥~≈±=(]*\s*[.,]?\d")
_SIGNS = words("+ ++ +++ ± +/- 0 - -- − – — ＋ －")
_TWO_CAPITALS = re.compile("[A-Z]{2}")
_LONGEST = 100
_OFTEN = 3
_MOST_MARKS, _WORD = 3, 3
"""Further marks are words, of so many letters at least: single ones are rather grades beside numbers."""


def is_missing(cell: str, marks: Collection[str] = MARKS) -> bool:
    """Tell whether a cell says that there is no value; `marks` are in small letters."""
    return len(cell) < _LONGEST and bare_mark(cell) in marks


def is_numeric(numbers: int, wrong: int) -> bool:
    """Tell whether a column is one of numbers, from how many cells are numbers and how many are wrong.

    Wrong cells are neither numbers nor missing.

    It is where numbers are the majority and one cell or a tenth of the filled cells, whichever is more, is wrong at
    most; and where all cells are missing.
    """
    return numbers + wrong == 0 or (numbers > wrong and wrong <= max(1, (numbers + wrong) // 10))


def bare_mark(cell: str) -> str:
    """A cell as it is looked for among marks."""
    return cell.strip().removeprefix(QUOTED).casefold()


def marks_told(texts: Collection[str] | None) -> frozenset[str] | None:
    """The texts that a person told to mean missing, as cells are compared with them; None where none were told."""
    return None if texts is None else frozenset(("", *(bare_mark(text) for text in texts)))


def marks_among_numbers(numbers: int, others: Mapping[str, int], *, told: bool = False) -> frozenset[str] | None:
    """The further texts that mean missing in a column of numbers; None where it is no column of numbers.

    numbers : how many of its cells are numbers. others : how often each other text comes, marks left out, each as
    `bare_mark` has it. told : whether a person told which texts mean missing, so that no further ones do.
    """
    if told:
        return frozenset() if is_numeric(numbers, sum(others.values())) else None
    found = {text for text in others if text in _WORDS}
    if sum(others[text] for text in found) >= numbers:
        found = set()
    left = {text: count for text, count in others.items() if text not in found}
    again = [text for text in left if left[text] > 1 and not _LIKE_A_NUMBER.match(text)]
    again.sort(key=lambda text: (left[text], text), reverse=True)
    marks = [text for place, text in enumerate(again) if not place or len(text) >= _WORD][:_MOST_MARKS]
    if 2 * sum(left[text] for text in marks) >= numbers:
        marks = [text for text in marks[:1] if left[text] < numbers]
    found.update(marks)
    left = {text: count for text, count in left.items() if text not in marks}
    return frozenset(found) if is_numeric(numbers, sum(left.values())) else None


def marks_that_are_values(counts: Mapping[str, int]) -> set[str]:
    """Tell which marks among a column's texts are values there; `counts` tells how often each text comes."""
    marks = [text for text in counts if is_missing(text)]
    values = {text for text in counts if text not in marks}
    return {mark for mark in marks if mark.startswith(QUOTED) or _is_value(mark, counts[mark], values, counts)}


def _is_value(mark: str, count: int, values: Collection[str], counts: Mapping[str, int]) -> bool:
    if not values or not mark:
        return False
    if mark in _SIGNS and all(value in _SIGNS for value in values):
        return True
    if _TWO_CAPITALS.fullmatch(mark) and len(values) > 2 and all(map(_TWO_CAPITALS.fullmatch, values)):
        return True
    others = [counts[value] for value in values]
    as_often = 2 * count * len(others) >= sum(others) and count <= 4 * max(others)
    return count >= _OFTEN and as_often
