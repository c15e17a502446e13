"""Answers to rows, as tables: rows that somebody brings, and every row of a run.

Rows are answered block by block, so that little more than the table itself is ever in memory.
"""

import csv
import io
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data import classify_drop
from playground.data.images import read_pictures
from playground.data.tables import Cell, Dialect, Table, TextColumn, read_table
from playground.data.tables import Column as TableColumn
from playground.data.tables.dates import days_of_all
from playground.data.tables.numbers import number
from playground.experiment import UserError
from playground.experiment.files import write_blocks
from playground.experiment.message import Message, say, series
from playground.export.description import Answers, Description, Facts, answers_of_outputs, describe
from playground.export.inputs import Column, RawRows, unanswerable
from playground.training import Run

BLOCK = 4096
MOST_GAPS = 1000
"""Rows without an answer are all counted; so many are told one by one."""
_KNOWN_SHOWN = 8
Progress = Callable[[float], object]


@dataclass(frozen=True)
class Gap:
    """A row without an answer, by its number, and why."""

    row: int
    text: Message

    @property
    def message(self) -> Message:
        """The row and why, in words."""
        return say("row {row:,}: {text}", row=self.row, text=self.text)


@dataclass
class Asked:
    """Rows that are asked about, whatever they come from.

    numbers : (n,), the rows' numbers as people count them. part : the rows from one place up to another.
    told : what was done to find the columns. left_out : rows that cannot be asked about, which are told as gaps.
    """

    numbers: NDArray[np.int64]
    part: Callable[[int, int], RawRows]
    told: tuple[Message, ...] = ()
    left_out: tuple[Gap, ...] = ()
    texts: Mapping[tuple[int, str], str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)


# Rows from a table


def read_asked(
    facts: Facts, source: str | Path | bytes, dialect: Dialect | None = None, progress: Progress | None = None
) -> Asked:
    """Read a table of rows to be asked about. Its columns are found by name, in any order; further ones are no matter.

    Parameters
    ----------
    source : a file, or a table's bytes.
    progress : told how much is read, from 0 to 1.

    Raises
    ------
    UserError : when it is no table, or lacks a column.
    """
    dialect = dialect or Dialect()
    watch = None if progress is None else _quietly(progress)
    wanted = [column.name for column in facts.columns]
    if len(wanted) == 1:
        source = _with_two_columns(source)
    table = read_table(source, dialect=dialect, progress=watch)
    if table.dialect.header is False and table.preview and set(wanted) <= {_plain(cell) for cell in table.preview[0]}:
        table = read_table(source, dialect=Dialect(dialect.encoding, dialect.delimiter, None, dialect.decimal, True))
    return asked_of_table(facts, table)


def _quietly(progress: Progress) -> Callable[[float], None]:
    def watch(share: float) -> None:
        progress(share)

    return watch


def _plain(cell: str) -> str:
    return " ".join(cell.split())


def _with_two_columns(source: str | Path | bytes) -> str | Path | bytes:
    """A table of one column with an empty one beside it, since a text without delimiters is no table to its reader."""
    try:
        content = source if isinstance(source, bytes) else Path(source).read_bytes()
    except OSError:
        return source  # Its reader says why.
    if not content or any(mark in content for mark in (b",", b";", b"\t", b"|", b"\0")):
        return source
    lines = content.splitlines()
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    named = b",filler" if number(lines[first].decode("utf-8", "replace").strip().strip('"'), ".") is None else b",0"
    beside = [named if place == first else b",0" for place in range(len(lines))]
    return b"\n".join(line + more if line.strip() else line for line, more in zip(lines, beside, strict=True)) + b"\n"


def asked_of_file(facts: Facts, path: str | Path, progress: Progress | None = None) -> Asked:
    """Read rows to be asked about from a table or a file of pictures, as its content says.

    Raises
    ------
    UserError : when it holds no rows, or none that this network takes.
    """
    kind = classify_drop(path)
    if kind == "images":
        raw, height, width = read_pictures(path)
        return asked_of_pictures(facts, raw, (height, width))
    if kind in ("weights", "experiment", "session"):
        raise UserError("this holds {kind} and no rows; name a table or pictures", kind=say(str(kind)))
    return read_asked(facts, Path(path), progress=progress)


