"""The square on which a hidden space is drawn; the mouse and the keys tell of its samples."""

import numpy as np
from PySide6.QtCore import QEasingCurve, QEvent, QPointF, QRect, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.output.axes import paint_axes
from playground.app.output.hidden.picture import SpacePicture, ground, region_of
from playground.app.output.overlays import paint_chosen, paint_focus
from playground.app.output.plane import Pane
from playground.app.output.points import CORNER_RADIUS, Sheet
from playground.app.output.samples import NOTHING_HIDDEN, ShownPart, neighbour, shown_parts
from playground.app.output.words import axis_names
from playground.app.theme import ThemeManager, write_small
from playground.app.widgets.readout import Readout, ReadoutRow
from playground.app.widgets.style import pixel_ratio
from playground.app.words.names import class_titles, sample_name
from playground.app.words.numbers import figure_text
from playground.training import HiddenSpace, Region, SampleKey, Snapshot, request_region

_NEAR = 8.0
_RING = 3.0
_MILLISECONDS = 1100
"""For the whole way from the inputs to the layer."""


class HiddenCanvas(QWidget):
    """Draws the newest space that has come, at some share of the way there, as a picture kept until the next."""

    # A sample was clicked, or opened by Enter: a SampleKey.
    sample_opened = Signal(object)
    # Another share of the way is shown, from the plane of the inputs, 0, to the layer's space, 1.
    share_changed = Signal(float)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._space: HiddenSpace | None = None
        self._snapshot: Snapshot | None = None
        self._region: Region | None = None
        self._picture: SpacePicture | None = None
        self._pixmap = QPixmap()
        self._made_for: object = None
        self._drawn_for: object = None
        self.share = 1.0
        self._way = QVariantAnimation(self, duration=_MILLISECONDS)
        self._way.setEasingCurve(QEasingCurve(QEasingCurve.Type.InOutCubic))
        self._way.valueChanged.connect(self._go_on)
        self._mouse: QPointF | None = None
        self.axis_names = ("", "")
        self.hidden_parts = NOTHING_HIDDEN
        self.chosen: SampleKey | None = None
        self.readout = Readout(theme, self)
        write_small(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Hidden space"))
        theme.changed.connect(self.update)

    @property
    def space(self) -> HiddenSpace | None:
        """Tell what is drawn."""
        return self._space

    @property
    def region(self) -> Region | None:
        """Tell what of the layer's space the picture shows."""
        return self._region

    def show_space(self, space: HiddenSpace | None, snapshot: Snapshot) -> None:
        """Show a space, or none."""
        last, self._space, self._snapshot = self._space, space, snapshot
        if space is None:
            self._region = self.chosen = None
        else:
            same_data = last is not None and last.dataset is space.dataset
            same = same_data and last is not None and (last.layer, last.axes) == (space.layer, space.axes)
            if not same_data:
                self.chosen = None
            activation = snapshot.experiment.network.layers[space.layer].activation
            self._region = region_of(space, activation, self._region if same else None)
        told = self.told()
        if told != self.accessibleDescription():
            self.setAccessibleDescription(told)
        self._show_readout()
        self.update()

    def hide_parts(self, hidden: frozenset[str]) -> None:
        """Leave out the samples of these parts."""
        self.hidden_parts = hidden
        if self.chosen is not None and self.chosen.part in hidden:
            self.chosen = None
        self._show_readout()
        self.update()

    @property
    def shown(self) -> dict[str, ShownPart]:
        """The samples that are shown, by part."""
        return {} if self._space is None else shown_parts(self._space.dataset, self.hidden_parts)

    def forget_sample(self) -> None:
        """Mark none."""
        self.chosen = None
        self.update()

    def told(self) -> str:
        """The picture in words: where the classes lie."""
        space = self._space
        if space is None:
            return ""
        axes = self.tr("{first} to the right, {second} upwards").format(
            first=self.axis_names[0], second=self.axis_names[1]
        )
        part, places = shown_parts(space.dataset)["train"], space.places["train"]
        if part.labels is None:
            return axes
        middles = []
        for number, name in enumerate(class_titles(space.dataset.classes)):
            own = places[part.labels == number]
            if len(own):
                x, y = own.mean(axis=0).tolist()
                text = self.tr("{name} around {x}, {y}")
                middles.append(text.format(name=name, x=figure_text(x), y=figure_text(y)))
        return f"{axes}. {'; '.join(middles)}"

    def sizeHint(self) -> QSize:
        return QSize(346, 346)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 160)

    def square(self) -> QRect:
        """Tell where the space is drawn."""
        side = min(self.width(), self.height())
        return QRect((self.width() - side) // 2, 0, side, side)

    def position_of(self, sample: SampleKey) -> QPointF | None:
        """Tell where a shown sample is on the widget."""
        picture = self._current_picture()
        if picture is None or self._space is None:
            return None
        rows = shown_parts(self._space.dataset)[sample.part].rows
        x, y = picture.places(self.share)[sample.part][int(np.searchsorted(rows, sample.row))].tolist()
        return QPointF(self.square().topLeft()) + QPointF(x, y)

    def sample_at(self, position: QPointF) -> SampleKey | None:
        """The shown sample within reach of a position of the widget."""
        picture, corner = self._current_picture(), QPointF(self.square().topLeft())
        if picture is None:
            return None
        best, found, places = _NEAR, None, picture.places(self.share)
        for name, part in self.shown.items():
            away = np.hypot(*(places[name] - (position - corner).toTuple()).T)
            nearest = int(away.argmin())
            if away[nearest] < best:
                best, found = float(away[nearest]), SampleKey(name, int(part.rows[nearest]))
        return found

    # The way there

    def show_share(self, share: float) -> None:
        """Stand at a share of the way from the inputs to the layer."""
        self._way.stop()
        self._stand_at(share)

    def travel(self) -> None:
        """Go the way from the inputs to the layer, in about a second."""
        self._way.stop()
        self._way.setStartValue(0.0)
        self._way.setEndValue(1.0)
        self._way.start()

    @property
    def travelling(self) -> bool:
        """Tell whether it is on the way."""
        return self._way.state() is QVariantAnimation.State.Running

    def _go_on(self, share: object) -> None:
        self._stand_at(float(share) if isinstance(share, float | int) else 1.0)

    def _stand_at(self, share: float) -> None:
        if share != self.share:
            self.share = share
            self.share_changed.emit(share)
            self._show_readout()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position()
        self._show_readout()

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        self._show_readout()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen = self.sample_at(event.position())
            self.update()
            if self.chosen is not None:
                self.sample_opened.emit(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turning = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if turning is not None and self._space is not None:
            self.chosen = neighbour(self.shown, self.chosen, turning)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen is not None:
            self.sample_opened.emit(self.chosen)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme, square = QPainter(self), self._theme.theme, self.square()
        ground(painter, QRectF(square), CORNER_RADIUS, theme)
        picture = self._current_picture()
        if picture is None:
            self._paint_waiting(painter, square)
        else:
            painter.setClipRect(square)
            painter.drawPixmap(square.topLeft(), self._drawn(picture))
            self._paint_axes(painter, square)
            at = None if self.chosen is None else self.position_of(self.chosen)
            if at is not None:
                paint_chosen(painter, at, _RING, theme)
        if self.hasFocus():
            paint_focus(painter, QRectF(square), theme)
        painter.end()

    def _paint_axes(self, painter: QPainter, square: QRect) -> None:
        """Those of the two ends of the way; on the way there are none."""
        if self._space is None or self._region is None or 0 < self.share < 1:
            return
        there, dataset = self.share == 1, self._space.dataset
        region = self._region if there else request_region(dataset)
        names = self.axis_names if there else axis_names(dataset)
        paint_axes(painter, Pane(region, QRectF(square)), names, self._theme.theme)

    def _paint_waiting(self, painter: QPainter, square: QRect) -> None:
        """Of many samples a space takes a second to come."""
        painter.setPen(QColor(self._theme.theme.quiet))
        painter.drawText(
            square, Qt.AlignmentFlag.AlignCenter, self.tr("Asking the layer for its outputs\N{HORIZONTAL ELLIPSIS}")
        )

    def _current_picture(self) -> SpacePicture | None:
        """The picture of the newest space, at this size and in this theme."""
        space, region, snapshot = self._space, self._region, self._snapshot
        if space is None or region is None or snapshot is None:
            return None
        sheet = Sheet(region, self.square().width(), pixel_ratio(self), self._theme.theme)
        if self._picture is None or self._picture.space is not space or sheet != self._made_for:
            self._made_for, self._drawn_for = sheet, None
            self._picture = SpacePicture(space, snapshot, request_region(space.dataset), sheet)
        return self._picture

    def _drawn(self, picture: SpacePicture) -> QPixmap:
        if self._drawn_for != (self.share, self.hidden_parts):
            self._drawn_for = (self.share, self.hidden_parts)
            self._pixmap = picture.draw(self.share, self.hidden_parts)
        return self._pixmap

    def _show_readout(self) -> None:
        sample = None if self._mouse is None else self.sample_at(self._mouse)
        if sample is None or self._space is None or self._mouse is None:
            self.readout.hide()
            self.unsetCursor()
            return
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        rows = shown_parts(self._space.dataset)[sample.part].rows
        place = self._space.places[sample.part][int(np.searchsorted(rows, sample.row))]
        shown = [ReadoutRow(name, figure_text(float(v))) for name, v in zip(self.axis_names, place, strict=True)]
        part = self._space.dataset.parts[sample.part]
        if part.labels is not None:
            label, theme = int(part.labels[sample.row]), self._theme.theme
            name = class_titles(self._space.dataset.classes)[label]
            shown.append(ReadoutRow(name, "", theme.classes[label % len(theme.classes)]))
        self.readout.show_rows(sample_name(sample), shown, self._mouse)
