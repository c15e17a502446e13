"""The graph of one sample as a widget: painted, explained under the mouse, and walked through by keys."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from playground.app.backprop.formulas import formulas
from playground.app.backprop.graph import (
    FIELD,
    RADIUS,
    SLOT,
    Block,
    Graph,
    Neuron,
    Slot,
    Strip,
    Wire,
    chain,
    neuron_graph,
)
from playground.app.backprop.story import Story
from playground.app.theme import Theme, ThemeManager, body_font, mix, scaled, small_font, write_small
from playground.app.words.numbers import term_text

_MARGIN, _BETWEEN = 6.0, 30.0
_WALK = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_ARROW = 4.0
_NARROWEST = 890
"""In which the steps of every kind of neuron fit."""


class GraphView(QWidget):
    """Shows a story's whole chain, and the chosen neuron in its smallest steps."""

    # A neuron was chosen here: layer and unit, from 0.
    neuron_chosen = Signal(object)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._story: Story | None = None
        self._neuron: Neuron = (0, 0)
        self._chain, self._steps = Graph(0, 0), Graph(0, 0)
        write_small(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Graph of the operations; the arrow keys go from neuron to neuron"))
        theme.changed.connect(self._lay_out)

    @property
    def graphs(self) -> tuple[Graph, Graph]:
        """The chain of the whole network, and the steps of the chosen neuron; each from its own upper left corner."""
        return self._chain, self._steps

    def show_story(self, story: Story, neuron: Neuron) -> None:
        """Show a moment, with this neuron in steps."""
        self._story, self._neuron = story, neuron
        lines = "; ".join(f"{name} = {text}" for name, text in formulas(story, *neuron))
        self.setAccessibleDescription(f"{story.neuron_name(*neuron)}: {lines}")
        self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(round(max(self._chain.width, self._steps.width) + 2 * _MARGIN), round(self._foot))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(_NARROWEST), round(self._foot))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            told = self.told_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), told, self) if told else QToolTip.hideText()
            return True
        return super().event(event)

    def told_at(self, position: QPointF) -> str:
        """Tell what is under a position, with its numbers."""
        in_chain, in_steps = position - self._chain_corner, position - self._steps_corner
        for strip in self._chain.strips:
            found = strip.unit_at(in_chain)
            if found is not None:
                return self._told_of(strip, found[0])
        for slot in self._steps.slots:
            if slot.box.contains(in_steps):
                return slot.tip
        for operation in self._steps.operations:
            if (operation.centre - in_steps).manhattanLength() < 2 * RADIUS:
                return operation.tip
        return ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        neuron = self._neuron_at(event.position() - self._chain_corner)
        if neuron is not None and event.button() == Qt.MouseButton.LeftButton:
            self.neuron_chosen.emit(neuron)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._neuron_at(event.position() - self._chain_corner) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _WALK.get(Qt.Key(event.key()))
        if way is None or self._story is None:
            super().keyPressEvent(event)
            return
        layers = self._story.seen.layers
        layer = min(max(self._neuron[0] + way[0], 0), len(layers) - 1)
        unit = min(max(self._neuron[1] + way[1], 0), len(layers[layer].z) - 1)
        if (layer, unit) != self._neuron:
            self.neuron_chosen.emit((layer, unit))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font())
        painter.translate(self._chain_corner)
        self._paint_chain(painter, theme)
        painter.translate(self._steps_corner - self._chain_corner)
        self._paint_steps(painter, theme)
        painter.end()

    # Where everything is

    @property
    def _chain_corner(self) -> QPointF:
        return QPointF(_MARGIN, 0)

    @property
    def _steps_corner(self) -> QPointF:
        return QPointF(_MARGIN, self._chain.height + scaled(_BETWEEN))

    @property
    def _foot(self) -> float:
        return self._steps_corner.y() + self._steps.height + _MARGIN

    def _lay_out(self) -> None:
        if self._story is None:
            return
        width, scale = self.width() - 2 * _MARGIN, self._theme.theme.type_scale
        self._chain = chain(self._story, width, scale)
        self._steps = neuron_graph(self._story, self._neuron, width, scale)
        self.setMinimumHeight(round(self._foot))
        self.updateGeometry()
        self.update()

    def _neuron_at(self, position: QPointF) -> Neuron | None:
        """The neuron that a click in the chain chooses: a field's, or the same or last one of a block's layer."""
        for strip in self._chain.strips:
            found = strip.unit_at(position)
            if found is not None:
                return None if strip.layer is None else (strip.layer, found[0])
        for block in self._chain.blocks:
            if block.layer is not None and block.box.contains(position) and self._story is not None:
                return block.layer, min(self._neuron[1], len(self._story.layer(block.layer).z) - 1)
        return None

    def _told_of(self, strip: Strip, unit: int) -> str:
        """ "a₃ = 0.41, dL/da₃ = −0.02", or a loss's slope by an input."""
        assert self._story is not None
        name = self._story.source(0, unit) if strip.layer is None else f"{strip.title}{_below(unit + 1)}"
        value, gradient = (term_text(float(numbers[unit])) for numbers in (strip.values, strip.gradients))
        return f"{name} = {value}\ndL/d{name} = {gradient}"

    # Painting

    def _paint_chain(self, painter: QPainter, theme: Theme) -> None:
        graph = self._chain
        for wire in graph.wires:
            _paint_wire(painter, theme, wire)
        for block in graph.blocks:
            _paint_block(painter, theme, block, chosen=block.layer == self._neuron[0])
        for strip in graph.strips:
            self._paint_strip(painter, theme, strip)

    def _paint_strip(self, painter: QPainter, theme: Theme, strip: Strip) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for back, numbers in ((False, strip.values), (True, strip.gradients)):
            shown = np.nan_to_num(numbers[: strip.shown], posinf=0.0, neginf=0.0)
            largest = float(np.abs(shown).max(initial=0.0)) or 1.0
            for unit, value in enumerate(shown.tolist()):
                colour = theme.positive if value >= 0 else theme.negative
                tone = mix(theme.field, colour, abs(value) / largest)
                if strip.is_image and not back:
                    tone = mix(theme.field, theme.text, abs(value) / largest)
                cell = strip.cell(unit, gradient=back)
                painter.fillRect(cell if strip.is_image else cell.adjusted(0, 0, -1, -1), QColor(tone))
        if strip.layer == self._neuron[0] and self._neuron[1] < strip.shown:
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for back in (False, True):
                painter.drawRect(strip.cell(self._neuron[1], gradient=back).adjusted(-1, -1, 0, 0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._write_strip(painter, theme, strip)

    def _write_strip(self, painter: QPainter, theme: Theme, strip: Strip) -> None:
        """Tell what the two columns are, above, and how many are left out, below."""
        if strip.side < FIELD and strip.layer is not None:
            return  # Of a deep network the first stands for all.
        line, middle = scaled(14), strip.box.center().x()
        first, last = strip.cell(0), strip.cell(0, gradient=True)
        wide = max(scaled(40), strip.columns * strip.side + 14)
        painter.setPen(QColor(theme.text))
        left = QRectF(middle - 2 - wide, first.top() - line, wide, line)
        painter.drawText(left, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, f"{strip.title} →")
        painter.setPen(QColor(theme.validation))
        right = QRectF(middle + 2, last.top() - line, wide, line)
        painter.drawText(right, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, "← dL")
        if strip.folded:
            painter.setPen(QColor(theme.quiet))
            below = QRectF(middle - 60, strip.cell(strip.rows - 1).bottom() + 1, 120, line)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, f"+{strip.folded:,}")

    def _paint_steps(self, painter: QPainter, theme: Theme) -> None:
        if self._story is None:
            return
        self._write_heading(painter, theme)
        graph = self._steps
        for wire in graph.wires:
            _paint_wire(painter, theme, wire)
        for slot in graph.slots:
            _paint_slot(painter, theme, slot)
        for block in graph.blocks:
            _paint_block(painter, theme, block, chosen=False)
        radius = RADIUS * theme.type_scale
        for operation in graph.operations:
            painter.setPen(QPen(QColor(theme.quiet), 1.2))
            painter.setBrush(QColor(theme.card))
            painter.drawEllipse(operation.centre, radius, radius)
            painter.setPen(QColor(theme.text))
            painter.setFont(body_font())
            room = QRectF(operation.centre - QPointF(radius, radius), operation.centre + QPointF(radius, radius))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, operation.sign)
            painter.setFont(small_font())

    def _write_heading(self, painter: QPainter, theme: Theme) -> None:
        assert self._story is not None
        line = scaled(18)
        room = QRectF(0, -line - 6, self.width() - 2 * _MARGIN, line)
        painter.setPen(QColor(theme.text))
        strong = body_font()
        strong.setBold(True)
        painter.setFont(strong)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._story.neuron_name(*self._neuron))
        painter.setFont(small_font())
        forwards, backwards = self.tr("value forwards →"), self.tr("← gradient of the loss backwards")
        wide = painter.fontMetrics().horizontalAdvance(backwards)
        painter.setPen(QColor(theme.validation))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, backwards)
        painter.setPen(QColor(theme.text))
        rest = room.adjusted(0, 0, -wide - 16, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, forwards)


