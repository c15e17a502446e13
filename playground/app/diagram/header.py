"""The row of heads above the diagram, with a plus wherever a layer can be added."""

from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from playground.app.diagram.heads import LINE, PLUS_ROW, LayerHead, Mode, Requests, height_of, rows_of
from playground.app.diagram.layout import LEFT_MARGIN, Room, left_margin
from playground.app.diagram.structure import Structure
from playground.app.theme import ThemeManager, fix_size, scaled
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

    def set_mode(self, mode: Mode, width: int) -> None:
        self._note.setText(self._notes[not mode.pluses_beside])
        self.setFixedSize(width, height_of(mode))
        rows, line = rows_of(mode), scaled(LINE)
        for label, lower in ((self._title, False), (self._note, True)):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setGeometry(0, rows.top(line, lower=lower), width, line)

    def least(self, mode: Mode) -> int:
        """The width that its words need in a mode."""
        note = self._notes[not mode.pluses_beside]
        return max(self._title.sizeHint().width(), self._note.fontMetrics().horizontalAdvance(note) + 4)

    wanted = least


SIDE, SMALL_SIDE = 24, 16


class PlusButton(QAbstractButton):
    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        fix_size(self, width=SIDE, height=SIDE)
        theme.changed.connect(self.update)

    def offer(self, name: str) -> None:
        """Tell what it does."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_small(self, small: bool) -> None:
        side = SMALL_SIDE if small else SIDE
        fix_size(self, width=side, height=side)

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


_LEAST = 12
"""The width of a head in a window where there is hardly room for any."""
_AIR, _CLOSE_AIR = 4, 3
"""Between two heads; and where they stand close."""
_AROUND = 7
"""On either side of a plus that stands between two heads."""


@dataclass(frozen=True)
class Span:
    """Where a head stands, across."""

    left: int
    width: int

    @property
    def right(self) -> int:
        return self.left + self.width


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
        self.setFixedHeight(height_of(self.mode))

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
        """Put every head over its column, in the roomiest form in which nothing meets."""
        if not self.heads:
            return
        room = Room(self.width(), 0, self._left_margin, self._manager.theme.type_scale)
        centres, pitch = room.centres(len(self.heads) + 1)
        modes = [mode for mode in Mode if mode is not Mode.BRIEF]
        found = ((mode, self._spans(mode, centres, pitch)) for mode in modes)
        self.mode, spans = next(
            ((mode, spans) for mode, spans in found if self._fits(mode, spans)),
            (Mode.BRIEF, self._spans(Mode.BRIEF, centres, pitch)),
        )
        below = scaled(PLUS_ROW) if self._is_full or not self.mode.pluses_beside else 0
        self.setFixedHeight(height_of(self.mode) + below)
        close = any(span.width < head.wanted(self.mode) for span, head in zip(spans, self._columns, strict=True))
        self.inputs.set_mode(self.mode, spans[0].width)
        for head, span in zip(self.heads, spans[1:], strict=True):
            head.set_mode(self.mode, span.width, close=close)
        for part, span in zip(self._columns, spans, strict=True):
            part.move(span.left, 0)
        self._place_pluses(spans, [centre + pitch / 2 for centre in centres])
        self.limit.setVisible(self._is_full)
        self.limit.setGeometry(0, height_of(self.mode) + 1, self.width(), scaled(LINE))

    def _spans(self, mode: Mode, centres: list[float], pitch: float) -> list[Span]:
        """Where every head would stand: over its column, but the outer two within the header and clear of the others.

        Where the pluses have a row of their own, a head is no wider than its column; the outer two may be.
        """
        heads = self._columns
        widths = [head.wanted(mode) for head in heads]
        air = _AIR
        if not mode.pluses_beside:
            air = _CLOSE_AIR
            widths[1:-1] = [max(_LEAST, min(width, int(pitch) - air)) for width in widths[1:-1]]
        spans = [Span(round(centre - width / 2), width) for centre, width in zip(centres, widths, strict=True)]
        if len(spans) > 2 and not mode.pluses_beside:
            last = min(spans[-1].width, max(0, self.width() - spans[-2].right - air))
            spans[-1] = Span(spans[-1].left, max(last, min(spans[-1].width, heads[-1].least(mode))))
        outmost = self.width() - spans[-1].width
        spans[-1] = Span(min(max(spans[-1].left, spans[-2].right + air), outmost), spans[-1].width)
        spans[0] = Span(max(0, min(spans[0].left, spans[1].left - air - spans[0].width)), spans[0].width)
        return spans

    def _fits(self, mode: Mode, spans: list[Span]) -> bool:
        """Tell whether heads are whole and leave each other, and the pluses between them, room."""
        heads = self._columns
        between = scaled(SIDE) + 2 * _AROUND if mode.pluses_beside and not self._is_full else _CLOSE_AIR
        whole = all(span.width >= head.least(mode) for span, head in zip(spans, heads, strict=True))
        within = spans[0].left >= 0 and spans[-1].right <= self.width()
        return whole and within and all(b.left - a.right >= between for a, b in pairwise(spans))

    @property
    def _columns(self) -> list[InputHead | LayerHead]:
        return [self.inputs, *self.heads]

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

    def _place_pluses(self, spans: list[Span], between: list[float]) -> None:
        """In the middle of the room between two heads, or between two columns in a row of their own below."""
        beside, side = self.mode.pluses_beside, SIDE if self.mode.pluses_beside else SMALL_SIDE
        rows, high = rows_of(self.mode), height_of(self.mode)
        middle = (rows.upper if self.mode is Mode.WIDE else high / 2) if beside else high + scaled(PLUS_ROW) / 2
        for number, plus in enumerate(self.pluses):
            plus.set_small(not beside)
            x = (spans[number].right + spans[number + 1].left) / 2 if beside else between[number]
            plus.move(round(x - scaled(side) / 2), round(middle - scaled(side) / 2))

    def _output_note(self, structure: Structure) -> str:
        if structure.classes:
            return self.tr("{n} classes").format(n=len(structure.classes))
        units = structure.columns[-1].units
        return self.tr("1 value") if units == 1 else self.tr("{n} values").format(n=units)
