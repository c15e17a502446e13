"""The history of a run: every epoch's figures, none lost, in as little memory as they take.

Figures lie in blocks of rows, so that a long run never copies what it has; the losses in float64, update ratios in
float32. A penalty or learning rate that stays the same is kept once, however many epochs it lasts.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite, nan
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from playground.experiment.settings import suggestion

SCALARS = (
    "train_loss",
    "train_accuracy",
    "validation_loss",
    "validation_accuracy",
    "test_loss",
    "test_accuracy",
)
COLUMNS = ("epoch", *SCALARS, "penalty", "learning_rate")
_BLOCK_ROWS = 4096
_AT_ONCE = 64
_FEW_RATIOS = 6


class Table:
    """Rows of one width that only grow, in blocks of `_BLOCK_ROWS`.

    To write a row into an array takes longer than to calculate some of its figures. So rows wait in a list, and are
    written some dozens at once, or when somebody wants to see them.
    """

    def __init__(self, width: int, dtype: DTypeLike) -> None:
        self.width = width
        self.rows = 0
        self._dtype = np.dtype(dtype)
        self._waiting: list[Sequence[float]] = []
        self._written: list[NDArray[Any]] = []

    def append(self, row: Sequence[float]) -> None:
        """Add a row of `width` numbers, which nobody changes any more."""
        self._waiting.append(row)
        self.rows += 1
        if len(self._waiting) == _AT_ONCE:
            self._write()

    def _write(self) -> None:
        with np.errstate(over="ignore"):  # What single precision cannot hold is infinite in it.
            rows = np.array(self._waiting, self._dtype).reshape(len(self._waiting), self.width)
        start = self.rows - len(rows)
        while len(rows):
            within = start % _BLOCK_ROWS
            if start == len(self._written) * _BLOCK_ROWS:
                self._written.append(np.empty((_BLOCK_ROWS, self.width), self._dtype))
            fitting = rows[: _BLOCK_ROWS - within]
            self._written[-1][within : within + len(fitting)] = fitting
            start, rows = start + len(fitting), rows[len(fitting) :]
        self._waiting.clear()

    @property
    def _blocks(self) -> list[NDArray[Any]]:
        if self._waiting:
            self._write()
        return self._written

    def column(self, index: int, start: int = 0) -> NDArray[Any]:
        """A copy of a column from row `start` on."""
        parts = [part[:, index] for part in self._parts(start)]
        return np.concatenate([np.empty(0, self._dtype), *parts])

    def between(self, start: int, stop: int) -> NDArray[Any]:
        """A copy of the rows from `start` up to `stop`, of at most a few blocks: (rows, width)."""
        first, last = start // _BLOCK_ROWS, -(-stop // _BLOCK_ROWS)
        near = np.concatenate([np.empty((0, self.width), self._dtype), *self._blocks[first:last]])
        return near[start - first * _BLOCK_ROWS : stop - first * _BLOCK_ROWS]

    def row(self, index: int) -> NDArray[Any]:
        """A copy of one row."""
        row: NDArray[Any] = self._blocks[index // _BLOCK_ROWS][index % _BLOCK_ROWS].copy()
        return row

    def find(self, value: float) -> int:
        """Tell how many rows have a first number of at most `value`, where these ascend."""
        number = bisect_right(self._blocks, value, key=lambda block: float(block[0, 0])) - 1
        if number < 0:
            return 0
        first = number * _BLOCK_ROWS
        used = self._blocks[number][: self.rows - first, 0]
        return first + int(np.searchsorted(used, value, side="right"))

    def fill(self, columns: Sequence[NDArray[Any]]) -> None:
        """Take whole columns of one length in place of all rows."""
        self._written.clear()
        self._waiting.clear()
        self.rows = len(columns[0]) if len(columns) else 0
        for start in range(0, self.rows, _BLOCK_ROWS):
            block = np.empty((_BLOCK_ROWS, self.width), self._dtype)
            for index, column in enumerate(columns):
                part = column[start : start + _BLOCK_ROWS]
                block[: len(part), index] = part
            self._written.append(block)

    def truncate(self, rows: int) -> None:
        """Forget all rows from number `rows` on."""
        if self._waiting:
            self._write()
        self.rows = min(self.rows, rows)
        del self._written[-(-self.rows // _BLOCK_ROWS) :]

    def array(self, start: int = 0) -> NDArray[Any]:
        """A copy of the rows from row `start` on: (rows, width)."""
        return np.concatenate([np.empty((0, self.width), self._dtype), *self._parts(start)])

    def _parts(self, start: int) -> list[NDArray[Any]]:
        """The rows from row `start` on, as they lie in the blocks."""
        first = start // _BLOCK_ROWS
        parts = self._blocks[first:]
        if parts:
            parts[-1] = parts[-1][: self.rows - (len(self._blocks) - 1) * _BLOCK_ROWS]
            parts[0] = parts[0][start - first * _BLOCK_ROWS :]
        return parts

    @property
    def nbytes(self) -> int:
        """Memory taken."""
        return sum(block.nbytes for block in self._blocks)


class Steady:
    """A figure that seldom changes: kept as the rows at which it took a new value."""

    def __init__(self) -> None:
        self._changes = Table(2, np.float64)
        self._last: float | None = None

    def append(self, row: int, value: float) -> None:
        """The figure's value at `row`."""
        if value != self._last:
            self._changes.append((row, value))
            self._last = value

    def column(self, start: int, stop: int) -> NDArray[np.float64]:
        """The value at every row from `start` up to `stop`."""
        # From the change that `start` falls under on; copying all of them each time would cost more and more.
        first = max(0, self._changes.find(start) - 1)
        rows, values = self._changes.column(0, first), self._changes.column(1, first)
        at = np.searchsorted(rows, np.arange(start, stop), side="right") - 1
        return np.asarray(values[at], dtype=np.float64)

    def truncate(self, rows: int) -> None:
        """Forget all rows from number `rows` on."""
        self._changes.truncate(self._changes.find(rows - 1))
        self._find_last()

    def array(self, start: int = 0) -> NDArray[np.float64]:
        """A copy of the changes from row `start` on: (changes, 2), the row and its value."""
        return self._changes.array(self._changes.find(start - 1) if start else 0)

    def fill(self, changes: NDArray[np.float64]) -> None:
        """Take what `array` gave."""
        self._changes.fill(list(changes.T))
        self._find_last()

    def _find_last(self) -> None:
        kept = self._changes.column(1, max(0, self._changes.rows - 1))
        self._last = float(kept[-1]) if len(kept) else None

    @property
    def nbytes(self) -> int:
        """Memory taken."""
        return self._changes.nbytes


