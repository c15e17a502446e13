"""Read a table: survey the bytes, find the layout, then take the rows block by block.

What the columns hold is guessed from the first rows; where the whole file says otherwise, it is read once more.
Where all columns are of numbers, NumPy's own reader takes a block of lines at once, several times as fast; a block that
is not all numbers, or that has a quotation mark in it, is taken cell by cell.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, TextIO

import numpy as np
from numpy.typing import NDArray

from playground.data.tables.columns import (
    Findings,
    Guess,
    Manner,
    NumberBuilder,
    TextBuilder,
    are_plain_numbers,
    guess_of,
)
from playground.data.tables.dialect import (
    QUOTES,
    Layout,
    Rows,
    cut,
    find_layout,
    sample_lines,
    split_rows,
    without_separator,
)
from playground.data.tables.header import is_blank, is_rule, last_kind
from playground.data.tables.missing import QUOTED
from playground.data.tables.numbers import find_notations
from playground.data.tables.source import Source, Watch, source_of
from playground.data.tables.survey import LONGEST_LINE, survey
from playground.data.tables.table import MOST_LISTED, Aside, AsideKind, Dialect, RaggedRow, Table
from playground.data.tables.uses import MOST_COLUMNS, column_names
from playground.experiment import UserError

CELLS_A_BLOCK = 100_000
_PIECE = 2**20
"""Characters that are read at once."""
PREVIEW_ROWS = 20
PREVIEW_BYTES = 2**18
_WORTH_A_PREVIEW = 2**22
"""Bytes. A smaller file is read at once."""
_END = "\x03end\x03"
"""A row put behind the last: where it does not come out as one, a quotation mark is still open."""
_RULED = re.compile("\n[-=_*:~–—][-=_*~–—]")
"""The beginning of the first cell of a ruled line, in a line of its own."""
_LINE = re.compile(r"\s*[-+|=: ]{3,}\s*")
"""A ruled line without the delimiter, as programs for databases draw it."""
_TAIL_BYTES = 2**13
_MOST_LAST, _COMPARED = 6, 40
_WORDS = re.compile(r"[A-DF-Za-df-z(]")
"""Letters that are in no number: all letters but that of an exponent."""
_EMPTY = {
    mark: re.compile(
        rf"(?:(?<={re.escape(mark)})|^)[^\S{re.escape(mark)}\r\n]*(?={re.escape(mark)}|[\r\n])", re.MULTILINE
    )
    for mark in ("\t", ";", "|", ",")
}


def read_table(
    path_or_bytes: str | Path | bytes,
    *,
    dialect: Dialect | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Table:
    """Read a CSV, TSV or other delimited table from a file or from bytes.

    Parameters
    ----------
    dialect
        What is known of the way the table is written; the rest is found out.
    progress
        Called with the fraction read, from 0 to 1, many times a second.
    cancelled
        Asked as often whether to stop.

    Raises
    ------
    UserError
        For whatever is not a table of 2 to 1,001 columns (1,000 inputs and a target), in one line.
    ReadingCancelled
        Where `cancelled` said so.
    """
    return _read(source_of(path_or_bytes), dialect or Dialect(), Watch(progress, cancelled))


def read_text(
    text: str,
    *,
    dialect: Dialect | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Table:
    """Read a pasted table, as from a spreadsheet. See `read_table`."""
    content = text.encode("utf-8", "replace")
    known = replace(dialect or Dialect(), encoding="utf-8")
    return _read(source_of(content, "The pasted text"), known, Watch(progress, cancelled))


def read_first_rows(path: str | Path, *, dialect: Dialect | None = None) -> Table | None:
    """Read the table in the first PREVIEW_BYTES of a large file, for a look at it while the rest is read.

    None for a smaller file, and where the first rows alone are no table: then reading the whole will say more.
    """
    source = source_of(path)
    if source.size <= _WORTH_A_PREVIEW:
        return None
    with source.open() as file:
        start = file.read(PREVIEW_BYTES)
    end = start.rfind(b"\n") + 1
    try:
        table = _read(Source(source.name, start[:end], end), dialect or Dialect(), Watch())
    except UserError:
        return None
    return replace(table, whole=False)


def _read(source: Source, known: Dialect, watch: Watch) -> Table:
    _check(known)
    source, encoding, written_in = survey(source, known.encoding, watch)
    with source.open() as file, io.TextIOWrapper(file, encoding, newline="") as text:
        layout = find_layout(sample_lines(text), replace(known, encoding=encoding), source.name)
    dialect, body = layout.dialect, layout.body
    names = column_names(layout.heading.cells, layout.width, source.name)
    last = _last_rows(source, layout)
    body = [row for row in body if tuple(row) not in last] or body
    columns = list(zip(*body, strict=True)) if body else [()] * layout.width
    notations = find_notations(columns, dialect.decimal or ".", certain=known.decimal is not None)
    manners = [Manner(notation, dialect.missing) for notation in notations]
    guesses = [guess_of(cells, manner) for cells, manner in zip(columns, manners, strict=True)]
    reading = _Reading(source, layout, names, manners, watch, last)
    reading.take(guesses)
    found = [builder.guess for builder in reading.builders]
    if found != guesses:
        reading = _Reading(source, layout, names, manners, watch, last)
        reading.take(found)
    return replace(reading.finish(), dialect=replace(dialect, encoding=written_in))


def _last_rows(source: Source, layout: Layout) -> dict[tuple[str, ...], AsideKind]:
    """The last rows that sum up the others, or have a note alone; none of them begins as a row before does."""
    with source.open() as file:
        file.seek(max(0, source.size - _TAIL_BYTES))
        lines = file.read().decode(layout.dialect.encoding or "utf-8", "ignore").splitlines(keepends=True)
    try:
        rows = list(split_rows(lines, layout.dialect, tells_quotes=layout.tells_quotes))
    except csv.Error:
        return {}
    while rows and is_blank(rows[-1]):
        rows.pop()
    found: dict[tuple[str, ...], AsideKind] = {}
    notes: dict[tuple[str, ...], AsideKind] = {}
    filled = [row for row in rows if not is_blank(row)]
    for place in reversed(range(max(1, len(rows) - _MOST_LAST), len(rows))):
        if is_blank(rows[place]):  # Notes stand apart from the table; else a row of one cell is one that lacks others.
            found |= notes
            notes = {}
            continue
        row = cut(rows[place], layout.first, layout.last)
        kind = last_kind(row) if len(row) == layout.width else None
        if kind is None or _begins_as_others(row, filled, layout):
            break
        (notes if kind == "note" else found)[tuple(row)] = kind
    return found


def _begins_as_others(row: Sequence[str], rows: Rows, layout: Layout) -> bool:
    """Tell whether the first filled cell of a row stands in other rows as well."""
    column = next((number for number, cell in enumerate(row) if cell.strip()), 0)
    before = [*(cut(other, layout.first, layout.last) for other in rows[-_COMPARED:]), *layout.body[:_COMPARED]]
    return any(len(other) == len(row) and other[column] == row[column] and other != list(row) for other in before)


def _check(dialect: Dialect) -> None:
    delimiter = dialect.delimiter
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '\r\n"\0'):
        text = "The delimiter {delimiter!r} cannot be used: give one character, as , or ; or a tab."
        raise UserError(text, delimiter=delimiter)
    if dialect.quote not in (None, "", *QUOTES) or dialect.decimal not in (None, ".", ","):
        raise UserError("The quotation mark is \", ', “ or none, and the decimal mark . or , only.")


def _numbers(text: str, delimiter: str) -> NDArray[np.float64] | None:
    """Whole lines of numbers as (lines, columns), by NumPy's reader; None where they are anything else."""
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    try:
        values = np.loadtxt(lines, delimiter=None if delimiter == " " else delimiter, comments=None, ndmin=2)
    except ValueError:
        return None
    return values if len(values) == len(lines) else None  # It passes over blank lines.


