"""The painted part of the diagram: tiles and links of the newest snapshot, and a card on what is pointed at."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.app.theme import ThemeManager, body_font
from playground.app.views.diagram.hit import Bias, Hit, Link, Neuron, Summary
from playground.app.views.diagram.hover_card import HoverCard
from playground.app.views.diagram.painting import ScenePainter
from playground.app.views.diagram.scene import Scene, map_side, rect_of
from playground.app.views.diagram.structure import Structure, structure_of
from playground.experiment import Experiment
from playground.training.snapshot import Snapshot

_SETTLE_MILLISECONDS = 60
"""Without a new snapshot for so long, what was left to draw little by little is drawn at once."""


class DiagramCanvas(QWidget):
    """Draws a snapshot. Nothing is computed before it is painted, so snapshots that are never seen cost nothing."""

    # What is pointed at changed: a Neuron, Bias, Link or Summary, or None.
    hovered = Signal(object)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manager = theme
        self._snapshot: Snapshot | None = None
        self._taken: Snapshot | None = None
        self._scene: Scene | None = None
        self._experiment: Experiment | None = None
        self._structure: Structure | None = None
        self._made_for: object = None
        self._painter = ScenePainter(theme.theme, 1.0)
        self._card = HoverCard()
        self._hit: Hit | None = None
        self._cursor: QPointF | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MILLISECONDS)
        self._settle.timeout.connect(self.settle)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(320, 180)
        self.setAccessibleName(self.tr("Network diagram"))
        theme.changed.connect(self.update)

    @property
    def structure(self) -> Structure | None:
        """The structure now drawn."""
        return self._scene.structure if self._scene is not None else None

    @property
    def pointed_at(self) -> Hit | None:
        return self._hit

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw this from the next repaint on."""
        self._snapshot = snapshot
        self.update()

    def hit(self, position: QPointF) -> Hit | None:
        """What the diagram has at a point of this widget."""
        scene = self._current_scene()
        return None if scene is None else scene.hits.at(position.x(), position.y())

    def point_at(self, hit: Hit | None) -> None:
        """Highlight something, as the mouse does."""
        if hit != self._hit:
            self._hit = hit
            self.hovered.emit(hit)
        self._card.forget()
        self.update()

    def settle(self) -> None:
        """Complete what is otherwise drawn over several frames."""
        if self._scene is not None and self._scene.weights:
            self._scene.links.finish()
            self._scene.biases.refresh(at_once=True)
            self._card.forget()
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        scene = self._current_scene()
        if scene is None or self._snapshot is None:
            self._paint_empty(painter)
        else:
            self._bring_up_to_date(scene, self._snapshot)
            self._painter.paint(painter, scene, self._hit)
            self._paint_card(painter, scene, self._snapshot)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._cursor = event.position()
        found = self.hit(event.position())
        if found is not None or self._hit is not None:
            self.point_at(found)

    def leaveEvent(self, _event: QEvent) -> None:
        self._cursor = None
        self.point_at(None)

    def _bring_up_to_date(self, scene: Scene, snapshot: Snapshot) -> None:
        fresh = self._taken is None
        if snapshot is not self._taken:
            scene.take(snapshot)
            self._taken = snapshot
            if not fresh:
                self._settle.start()
        if fresh:
            scene.links.finish()
        else:
            scene.links.advance()
        scene.biases.refresh(at_once=fresh)

    def _current_scene(self) -> Scene | None:
        """The scene for the newest snapshot, this size and this theme."""
        snapshot = self._snapshot
        if snapshot is None:
            return None
        side = map_side(snapshot)
        if self._structure is None or snapshot.experiment is not self._experiment:
            self._experiment, self._structure = snapshot.experiment, structure_of(snapshot)
        structure = self._structure
        ratio, theme = self.devicePixelRatioF(), self._manager.theme
        wanted = (structure, self.size(), theme, ratio, side)
        if self._scene is None or wanted != self._made_for:
            self._made_for = wanted
            self._painter = ScenePainter(theme, ratio)
            self._taken = None
            self._scene = Scene(structure, self.size(), theme, ratio, side)
            self._painter.prepare(self._scene)
            self._forget_what_is_gone(self._scene)
        return self._scene

    def _forget_what_is_gone(self, scene: Scene) -> None:
        """After a change of structure the cursor may be over something else."""
        self._card.forget()
        found = None if self._cursor is None else scene.hits.at(self._cursor.x(), self._cursor.y())
        if found != self._hit:
            self._hit = found
            self.hovered.emit(found)

    def _beside(self, scene: Scene, hit: Hit) -> QRectF:
        column = scene.layout.columns[hit.column]
        if isinstance(hit, Neuron):
            return rect_of(column.tiles[hit.unit])
        if isinstance(hit, Bias):
            return rect_of(column.biases[hit.unit])
        if isinstance(hit, Summary) and column.summary is not None:
            return rect_of(column.summary)
        if self._cursor is None and isinstance(hit, Link):
            return rect_of(column.tiles[hit.unit])
        at = self._cursor or QPointF(0, 0)
        return QRectF(at.x() - 2, at.y(), 4, 4)

    def _paint_card(self, painter: QPainter, scene: Scene, snapshot: Snapshot) -> None:
        if self._hit is None:
            return
        if self._card.due:
            card, beside = scene.cards.write(self._hit, snapshot), self._beside(scene, self._hit)
            self._card.write(self._manager.theme, card, beside, QRectF(self.rect()), self.devicePixelRatioF())
        self._card.paint(painter)

    def _paint_empty(self, painter: QPainter) -> None:
        theme = self._manager.theme
        painter.fillRect(self.rect(), QColor(theme.card))
        painter.setFont(body_font())
        painter.setPen(QColor(theme.quiet))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("The network appears here."))
