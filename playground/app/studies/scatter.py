"""The trials of a search over the settings they were drawn from, coloured by result."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.app.curves.bare_plot import BarePlot, pg
from playground.app.studies.axes import category_axis, value_axis
from playground.app.studies.ramp import ramp
from playground.app.theme import ThemeManager, pen
from playground.app.widgets import styled_label
from playground.app.widgets.readout import Readout, ReadoutRow
from playground.training.scales import Axis, LogScale

_DOT = 11
_TONES = 24
_NEAR_PIXELS = 14


@dataclass(frozen=True)
class Dimension:
    """One of the settings: its title, how it is drawn, and each trial's value.

    names : of the choices, where values are places among them; empty for numbers.
    span : the range that was searched by its logarithm; None where it was not.
    """

    title: str
    values: tuple[float, ...]
    names: tuple[str, ...] = ()
    span: tuple[float, float] | None = None

    @property
    def logarithmic(self) -> bool:
        """Whether powers of ten are evenly apart: where the search took them so, and for numbers over many sizes."""
        return self.span is not None or self._over_many_sizes

    @property
    def _over_many_sizes(self) -> bool:
        return not self.names and bool(self.values) and min(self.values) > 0 and max(self.values) > 8 * min(self.values)

    def places(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Tell where the trials lie."""
        values = np.asarray(self.values, np.float64)
        return np.log10(values) if self.logarithmic else values

    def axis(self, room: int) -> Axis:
        """The axis about them."""
        if self.names:
            return category_axis(self.names, room)
        if not self.values:
            return value_axis(0.0, 1.0)
        # Whole numbers are rounded, and so may lie just outside of what was searched.
        low, high = (pick((*self.values, *(self.span or ()))) for pick in (min, max))
        return LogScale().axis(low, high) if self.logarithmic else value_axis(low, high)


class TrialScatter(QWidget):
    """A dot a trial; the one nearest to the mouse tells its values, and a click makes it the current one."""

    current_changed = Signal(int)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._x, self._y = Dimension("", ()), Dimension("", ())
        self._figures: tuple[float, ...] = ()
        self._told: Callable[[int], Sequence[ReadoutRow]] = lambda _: ()
        self._name: Callable[[int], str] = str
        self._more_is_better = True
        self._current = self._best = -1
        self.plot = BarePlot()
        self.dots = pg.ScatterPlotItem(size=_DOT, antialias=True)
        self.plot.add(self.dots)
        self.readout = Readout(theme, self.plot)
        self.above, self.caption = styled_label("", "small"), styled_label("", "small")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.above)
        column.addWidget(self.plot, 1)
        column.addWidget(self.caption)
        self.plot.plot.scene().sigMouseMoved.connect(self._hover)
        self.plot.plot.scene().sigMouseClicked.connect(self._click)
        self.plot.left.connect(self.readout.hide)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_trials(
        self, x: Dimension, y: Dimension, figures: Sequence[float], best: int, *, more_is_better: bool
    ) -> None:
        """Draw the trials: figures are NaN where there is none yet; `best` is framed, -1 for none."""
        self._x, self._y, self._figures, self._best = x, y, tuple(figures), best
        self._more_is_better = more_is_better
        self.plot.set_axes(_with_air(x.axis(6)), _with_air(y.axis(8)))
        self.above.setText(y.title)
        self.caption.setText(x.title)
        self._draw()

    def set_words(self, name: Callable[[int], str], rows: Callable[[int], Sequence[ReadoutRow]]) -> None:
        """Tell what is told of a trial."""
        self._name, self._told = name, rows

    def set_current(self, number: int) -> None:
        """Frame a trial; -1 for none."""
        self._current = number
        self._draw()

    def restyle(self) -> None:
        """Take the theme that is on."""
        self.plot.restyle(self._theme.theme)
        self._draw()

    def _draw(self) -> None:
        theme, figures = self._theme.theme, self._figures
        there = [figure for figure in figures if math.isfinite(figure)] or [0.0]
        worst, best = (min(there), max(there)) if self._more_is_better else (max(there), min(there))
        # Few colours and frames, each one object: a dot of every kind is drawn once, and copied from then on.
        tones = [QBrush(QColor(ramp(theme, step, 0, _TONES))) for step in range(_TONES + 1)]
        plain, none = pen(theme.quiet), QBrush(QColor(theme.field))
        span = (best - worst) or 1.0
        brushes = [
            tones[round(_TONES * (figure - worst) / span)] if math.isfinite(figure) else none for figure in figures
        ]
        frames = [plain] * len(figures)
        for number, frame in ((self._best, pen(theme.text, 2)), (self._current, pen(theme.accent, 2.5))):
            if 0 <= number < len(frames):
                frames[number] = frame
        self.dots.setData(self._x.places(), self._y.places(), brush=brushes, pen=frames)

    def _nearest(self, scene: QPointF) -> int:
        view = self.plot.plot.getPlotItem().vb
        found, least = -1, float(_NEAR_PIXELS)
        for number, (x, y) in enumerate(zip(self._x.places(), self._y.places(), strict=True)):
            place = view.mapViewToScene(QPointF(x, y))
            distance = math.hypot(place.x() - scene.x(), place.y() - scene.y())
            if distance < least:
                found, least = number, distance
        return found

    def _hover(self, scene: QPointF) -> None:
        number = self._nearest(scene)
        if number < 0:
            self.readout.hide()
            return
        self.readout.show_rows(self._name(number), self._told(number), scene)

    def _click(self, event: object) -> None:
        number = self._nearest(event.scenePos())  # type: ignore[attr-defined]
        if number >= 0:
            self.current_changed.emit(number)


def _with_air(axis: Axis) -> Axis:
    air = 0.04 * (axis.high - axis.low)
    return Axis(axis.low - air, axis.high + air, axis.ticks)
