"""How a table is written, told from its first rows.

Each of tab, semicolon, bar, comma and blanks is tried as the delimiter, with quotation marks meaning something and,
where there are any, meaning nothing. A trial scores the share of rows that have the most frequent number of cells (two
at least), times one plus the share of filled cells that are numbers, so that `1,5;2,5` falls apart at the semicolons;
equal scores go by the order above, quotation marks first.

Two things outweigh the score, where a trial other than at blanks gives all rows as many cells as the row that could
name the columns: that this row comes earlier, as where commas part numbers below names that semicolons part; and, at
the same row, that commas are left in numbers only.

Where Excel's first line `sep=;` says what the delimiter is, it is believed.

The decimal mark is a comma where more cells are numbers with a comma than with a point, be they in percent or with
marks that are sure to be between thousands (see `notation`). In a table with commas between its cells, or with a number
that is sure to have commas between its thousands, numbers whose commas all stand before groups of three digits
(`"1,234"`) rather have thousands separators, and do not count; likewise with points.

The first row is a header where more columns of numbers begin with a text than with a number; where there is neither, it
is one when its cells differ from each other and none appears again in its column.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from playground.data.tables.numbers import (
    bare,
    could_be_thousands,
    find_notation,
    is_missing,
    is_numeric,
    is_some_number,
    number,
    proves,
)
from playground.data.tables.table import Dialect
from playground.experiment import UserError

DELIMITERS = ("\t", ";", "|", ",", " ")
SAMPLE_ROWS = 1000
SAMPLE_CHARACTERS = 2**20
_SCORED_CELLS = 20_000
_SEPARATOR = re.compile(r'"?sep=([^\w"\r\n])"?[\r\n]*', re.IGNORECASE)

Rows = list[list[str]]


@dataclass(frozen=True)
class _Trial:
    dialect: Dialect
    rows: Rows
    width: int
    score: float

    @cached_property
    def head(self) -> int:
        """The place of the row that could name the columns."""
        return head_of(self.rows, self.width)

    @cached_property
    def body(self) -> Rows:
        """The rows below."""
        return self.rows[self.head + 1 :]

    @cached_property
    def whole(self) -> bool:
        """Whether these all have as many cells as there are columns, at a mark that texts seldom hold."""
        return self.dialect.delimiter != " " and bool(self.body) and all(fits(row, self.width) for row in self.body)

    @cached_property
    def decimal_commas(self) -> bool:
        """Whether every comma in these is that of a number."""
        commas = (cell for row in self.body for cell in row if "," in cell)
        return self.dialect.delimiter != "," and all(
            is_some_number(cell, ",") or is_some_number(cell, ".") for cell in commas
        )


def split_rows(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    """Lines, with their ends, as rows of cells; a blank line is an empty row."""
    delimiter, quote = dialect.delimiter or ",", dialect.quote
    if delimiter == " ":
        lines = (" ".join(line.split()) + "\n" for line in lines)
    skip = delimiter in ",;|"
    if not quote:
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, skipinitialspace=skip)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote, skipinitialspace=skip)


def without_separator(lines: Iterable[str]) -> Iterator[str]:
    """Lines, a blank one in place of Excel's `sep=;` where that is the first."""
    for place, line in enumerate(lines):
        yield "\n" if place == 0 and _SEPARATOR.fullmatch(line) else line


def sample_lines(lines: Iterable[str]) -> list[str]:
    """The first lines, as many as the rules look at."""
    sample, characters = [], 0
    for line in islice(lines, SAMPLE_ROWS):
        sample.append(line)
        characters += len(line)
        if characters > SAMPLE_CHARACTERS:
            break
    return sample


def find_dialect(lines: Sequence[str], known: Dialect, name: str) -> tuple[Dialect, Rows, int]:
    """The whole dialect, the sample's rows that are not blank, and the number of columns.

    Raises
    ------
    UserError
        Where no delimiter makes at least two columns.
    """
    said = _SEPARATOR.fullmatch(lines[0]) if lines else None
    if said and known.delimiter is None:
        known = replace(known, delimiter=said[1])
    lines = list(without_separator(lines))
    delimiters = DELIMITERS if known.delimiter is None else (known.delimiter,)
    quotes = ('"', "") if known.quote is None and any('"' in line for line in lines) else (known.quote or '"',)
    if known.quote == "":
        quotes = ("",)
    trials = []
    for delimiter in delimiters:
        for quote in quotes:
            trial = _try(lines, replace(known, delimiter=delimiter, quote=quote))
            if trial is not None:
                trials.append(trial)
    if not trials:
        raise UserError(
            f"{name} has only one column, or no delimiter that can be told: a table needs at least two columns, "
            "with commas, semicolons, tabs, bars or blanks between them."
        )
    best = _best(trials)
    header = known.header
    if header is None:
        header = has_header(best.rows, best.width, best.dialect.decimal or ".")
    return replace(best.dialect, header=header), best.rows, best.width