@dataclass
class _Reading:
    """One passage through the file."""

    source: Source
    layout: Layout
    names: list[str]
    manners: list[Manner]
    watch: Watch
    last: Mapping[tuple[str, ...], AsideKind] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    builders: list[NumberBuilder | TextBuilder] = field(default_factory=list)
    rows: list[NDArray[np.int64]] = field(default_factory=list)
    preview: Rows = field(default_factory=list)
    ragged: list[RaggedRow] = field(default_factory=list)
    ragged_count: int = 0
    asides: list[Aside] = field(default_factory=list)
    aside_count: int = 0
    kept: int = 0
    _seen: int = 0
    """The rows before the data that have been passed, blank ones aside."""

    def __post_init__(self) -> None:
        layout, heading = self.layout, self.layout.heading
        self._last_leading = max((heading.names, *heading.asides))
        self._leading = self._last_leading
        # Files that were put together repeat the names, and what stands below them.
        again: dict[int, AsideKind] = {heading.names: "names"} if heading.names >= 0 else {}
        again |= {place: kind for place, kind in heading.asides.items() if kind == "kinds"}
        self._again = {tuple(layout.rows[place]): kind for place, kind in again.items()} | dict(self.last)
        self._firsts = {cells[0] for cells in self._again}
        self._quote = layout.dialect.quote or "\0"  # No text holds that.

    def take(self, guesses: Sequence[Guess]) -> None:
        """Read all rows; `guesses` tell what to take the columns for."""
        self.builders = [
            (NumberBuilder if guess.kind == "number" else TextBuilder)(name, manner, guess, self.findings)
            for name, manner, guess in zip(self.names, self.manners, guesses, strict=True)
        ]
        numbers = all(guess.kind == "number" and not guess.marks for guess in guesses)
        usual = all(manner.notation.usual for manner in self.manners) and not self.layout.first
        # Names that are numbers may come again in the file, and would pass for data.
        usual &= not any(cells[0][:1].isdigit() for cells in self._again)
        with self.source.open() as file:
            number = 1
            for block in self._blocks(file, at_once=numbers and usual):
                if isinstance(block, np.ndarray):
                    self._add_numbers(block, number)
                else:
                    self._add(block, number)
                number += len(block)
                self.watch(file.tell() / self.source.size)

    # Blocks

    def _blocks(self, file: BinaryIO, *, at_once: bool) -> Iterator[Rows | NDArray[np.float64]]:
        """The rows, block by block: as cells, or all as numbers."""
        size, done = max(1, CELLS_A_BLOCK // len(self.names)), 0
        try:
            with io.TextIOWrapper(file, self.layout.dialect.encoding, newline="") as text:
                lines: Iterator[str] = without_separator(text)
                if at_once:
                    # The first rows are kept as the file has them, to be looked at.
                    first = list(islice(lines, size))
                    lines = chain(first, text)
                    if self._quote not in "".join(first):
                        yield list(self._cells(first))
                        done, lines = len(first), iter(())
                        for block in self._pieces(text):
                            if isinstance(block, str):  # It has a quotation mark: a cell may go on in the next line.
                                lines = chain(io.StringIO(block, newline=""), text)
                                break
                            yield block
                            done += len(block)
                for rows in self._blocks_of_cells(lines, size, done):
                    yield rows
                    done += len(rows)
        except csv.Error as error:
            raise UserError(
                "{name} holds a cell of over {most:,} characters after row {row}: a quotation mark may not be closed.",
                name=self.source.name,
                most=csv.field_size_limit(),
                row=done,
            ) from error
        except (OSError, UnicodeError) as error:
            key = "{name} cannot be read after row {row}: {reason}."
            raise UserError(key, name=self.source.name, row=done, reason=str(error)) from error

    def _blocks_of_cells(self, lines: Iterator[str], size: int, done: int) -> Iterator[Rows]:
        rows = self._cells(chain(lines, [_END + "\n"]))
        block = [[""]]
        while block[-1] != [_END]:
            block = list(islice(rows, size))
            if not block:
                key = "{name} opens a quotation mark in row {row} and never closes it."
                raise UserError(key, name=self.source.name, row=done)
            yield block if block[-1] != [_END] else block[:-1]
            done += len(block)

    def _pieces(self, text: TextIO) -> Iterator[Rows | NDArray[np.float64] | str]:
        """Pieces of the text that are whole lines, as numbers or else as cells; at a quotation mark, what was read."""
        rest = ""
        while piece := text.read(_PIECE):
            joined = rest + piece
            end = joined.rfind("\n") + 1
            joined, rest = joined[:end], joined[end:]
            if self._quote in joined or self._quote in rest or len(rest) > LONGEST_LINE:
                yield joined + rest
                return
            if joined:
                yield self._at_once(joined)
        if rest:
            yield self._at_once(rest)

    def _cells(self, lines: Iterable[str]) -> Iterator[list[str]]:
        return split_rows(lines, self.layout.dialect, tells_quotes=self.layout.tells_quotes)

    def _at_once(self, text: str) -> NDArray[np.float64] | Rows:
        """Whole lines as numbers, (lines, columns), NaN for empty cells; as cells where that is not all they hold.

        NumPy reads a number as Python does, to the nearest float. The words that it takes for what is not finite are
        kept from it.
        """
        delimiter, plain = self.layout.dialect.delimiter or ",", text
        if self.layout.dialect.decimal == ",":
            plain = text.replace(",", ".") if "." not in text else "-"
        values = _numbers(plain, delimiter)
        if values is None and delimiter in _EMPTY and _WORDS.search(plain) is None:
            values = _numbers(_EMPTY[delimiter].sub("nan", plain), delimiter)
        elif values is not None and not np.isfinite(values).all():
            values = None
        if values is not None and values.shape[1] == len(self.names) and are_plain_numbers(values, plain, delimiter):
            return values
        return list(self._cells(io.StringIO(text, newline="")))

    # Rows

    def _add_numbers(self, values: NDArray[np.float64], first: int) -> None:
        numbers = np.arange(first, first + len(values))
        self._keep(numbers)
        for builder, column in zip(self.builders, values.T, strict=True):
            assert isinstance(builder, NumberBuilder)
            builder.add_numbers(column, numbers)

    def _add(self, block: Rows, first: int) -> None:
        kept: Rows = block
        places: Sequence[int] = range(len(block))
        fitting = self._leading < 0 and set(map(len, block)) == {len(self.names)}
        columns = list(zip(*block, strict=True)) if fitting else []
        if not columns or self._is_odd(columns[0]):
            kept, places = self._fitting(block, first)
            columns = list(zip(*kept, strict=True))
        if not kept:
            return
        numbers = first + np.array(places, np.int64)
        self._keep(numbers)
        for row in kept[: PREVIEW_ROWS - len(self.preview)]:
            self.preview.append([cell.replace(QUOTED, "") for cell in row])
        for builder, cells in zip(self.builders, columns, strict=True):
            builder.add(cells, numbers)

    def _is_odd(self, firsts: Sequence[str]) -> bool:
        """Tell whether one of the rows with these first cells may be blank, or one of those that are no samples."""
        lines = "\n" + "\n".join(firsts) + "\n"  # To look at all at once is far quicker than at each.
        blank = "\n\n" in lines or ((" " in lines or "\t" in lines) and any(map(str.isspace, firsts)))
        return blank or any(f"\n{first}\n" in lines for first in self._firsts) or _RULED.search(lines) is not None

    def _keep(self, numbers: NDArray[np.int64]) -> None:
        self.rows.append(numbers)
        self.kept += len(numbers)

    def _fitting(self, block: Rows, first: int) -> tuple[Rows, list[int]]:
        """The rows with as many cells as the table has columns, and their places; others are noted, blank ones not."""
        width = len(self.names)
        kept, places = [], []
        for place, row in enumerate(block):
            if is_blank(row):
                continue
            if self._leading >= 0 and self._is_leading(first + place):
                continue
            cells = cut(row, self.layout.first, self.layout.last)
            if len(cells) != width:
                self._leave_out(first + place, row)
            elif (kind := self._aside_again(cells)) is not None:
                self._set_aside(first + place, kind)
            else:
                kept.append(cells)
                places.append(place)
        return kept, places

    def _is_leading(self, number: int) -> bool:
        """Tell whether the next row, of this number, is one of those before the data that are none of them."""
        heading = self.layout.heading
        place, self._seen = self._seen, self._seen + 1
        if self._seen > self._last_leading:
            self._leading = -1
        kind = heading.asides.get(place)
        if kind is not None:
            self._set_aside(number, kind)
        return kind is not None or place == heading.names

    def _aside_again(self, cells: list[str]) -> AsideKind | None:
        """Tell what a row within the data is where it is none of them: names or units again, or a ruled line."""
        if cells[0] in self._firsts:
            return self._again.get(tuple(cells))
        return "rule" if is_rule(cells) else None

    def _set_aside(self, number: int, kind: AsideKind) -> None:
        self.aside_count += 1
        if len(self.asides) < MOST_LISTED:
            self.asides.append(Aside(number, kind))

    def _leave_out(self, number: int, row: list[str]) -> None:
        if len(row) == 1 and _LINE.fullmatch(row[0]):
            self._set_aside(number, "rule")
            return
        if len(row) > MOST_COLUMNS:
            raise UserError(
                "{name} has {cells:,} cells in row {row} where the others have {columns}: a line break may be missing.",
                name=self.source.name,
                cells=len(row),
                row=number,
                columns=len(self.names),
            )
        self.ragged_count += 1
        if len(self.ragged) < MOST_LISTED:
            self.ragged.append(RaggedRow(number, len(row)))

    # The table

    def finish(self) -> Table:
        """The table, or the reason why there is none."""
        self._check()
        columns = tuple(builder.finish() for builder in self.builders)
        if not any(column.present.any() and not (column.kind == "text" and column.varied) for column in columns):
            key = "{name} has nothing to learn from: no column has numbers, or few enough different texts."
            raise UserError(key, name=self.source.name)
        return Table(
            columns,
            np.concatenate(self.rows),
            self.layout.dialect,
            tuple(tuple(row) for row in self.preview),
            tuple(sorted(self.findings.missing, key=lambda cell: cell.row)),
            tuple(sorted(self.findings.wrong, key=lambda cell: cell.row)),
            tuple(self.ragged),
            self.ragged_count,
            tuple(self.asides),
            self.aside_count,
            tuple(sorted(self.findings.foreign, key=lambda cell: cell.row)),
        )

    def _check(self) -> None:
        name = self.source.name
        if self.ragged_count > self.kept:
            raise UserError(
                "{name} is no table: most rows have another number of cells than {columns}, as row {row} with {cells}.",
                name=name,
                columns=len(self.names),
                row=self.ragged[0].row,
                cells=self.ragged[0].cells,
            )
        if not self.kept:
            raise UserError("{name} has column names but no rows: add a row of values for each sample.", name=name)
