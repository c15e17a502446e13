"""The row of heads above the diagram, with a plus wherever a layer can be added."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from playground.app.diagram.heads import HEIGHTS, LINE, ROWS, LayerHead, Mode, Requests, fitting_mode
from playground.app.diagram.layout import LEFT_MARGIN, column_centres, left_margin
from playground.app.diagram.structure import Structure
from playground.app.theme import ThemeManager
from playground.app.widgets import styled_label
from playground.experiment import Experiment
from playground.experiment.network import MAXIMUM_LAYERS


class InputHead(QWidget):
    """The word, and how many of the features are used."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = styled_label(self.tr("Inputs"), "strong", self)
        self._note = styled_label("", "quiet", self)
        self._notes = ("", "")

    def show_inputs(self, used: int, known: int, image_shape: tuple[int, int] | None = None) -> None:
        """`known` is 0 where the inputs are not chosen from the features."""
        if image_shape is not None:
            rows, columns = image_shape
            size = f"{columns} × {rows}"
            self._notes = (self.tr("{size} pixels").format(size=size), size)
        elif not known:
            self._notes = (self.tr("{n} columns").format(n=used), str(used))
        else:
            long, short = self.tr("{n} of {all} features"), self.tr("{n} of {all}")
            self._notes = (long.format(n=used, all=known), short.format(n=used, all=known))
        self._note.setToolTip(self._notes[0])

    def set_mode(self, mode: Mode) -> None:
        self._note.setText(self._notes[mode.is_brief])
        width = self.wanted(mode)
        self.setFixedSize(width, HEIGHTS[mode])
        for label, lower in ((self._title, False), (self._note, True)):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setGeometry(0, ROWS[mode].top(LINE, lower=lower), width, LINE)

    def wanted(self, mode: Mode) -> int:
        note = self._notes[mode.is_brief]
        return max(self._title.sizeHint().width(), self._note.fontMetrics().horizontalAdvance(note) + 4)


SIDE, SMALL_SIDE = 24, 16