def _best(trials: Sequence[_Trial]) -> _Trial:
    best = max(trials, key=lambda trial: trial.score)
    whole = [trial for trial in trials if trial.whole]
    better = [trial for trial in whole if trial.head < best.head]
    if not better and best.dialect.delimiter == ",":
        better = [trial for trial in whole if trial.head == best.head and trial.decimal_commas]
    return max(better or [best], key=lambda trial: trial.score)


def _try(lines: Sequence[str], dialect: Dialect) -> _Trial | None:
    try:
        rows = [row for row in split_rows(lines, dialect) if not is_blank(row)]
    except csv.Error:
        return None
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return None
    width, alike = max(widths.items(), key=lambda item: (item[1], item[0]))
    cells = [cell for row in rows[: max(1, _SCORED_CELLS // width)] if len(row) == width for cell in row]
    dialect = replace(dialect, decimal=dialect.decimal or find_decimal(cells, dialect.delimiter or ","))
    filled = [cell for cell in cells if not is_missing(cell)]
    numbers = sum(is_some_number(cell, dialect.decimal or ".") for cell in filled)
    return _Trial(dialect, rows, width, alike / len(rows) * (1 + numbers / max(1, len(filled))))


def find_decimal(cells: Iterable[str], delimiter: str) -> str:
    """The decimal mark of numbers."""
    marked = [bare(cell) for cell in cells if "," in cell or "." in cell]
    commas = [cell for cell in marked if is_some_number(cell, ",")]
    points = [cell for cell in marked if is_some_number(cell, ".")]
    if (delimiter == "," or any(proves(cell, ".") for cell in points)) and all(map(could_be_thousands, commas)):
        return "."
    if any(proves(cell, ",") for cell in commas) and all(map(could_be_thousands, points)):
        return ","
    return "," if len(commas) > len(points) else "."


def head_of(rows: Rows, width: int) -> int:
    """The place of the first row that could name the columns: rows before it are titles and the like.

    It has as many cells as the table has columns, or one less where it is the very first and holds no number, as R
    writes tables whose rows have names.
    """
    if len(rows[0]) == width - 1 > 1 and not any(number(cell, ".") is not None for cell in rows[0]):
        return 0
    return next((place for place, row in enumerate(rows) if fits(row, width)), 0)


def fits(row: Sequence[str], width: int) -> bool:
    """Whether a row has so many cells, empty ones behind them aside."""
    return len(row) == width or (len(row) > width and is_blank(row[width:]))


def has_header(rows: Rows, width: int, decimal: str) -> bool:
    """Whether the first row that could name the columns does."""
    head = head_of(rows, width)
    first, body = rows[head], [row for row in rows[head + 1 :] if len(row) == width]
    if len(first) < width:
        return True
    first = first[:width]
    if not body:
        return not any(is_some_number(cell, decimal) for cell in first)
    columns = list(zip(*body, strict=True))
    numeric = [
        guess_numeric(column, decimal) is True or not find_notation(column, decimal, certain=False).usual
        for column in columns
    ]
    filled = [cell for cell, of_numbers in zip(first, numeric, strict=True) if of_numbers and not is_missing(cell)]
    numbers = sum(is_some_number(cell, decimal) for cell in filled)
    if filled:
        return len(filled) - numbers > numbers
    again = any(cell in column for cell, column in zip(first, columns, strict=True))
    return not again and len(set(first)) == width and not any(is_some_number(cell, decimal) for cell in first)


def guess_numeric(cells: Iterable[str], decimal: str) -> bool | None:
    """Whether cells are a column of numbers, or None where all are missing."""
    filled = [cell for cell in cells if not is_missing(cell)]
    numbers = sum(number(cell, decimal) is not None for cell in filled)
    return is_numeric(numbers, len(filled) - numbers) if filled else None


def is_blank(row: Sequence[str]) -> bool:
    """Whether a row has nothing in it, as a blank line or a spreadsheet's empty row has."""
    return not any(cell and not cell.isspace() for cell in row)
