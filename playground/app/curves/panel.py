"""One of the three plots with its heading: curves, ghost, cursor, hover."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from PySide6.QtCore import QObject, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.app.curves.bare_plot import BarePlot
from playground.app.curves.curve import Curve, CurveSpec, Ghost, Ghosts
from playground.app.curves.marks import EpochCursor, HoverLine, LabelledMark, Scrub
from playground.app.theme import ThemeManager, fix_size
from playground.app.widgets import Legend, LegendEntry, styled_label
from playground.app.widgets.readout import Readout, ReadoutRow
from playground.app.words.numbers import count_text
from playground.training.scales import Scale, epoch_axis
from playground.training.thinned_series import Floats

_HEADER_HEIGHT = 25
_READOUT_AT = 0.25
_MOST_PIECES = 4
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
        self._epoch, self._end = 0, 1.0
        self._stale = self._smooth = True
        self.in_sight: float | None = None
        """A value of the scale that the axis has room for whatever the curves do."""
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
        self._stale = True
        self.fit_legend()

    def append(self, rows: Mapping[str, Floats]) -> None:
        """Keep rows for the next drawing."""
        if not len(rows.get("epoch", ())):
            return
        epochs = rows["epoch"]
        if self._pending and epochs[0] <= self._pending[-1]["epoch"][-1]:
            self._take_pending()  # The run went back: what follows takes the place of what came before.
        self._pending.append(rows)

    @property
    def can_wait(self) -> bool:
        """Tell whether nobody sees the plot, and there is not much to be drawn yet."""
        return self.isHidden() and len(self._pending) < _MOST_PENDING

    @property
    def reached(self) -> float:
        """The last epoch of the curves that are shown."""
        return max((curve.series.last for curve in self._shown_curves()), default=0.0)

    def draw(self, epoch: int, end: float) -> None:
        """Draw everything appended, the run being at `epoch`, on an axis to `end` or, if they go on, to the curves'."""
        self._epoch, self._end = epoch, end
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
        self._stale = True
        self.mark.hide()

    def show_ghosts(self, ghosts: Sequence[Ghost]) -> None:
        """Draw the curves of these runs behind, the newest last."""
        self.ghosts.show(ghosts)
        self.ghosts.draw(self.scale)
        self.fit_legend()

    def move_cursor(self, epoch: int) -> None:
        """Show at once which epoch is shown; the curves wait for their turn."""
        self._epoch = epoch
        self.epoch_cursor.move(epoch)

    def redraw(self) -> None:
        """Draw the same data again, after its scale or what is shown changed."""
        self._stale = True
        self.ghosts.draw(self.scale)
        self.draw(self._epoch, self._end)

    def value_texts(self, epoch: float) -> list[tuple[Curve, str]]:
        """The values of all curves shown at an epoch."""
        return [(curve, self._value_text(curve.series.value_at(epoch))) for curve in self._shown_curves()]

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
        # Within the plot; but many rows may need more than that, of what the panel lies on.
        ground = self.parentWidget() or self
        corner = self.plot.mapTo(ground, QPoint())
        anchor = QPointF(corner) + QPointF(self.plot.position_of(epoch), self.plot.height() * _READOUT_AT)
        self.readout.lie_over(ground)
        self.readout.show_rows(title, rows, anchor, QRect(corner, self.plot.size()))

    def restyle(self) -> None:
        """Take the theme that is on; also called once when all is built."""
        theme = self._theme.theme
        self.plot.restyle(theme)
        self._restyle_curves()
        for part in (self.epoch_cursor, self.hover_line):
            part.restyle(theme)
        self.mark.restyle(theme.error)
        self.fit_legend()

    def set_smooth(self, smooth: bool) -> None:
        """Smooth curves, or those that can be drawn many times a second."""
        if smooth != self._smooth:
            self._smooth = smooth
            self._restyle_curves()
            self.plot.update_plot()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_legend()

    def legends(self) -> Iterator[list[LegendEntry]]:
        """Tell what names the curves, the fullest first; none where another plot does."""
        yield []

    def fit_legend(self) -> None:
        """The fullest legend that the header has room for."""
        others = [item.widget() for item in map(self.header.itemAt, range(self.header.count())) if item is not None]
        widths = [each.sizeHint().width() for each in others if each is not None and each is not self.legend]
        room = self.width() - sum(widths) - (len(widths) + 1) * self.header.spacing()
        for entries in self.legends():
            self.legend.set_entries(entries)
            if self.legend.least_width <= room:
                return
        self.legend.set_entries(())

    def _restyle_curves(self) -> None:
        for curve in self._curves:
            curve.restyle(self._theme.theme, smooth=self._smooth)
        self.ghosts.restyle(self._theme.theme, smooth=self._smooth)

    def _lay_out(self) -> None:
        self.plot.hovered.connect(self.hovered)
        self.plot.resized.connect(self._draw_axes)
        self.plot.left.connect(self.left)
        header = QWidget()
        fix_size(header, height=_HEADER_HEIGHT)
        self.header = QHBoxLayout(header)
        self.header.setContentsMargins(0, 0, 0, 0)
        self.header.setSpacing(6)
        self.heading = styled_label(self.title, "heading")
        self.legend = Legend(right=True)
        self.header.addWidget(self.heading)
        self.header.addStretch(1)
        self.header.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignVCenter)
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
        end = max(self._end, self.reached)
        pieces = self.plot.most_across(count_text(end))
        self.plot.set_axes(epoch_axis(end, min(_MOST_PIECES, pieces)), self.scale.axis(*self._span()))

    def _span(self) -> tuple[float, float]:
        """The least and the largest value in sight, of the curves as they are now: a divergence taken back is gone."""
        found = [curve.series.extremes() for curve in self._shown_curves()]
        found.append(self.ghosts.extremes)
        found.append(None if self.in_sight is None else (self.in_sight, self.in_sight))
        ranges = [extremes for extremes in found if extremes is not None]
        return (min(low for low, _ in ranges), max(high for _, high in ranges)) if ranges else _EMPTY_RANGE

    def _shown_curves(self) -> list[Curve]:
        return [curve for curve in self._curves if curve.item.isVisible()]


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
