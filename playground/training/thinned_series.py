"""A curve of any length in bounded memory, peaks and all."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
CAPACITY = 499
_EMPTY = np.empty((0, 4))
_FEW = 32
"""So many rows are merged faster one by one than by operations on arrays."""


class ThinnedSeries:
    """Values over epochs, kept as the least and the largest of each bucket of epochs.

    A bucket is one epoch wide at first; whenever there are more than `capacity`, neighbours are merged in pairs. What
    is not finite is left out, so it can never reach a plot.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._width = 1.0
        # A row a bucket: where and what its least value is, where and what its largest.
        self._buckets: Floats = _EMPTY
        self._points: tuple[Floats, Floats] | None = None

    def state(self) -> Floats:
        """A copy of what is kept, (1 + buckets, 4): the width of a bucket, then the buckets."""
        return np.concatenate([np.full((1, 4), self._width), self._buckets])

    def restore(self, state: Floats) -> None:
        """Return to an earlier `state()`."""
        self._width, self._buckets, self._points = float(state[0, 0]), np.array(state[1:], np.float64), None

    def __len__(self) -> int:
        return len(self._buckets)

    @property
    def width(self) -> float:
        """Epochs in a bucket."""
        return self._width

    @property
    def last(self) -> float:
        """The last epoch that has a value; 0 without any."""
        return max(self._buckets[-1, ::2].tolist()) if len(self._buckets) else 0.0

    def append(self, epochs: ArrayLike, values: ArrayLike) -> None:
        """Add values (n,) at ascending epochs (n,); a run that went back replaces what it had from there on."""
        x, y = np.asarray(epochs, np.float64), np.asarray(values, np.float64)
        finite = np.isfinite(x) & np.isfinite(y)
        x, y = x[finite], y[finite]
        if not len(x):
            return
        self._forget_from(float(x[0]))
        # Only the last bucket can be joined by what is new.
        fresh = np.concatenate([self._buckets[-1:], _rows(x, y)])
        self._buckets = np.concatenate([self._buckets[:-1], _merged(fresh, self._width)])
        while len(self._buckets) > self._capacity:
            self._width *= 2
            self._buckets = _merged(self._buckets, self._width)
        self._points = None

    def clear(self) -> None:
        self._width, self._buckets, self._points = 1.0, _EMPTY, None

    def points(self) -> tuple[Floats, Floats]:
        """The curve to draw, fewer than twice `capacity` points: epochs and values."""
        if self._points is None:
            pairs = self._buckets.reshape(-1, 2, 2)
            swapped = pairs[:, 0, 0] > pairs[:, 1, 0]
            pairs = np.where(swapped[:, None, None], pairs[:, ::-1], pairs)
            twice = pairs[:, 0, 0] == pairs[:, 1, 0]
            kept = np.column_stack([np.ones(len(pairs), bool), ~twice]).ravel()
            line = pairs.reshape(-1, 2)[kept]
            self._points = np.ascontiguousarray(line[:, 0]), np.ascontiguousarray(line[:, 1])
        return self._points

    def value_at(self, epoch: float) -> float | None:
        """The value nearest to an epoch, off by a bucket at most; None where there is none that near."""
        x, y = self.points()
        if not len(x):
            return None
        after = int(np.searchsorted(x, epoch))
        nearest = min((i for i in (after - 1, after) if 0 <= i < len(x)), key=lambda i: abs(x[i] - epoch))
        return float(y[nearest]) if abs(x[nearest] - epoch) <= self._width else None

    def extremes(self) -> tuple[float, float] | None:
        """The least and the largest value."""
        if not len(self._buckets):
            return None
        return float(self._buckets[:, 1].min()), float(self._buckets[:, 3].max())

    def _forget_from(self, epoch: float) -> None:
        if len(self._buckets) and self.last >= epoch:
            x, y = self.points()
            kept = _rows(x, y)[x < epoch]
            self._buckets = _merged(kept, self._width)
            self._points = None


def _rows(x: Floats, y: Floats) -> Floats:
    """A bucket for each value: (n, 4)."""
    rows = np.empty((len(x), 4))
    rows[:, ::2], rows[:, 1::2] = x[:, None], y[:, None]
    return rows


def _merged(rows: Floats, width: float) -> Floats:
    """Buckets (n, 4) in ascending order, those of one stretch of `width` epochs made one."""
    if len(rows) <= _FEW:
        return _few_merged(rows.tolist(), width)
    stretch = np.floor(rows[:, 0] / width)
    first = np.concatenate([[0], np.flatnonzero(np.diff(stretch)) + 1])
    least = np.lexsort((rows[:, 1], stretch))[first]
    largest = np.lexsort((-rows[:, 3], stretch))[first]
    return np.column_stack([rows[least, :2], rows[largest, 2:]])


def _few_merged(rows: list[list[float]], width: float) -> Floats:
    """The same, row by row."""
    merged: list[list[float]] = []
    stretch = -1.0
    for row in rows:
        before, stretch = stretch, row[0] // width
        if not merged or stretch != before:
            merged.append(row)
            continue
        last = merged[-1]
        if row[1] < last[1]:
            last[:2] = row[:2]
        if row[3] > last[3]:
            last[2:] = row[2:]
    return np.array(merged) if merged else _EMPTY