def asked_of_table(facts: Facts, table: Table) -> Asked:
    """Rows of a table that was read, to be asked about.

    Raises
    ------
    UserError : when it lacks a column, or has texts where numbers are wanted.
    """
    names = [column.name for column in facts.columns]
    told: tuple[Message, ...] = ()
    lacking = [name for name in names if name not in table.names]
    beside = 1 if len(names) == 1 else 0  # A table of one column has one beside it.
    if lacking and table.dialect.header is False and len(table.columns) == len(names) + beside:
        found = dict(zip(names, table.columns, strict=False))
        told = (say("the table names no columns; they are taken in their order: {names}", names=series(names[:10])),)
    elif lacking:
        text = 'there is no column "{column}" in it; the network is told from {wanted}, and its columns are {names}'
        raise UserError(text, column=lacking[0], wanted=_some(names), names=_some(table.names))
    else:
        found = {name: table[name] for name in names}
    cells = {column.name: _cells(column, found[column.name], table) for column in facts.columns}

    def part(start: int, stop: int) -> RawRows:
        return RawRows({name: take(start, stop) for name, take in cells.items()})

    texts = {(cell.row, cell.column): cell.text for cell in _wrong_cells(facts, table, found)}
    left_out = tuple(
        Gap(each.row, say("it has {cells:,} cells and not {columns:,}", cells=each.cells, columns=len(table.columns)))
        for each in table.ragged
    )
    no_rows = {"total": say("it sums up the others"), "note": say("it is a note below the table")}
    left_out += tuple(Gap(each.row, no_rows[each.kind]) for each in table.asides if each.kind in no_rows)
    return Asked(table.rows, part, told, left_out, texts)


def _some(names: Sequence[str]) -> Message:
    return series([*names[:10], *(["..."] if len(names) > 10 else [])])


def _cells(wanted: Column, found: TableColumn, table: Table) -> Callable[[int, int], NDArray[Any]]:
    """What gives the cells of a column, of the kind that the network takes; infinite where one is no number or date."""
    if isinstance(found, TextColumn):
        if found.varied:
            raise UserError('"{column}" has far too many different texts', column=wanted.name)
        texts = np.array([*found.categories, None], dtype=object)  # A missing cell's code is -1, the last.
        if wanted.categories is None:
            texts = np.array([*_read(wanted, found, table), np.nan])
        return lambda start, stop: texts[found.codes[start:stop]]
    if wanted.categories is None:
        values = found.values
        wrong = [cell.row for cell in table.wrong if cell.column == found.name]
        if wrong and wanted.fill is not None:  # What is wrong is not filled as if it were missing.
            values = values.copy()
            values[np.searchsorted(table.rows, wrong)] = np.inf
        return lambda start, stop: values[start:stop]
    return lambda start, stop: np.array([_named(value) for value in found.values[start:stop].tolist()], dtype=object)


def _read(wanted: Column, found: TextColumn, table: Table) -> list[float]:
    """The numbers, or the days, that the texts of a column stand for; infinite where they do not."""
    decimal = table.dialect.decimal or "."
    if wanted.written:
        read = days_of_all(found.categories, wanted.written)
    else:
        read = [math.nan if (value := number(text, decimal)) is None else value for text in found.categories]
    return [math.inf if math.isnan(value) else value for value in read]


def _wrong_cells(facts: Facts, table: Table, found: Mapping[str, TableColumn]) -> Iterator[Cell]:
    """The first cells that are no numbers, or no dates, where such are wanted."""
    yield from table.wrong
    for wanted in facts.columns:
        column = found[wanted.name]
        if wanted.categories is None and isinstance(column, TextColumn):
            wrong = np.array([*np.isinf(_read(wanted, column, table)), False], np.bool_)
            for place in np.flatnonzero(wrong[column.codes])[:MOST_GAPS].tolist():
                yield Cell(int(table.rows[place]), wanted.name, column.categories[column.codes[place]])


