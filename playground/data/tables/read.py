"""Read a table: survey the bytes, find the dialect, then take the rows block by block.

Which columns are of numbers is guessed from the first rows; where the whole file says otherwise, it is read once more.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from playground.data.tables.columns import Findings, NumberBuilder, TextBuilder
from playground.data.tables.dialect import (
    Rows,
    find_dialect,
    fits,
    guess_numeric,
    head_of,
    is_blank,
    sample_lines,
    split_rows,
    without_separator,
)
from playground.data.tables.numbers import Notation, find_notations
from playground.data.tables.source import Source, Watch, source_of
from playground.data.tables.survey import survey
from playground.data.tables.table import MOST_LISTED, Dialect, RaggedRow, Table
from playground.data.tables.uses import MOST_COLUMNS, column_names
from playground.experiment import UserError

CELLS_A_BLOCK = 100_000
PREVIEW_ROWS = 20
_END = "\x03end\x03"
"""A row put behind the last: where it does not come out as one, a quotation mark is still open."""


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


def _read(source: Source, known: Dialect, watch: Watch) -> Table:
    _check(known)
    source, encoding, written_in = survey(source, known.encoding, watch)
    with source.open() as file, io.TextIOWrapper(file, encoding, newline="") as text:
        dialect, rows, width = find_dialect(sample_lines(text), replace(known, encoding=encoding), source.name)
    head = head_of(rows, width) if dialect.header else -1
    names = column_names(rows[head] if dialect.header else None, width, source.name)
    body = [row for row in rows[head + 1 :] if len(row) == width]
    columns = _transposed(body, width)
    notations = find_notations(columns, dialect.decimal or ".", certain=known.decimal is not None)
    numeric = [
        not notation.usual or guess_numeric(cells, notation.decimal) is not False
        for cells, notation in zip(columns, notations, strict=True)
    ]
    reading = _Reading(source, dialect, names, notations, head, watch)
    reading.take(numeric)
    found = [builder.numeric for builder in reading.builders]
    if found != numeric:
        reading = _Reading(source, dialect, names, notations, head, watch)
        reading.take(found)
    return replace(reading.finish(), dialect=replace(dialect, encoding=written_in))


def _check(dialect: Dialect) -> None:
    delimiter = dialect.delimiter
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '\r\n"\0'):
        raise UserError(f"The delimiter {delimiter!r} cannot be used: give one character, as , or ; or a tab.")
    if dialect.quote not in (None, "", '"') or dialect.decimal not in (None, ".", ","):
        raise UserError('The quotation mark is " or none, and the decimal mark . or , only.')


def _transposed(rows: Rows, width: int) -> list[tuple[str, ...]]:
    return list(zip(*rows, strict=True)) if rows else [()] * width


@dataclass
class _Reading:
    """One passage through the file. `head` rows that are not blank stand before the names; it is -1 without names."""

    source: Source
    dialect: Dialect
    names: list[str]
    notations: list[Notation]
    head: int
    watch: Watch
    findings: Findings = field(default_factory=Findings)
    builders: list[NumberBuilder | TextBuilder] = field(default_factory=list)
    rows: list[NDArray[np.int64]] = field(default_factory=list)
    preview: Rows = field(default_factory=list)
    ragged: list[RaggedRow] = field(default_factory=list)
    ragged_count: int = 0
    titles: int = 0
    kept: int = 0

    def take(self, numeric: list[bool]) -> None:
        """Read all rows; `numeric` tells the columns to take for numbers."""
        self.builders = [
            (NumberBuilder if of_numbers else TextBuilder)(name, notation, self.findings)
            for name, notation, of_numbers in zip(self.names, self.notations, numeric, strict=True)
        ]
        with self.source.open() as file:
            number, names_left = 1, self.head + 1
            for block in self._blocks(file):
                first = 0
                while names_left and first < len(block):
                    names_left -= not is_blank(block[first])
                    if names_left and not is_blank(block[first]):
                        self._leave_out(number + first, block[first])
                        self.titles += 1
                    first += 1
                self._add(block[first:] if first else block, number + first)
                number += len(block)
                self.watch(file.tell() / self.source.size)

    def _blocks(self, file: BinaryIO) -> Iterator[Rows]:
        size = max(1, CELLS_A_BLOCK // len(self.names))
        done = 0
        try:
            with io.TextIOWrapper(file, self.dialect.encoding, newline="") as text:
                rows = split_rows(chain(without_separator(text), [_END + "\n"]), self.dialect)
                block = [[""]]
                while block[-1] != [_END]:
                    block = list(islice(rows, size))
                    if not block:
                        raise UserError(f"{self.source.name} opens a quotation mark in row {done} and never closes it.")
                    yield block if block[-1] != [_END] else block[:-1]
                    done += len(block)
        except csv.Error as error:
            raise UserError(
                f"{self.source.name} holds a cell of over {csv.field_size_limit():,} characters after row {done}: "
                "a quotation mark may not be closed."
            ) from error
        except (OSError, UnicodeError) as error:
            raise UserError(f"{self.source.name} cannot be read after row {done}: {error}.") from error

    def _add(self, block: Rows, first: int) -> None:
        kept: Rows = block
        places: Sequence[int] = range(len(block))
        if not all(len(row) == len(self.names) and row[0] for row in block):
            kept, places = self._fitting(block, first)
        if not kept:
            return
        numbers = first + np.array(places, np.int64)
        self.rows.append(numbers)
        self.kept += len(kept)
        self.preview.extend(kept[: PREVIEW_ROWS - len(self.preview)])
        for builder, cells in zip(self.builders, zip(*kept, strict=True), strict=True):
            builder.add(cells, numbers)

    def _fitting(self, block: Rows, first: int) -> tuple[Rows, list[int]]:
        """The rows with as many cells as the table has columns, and their places; others are noted, blank ones not."""
        width = len(self.names)
        kept, places = [], []
        for place, row in enumerate(block):
            if is_blank(row):
                continue
            if fits(row, width):
                kept.append(row[:width])
                places.append(place)
            else:
                self._leave_out(first + place, row)
        return kept, places

    def _leave_out(self, number: int, row: list[str]) -> None:
        if len(row) > MOST_COLUMNS:
            raise UserError(
                f"{self.source.name} has {len(row):,} cells in row {number} where the others have {len(self.names)}: "
                "a line break may be missing."
            )
        self.ragged_count += 1
        if len(self.ragged) < MOST_LISTED:
            self.ragged.append(RaggedRow(number, len(row)))

    def finish(self) -> Table:
        """The table, or the reason why there is none."""
        self._check()
        columns = tuple(builder.finish() for builder in self.builders)
        if not any(column.present.any() and not (column.kind == "text" and column.varied) for column in columns):
            raise UserError(
                f"{self.source.name} has nothing to learn from: no column has numbers, or few enough different texts."
            )
        return Table(
            columns,
            np.concatenate(self.rows),
            self.dialect,
            tuple(tuple(row) for row in self.preview),
            tuple(sorted(self.findings.missing, key=lambda cell: cell.row)),
            tuple(sorted(self.findings.wrong, key=lambda cell: cell.row)),
            tuple(self.ragged),
            self.ragged_count,
            self.titles,
            tuple(sorted(self.findings.foreign, key=lambda cell: cell.row)),
        )

    def _check(self) -> None:
        name = self.source.name
        if self.ragged_count > self.kept:
            raise UserError(
                f"{name} is no table: most rows have another number of cells than {len(self.names)}, "
                f"as row {self.ragged[0].row} with {self.ragged[0].cells}."
            )
        if not self.kept:
            raise UserError(f"{name} has column names but no rows: add a row of values for each sample.")
