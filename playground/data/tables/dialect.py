"""The way in which a table is written, told from its first rows.

Each of tab, semicolon, bar, comma, the two of full width and blanks is tried as the delimiter, with each kind of
quotation marks that there is and with quotation marks meaning nothing. A trial scores the share of rows that have the
most frequent number of cells (two at least), times one plus the share of filled cells that are numbers, so that
`1,5;2,5` falls apart at the semicolons. Equal scores go to the trial that leaves fewer cells wrapped in quotation
marks, then by the order above.

Blanks are the weakest delimiter: they stand back where another parts all rows alike and leaves blanks within texts and
between thousands only.

Two things outweigh the score, where a trial other than at blanks gives all rows as many cells as the row that could
name the columns: that this row comes earlier, as where commas part numbers below names that semicolons part; and, at
the same row, that commas are left in numbers only.

Where Excel's first line `sep=;` says what the delimiter is, it is believed.

The decimal mark is a comma where more cells are numbers with a comma than with a point, be they in percent or with
marks that are sure to be between thousands. In a table with commas between its cells, or with a number that is sure to
have commas between its thousands, numbers whose commas all stand before groups of three digits (`"1,234"`) rather have
thousands separators, and do not count; likewise with points.

Columns without a name at either edge, empty in all first rows, come from a delimiter at the ends of lines: they are
none.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import chain, islice

from playground.data.tables.header import Heading, find_heading, first_fitting, fits, is_blank
from playground.data.tables.missing import MARKS, QUOTED, is_missing
from playground.data.tables.numbers import bare, could_be_thousands, is_some_number, number, proves
from playground.data.tables.table import Dialect
from playground.data.tables.units import parted
from playground.experiment import UserError

DELIMITERS = ("\t", ";", "|", ",", "\N{FULLWIDTH SEMICOLON}", "\N{FULLWIDTH COMMA}", " ")
RARE_DELIMITERS = ("~", "^", "\N{BROKEN BAR}", "\N{SECTION SIGN}")
"""Tried where none of the others makes columns."""
CURLY = "\N{LEFT DOUBLE QUOTATION MARK}"
QUOTES = ('"', "'", CURLY)
SAMPLE_ROWS = 1000
SAMPLE_CHARACTERS = 2**20
_SCORED_CELLS = 10_000
_SEPARATOR = re.compile(r'"?sep=([^\w"\r\n])"?[\r\n]*', re.IGNORECASE)
_ALL_CURLY = str.maketrans(dict.fromkeys("“”„‟«»‹›「」『』", CURLY))
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Marks of direction, blanks of no width, and byte order marks where files were joined."""
_FORMULA = '="'
_ESCAPED = re.compile(r"\\([\"'\\])")
_DIGITS_APART = re.compile(r"[+-]?[\d.,]+(?: +[+-]?[\d.,]+)+")

_MARKS = f"(?:{'|'.join(re.escape(mark) for mark in sorted(MARKS, key=len, reverse=True) if mark)})"
_FIRST_LETTERS = "".join(sorted({re.escape(mark[0]) for mark in MARKS if mark}))
_BATCH = 2000

Rows = list[list[str]]


@dataclass(frozen=True)
class Layout:
    """The way to cut a file into rows of cells, and which rows are none of the data.

    dialect : complete. first, last : the cells of a row that are columns. heading : names and rows aside.
    tells_quotes : whether it says something that a cell is in quotation marks, as not all are.
    rows : the sample's rows that are not blank, cut to the columns where they fit.
    """

    dialect: Dialect
    first: int
    last: int
    heading: Heading
    tells_quotes: bool
    rows: Rows

    @property
    def width(self) -> int:
        """Tell how many columns there are."""
        return self.last - self.first

    @property
    def body(self) -> Rows:
        """The sample's rows of data."""
        skipped = {self.heading.names, *self.heading.asides}
        names = list(self.heading.cells or ())
        fitting = (row for place, row in enumerate(self.rows) if place not in skipped and place >= self.heading.names)
        return [row for row in fitting if len(row) == self.width and row != names]


@dataclass(frozen=True)
class _Trial:
    dialect: Dialect
    rows: Rows
    width: int
    score: float
    wrapped: float

    @cached_property
    def head(self) -> int:
        """The place of the row that could name the columns."""
        return first_fitting(self.rows, self.width)

    @cached_property
    def body(self) -> Rows:
        """The rows below."""
        return self.rows[self.head + 1 :]

    @cached_property
    def whole(self) -> bool:
        """Tell whether these all have as many cells as there are columns, at a mark that texts seldom hold."""
        return self.dialect.delimiter != " " and bool(self.body) and all(fits(row, self.width) for row in self.body)

    @cached_property
    def decimal_commas(self) -> bool:
        """Tell whether every comma in these is that of a number."""
        commas = (cell for row in self.body for cell in row if "," in cell)
        return self.dialect.delimiter != "," and all(
            is_some_number(cell, ",") or is_some_number(cell, ".") for cell in commas
        )

    @cached_property
    def beats_blanks(self) -> bool:
        """Tell whether this parts the rows as well as blanks would, and leaves no cell of several numbers."""
        if not self.whole:
            return False
        spaced = [cell for row in self.body[:_SCORED_CELLS] for cell in row if " " in cell.strip()]
        apart = sum(
            _DIGITS_APART.fullmatch(cell.strip()) is not None and not is_some_number(cell, self.dialect.decimal or ".")
            for cell in spaced
        )
        return 10 * apart <= len(self.body)


