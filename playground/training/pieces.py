"""A run's state cut in two, what to go on from and the rows that its history gained: so a long history travels once.

Whoever trains a run bit by bit, be it in other processes, keeps the rows apart and joins them when the whole is wanted.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.training.history import History
from playground.training.run import Run
from playground.training.state import State, gather, part_of

_LEDGER = "ledger"
_FIGURES = f"{_LEDGER}.scalars"
_ROWS = (_FIGURES, f"{_LEDGER}.ratios")
_STEADY = (f"{_LEDGER}.penalty", f"{_LEDGER}.learning_rate")
_TABLES = (*_ROWS, *_STEADY)
Rows = dict[str, NDArray[Any]]
"""Rows of a history as a state has them."""


def taken_apart(state: State, begun_with_last_row: bool) -> tuple[State, Rows]:
    """The state with the last row only, and the rows that are new: all, or all but the one it began with."""
    skip = 1 if begun_with_last_row else 0
    count = len(state[_FIGURES])
    rows: Rows = {name: state[name][skip:] for name in _ROWS}
    thin = {name: value for name, value in state.items() if name not in _TABLES}
    thin |= {name: state[name][count - 1 :].copy() for name in _ROWS}
    for name in _STEADY:
        changes = state[name]
        rows[name] = changes
        thin[name] = np.array([[0.0, changes[-1, 1]]])
    return thin, rows


def forget_past(run: Run, thin: State) -> None:
    """Leave a run as if it had just been restored to a state that was taken apart."""
    run.history.restore(part_of(thin, _LEDGER))
    run.moments.truncate(-1)


def joined(pieces: Sequence[Rows]) -> Rows:
    """The rows of successive pieces as those of one history."""
    whole: Rows = {name: np.concatenate([piece[name] for piece in pieces]) for name in _ROWS}
    for name in _STEADY:
        whole[name] = _joined_changes(pieces, name)
    return whole


def figures_of(rows: Rows) -> NDArray[np.float64]:
    """Losses and accuracies, (epochs, figures): of each part that exists, in the order of `History`'s columns."""
    return rows[_FIGURES]


def _joined_changes(pieces: Sequence[Rows], name: str) -> NDArray[Any]:
    """The rows at which a figure took a new value: each piece after the first counts from the row before its own."""
    found: list[NDArray[Any]] = []
    start, last = 0, None
    for piece in pieces:
        changes = piece[name].copy()
        changes[:, 0] += max(start - 1, 0)
        if last is not None and len(changes) and changes[0, 1] == last:
            changes = changes[1:]
        if len(changes):
            last = changes[-1, 1]
            found.append(changes)
        start += len(figures_of(piece))
    return np.concatenate(found)


def widened(state: State, names: Sequence[str], before: Dataset, after: Dataset) -> State:
    """The state of a run whose history has the columns of other parts, too: empty, as nobody measured them.

    names : those of the network's parameters.
    """
    if list(before.parts) == list(after.parts):
        return state
    history = History(list(before.parts), names, accuracy=before.classifies)
    history.restore(part_of(state, _LEDGER))
    return {**state, **gather(**{_LEDGER: history.with_parts(list(after.parts)).state()})}
