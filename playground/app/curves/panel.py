"""One of the three plots with its heading: curves, ghost, cursor, hover."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.app.curves.bare_plot import BarePlot
from playground.app.curves.curve import Curve, CurveSpec, Ghost, Ghosts
from playground.app.curves.marks import EpochCursor, HoverLine, LabelledMark, Scrub
from playground.app.curves.scales import Scale, epoch_axis
from playground.app.theme import ThemeManager
from playground.app.widgets import styled_label
from playground.app.widgets.readout import Readout, ReadoutRow
from playground.app.words.numbers import count_text
from playground.training.thinned_series import Floats

_HEADER_HEIGHT = 25
_READOUT_AT = 0.25
_EMPTY_RANGE = (0.5, 1.0)
_MOST_PENDING = 240
"""Batches of rows that a plot which is hidden keeps for later."""


class CurvePanel(QWidget):
    """Takes history columns as they come, and draws them when told to."""

    # The mouse is over this epoch of the plot.
    hovered = Signal(float)
    # The mouse has gone.
    left = Signal()

    def __init__(
        self,
        theme: ThemeManager,
        title: str,
        scale: Scale,
        value_text: Callable[[float | None], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title, self.scale = title, scale
        self._theme, self._value_text = theme, value_text
        self._curves: list[Curve] = []
        self._pending: list[Mapping[str, Floats]] = []
        self._epoch, self._epochs = 0, 1
        self._seen: tuple[float, float] | None = None
        self._stale = self._smooth = True
        self.plot = BarePlot()
        self.plot.setAccessibleName(title)
        self.plot.setAccessibleDescription(
            self.tr("Left and Right show the moment before and after; Escape the newest.")
        )
        self.ghosts = Ghosts(self.plot.add)
        self.epoch_cursor, self.hover_line = EpochCursor(self.plot), HoverLine(self.plot)
        self.mark = LabelledMark(self.plot, angle=90)
        self.readout = Readout(theme, self.plot)
        self.scrub = Scrub(self.plot)
        self.scrub.focused.connect(self.epoch_cursor.set_focused)
        self._lay_out()

    @property
    def curves(self) -> Sequence[Curve]:
        return self._curves

    def set_curves(self, specs: Sequence[CurveSpec]) -> None:
        """Show these columns, from no data on."""
        for curve in self._curves:
            self.plot.remove(curve.item)
        self._curves = [Curve(spec) for spec in specs]
        for curve in self._curves:
            self.plot.add(curve.item)
            curve.restyle(self._theme.theme, smooth=self._smooth)
        self._seen, self._stale = None, True

    def append(self, rows: Mapping[str, Floats]) -> None:
        """Keep rows for the next drawing."""
        if len(rows.get("epoch", ())):
            self._pending.append(rows)

    @property
    def can_wait(self) -> bool:
        """Whether nobody sees the plot, and there is not much to be drawn yet."""
        return self.isHidden() and len(self._pending) < _MOST_PENDING

    def draw(self, epoch: int, epochs: int) -> None:
        """Draw everything appended, the run being at `epoch` of `epochs`."""
        self._epoch, self._epochs = epoch, epochs
        self._take_pending()
        self._draw_axes()
        if self._stale:
            for curve in self._curves:
                curve.draw(self.scale)
        self._stale = False
        self.epoch_cursor.move(epoch)
        self.plot.update_plot()

    def restart(self) -> None:
        """Begin anew."""
        self._pending.clear()
        for curve in self._curves:
            curve.clear()
        self._seen, self._stale = None, True
        self.mark.hide()

    def show_ghosts(self, ghosts: Sequence[Ghost]) -> None:
        """Draw the curves of these runs behind, the newest last."""
        self.ghosts.show(ghosts)
        self.ghosts.draw(self.scale)

    def move_cursor(self, epoch: int) -> None:
        """Show at once which epoch is shown; the curves wait for their turn."""
        self._epoch = epoch
        self.epoch_cursor.move(epoch)

    def redraw(self) -> None:
        """Draw the same data again, after its scale or what is shown changed."""
        self._seen, self._stale = None, True
        self.ghosts.draw(self.scale)
        self.draw(self._epoch, self._epochs)

    def value_texts(self, epoch: float) -> list[tuple[Curve, str]]:
        """The values of all curves shown at an epoch."""
        shown = [curve for curve in self._curves if curve.item.isVisible()]
        return [(curve, self._value_text(curve.series.value_at(epoch))) for curve in shown]

    def show_hover(self, epoch: float | None, title: str) -> None:
        """Tell the values at an epoch, or no more."""
        values = [] if epoch is None else self.value_texts(epoch)
        if epoch is None or not values:
            self.hover_line.hide()
            self.readout.hide()
            return
        theme = self._theme.theme
        rows = [ReadoutRow(curve.spec.label, text, curve.spec.colour(theme)) for curve, text in values]
        ghosts = self.ghosts.values_at(epoch)
        rows += [ReadoutRow(name, self._value_text(value), theme.ghost) for name, value in ghosts]
        self.hover_line.show(epoch)
        anchor = QPointF(self.plot.position_of(epoch), self.plot.height() * _READOUT_AT)
        self.readout.show_rows(title, rows, anchor)

    def restyle(self) -> None:
        """Take the theme that is on; also called once when all is built."""
        theme = self._theme.theme
        self.plot.restyle(theme)
        self._restyle_curves()
        for part in (self.epoch_cursor, self.hover_line):
            part.restyle(theme)
        self.mark.restyle(theme.error, theme.card)

    def set_smooth(self, smooth: bool) -> None:
        """Smooth curves, or those that can be drawn many times a second."""
        if smooth != self._smooth:
            self._smooth = smooth
            self._restyle_curves()
            self.plot.update_plot()

    def _restyle_curves(self) -> None:
        for curve in self._curves:
            curve.restyle(self._theme.theme, smooth=self._smooth)
        self.ghosts.restyle(self._theme.theme, smooth=self._smooth)

    def _lay_out(self) -> None:
        self.plot.hovered.connect(self.hovered)
        self.plot.left.connect(self.left)
        header = QWidget()
        header.setFixedHeight(_HEADER_HEIGHT)
        self.header = QHBoxLayout(header)
        self.header.setContentsMargins(0, 0, 0, 0)
        self.header.setSpacing(6)
        self.heading = styled_label(self.title, "heading")
        self.header.addWidget(self.heading)
        self.header.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(header)
        column.addWidget(self.plot, 1)

    def _take_pending(self) -> None:
        batches, self._pending = self._pending, []
        if not batches:
            return
        self._stale = True
        epochs = np.concatenate([rows["epoch"] for rows in batches])
        for curve in self._curves:
            absent = (np.full(len(rows["epoch"]), np.nan) for rows in batches)
            column = curve.spec.column
            values = [rows.get(column, none) for rows, none in zip(batches, absent, strict=True)]
            curve.append(epochs, np.concatenate(values))

    def _draw_axes(self) -> None:
        shown = [curve for curve in self._curves if curve.item.isVisible()]
        found = [curve.series.extremes() for curve in shown]
        ranges = [extremes for extremes in [*found, self._seen] if extremes is not None]
        if ranges:
            self._seen = min(low for low, _ in ranges), max(high for _, high in ranges)
        low, high = self._seen or _EMPTY_RANGE
        low, high = self.with_ghosts(low, high)
        # A run that went back to an earlier epoch still shows what it came from.
        furthest = max(self._epoch, *(round(curve.series.last) for curve in shown), 0)
        if self.plot.set_axes(epoch_axis(furthest, self._epochs), self.scale.axis(low, high)):
            self.axes_changed()

    def with_ghosts(self, low: float, high: float) -> tuple[float, float]:
        """A range with room for the ghosts' least value as well; their largest may be a divergence."""
        extremes = self.ghosts.extremes
        return (low, high) if extremes is None else (min(low, extremes[0]), high)

    def axes_changed(self) -> None:
        """Put right what stands at the edges of the range."""
        self.mark.settle()


class SharedHover(QObject):
    """Tells the values of all plots that can be seen at the epoch that the mouse is over in one of them."""

    def __init__(self, panels: Sequence[CurvePanel], parent: QObject) -> None:
        super().__init__(parent)
        self._panels = panels
        for panel in panels:
            panel.hovered.connect(self._hover)
            panel.left.connect(self._leave)

    def _hover(self, epoch: float) -> None:
        nearest = max(0, round(epoch))
        title = self.tr("epoch {n}").format(n=count_text(nearest))
        for panel in self._panels:
            if not panel.isHidden():
                panel.show_hover(nearest, title)

    def _leave(self) -> None:
        for panel in self._panels:
            panel.show_hover(None, "")
