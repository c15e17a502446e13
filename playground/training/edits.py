"""What is changed in a network by hand: single numbers, and what is muted to see what it is good for.

A muted link or bias is held at 0, and what it was is kept for when it is unmuted. A muted unit has the weights that
lead out of it held, so that nobody hears it. The network treats held numbers as it does those of a frozen layer: their
gradient counts as 0, clipping included, and no step moves them. Where nothing is muted, a step costs what it always
did.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, SupportsFloat
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from playground.engine import Network, Span
from playground.experiment import UserError
from playground.training.inspection import Place, Target, Unit, indices_of

LARGEST_VALUE = 1e6


@dataclass(frozen=True)
class Muted:
    """What muting did to the data loss of the training part, and what the number will come back as (None of a unit)."""

    before: float
    after: float
    value: float | None


class Edits:
    """The hands on one network.

    Parameters
    ----------
    network
    score : measures the data loss of the training part.

    Attributes
    ----------
    pending : whether the network was changed since somebody took stock of it and set this to False.
    """

    def __init__(self, network: Network, score: Callable[[], float]) -> None:
        self._network, self._score = network, score
        self._losses: dict[Target, tuple[float, float]] = {}
        self._kept: dict[int, float] = {}
        self.pending = False

    @property
    def muted(self) -> dict[Target, Muted]:
        """Everything that is muted, in the order in which it was."""
        return {
            target: Muted(*losses, self.value(target) if isinstance(target, Place) else None)
            for target, losses in self._losses.items()
        }

    def value(self, place: Place) -> float:
        """The value of a parameter; of a muted one what it will come back as."""
        index = self._index(place)
        return self._kept.get(index, float(self._network.values[index]))

    def set_value(self, place: Place, value: float) -> None:
        """Give a parameter another value; a muted one comes back as it.

        Raises
        ------
        UserError : when there is no such parameter, or the value is not to be calculated with.
        """
        if not isinstance(value, SupportsFloat) or not abs(float(value)) <= LARGEST_VALUE:
            no_value = "{value} is no value for a parameter; choose one of at most {largest:,.0f}"
            raise UserError(no_value, value=value, largest=LARGEST_VALUE)
        index = self._index(place)
        if index in self._kept:
            # As the network would hold it, so that unmuting gives back what is shown now.
            self._kept[index] = float(np.asarray(value, self._network.dtype))
        else:
            self._network.values[index] = value
            self.pending = True

    def mute(self, target: Target) -> None:
        """Take away what a target contributes."""
        if target in self._losses:
            return
        self._indices(target)
        before = self._score()
        self._losses[target] = (before, before)
        self._hold()
        self._losses[target] = (before, self._score())

    def unmute(self, target: Target) -> None:
        """Give a target back what it had."""
        if self._losses.pop(target, None) is not None:
            self._hold()

    def hold(self) -> None:
        """After the network was given other numbers: keep those of them that are muted, and hold 0 in their place."""
        values = self._network.values
        for index in self._kept:
            if values[index] != 0.0:
                self._kept[index] = float(values[index])
                values[index] = 0.0

    def state(self) -> dict[str, NDArray[Any]]:
        """Tell what is muted, as arrays by name."""
        names = list(self._network.names)
        rows = [_row(target, names) for target in self._losses]
        return {
            "targets": np.array(rows, np.int64).reshape(-1, 3),
            "losses": np.array(list(self._losses.values()), np.float64).reshape(-1, 2),
            "places": np.array(list(self._kept), np.int64),
            "values": np.array(list(self._kept.values()), np.float64),
        }

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Return to an earlier `state()`, of which the network has its numbers already."""
        self._losses, self._kept = {}, {}
        if state:
            names = list(self._network.names)
            targets = [_target(row, names) for row in state["targets"].tolist()]
            self._losses = {target: (a, b) for target, (a, b) in zip(targets, state["losses"].tolist(), strict=True)}
            self._kept = dict(zip(state["places"].tolist(), state["values"].tolist(), strict=True))
        self._tell()

    def _hold(self) -> None:
        """Hold exactly what is muted: what is so from now on is kept, what is no more comes back."""
        values = self._network.values
        wanted = [index for target in self._losses for index in self._indices(target).tolist()]
        for index in set(self._kept) - set(wanted):
            values[index] = self._kept.pop(index)
        for index in wanted:
            if index not in self._kept:
                self._kept[index] = float(values[index])
                values[index] = 0.0
        self.pending = True
        self._tell()

    def _tell(self) -> None:
        """Let the network hold still what is kept, as stretches that are as long as possible."""
        held = np.array(sorted(self._kept), np.intp)
        stretches = np.split(held, np.flatnonzero(np.diff(held) != 1) + 1) if len(held) else []
        self._network.hold_still([Span("held", int(s[0]), int(s[-1]) + 1, (len(s),)) for s in stretches])

    def _index(self, place: Place) -> int:
        return int(self._indices(place)[0])

    def _indices(self, target: Target) -> NDArray[np.intp]:
        try:
            return indices_of(self._network, target)
        except (ValueError, IndexError, KeyError):
            raise UserError("the network has no such part any more; point at one that it has") from None


class Edit(ABC):
    """One change by hand, which can be taken back while the run that it was made in lasts."""

    _made_in: tuple["ref[Edits]", int] | None = None

    def make(self, edits: Edits, beginning: int) -> None:
        """Carry it out, in the run's beginning of that number; one that is refused leaves nothing to take back."""
        self._made_in = None
        self._make(edits)
        # Weakly: a step that could be undone must not keep a whole network that is gone.
        self._made_in = ref(edits), beginning

    def take_back(self, edits: Edits, beginning: int) -> None:
        """Put back what was there before.

        Raises
        ------
        UserError : when the run has begun again since, with a network that this edit never touched.
        """
        if self._made_in is None or (self._made_in[0](), self._made_in[1]) != (edits, beginning):
            raise UserError("the run has begun again since that was changed; there is nothing to take back")
        self._take_back(edits)

    @abstractmethod
    def _make(self, edits: Edits) -> None: ...

    @abstractmethod
    def _take_back(self, edits: Edits) -> None: ...


class ValueEdit(Edit):
    """A parameter gets another value; taken back, the one it had."""

    def __init__(self, place: Place, value: float) -> None:
        self.place, self.value = place, value
        self._old = 0.0

    def _make(self, edits: Edits) -> None:
        old = edits.value(self.place)
        edits.set_value(self.place, self.value)
        self._old = old

    def _take_back(self, edits: Edits) -> None:
        edits.set_value(self.place, self._old)


class MuteEdit(Edit):
    """A parameter or a unit is muted, or unmuted; taken back, as it was before, which may have been the same."""

    def __init__(self, target: Target, muted: bool) -> None:
        self.target, self.muted = target, muted
        self._were = not muted

    def _make(self, edits: Edits) -> None:
        were = self.target in edits.muted
        (edits.mute if self.muted else edits.unmute)(self.target)
        self._were = were

    def _take_back(self, edits: Edits) -> None:
        (edits.mute if self._were else edits.unmute)(self.target)


def _row(target: Target, names: list[str]) -> tuple[int, int, int]:
    """A target as three numbers: which parameter and where; or -1, column and unit. No bias has a second index: -1."""
    if isinstance(target, Unit):
        return -1, target.column, target.unit
    first, second = (*target.index, -1)[:2]
    return names.index(target.name), first, second


def _target(row: list[int], names: list[str]) -> Target:
    which, first, second = row
    if which < 0:
        return Unit(first, second)
    return Place(names[which], (first,) if second < 0 else (first, second))