def _named(value: float) -> str | None:
    """A number as the name of a category, as the columns of texts that it comes from have it."""
    if value != value:  # noqa: PLR0124 - NaN is not itself
        return None
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def asked_of_pictures(facts: Facts, raw: NDArray[Any], shape: tuple[int, int]) -> Asked:
    """Pictures (n, height * width) to be asked about, with pixels as their file has them.

    Raises
    ------
    UserError : when they are of another size than those that the network was trained with.
    """
    pictures = facts.pictures
    if pictures is None or len(facts.columns) != raw.shape[1]:
        wanted = "{count:,} columns" if pictures is None else "{count:,} pixels"
        text = "these are pictures of {height} x {width} pixels, and the network takes {wanted}"
        taken = say(wanted, count=len(facts.columns))
        raise UserError(text, height=shape[0], width=shape[1], wanted=taken)
    largest = float(raw.max(initial=0))
    fractions = raw.dtype.kind == "f" and largest <= 1.0
    steps = (1.0,) if fractions else (pictures.highest, *(step for step in (16.0, 255.0) if step > pictures.highest))
    highest = next((step for step in steps if largest <= step), largest)
    lowest = 0.0 if fractions else pictures.lowest
    names = [column.name for column in facts.columns]

    def part(start: int, stop: int) -> RawRows:
        pixels = np.subtract(raw[start:stop], np.float32(lowest), dtype=np.float32)
        pixels = np.clip(pixels / np.float32(highest - lowest), 0, 1).astype(np.float64)
        return RawRows(dict(zip(names, pixels.T, strict=True)))

    told: tuple[Message, ...] = ()
    if highest != pictures.highest:
        text = "its pixels go up to {highest:g}, those of the training to {own:g}; each is divided by its own"
        told = (say(text, highest=highest, own=pictures.highest),)
    return Asked(np.arange(1, len(raw) + 1), part, told)


def asked_of_dicts(facts: Facts, rows: Sequence[Mapping[str, Any]]) -> Asked:
    """Rows that were typed in, by column; None or an empty text where there is nothing.

    Raises
    ------
    UserError : when a row lacks a column, or a number cannot be read.
    """
    columns: dict[str, NDArray[Any]] = {}
    for column in facts.columns:
        cells = []
        for place, row in enumerate(rows, 1):
            if column.name not in row:
                raise UserError('row {row}: there is no "{column}"', row=place, column=column.name)
            cells.append(_typed(column, row[column.name], place))
        columns[column.name] = np.array(cells, dtype=np.float64 if column.categories is None else object)
    whole = RawRows(columns)
    return Asked(np.arange(1, len(rows) + 1), whole.part)


def _typed(column: Column, cell: Any, row: int) -> Any:
    if cell is None or cell == "":
        return np.nan if column.categories is None else None
    if column.categories is not None:
        return str(cell)
    value = number(cell, ".") if isinstance(cell, str) else float(cell)
    if value is None:
        raise UserError('row {row}: "{column}" is {cell!r}, no number', row=row, column=column.name, cell=cell)
    return value


# Answers


class Predictions:
    """The answers of a network to rows, a block after the other.

    Attributes
    ----------
    gaps : the first rows without an answer, known once the blocks have been gone through.
    gap_count : how many rows have none.
    """

    def __init__(self, description: Description, asked: Asked) -> None:
        self.description, self.asked = description, asked
        self.gaps: list[Gap] = list(asked.left_out)
        self.gap_count = len(asked.left_out)

    @property
    def headings(self) -> list[str]:
        """The columns of the table."""
        return ["row", "answer", *(f"p.{name}" for name in self.description.facts.classes)]

    def __len__(self) -> int:
        return len(self.asked) + len(self.asked.left_out)

    def blocks(self) -> Iterator[list[list[str]]]:
        """The table's rows as texts."""
        waiting = sorted(self.asked.left_out, key=lambda gap: gap.row, reverse=True)
        empty = [""] * (len(self.headings) - 1)
        for start in range(0, len(self.asked), BLOCK):
            stop = min(len(self.asked), start + BLOCK)
            numbers = self.asked.numbers[start:stop].tolist()
            rows = self.asked.part(start, stop)
            self._note_gaps(rows, numbers)
            lines = []
            for row, cells in zip(numbers, _texts(self.description.facts, self.description.answers(rows)), strict=True):
                while waiting and waiting[-1].row < row:
                    lines.append([str(waiting.pop().row), *empty])
                lines.append([str(row), *cells])
            yield lines
        if waiting:
            yield [[str(gap.row), *empty] for gap in reversed(waiting)]

    def _note_gaps(self, rows: RawRows, numbers: list[int]) -> None:
        without = np.zeros(len(rows), np.bool_)
        for column, places in unanswerable(self.description.facts.columns, rows):
            fresh = places[~without[places]]
            without[fresh] = True
            for place in fresh[: MOST_GAPS - len(self.gaps)].tolist():
                self.gaps.append(
                    Gap(numbers[place], self._why(column, numbers[place], rows.columns[column.name][place]))
                )
        self.gap_count += int(np.count_nonzero(without))
        self.gaps.sort(key=lambda gap: gap.row)

    def _why(self, column: Column, row: int, cell: Any) -> Message:
        written = self.asked.texts.get((row, column.name))
        if column.categories is not None and cell is not None:
            shown = [text or say("(missing)") for text in column.categories[:_KNOWN_SHOWN]]
            if len(column.categories) > _KNOWN_SHOWN:
                shown.append("...")
            text = '"{column}" is {cell!r}, which was never seen; known are {known}'
            return say(text, column=column.name, cell=cell, known=series(shown))
        if written and column.written:
            text = '"{column}" is {cell!r}, no date as in the training ({way})'
            return say(text, column=column.name, cell=written, way=say(column.written))
        if written:
            return say('"{column}" is {cell!r}, no number', column=column.name, cell=written)
        return say('"{column}" is empty', column=column.name)