class PlusButton(QAbstractButton):
    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(SIDE, SIDE)
        theme.changed.connect(self.update)

    def offer(self, name: str) -> None:
        """What it does."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_small(self, small: bool) -> None:
        side = SMALL_SIDE if small else SIDE
        self.setFixedSize(side, side)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._manager.theme
        lively = self.underMouse() or self.hasFocus()
        colour = QColor(theme.accent if lively else theme.quiet)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        pen = QPen(colour, 1)
        if not lively:
            pen.setDashPattern([2.4, 2.0])
        painter.setPen(pen)
        painter.setBrush(QColor(theme.accent_soft) if lively else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        painter.setPen(QPen(colour, 1.2))
        centre, arm = circle.center(), circle.width() * 0.17
        painter.drawLine(centre - QPointF(arm, 0), centre + QPointF(arm, 0))
        painter.drawLine(centre - QPointF(0, arm), centre + QPointF(0, arm))
        painter.end()


_AIR = 4
_OUTPUT_ROOM = 60
"""The output has nothing at its right and may be wider than its column."""


class Header(QWidget):
    """Follows an experiment; the heads are made anew only when the number of layers changes."""

    def __init__(self, theme: ThemeManager, requests: Requests, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager, self._requests = theme, requests
        self.inputs = InputHead(self)
        self.heads: list[LayerHead] = []
        self.pluses: list[PlusButton] = []
        self.limit = styled_label("", "small", self)
        self.limit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.limit.hide()
        self.mode = Mode.WIDE
        self._left_margin = LEFT_MARGIN
        self.setFixedHeight(HEIGHTS[self.mode])

    def show_experiment(self, experiment: Experiment, structure: Structure) -> None:
        self._requests.show(experiment)
        if len(self.heads) != structure.hidden + 1:
            self._make(experiment, structure.hidden)
        for head in self.heads:
            head.show_experiment(experiment, self._output_note(structure))
        self._left_margin = left_margin(structure)
        self.inputs.show_inputs(structure.columns[0].units, structure.features_known, structure.image_shape)
        self._offer_pluses(structure.hidden)
        self.arrange()

    def arrange(self) -> None:
        """Put every head over its column, in the roomiest form that fits all of them."""
        if not self.heads:
            return
        centres, pitch = column_centres(len(self.heads) + 1, self.width(), self._left_margin)
        self.mode = self._mode(pitch)
        self.setFixedHeight(HEIGHTS[self.mode])
        for head in self.heads:
            head.set_mode(self.mode, int(pitch) - _AIR)
        self.heads[-1].set_mode(self.mode, max(int(pitch) - _AIR, _OUTPUT_ROOM))
        self.inputs.set_mode(self.mode)
        self._place_heads(centres)
        self._place_pluses(centres, pitch)
        self.limit.setVisible(self._is_full and self.mode is Mode.TIGHT)
        self.limit.setGeometry(0, HEIGHTS[self.mode] - LINE - 3, self.width(), LINE)

    def _mode(self, pitch: float) -> Mode:
        hidden = self.heads[:-1]
        mode = fitting_mode(pitch, {mode: [head.wanted(mode) for head in hidden] for mode in Mode})
        # In place of the pluses, the row below says why there are none.
        return Mode.TIGHT if mode.is_brief and self._is_full else mode

    @property
    def _is_full(self) -> bool:
        return len(self.heads) > MAXIMUM_LAYERS

    def _make(self, experiment: Experiment, hidden: int) -> None:
        for old in (*self.heads, *self.pluses):
            old.hide()
            old.deleteLater()
        places: list[int | None] = [*range(hidden), None]
        self.heads = [LayerHead(self._manager, self._requests, experiment, index, self) for index in places]
        self.pluses = [PlusButton(self._manager, self) for _ in range(hidden + 1)]
        for index, plus in enumerate(self.pluses):
            plus.clicked.connect(partial(self._add, index))
        for made in (*self.heads, *self.pluses):
            made.show()
        self._set_tab_order()

    def _set_tab_order(self) -> None:
        order: list[QWidget] = []
        for plus, head in zip(self.pluses, self.heads, strict=True):
            order += [plus, head]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _add(self, index: int) -> None:
        self._requests.add(index)

    def _offer_pluses(self, hidden: int) -> None:
        text = self.tr("{n} layers is the limit").format(n=hidden) if self._is_full else ""
        self.limit.setText(text)
        self.setToolTip(text)
        for index, plus in enumerate(self.pluses):
            before = self.tr("Add a layer before layer {n}").format(n=index + 1)
            plus.offer(before if index < hidden else self.tr("Add a layer before the output"))
            plus.setVisible(not self._is_full)

    def _place_heads(self, centres: Sequence[float]) -> None:
        """Over the columns, but for the outer two, which keep within the header and clear of their neighbours."""
        widgets: list[QWidget] = [self.inputs, *self.heads]
        for widget, centre in zip(widgets, centres, strict=True):
            widget.move(round(centre - widget.width() / 2), 0)
        inner_left = self.heads[0].x() - _AIR
        self.inputs.move(max(0, min(self.inputs.x(), inner_left - self.inputs.width())), 0)
        output, before = self.heads[-1], widgets[-2]
        inner_right = before.x() + before.width() + _AIR
        output.move(min(max(output.x(), inner_right), self.width() - output.width()), 0)

    def _place_pluses(self, centres: Sequence[float], pitch: float) -> None:
        """In the middle of the room between two heads, or in a row of their own below tight ones."""
        tight = self.mode is Mode.TIGHT
        heads: list[QWidget] = [self.inputs, *self.heads]
        side = SMALL_SIDE if tight else SIDE
        wide, stacked = ROWS[self.mode].top(side), (HEIGHTS[self.mode] - side) // 2
        top = HEIGHTS[self.mode] - SMALL_SIDE - 4 if tight else wide if self.mode is Mode.WIDE else stacked
        for number, plus in enumerate(self.pluses):
            before, after = heads[number], heads[number + 1]
            between = (before.x() + before.width() + after.x()) / 2
            plus.set_small(tight)
            plus.move(round((centres[number] + pitch / 2 if tight else between) - side / 2), top)

    def _output_note(self, structure: Structure) -> str:
        if structure.classes:
            return self.tr("{n} classes").format(n=len(structure.classes))
        units = structure.columns[-1].units
        return self.tr("1 value") if units == 1 else self.tr("{n} values").format(n=units)
