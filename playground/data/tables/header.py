"""The row that names the columns, and the rows around it that are no samples.

Before the data may stand titles, the names, and below them units, types, roles or a ruled line. A row belongs to them
while it has more texts than numbers above the columns of numbers; of these rows the last that is not made of units or
types has the names, unless it repeats itself where one before does not. Where no column is of numbers, the first row
has the names where its cells differ from each other and none appears again in its column.

Numbers are names, too, where they count on from column to column or are years, as in tables of one column a year and in
arrays that a program wrote, and where they stand beside a text that is no category of its column.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from playground.data.tables.missing import is_missing, words
from playground.data.tables.numbers import number
from playground.data.tables.table import AsideKind
from playground.data.tables.units import is_unit

Row = list[str]
IsNumber = Callable[[str], bool]
MOST_LEADING = 6
"""So many rows of names, units and titles as wide as the table are looked for; more are data."""

_TYPES = words(
    "float float16 float32 float64 double real int int8 int16 int32 int64 integer bigint smallint tinyint numeric "
    "number decimal str string text char character chr varchar nvarchar object bool boolean logical lgl factor fct "
    "ord category categorical nominal ordinal continuous discrete date datetime timestamp dbl num c d s t type types "
    "unit units einheit einheiten 单位 数值 文本 整数 小数"
)
_ROLES = words(
    "input output target feature class meta ignore skip weight id label predictor response outcome rejected name names "
    "code i m w key index"
)
_TOTALS = words(
    "total totals totale totaal sum sums summe summen gesamt gesamtsumme insgesamt subtotal somme suma soma итого "
    "всего average averages avg mean means mittel mittelwert durchschnitt moyenne promedio media 合计 总计 小计 总和 "
    "平均 平均值 合計 総計 小計 평균 합계"
) | {"grand total", "total general", "grand totals", "overall total"}
_BRACKETED = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|<[^<>]*>|\{[^{}]*\}")
_SIZED = re.compile(r"\(\d+(,\s*\d+)?\)$")
_RULE = re.compile(r":?[-=_*~–—]{2,}:?|:-+:?|-+:")
_COMMENT = re.compile(r"\s*(?:#+|%+|//+)\s*")
_WHOLE = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})")
_YEARS = range(1500, 2201)


@dataclass(frozen=True)
class Heading:
    """The rows that stand before the data. Places count rows that are not blank; `names` is -1 where there are none."""

    names: int = -1
    cells: tuple[str, ...] | None = None
    asides: dict[int, AsideKind] = field(default_factory=dict)


def is_blank(row: Sequence[str]) -> bool:
    """Tell whether a row has nothing in it, as a blank line or a spreadsheet's empty row has."""
    return not any(cell and not cell.isspace() for cell in row)


def fits(row: Sequence[str], width: int) -> bool:
    """Tell whether a row has so many cells, empty ones behind them aside."""
    return len(row) == width or (len(row) > width and is_blank(row[width:]))


def is_rule(row: Sequence[str]) -> bool:
    """Tell whether a row is a ruled line, as below the names of a printed table."""
    filled = [cell.strip() for cell in row if cell and not cell.isspace()]
    return bool(filled) and all(map(_RULE.fullmatch, filled)) and any(len(cell) > 2 for cell in filled)


def last_kind(row: Sequence[str]) -> AsideKind | None:
    """Tell what the last row of a table is by its form where it may be no sample: a sum or a mean, or a note alone."""
    filled = [cell.strip() for cell in row if cell and not cell.isspace()]
    if not filled or number(filled[0], ".") is not None:
        return None
    if filled[0].rstrip(" :：").casefold() in _TOTALS:
        return "total"
    return "note" if len(filled) == 1 and len(row) > 2 and bool(row[0].strip()) else None


def without_sign(cell: str) -> str:
    """A cell without the sign of a comment before it, where something stands behind the sign."""
    if not cell.lstrip().startswith("#"):
        return cell
    return cell.lstrip().lstrip("#").strip() or cell


def find_heading(rows: Sequence[Row], width: int, known: bool | None, decimal: str, numeric: IsNumber) -> Heading:
    """Find names and asides among a table's first rows, none of them blank and each cut to `width` where it fits.

    known : what a person says of a row of names. numeric : whether a cell is a number.
    """
    rows = [_without_comment(row, width) for row in rows]
    start = first_fitting(rows, width)
    if known is False:
        return Heading()
    body = [row for row in rows[start + 1 :] if len(row) == width]
    columns = _numeric_columns(body, width, numeric)
    later = _names_behind(rows, start, width, columns, numeric)
    if later is not None:
        return _heading(rows, [later, *_leading(rows, later + 1, width, columns, numeric)], width, columns, numeric)
    run = [start] if len(rows[start]) != width else _leading(rows, start, width, columns, numeric)
    if not run:
        names = _has_names(rows[start], body, columns, decimal, numeric)
        run = [start, *_leading(rows, start + 1, width, columns, numeric)] if names or known else []
    elif not columns and not (known or _texts_are_names(rows, start, width, numeric)):
        run = []
    if not run:
        return Heading()
    return _heading(rows, run, width, columns, numeric)