def _texts(facts: Facts, answers: Answers) -> Iterator[list[str]]:
    """The answer of each row as cells: its class and the probabilities, or its value; empty where there is none."""
    values = answers.values
    cells = [[_number(value) for value in row] for row in values] if values.dtype == np.float32 else None
    plain = cells or [[repr(value) if value == value else "" for value in row] for row in values.tolist()]  # noqa: PLR0124
    if answers.decided is None:
        yield from plain
        return
    for place, row in zip(answers.decided.tolist(), plain, strict=True):
        yield [facts.classes[place] if place >= 0 else "", *row]


def _number(value: Any) -> str:
    return str(value) if value == value else ""  # noqa: PLR0124 - NaN is not itself


def save_predictions(predictions: Predictions, path: str | Path, progress: Progress | None = None) -> None:
    """Write the answers to a CSV file: row number, answer, and for classes a column p.NAME each.

    progress : told how much is written, from 0 to 1.
    """
    write_blocks(Path(path), predictions_as_csv(predictions, progress))


def predictions_as_csv(predictions: Predictions, progress: Progress | None = None) -> Iterator[bytes]:
    """The answers as the blocks of a CSV file."""
    yield _csv([predictions.headings])
    done = 0
    for lines in predictions.blocks():
        yield _csv(lines)
        done += len(lines)
        if progress is not None:
            progress(done / len(predictions))


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


# Every row of a run


def save_run_predictions(run: Run, path: str | Path, progress: Progress | None = None) -> None:
    """Write every row of a run to a CSV file: row, part, truth, answer, p.CLASS columns, loss.

    Rows are those of their file, as it counts them, or of all samples, from 1. The loss is the data loss of the row
    alone, in evaluation mode.
    """
    write_blocks(Path(path), run_predictions_as_csv(run, progress))


def run_predictions_as_csv(run: Run, progress: Progress | None = None) -> Iterator[bytes]:
    """Return what `save_run_predictions` writes, block by block."""
    return map(_csv, run_prediction_rows(run, progress))


def rows_as_csv(blocks: Iterable[Sequence[Sequence[str]]]) -> Iterator[bytes]:
    """Rows of texts as the blocks of a CSV file."""
    return map(_csv, blocks)


def run_prediction_rows(run: Run, progress: Progress | None = None) -> Iterator[list[list[str]]]:
    """The rows that `save_run_predictions` writes as texts, block by block; the headings come first, alone."""
    facts = describe(run).facts
    yield [["row", "part", "truth", "answer", *(f"p.{name}" for name in facts.classes), "loss"]]
    total, done = sum(len(part) for part in run.dataset.parts.values()), 0
    for name, part in run.dataset.parts.items():
        numbers = np.arange(1, len(part) + 1) if part.numbers is None else part.numbers
        truths = run.dataset.target_scale.raw(part.y)[:, 0] if part.labels is None else part.labels
        for start in range(0, len(part), BLOCK):
            stop = min(len(part), start + BLOCK)
            x = part.x[start:stop].astype(run.network.dtype)
            losses = [
                run.network.evaluate(x[row : row + 1], part.y[start + row : start + row + 1])[0]
                for row in range(len(x))
            ]
            answers = _texts(facts, _answered(run, facts, part.points[start:stop]))
            lines = []
            for place, (cells, loss) in enumerate(zip(answers, losses, strict=True), start):
                truth = facts.classes[int(truths[place])] if facts.classes else repr(float(truths[place]))
                lines.append([str(numbers[place]), name, truth, *cells, repr(loss)])
            yield lines
            done += stop - start
            if progress is not None:
                progress(done / total)


def _answered(run: Run, facts: Facts, points: NDArray[Any]) -> Answers:
    outputs = run.predict(points)
    return answers_of_outputs(facts, outputs) if facts.classes else Answers(outputs, None)