def split_rows(lines: Iterable[str], dialect: Dialect, *, tells_quotes: bool = False) -> Iterator[list[str]]:
    """Lines, with their ends, as rows of cells; a blank line is an empty row.

    With `tells_quotes`, a mark for missing cells that is in quotation marks comes with QUOTED before it.
    """
    delimiter, quote = dialect.delimiter or ",", dialect.quote
    lines = (line if line.isascii() else _INVISIBLE.sub("", line) for line in lines)
    if quote == '"':
        formula = _formula(delimiter)
        lines = (formula.sub(r'\1"', line) if _FORMULA in line else line for line in lines)
    if quote == CURLY:
        lines = (line.translate(_ALL_CURLY) for line in lines)
    if quote and dialect.escaped:
        lines = (_unescaped(line, quote) if "\\" in line else line for line in lines)
    if quote and tells_quotes:
        lines = chain.from_iterable(_marked(lines, delimiter, quote))
    if delimiter == " ":
        lines = (" ".join(line.split()) + "\n" for line in lines)
    skip = delimiter in ",;|"
    if not quote:
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, skipinitialspace=skip)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote, skipinitialspace=skip)


@cache
def _formula(delimiter: str) -> re.Pattern[str]:
    """Matches the beginning of a cell that Excel was to keep as it is, as ="00123"."""
    return re.compile(rf'((?:^|{re.escape(delimiter)})\s*)="')


def _unescaped(line: str, quote: str) -> str:
    """A line with doubled quotation marks in place of those behind a backslash, as the csv module reads them."""
    return _ESCAPED.sub(lambda found: found[1] * (2 if found[1] == quote else 1), line)


def _marked(lines: Iterable[str], delimiter: str, quote: str) -> Iterator[list[str]]:
    """Lines, some at a time, with QUOTED before each mark for missing cells that is in quotation marks."""
    pattern, lines = _quoted_mark(delimiter, quote), iter(lines)
    # A look at the first letter spares most cells the comparison with each mark.
    anywhere = re.compile(rf"{quote}(?=[{_FIRST_LETTERS}]){_MARKS}{quote}", re.IGNORECASE)
    while batch := list(islice(lines, _BATCH)):
        if anywhere.search("".join(batch)) is not None:  # Far quicker than line by line, and mostly there is none.
            batch = [pattern.sub(rf"\1{quote}{QUOTED}\2{quote}", line) for line in batch]
        yield batch


def _quoted_mark(delimiter: str, quote: str) -> re.Pattern[str]:
    """Matches a mark for missing cells that is alone in a cell in quotation marks."""
    blank = "" if delimiter == "\t" else " *"
    edge = rf"(?:^|{re.escape(delimiter)}){blank}"
    return re.compile(rf"({edge}){quote}({_MARKS}){quote}(?={blank}(?:{re.escape(delimiter)}|[\r\n]|$))", re.IGNORECASE)


def without_separator(lines: Iterable[str]) -> Iterator[str]:
    """Lines, a blank one in place of Excel's `sep=;` where that is the first."""
    lines = iter(lines)
    first = list(islice(lines, 1))
    return chain(["\n" if _SEPARATOR.fullmatch(line) else line for line in first], lines)


def sample_lines(lines: Iterable[str]) -> list[str]:
    """The first lines, as many as the rules look at."""
    sample, characters = [], 0
    for line in islice(lines, SAMPLE_ROWS):
        sample.append(line)
        characters += len(line)
        if characters > SAMPLE_CHARACTERS:
            break
    return sample


def find_layout(lines: Sequence[str], known: Dialect, name: str) -> Layout:
    """Tell from its first lines how a table is written; what is `known` is believed.

    Raises
    ------
    UserError
        Where no delimiter makes at least two columns.
    """
    said = _SEPARATOR.fullmatch(lines[0]) if lines else None
    if said and known.delimiter is None:
        known = replace(known, delimiter=said[1])
    lines = list(without_separator(lines))
    trials = _tried(lines, known, DELIMITERS if known.delimiter is None else (known.delimiter,))
    if not trials and known.delimiter is None:
        trials = [trial for trial in _tried(lines, known, RARE_DELIMITERS) if trial.whole]
    if not trials:
        raise one_column(name)
    best = _best(trials)
    first, last = _edges(best)
    if last - first < 2:
        raise one_column(name)
    decimal = best.dialect.decimal or "."
    rows = [cut(row, first, last) for row in best.rows]
    heading = find_heading(rows, last - first, known.header, decimal, lambda cell: _looks_numeric(cell, decimal))
    tells = bool(best.dialect.quote) and _tells_quotes(lines, best.dialect)
    dialect = replace(best.dialect, header=heading.cells is not None)
    layout = Layout(dialect, first, last, heading, tells, rows)
    if not tells:
        return layout
    marked = [row for row in split_rows(lines, dialect, tells_quotes=True) if not is_blank(row)]
    return replace(layout, rows=[cut(row, first, last) for row in marked])


