"""A run's past, taken apart: what the next slice needs to go on, and the rows that only the reader of curves needs.

A history grows with every epoch. Shipped back and forth with each slice it would soon be most of what is shipped, so a
slice begins with the last row alone, and the rows it added are put behind the others where all are kept.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.training import History, Run
from playground.training.state import State, gather, part_of

ROWS = ("ledger.scalars", "ledger.ratios")
STEADY = ("ledger.penalty", "ledger.learning_rate")
TABLES = (*ROWS, *STEADY)
Rows = dict[str, NDArray[Any]]


def taken_apart(state: State, begun_with_last_row: bool) -> tuple[State, Rows]:
    """The state with the last row only, and the rows that are new: all, or all but the one it began with."""
    skip = 1 if begun_with_last_row else 0
    count = len(state["ledger.scalars"])
    rows: Rows = {name: state[name][skip:] for name in ROWS}
    thin = {name: value for name, value in state.items() if name not in TABLES}
    thin |= {name: state[name][count - 1 :].copy() for name in ROWS}
    for name in STEADY:
        changes = state[name]
        rows[name] = changes
        thin[name] = np.array([[0.0, changes[-1, 1]]])
    return thin, rows


def forget_past(run: Run, thin: State) -> None:
    """Leave a run as if it had just been restored to a state that was taken apart."""
    run.history.restore(part_of(thin, "ledger"))
    run.moments.truncate(-1)


def joined(pieces: Sequence[Rows]) -> Rows:
    """The rows of successive slices as those of one history."""
    whole: Rows = {name: np.concatenate([piece[name] for piece in pieces]) for name in ROWS}
    for name in STEADY:
        whole[name] = _joined_changes(pieces, name)
    return whole


def _joined_changes(pieces: Sequence[Rows], name: str) -> NDArray[Any]:
    """The rows at which a figure took a new value: each slice after the first counts from the row before its own."""
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
        start += len(piece["ledger.scalars"])
    return np.concatenate(found)


def widened(state: State, names: Sequence[str], before: Dataset, after: Dataset) -> State:
    """The state of a run whose history has the columns of other parts, too: empty, as nobody measured them.

    names : those of the network's parameters.
    """
    if list(before.parts) == list(after.parts):
        return state
    history = History(list(before.parts), names, accuracy=before.classifies)
    history.restore(part_of(state, "ledger"))
    return {**state, **gather(ledger=history.with_parts(list(after.parts)).state())}