class History(Mapping[str, NDArray[np.float64]]):
    """Columns by name: those of `COLUMNS`, then `update_ratio.NAME` for each parameter. Row e is after e epochs.

    What a run has no figure for (a part that is absent, a ratio before the first step, a loss that is not finite) is
    NaN, so that no infinite number is ever shown.

    Parameters
    ----------
    parts : the parts that exist, of "train", "validation" and "test"; kept under this name.
    parameters : the names of the network's parameters.
    accuracy : whether there are accuracies; regression has none.

    Attributes
    ----------
    rewritten : how often rows were taken back: whoever keeps them elsewhere sees by this that those are no more.
    """

    def __init__(self, parts: Sequence[str], parameters: Sequence[str], *, accuracy: bool = True) -> None:
        self._stored = [
            name for name in SCALARS if name.partition("_")[0] in parts and (accuracy or not name.endswith("_accuracy"))
        ]
        self.parts = tuple(parts)
        self._accuracy = accuracy
        self._untold = 0
        self.rewritten = 0
        self._ratios = [f"update_ratio.{name}" for name in parameters]
        self._scalar_table = Table(len(self._stored), np.float64)
        self._ratio_table = Table(len(self._ratios), np.float32)
        self._penalty = Steady()
        self._learning_rate = Steady()

    def __repr__(self) -> str:
        named = ["epoch", *self._stored, "penalty", "learning_rate", *self._ratios[:_FEW_RATIOS]]
        left = len(self._ratios) - _FEW_RATIOS
        more = f" and {left} more update ratios" if left > 0 else ""
        return f"<History of {self.rows:,} {'row' if self.rows == 1 else 'rows'}: {', '.join(named)}{more}>"

    def append(
        self, scalars: Sequence[float], penalty: float, learning_rate: float, ratios: NDArray[Any] | None = None
    ) -> None:
        """Add the next epoch: losses and accuracies of the parts that exist, in `COLUMNS`' order."""
        row = self._scalar_table.rows
        if not isfinite(sum(scalars)):
            scalars = [figure if isfinite(figure) else nan for figure in scalars]
        self._scalar_table.append(tuple(scalars))
        self._ratio_table.append([nan] * len(self._ratios) if ratios is None else ratios.tolist())
        self._penalty.append(row, penalty if isfinite(penalty) else nan)
        self._learning_rate.append(row, learning_rate)

    def since(self, row: int) -> dict[str, NDArray[np.float64]]:
        """Every column from row `row` on; absent ones left out."""
        # Rows are cut out once for all columns: one by one, dozens of short copies would cost more than the figures.
        ratios = self._ratio_table.array(row).T.astype(np.float64, order="C")
        return {
            "epoch": self.column("epoch", row),
            **dict(zip(self._stored, np.ascontiguousarray(self._scalar_table.array(row).T), strict=True)),
            "penalty": self.column("penalty", row),
            "learning_rate": self.column("learning_rate", row),
            **dict(zip(self._ratios, ratios, strict=True)),
        }

    def blocks(self) -> Iterator[tuple[int, dict[str, NDArray[np.float64]]]]:
        """Every column, absent ones too, a stretch of rows after the other, each with the number of its first row.

        So a long history can be written while little of it is in memory twice.
        """
        for start in range(0, self.rows, _BLOCK_ROWS):
            stop = min(self.rows, start + _BLOCK_ROWS)
            columns = {name: np.full(stop - start, np.nan) for name in self}
            columns["epoch"] = np.arange(start, stop, dtype=np.float64)
            columns |= dict(zip(self._stored, self._scalar_table.between(start, stop).T, strict=True))
            columns["penalty"] = self._penalty.column(start, stop)
            columns["learning_rate"] = self._learning_rate.column(start, stop)
            ratios = self._ratio_table.between(start, stop).T.astype(np.float64)
            columns |= dict(zip(self._ratios, ratios, strict=True))
            yield start, columns

    def news(self, seen: int) -> tuple[int, dict[str, NDArray[np.float64]]]:
        """What someone lacks who has seen the first `seen` rows: the first row of it, and every column from there on.

        Rows that were taken back since the last call, and what came in their place, are news again.
        """
        first = min(seen, self._untold)
        self._untold = self.rows
        return first, self.since(first)

    def column(self, name: str, start: int = 0) -> NDArray[np.float64]:
        """A column from row `start` on, float64."""
        rows = self.rows
        if name == "epoch":
            return np.arange(start, rows, dtype=np.float64)
        if name in self._stored:
            return self._scalar_table.column(self._stored.index(name), start)
        if name == "penalty":
            return self._penalty.column(start, rows)
        if name == "learning_rate":
            return self._learning_rate.column(start, rows)
        if name in self._ratios:
            return self._ratio_table.column(self._ratios.index(name), start).astype(np.float64)
        if name in COLUMNS:
            return np.full(rows - start, np.nan)
        raise KeyError(f"{name}: there is no such column; {suggestion(name, list(self))}")

    def scalars(self, row: int) -> dict[str, float]:
        """Losses and accuracies of one epoch by their columns' names; those of absent parts left out."""
        return dict(zip(self._stored, self._scalar_table.row(row).tolist(), strict=True))

    def ratios(self, row: int) -> NDArray[np.float32]:
        """The update ratios of one epoch, in the order of the network's parameters; NaN where there are none."""
        return self._ratio_table.row(row)

    def tell_again(self, row: int) -> None:
        """Let the rows from number `row` on be news once more, as where they are about to be replaced."""
        self._untold = min(self._untold, row)

    def with_parts(self, parts: Sequence[str]) -> "History":
        """The same epochs with the columns of other parts: NaN where a part had no figures yet."""
        other = History(parts, [], accuracy=self._accuracy)
        other._ratios, other._ratio_table = self._ratios, self._ratio_table
        other._penalty, other._learning_rate = self._penalty, self._learning_rate
        other._scalar_table.fill([self.column(name) for name in other._stored])
        return other

    def truncate(self, rows: int) -> None:
        """Forget the rows from number `rows` on."""
        self._untold = min(self._untold, rows)
        self.rewritten += rows < self.rows
        for each in (self._scalar_table, self._ratio_table, self._penalty, self._learning_rate):
            each.truncate(rows)

    def state(self, start: int = 0) -> dict[str, NDArray[Any]]:
        """Copies of all figures from row `start` on, as arrays by name; joined to those before, they are all."""
        return {
            "scalars": self._scalar_table.array(start),
            "ratios": self._ratio_table.array(start),
            "penalty": self._penalty.array(start),
            "learning_rate": self._learning_rate.array(start),
        }

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Return to an earlier `state()` of a history with the same columns."""
        self._scalar_table.fill(list(state["scalars"].T))
        self._ratio_table.fill(list(state["ratios"].T))
        self._penalty.fill(state["penalty"])
        self._learning_rate.fill(state["learning_rate"])
        self._untold = 0
        self.rewritten += 1

    @property
    def rows(self) -> int:
        """Tell how many rows there are: one more than the epochs."""
        return self._scalar_table.rows

    @property
    def nbytes(self) -> int:
        """Memory taken by the figures."""
        return sum(each.nbytes for each in (self._scalar_table, self._ratio_table, self._penalty, self._learning_rate))

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        return self.column(name)

    def __iter__(self) -> Iterator[str]:
        return iter((*COLUMNS, *self._ratios))

    def __len__(self) -> int:
        return len(COLUMNS) + len(self._ratios)