def _tried(lines: Sequence[str], known: Dialect, delimiters: Sequence[str]) -> list[_Trial]:
    ways = _ways_to_quote(lines, known)
    trials = (
        _try(lines, replace(known, delimiter=delimiter, quote=quote, escaped=escaped))
        for delimiter in delimiters
        for quote, escaped in ways
    )
    return [trial for trial in trials if trial is not None]


def one_column(name: str) -> UserError:
    """One line that a file has no columns to tell apart."""
    return UserError(
        "{name} has only one column, or no delimiter that can be told: a table needs at least two columns, with "
        "commas, semicolons, tabs, bars or blanks between them; another delimiter has to be told.",
        name=name,
    )


def _looks_numeric(cell: str, decimal: str) -> bool:
    """Tell whether a cell is a number to the search for names; one with a unit may be a name, as 24h is."""
    if parted(cell.strip())[0] not in ("", "%"):
        return False
    return is_some_number(cell, decimal) or could_be_thousands(bare(cell))


def _ways_to_quote(lines: Sequence[str], known: Dialect) -> list[tuple[str, bool]]:
    """The kinds of quotation marks there are, the likelier first, and whether a backslash escapes them."""
    if known.quote is not None:
        return [(known.quote, bool(known.escaped))]
    text = "".join(lines)
    ways = [('"', False)]
    if '\\"' in text:
        ways.insert(0, ('"', True))
    if "'" in text:
        ways.append(("'", False))
        if "\\'" in text:
            ways.append(("'", True))
    if any(chr(mark) in text for mark in _ALL_CURLY):
        ways.append((CURLY, False))
    if '"' in text:
        ways.append(("", False))
    return ways


def _best(trials: Sequence[_Trial]) -> _Trial:
    def rank(trial: _Trial) -> tuple[float, float]:
        return trial.score, -trial.wrapped

    best = max(trials, key=rank)
    if best.dialect.delimiter == " ":
        stronger = [trial for trial in trials if trial.beats_blanks]
        if stronger:
            best = max(stronger, key=rank)
    whole = [trial for trial in trials if trial.whole]
    better = [trial for trial in whole if trial.head < best.head]
    if not better and best.dialect.delimiter == ",":
        better = [trial for trial in whole if trial.head == best.head and trial.decimal_commas]
    return max(better or [best], key=rank)


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
    score = alike / len(rows) * (1 + numbers / max(1, len(filled)))
    return _Trial(dialect, rows, width, score, sum(map(_is_wrapped, filled)) / max(1, len(filled)))


def _is_wrapped(cell: str) -> bool:
    text = cell.strip()
    return len(text) > 1 and (text[0], text[-1]) in (('"', '"'), ("'", "'"), ("“", "”"), ("„", "“"), ("«", "»"))


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


def _edges(trial: _Trial) -> tuple[int, int]:
    """The first cell of a row that is a column, and the one behind the last."""
    rows = [row for row in trial.rows if len(row) == trial.width]
    head = trial.rows[0]
    if len(head) < trial.width and not any(number(cell, ".") is not None for cell in head):
        rows.append(head + [""] * (trial.width - len(head)))  # Names that end before the delimiter behind the rows.
    empty = [all(not row[place].strip() for row in rows) for place in range(trial.width)]
    last = trial.width
    while last and empty[last - 1]:
        last -= 1
    first = 0
    while first < last and empty[first]:
        first += 1
    return first, last


def cut(row: list[str], first: int, last: int) -> list[str]:
    """The cells of a row that are columns; all of them where it does not fit."""
    if not first:
        return row[:last] if fits(row, last) else row
    return row[first:last] if len(row) >= last and is_blank(row[:first]) and is_blank(row[last:]) else row


def _tells_quotes(lines: Sequence[str], dialect: Dialect) -> bool:
    """Tell whether some lines or numbers are without quotation marks, so that these say something where they stand."""
    delimiter, quote = dialect.delimiter or ",", dialect.quote or '"'
    if quote == CURLY:
        return True
    body = [line for line in lines[1:] if line.strip()]
    if any(quote not in line for line in body):
        return True
    return any(is_some_number(cell, dialect.decimal or ".") for line in body[:50] for cell in line.split(delimiter))