def _names_behind(rows: Sequence[Row], start: int, width: int, columns: Sequence[int], numeric: IsNumber) -> int | None:
    """The place of names behind a title that has numbers in it, or as many cells as names of columns would; or None.

    Behind a row that is no comment they are told by two columns of numbers or more, above which all of them are texts.
    """
    first = rows[start]
    comment = _COMMENT.match(first[0]) is not None
    if not columns or (len(first) == width and not comment and not any(numeric(first[place]) for place in columns)):
        return None
    for place, row in enumerate(rows[start + 1 : start + MOST_LEADING], start + 1):
        if len(row) != width:
            continue
        texts = [row[column] for column in columns]
        if not any(numeric(text) or is_missing(text) for text in texts):
            alone = not any(
                row[column] == other[column]
                for other in rows[place + 1 :]
                if len(other) == width and other != row
                for column in columns
            )
            if alone and _distinct(row) == width and (comment or len(columns) > 1) and not _tells_kinds(row):
                return place
        if len(first) == width and not _COMMENT.match(row[0]) and not comment:
            return None  # One title may be as wide as the table; data are more rows.
    return None


def _without_comment(row: Row, width: int) -> Row:
    """A row whose sign of a comment is a cell of its own, as between blanks, without that cell."""
    if len(row) == width + 1 and _COMMENT.fullmatch(row[0] or " x"):
        return row[1:]
    return row


def first_fitting(rows: Sequence[Row], width: int) -> int:
    """The place of the first row that could name the columns.

    It has as many cells as the table has columns, or one less where it is the very first and holds no number, as R
    writes tables whose rows have names.
    """
    if rows and len(rows[0]) == width - 1 > 1 and not any(number(cell, ".") is not None for cell in rows[0]):
        return 0
    return next((place for place, row in enumerate(rows) if fits(row, width)), 0)


