"""The painted part of the diagram: tiles and links of the newest snapshot, and a card on what is pointed at."""

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.app.diagram import key_steps as walk
from playground.app.diagram.atlas import wanted_sides
from playground.app.diagram.card_text import CardText
from playground.app.diagram.hover_card import HoverCard, Surroundings, surroundings
from playground.app.diagram.layout import Bias, Hit, Layout, Link, Neuron, Summary, has_part
from playground.app.diagram.painting import Stage
from playground.app.diagram.scene import Scene, rect_of
from playground.app.diagram.structure import Structure
from playground.app.diagram.touch import Hands, Touch
from playground.app.theme import ThemeManager, body_font
from playground.training import Inspection, ParameterInspection, Snapshot, UnitInspection

CLOSER_LOOK = "closer look"
"""The name under which what is pointed at is watched."""

LOWEST = 100
"""Pixels of height at least, as in the lowest window with the largest type."""


class DiagramCanvas(QWidget):
    """Draws a snapshot. Nothing is computed before it is painted, so snapshots that are never seen cost nothing."""

    # What is pointed at changed: a Neuron, Bias, Link or Summary, or None.
    hovered = Signal(object)
    # One of them was clicked, or chosen by Enter.
    chosen = Signal(object)
    # The sides that small maps should have, a column each, in pixels of the screen: a tuple of integers.
    tiles_sized = Signal(object)

    def __init__(self, theme: ThemeManager, hands: Hands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = theme
        self._stage = Stage(self, theme, self._forget_what_is_gone, self._settled)
        self._card = HoverCard()
        self._quiet = False
        self._hit: Hit | None = None
        self._look: Inspection | None = None
        self._cursor: QPointF | None = None
        self.touch = Touch(hands, self)
        self.touch.clicked.connect(self.chosen)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(320, LOWEST)
        self.setAccessibleName(self.tr("Network diagram"))
        theme.changed.connect(self.update)

    @property
    def structure(self) -> Structure | None:
        """The structure now drawn."""
        return self._scene.structure if self._scene is not None else None

    @property
    def pointed_at(self) -> Hit | None:
        return self._hit

    @property
    def layout_shown(self) -> Layout:
        """Tell where everything stands; only while there is a network to show."""
        scene = self._current_scene()
        assert scene is not None
        return scene.layout

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw this from the next repaint on."""
        self._stage.snapshot = snapshot
        look = snapshot.watched.get(CLOSER_LOOK)
        if isinstance(look, ParameterInspection | UnitInspection):
            self._look = look
        self.update()

    def show_training(self, training: bool) -> None:
        """Let the links flow while it trains."""
        self._stage.flow(training)
        self.update()

    @property
    def flow_due(self) -> bool:
        """Tell whether what flows should be painted again, though there is nothing new to show."""
        return self._stage.flow_due

    def hit(self, position: QPointF) -> Hit | None:
        """Tell what the diagram has at a point of this widget."""
        scene = self._current_scene()
        return None if scene is None else scene.hits.at(position.x(), position.y())

    def point_at(self, hit: Hit | None) -> None:
        """Highlight something, as the mouse does."""
        if hit != self._hit:
            self._hit = hit
            self.setCursor(_cursor_for(hit))
            self.hovered.emit(hit)
        self._card.forget()
        self.update()

    def hush(self, quiet: bool) -> None:
        """Tell whether the card on what is pointed at is left out, since another speaks of it."""
        self._quiet = quiet
        self.update()

    def card_of(self, hit: Hit) -> CardText | None:
        """Tell what the card on a part says now; None where the network has no such part any more."""
        # Not the scene that was painted last: a newer snapshot may be of another network.
        scene, snapshot = self._current_scene(), self._stage.snapshot
        if scene is None or snapshot is None or not has_part(scene.structure, hit):
            return None
        return scene.cards.write(hit, snapshot, self._look)

    def settle(self) -> None:
        """Complete what is otherwise drawn over several frames."""
        self._stage.settle()

    def _settled(self) -> None:
        self._card.forget()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        scene, snapshot = self._current_scene(), self._stage.snapshot
        if scene is None or snapshot is None:
            self._paint_empty(painter)
        else:
            self._stage.paint(painter, scene, snapshot, self._hit)
            self._paint_card(painter, scene, snapshot)
        painter.end()

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.point_at(self.hit(event.position()))
            self.touch.press(self._hit, event.position())
            if self._hit is None:
                # A click beside everything leaves the diagram, as one beside a field leaves that.
                event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._cursor = event.position()
        if self.touch.pressed:
            self.touch.move(event.position(), fine=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return
        if self._quiet:
            return  # A card that stays speaks of one thing until something is clicked.
        found = self.hit(event.position())
        if found is not None or self._hit is not None:
            self.point_at(found)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.touch.release(event.position())

    def leaveEvent(self, _event: QEvent) -> None:
        self._cursor = None
        if not self.touch.pressed and not self._quiet:
            self.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        scene, key = self._current_scene(), Qt.Key(event.key())
        found = None if scene is None else walk.step(scene.layout, self._hit, key)
        if found is not None:
            self._go_to(found)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._hit is not None:
            self.chosen.emit(self._hit)
        elif key == Qt.Key.Key_Escape and (self.touch.cancel() or self._hit is not None):
            self.point_at(None)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab goes from neuron to neuron, and on after the last."""
        scene = self._current_scene()
        found = None if scene is None else walk.following(scene.layout, self._hit, back=not forward)
        if found is None:
            return super().focusNextPrevChild(forward)
        self._go_to(found)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        scene = self._current_scene()
        if scene is not None and self._hit is None and event.reason() == Qt.FocusReason.TabFocusReason:
            self._go_to(walk.first(scene.layout))
        elif scene is not None and self._hit is None and event.reason() == Qt.FocusReason.BacktabFocusReason:
            self._go_to(walk.last(scene.layout))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self._quiet and event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.point_at(None)

    def _go_to(self, hit: Hit) -> None:
        """Point at something by keys: the card stands beside it, wherever the mouse is."""
        self._cursor = None
        self.point_at(hit)

    @property
    def _scene(self) -> Scene | None:
        return self._stage.scene

    def _current_scene(self) -> Scene | None:
        return self._stage.current()

    def _forget_what_is_gone(self, scene: Scene) -> None:
        """After a change of structure there may be something else, or nothing, where something was pointed at."""
        self._card.forget()
        QTimer.singleShot(0, self, self._tell_sides)
        found = self._hit if _exists(scene, self._hit) else None
        if self._cursor is not None and not self._quiet:
            found = scene.hits.at(self._cursor.x(), self._cursor.y())
        if found != self._hit:
            self._hit = found
            # Others draw something else then, which cannot be done while this is painted.
            QTimer.singleShot(0, self, self._tell_hovered)

    def _tell_sides(self) -> None:
        if self._scene is not None:
            self.tiles_sized.emit(wanted_sides(self._scene.layout, self._scene.ratio))

    def _tell_hovered(self) -> None:
        self.hovered.emit(self._hit)

    def around(self, hit: Hit) -> Surroundings:
        """Tell where a part is and what stands around it, for a card to stand there."""
        assert self._scene is not None
        return surroundings(self._scene.layout, hit, self._place_of(hit))

    def _place_of(self, hit: Hit) -> QRectF:
        assert self._scene is not None
        column = self._scene.layout.columns[hit.column]
        if isinstance(hit, Neuron):
            return rect_of(column.tiles[hit.unit])
        if isinstance(hit, Bias):
            return rect_of(column.tiles[hit.unit]).united(rect_of(column.biases[hit.unit]))
        if isinstance(hit, Summary) and column.summary is not None:
            return rect_of(column.summary)
        if self._cursor is None and isinstance(hit, Link):
            middle = self._scene.links.path(hit.column - 1, hit.source, hit.unit).pointAtPercent(0.5)
            return QRectF(middle.x() - 2, middle.y(), 4, 4)
        at = self._cursor or QPointF(0, 0)
        return QRectF(at.x() - 2, at.y(), 4, 4)

    def _paint_card(self, painter: QPainter, scene: Scene, snapshot: Snapshot) -> None:
        if self._hit is None or self._quiet:
            return
        if self._card.due:
            card, around = scene.cards.write(self._hit, snapshot, self._look), partial(self.around, self._hit)
            self._card.write(self._manager.theme, card, around, QRectF(self.rect()), self.devicePixelRatioF())
        self._card.paint(painter)

    def _paint_empty(self, painter: QPainter) -> None:
        theme = self._manager.theme
        painter.fillRect(self.rect(), QColor(theme.card))
        painter.setFont(body_font())
        painter.setPen(QColor(theme.quiet))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("The network appears here."))


def _cursor_for(hit: Hit | None) -> Qt.CursorShape:
    if isinstance(hit, Link | Bias):
        return Qt.CursorShape.SizeVerCursor
    return Qt.CursorShape.ArrowCursor if hit is None else Qt.CursorShape.PointingHandCursor


def _exists(scene: Scene, hit: Hit | None) -> bool:
    """Tell whether a scene still has a part."""
    columns = scene.layout.columns
    if hit is None or hit.column >= len(columns):
        return False
    if isinstance(hit, Summary):
        return columns[hit.column].summary is not None
    shown = hit.unit < len(columns[hit.column].tiles)
    return shown and (not isinstance(hit, Link) or hit.source < len(columns[hit.column - 1].tiles))