def _below(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def _paint_wire(painter: QPainter, theme: Theme, wire: Wire) -> None:
    painter.setPen(QPen(QColor(theme.faint), 1.2))
    painter.drawLine(wire.start, wire.end)
    way = wire.end - wire.start
    length = max(1e-9, float(np.hypot(way.x(), way.y())))
    along, across = way / length, QPointF(-way.y(), way.x()) / length
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.faint))
    tip, foot = wire.end, wire.end - along * 1.6 * _ARROW
    painter.drawPolygon(QPolygonF([tip, foot + across * 0.7 * _ARROW, foot - across * 0.7 * _ARROW]))
    line, centre = scaled(14), (wire.start + wire.end) / 2
    straight = abs(way.y()) < 1
    if wire.value:
        painter.setPen(QColor(theme.text))
        # Of a slanting wire the number stands near its start, where it is apart from the others.
        at = centre if straight else wire.start + way * 0.3
        room = QRectF(at.x() - 60, at.y() - line - 1, 120, line)
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, wire.value)
    if wire.gradient:
        painter.setPen(QColor(theme.validation))
        room = QRectF(centre.x() - 60, centre.y() + 2, 120, line)
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, wire.gradient)


def _paint_slot(painter: QPainter, theme: Theme, slot: Slot) -> None:
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.setBrush(QColor(theme.field))
    painter.drawRoundedRect(slot.box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    inner = slot.box.adjusted(6, 0, -6, 0)
    of_name, of_value, of_gradient = (slot.box.width() * part / sum(SLOT) for part in SLOT)
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setPen(QColor(theme.quiet))
    room = of_name if slot.value else of_name + of_value
    name = painter.fontMetrics().elidedText(slot.name, Qt.TextElideMode.ElideRight, int(room))
    painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, name)
    painter.setPen(QColor(theme.text))
    painter.drawText(slot.box.adjusted(0, 0, -of_gradient, 0), middle | Qt.AlignmentFlag.AlignRight, slot.value)
    painter.setPen(QColor(theme.validation))
    painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, slot.gradient)


def _paint_block(painter: QPainter, theme: Theme, block: Block, *, chosen: bool) -> None:
    painter.setPen(QPen(QColor(theme.accent if chosen else theme.edge), 1.2))
    painter.setBrush(QColor(theme.accent_soft if chosen else theme.field))
    painter.drawRoundedRect(block.box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    line = scaled(14)
    inner = block.box.adjusted(3, 0, -3, 0)
    titles = _wrapped(painter, block.title, inner.width())
    top = block.box.center().y() - line * (len(titles) + len(block.lines)) / 2
    for number, text in enumerate([*titles, *block.lines]):
        painter.setPen(QColor(theme.text if number < len(titles) else theme.quiet))
        room = QRectF(inner.left(), top + number * line, inner.width(), line)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)


def _wrapped(painter: QPainter, text: str, width: float) -> list[str]:
    """A title in one line, or in two where it has several words and is too long."""
    if painter.fontMetrics().horizontalAdvance(text) <= width or " " not in text:
        return [text]
    words = text.split(" ")
    best = min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))))
    return [" ".join(words[:best]), " ".join(words[best:])]
