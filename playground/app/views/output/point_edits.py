"""Painted points, changed through the controller: each action is one change to undo, with a name."""

import math
from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from playground.app.controller import Controller
from playground.experiment import Experiment, Painted, UserError, check
from playground.experiment.sources import moved, with_point, without

Place = tuple[float, float]


class PointEdits:
    """Adds, moves and removes points of the experiment's source, as far as these are painted."""

    def __init__(self, controller: Controller) -> None:
        self._controller = controller
        self._gestures = 0
        self._name = ""
        self._placed: Painted | None = None
        self._places: NDArray[np.float64] = np.empty((0, 2))

    @property
    def source(self) -> Painted | None:
        """The painted points; None where the data come from elsewhere."""
        source = self._controller.experiment.data.source
        return source if isinstance(source, Painted) else None

    def add(self, place: Place, label: int) -> int | None:
        """A new point of class `label`: its number, or None where it was refused. A drag that follows belongs to it."""
        source = self._begin(_tr("Add a point"))
        if source is None or not self._make(lambda: with_point(source, *place, label)):
            return None
        return len(source.points)

    def begin_drag(self) -> None:
        """What `drag` changes from now on is one change to undo."""
        self._begin(_tr("Move a point"))

    def drag(self, index: int, place: Place) -> None:
        """Another place for a point that is held."""
        source = self.source
        if source is not None and index < len(source.points):
            self._make(lambda: moved(source, index, *place))

    def nudge(self, index: int, place: Place) -> None:
        """Another place for a point by the keyboard; quick moves of the same point are one change."""
        source = self.source
        if source is None or not 0 <= index < len(source.points):
            return
        self._name = _tr("Move a point")
        self._make(lambda: moved(source, index, *place), merge_key=f"nudge {index}")

    def remove(self, index: int) -> bool:
        """Whether the point was removed: the last one stays."""
        source = self._begin(_tr("Remove a point"))
        return source is not None and self._make(lambda: without(source, index))

    def nearest(self, place: Place, reach: float) -> int | None:
        """The point nearest to a place, of several the one that was painted last; None where none is within reach."""
        source = self.source
        if source is None or not source.points:
            return None
        if source is not self._placed:
            # Kept until the points change: of thousands, gathering them would make the mouse stutter.
            self._placed, self._places = source, np.array([(point.x, point.y) for point in source.points])
        distances = np.hypot(*(self._places - place).T)[::-1]
        found = int(distances.argmin())
        return len(distances) - 1 - found if distances[found] <= reach else None

    def _begin(self, name: str) -> Painted | None:
        self._gestures += 1
        self._name = name
        return self.source

    def _make(self, edit: Callable[[], Painted], merge_key: str = "") -> bool:
        controller = self._controller
        try:
            changed = _with_source(controller.experiment, edit())
            check(changed)
        except UserError as error:
            controller.refused.emit(str(error))
            return False
        if merge_key:
            controller.replace(changed, self._name, merge_key)
        else:
            # However slowly a point is dragged, the drag is one change; another drag has another number.
            controller.replace(changed, self._name, f"gesture {self._gestures}", within=math.inf)
        return True


def _with_source(experiment: Experiment, source: Painted) -> Experiment:
    return msgspec.structs.replace(experiment, data=msgspec.structs.replace(experiment.data, source=source))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Painting", text)
