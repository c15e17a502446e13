"""A figure against what was compared: means as a line, with a bar of uncertainty each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.app.curves.bare_plot import BarePlot, pg
from playground.app.studies.axes import category_axis
from playground.app.theme import ThemeManager, pen, series_colour
from playground.app.widgets import styled_label
from playground.app.widgets.readout import Readout, ReadoutRow
from playground.training.scales import Axis

Floats = NDArray[np.float64]
_NAME_PIXELS = 54
_DOT, _BEAM = 8, 0.06
_SHIFT, _NEAR = 0.16, 0.09
"""How far apart the parts stand, where nothing connects them, and where a line does."""


@dataclass(frozen=True)
class Line:
    """The results of one part: means, and the ends of their bars. All (n,), in the axis's unit, NaN for none yet."""

    part: str
    label: str
    mean: Floats
    low: Floats
    high: Floats


class _Drawn:
    """The items of one part, made once."""

    def __init__(self) -> None:
        self.line = pg.PlotCurveItem(antialias=True)
        self.dots = pg.ScatterPlotItem(size=_DOT, pen=None, antialias=True)
        self.dots.setZValue(2)
        self._whiskers_shown = False
        self.whiskers = pg.ErrorBarItem(beam=_BEAM)
        self.items = (self.line, self.dots, self.whiskers)

    def show(self, line: Line | None, shift: float, *, connected: bool) -> None:
        """Draw a line of results, or none; each `shift` beside its place, so that bars do not hide each other."""
        for item in self.items:
            item.setVisible(line is not None)
        if line is None:
            self._whiskers_shown = False
            return
        there = np.flatnonzero(np.isfinite(line.mean))
        x, mean = there + shift, line.mean[there]
        self.line.setData(x, mean)
        self.dots.setData(x, mean)
        self.whiskers.setData(x=x, y=mean, top=line.high[there] - mean, bottom=mean - line.low[there])
        self.line.setVisible(connected)
        self._whiskers_shown = bool(np.any(line.high[there] > line.low[there]))
        self.whiskers.setVisible(self._whiskers_shown)

    def colour(self, colour: str, ground: str, *, filled: bool) -> None:
        """Draw in this colour; the dots of what is judged by are filled."""
        self.line.setPen(pen(colour, 1.5))
        self.dots.setBrush(QColor(colour if filled else ground))
        self.dots.setPen(pen(colour, 1.5))
        self.whiskers.setData(pen=pen(colour))
        self.whiskers.setVisible(self._whiskers_shown)  # Given anything, it shows itself.


class SpreadChart(QWidget):
    """Takes whole lines, and draws them at once: a study has few points."""

    current_changed = Signal(int)
    """A click near one of the compared."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._drawn: list[_Drawn] = []
        self._axis: Axis | None = None
        self._current = -1
        self._value_text: Callable[[float], str] = str
        self.plot = BarePlot()
        self.marker = pg.InfiniteLine(angle=90)
        self.marker.setZValue(-5)
        self.plot.add(self.marker)
        self.readout = Readout(theme, self.plot)
        self.caption = styled_label("", "small")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.plot, 1)
        column.addWidget(self.caption)
        self.plot.hovered.connect(self._hover)
        self.plot.left.connect(self.readout.hide)
        self.plot.plot.scene().sigMouseClicked.connect(self._click)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.set_current(-1)

    def show_lines(
        self,
        names: Sequence[str],
        lines: Sequence[Line],
        axis: Axis,
        value_text: Callable[[float], str],
        *,
        connected: bool = True,
    ) -> None:
        """Draw these lines over these names, the values on `axis`.

        Names without an order are not `connected`: a line between them would say that there is something between.
        """
        self._names, self._lines, self._axis, self._value_text = tuple(names), tuple(lines), axis, value_text
        while len(self._drawn) < len(lines):
            self._drawn.append(_Drawn())
            for item in self._drawn[-1].items:
                self.plot.add(item)
            self.restyle()
        for number, drawn in enumerate(self._drawn):
            shift = (_NEAR if connected else _SHIFT) * (number - (len(lines) - 1) / 2)
            drawn.show(self._lines[number] if number < len(lines) else None, shift, connected=connected)
        self._place()
        self.restyle()
        self.plot.setAccessibleDescription(self.summary())

    def set_caption(self, text: str) -> None:
        """Tell what is compared, under the axis."""
        self.caption.setText(text)
        self.plot.setAccessibleName(text)

    def set_current(self, number: int) -> None:
        """Mark one of the compared; -1 for none."""
        self._current = number
        self.marker.setVisible(0 <= number < len(self._names))
        self.marker.setPos(max(0, number))

    def summary(self) -> str:
        """The chart in words."""
        told = []
        for number, name in enumerate(self._names):
            values = [f"{line.label} {self._value_text(line.mean[number])}" for line in self._lines]
            told.append(f"{name}: {', '.join(values)}")
        return "; ".join(told)

    def restyle(self) -> None:
        """Take the theme that is on."""
        theme = self._theme.theme
        self.plot.restyle(theme)
        self.marker.setPen(pen(theme.accent))
        judged = "validation" if any(line.part == "validation" for line in self._lines) else "test"
        for drawn, line in zip(self._drawn, self._lines, strict=False):
            drawn.colour(series_colour(theme, line.part), theme.card, filled=line.part == judged)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if self._axis is not None:
            longest = max((self.fontMetrics().horizontalAdvance(name) for name in self._names), default=0)
            room = max(1, (self.width() - 60) // max(_NAME_PIXELS, longest + 12))
            self.plot.set_axes(category_axis(self._names, room), self._axis)

    def _hover(self, place: float) -> None:
        number = round(place)
        if not 0 <= number < len(self._names):
            self.readout.hide()
            return
        theme = self._theme.theme
        rows = [
            ReadoutRow(line.label, self._told(line, number), series_colour(theme, line.part)) for line in self._lines
        ]
        self.readout.show_rows(
            self._names[number], rows, QPointF(self.plot.position_of(number), self.plot.height() * 0.3)
        )

    def _click(self, event: Any) -> None:
        view = self.plot.plot.getPlotItem().vb
        number = round(view.mapSceneToView(event.scenePos()).x())
        if 0 <= number < len(self._names):
            self.current_changed.emit(number)

    def _told(self, line: Line, number: int) -> str:
        text = self._value_text(line.mean[number])
        if not line.high[number] > line.low[number]:
            return text
        low, high = self._value_text(line.low[number]), self._value_text(line.high[number])
        return self.tr("{mean}  ({low} to {high})").format(mean=text, low=low, high=high)