def _numeric_columns(body: Sequence[Row], width: int, numeric: IsNumber) -> list[int]:
    """The columns of numbers, told by the lower half of the first rows, where no names and units stand."""
    lower = body[len(body) // 2 :] if len(body) > 1 else body
    found = []
    for place in range(width):
        filled = [row[place] for row in lower if not is_missing(row[place])]
        numbers = sum(map(numeric, filled))
        if filled and 2 * numbers > len(filled):
            found.append(place)
    return found


def _leading(rows: Sequence[Row], start: int, width: int, columns: Collection[int], numeric: IsNumber) -> list[int]:
    """The places of the rows from `start` on that have more texts than numbers above the columns of numbers."""
    run: list[int] = []
    for place, row in enumerate(rows[start:], start):
        if len(row) != width:
            continue
        if columns:
            filled = [row[column] for column in columns if not is_missing(row[column])]
            numbers = sum(map(numeric, filled))
            bare = not numbers and bool(run or start) and _tells_kinds(row)
            if not (len(filled) > 2 * numbers or bare or is_rule(row)):
                return run
        elif run and not (_tells_kinds(row) or is_rule(row) or _COMMENT.match(rows[run[-1]][0])):
            return run
        run.append(place)
        if len(run) > MOST_LEADING:
            return run[:1]
    return run[:1] if not columns else run


def _heading(rows: Sequence[Row], run: Sequence[int], width: int, columns: Sequence[int], numeric: IsNumber) -> Heading:
    """Names and asides among the leading rows."""
    below = [row for row in rows[run[-1] + 1 :] if len(row) == width]
    names = _place_of_names(rows, run, columns)
    asides: dict[int, AsideKind] = dict.fromkeys(range(names), "title")
    for place in run[run.index(names) + 1 :]:
        row = rows[place]
        if is_rule(row):
            asides[place] = "rule"
        elif _is_aside(row, below, columns, numeric):
            asides[place] = "kinds"
        else:
            break
    cells = [without_sign(rows[names][0]), *rows[names][1:]]
    return Heading(names, tuple(cells), asides)


def _place_of_names(rows: Sequence[Row], run: Sequence[int], columns: Collection[int]) -> int:
    """The row of names among the leading ones: not of units or types, and no commented row where others are bare.

    Of several it is the last, unless one before has more different names; above one column of numbers it is the first,
    since there a sample whose number is missing looks the same.
    """
    likely = [
        place
        for place in run
        if not (
            is_rule(rows[place]) or _tells_kinds(rows[place]) or (place > run[0] and _tells_some(rows[place], columns))
        )
    ]
    bare = [place for place in likely if not _COMMENT.match(rows[place][0])]
    if not likely:
        return next((place for place in run if not is_rule(rows[place])), run[0])
    if len(columns) < 2:
        return bare[0] if bare else likely[-1]
    candidates = bare or likely
    best = candidates[-1]
    for place in reversed(candidates[:-1]):
        if _distinct(rows[place]) > _distinct(rows[best]):
            best = place
    return best


def _distinct(row: Sequence[str]) -> int:
    """Tell how many different names a row has."""
    return len({cell.strip() for cell in row} - {""})


def _is_aside(row: Row, below: Sequence[Row], columns: Sequence[int], numeric: IsNumber) -> bool:
    """Tell whether a row below the names is none of the data.

    It is where all its cells tell units, types or roles and none appears again in its column; or where no cell above
    two columns of numbers or more is a number, and their texts do not come back as those for missing cells do.
    """
    others = [other for other in below if other != row]  # The whole row may come again with the names.
    again = any(cell == other[place] for place, cell in enumerate(row) if not is_missing(cell) for other in others)
    if again or any(numeric(row[place]) for place in columns):
        return False
    kinds = [row[place] for place in columns if not is_missing(row[place])]
    return _tells_kinds(row) or (bool(kinds) and all(map(_tells_kind, kinds))) or len(kinds) > 1


def _tells_some(row: Sequence[str], columns: Collection[int]) -> bool:
    """Tell whether a row tells units above at least half of the columns of numbers."""
    kinds = [row[place] for place in columns if not is_missing(row[place])]
    return len(kinds) > 1 and 2 * sum(map(_tells_kind, kinds)) >= len(kinds)


def _tells_kinds(row: Sequence[str]) -> bool:
    """Tell whether every cell of a row that has something tells a unit, a type or a role."""
    filled = [cell for cell in row if not is_missing(cell)]
    return bool(filled) and all(map(_tells_kind, filled))


def _tells_kind(cell: str) -> bool:
    text = cell.strip()
    if is_unit(text) or is_missing(text) or _BRACKETED.fullmatch(text) or _RULE.fullmatch(text):
        return True
    word = _SIZED.sub("", text).casefold()
    return word in _TYPES or word in _ROLES


# Names that are numbers


def _has_names(row: Row, body: Sequence[Row], columns: Sequence[int], decimal: str, numeric: IsNumber) -> bool:
    """Tell whether a row with numbers above the columns of numbers has names all the same."""
    filled = [place for place in columns if row[place].strip()]
    numbers = [place for place in filled if numeric(row[place])]
    texts = [place for place in range(len(row)) if place not in columns]
    named = [*texts, *(place for place in filled if place not in numbers)]
    if not body or len(filled) < len(columns) - 1 or not numbers:
        return False
    if any(numeric(row[place]) or is_missing(row[place]) for place in named):
        return False
    if any(row[place] == other[place] for other in body if other != row for place in named):
        return False
    if texts and len(numbers) == len(filled):
        if len(body) > 3 and any(_has_categories(body, place) for place in texts):
            return True
        return _counts_on(row, body, numbers, decimal, beside_text=True)
    return _counts_on(row, body, numbers, decimal, beside_text=False)


def _has_categories(body: Sequence[Row], place: int) -> bool:
    texts = [row[place] for row in body]
    return 2 * len(set(texts)) <= len(texts)


def _counts_on(row: Row, body: Sequence[Row], columns: Sequence[int], decimal: str, *, beside_text: bool) -> bool:
    """Tell whether a row's numbers count on from column to column or are years, and those below do not."""
    places = [place for place in columns if row[place].strip()]
    values = _whole_numbers(row, places)
    if values is None or len(values) < 2 or not (_consecutive(values) or _years(values)):
        return False
    if beside_text:
        return True
    below = [found for other in body if (found := _whole_numbers(other, places)) is not None]
    if _continues(values, places, body) or 5 * sum(map(_consecutive, below)) > len(body):
        return False
    fractions = sum(any(decimal in other[place] for other in body) for place in places)
    if 2 * fractions >= len(places):
        return True
    if _years(values):
        return 2 * sum(all(value in _YEARS for value in found) for found in below) < len(body)
    return values[0] in (0, 1) and len(values) > 2


def _consecutive(values: Sequence[int]) -> bool:
    return all(after - before == 1 for before, after in pairwise(values))


def _years(values: Sequence[int]) -> bool:
    return all(value in _YEARS for value in values) and len(set(values)) == len(values)


def _continues(values: Sequence[int], places: Sequence[int], body: Sequence[Row]) -> bool:
    """Tell whether a column counts its rows, this one included."""
    for value, place in zip(values, places, strict=True):
        found = [_whole_numbers(row, [place]) for row in body[:3]]
        if len(found) > 1 and all(each == [value + step] for step, each in enumerate(found, 1)):
            return True
    return False


def _whole_numbers(row: Row, places: Sequence[int]) -> list[int] | None:
    cells = [row[place].strip() for place in places]
    return [int(cell) for cell in cells] if all(map(_WHOLE.fullmatch, cells)) else None


def _texts_are_names(rows: Sequence[Row], start: int, width: int, numeric: IsNumber) -> bool:
    """Tell whether the first row of a table of texts has names: none of its cells comes again in its column."""
    first = rows[start]
    body = [row for row in rows[start + 1 :] if len(row) == width and row != first]
    if len({cell.strip() for cell in first}) < width or any(map(numeric, first)):
        return False
    return not any(row[place] == cell for row in body for place, cell in enumerate(first))
