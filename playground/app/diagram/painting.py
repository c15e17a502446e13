"""Painting a scene: links, tiles, names, summaries, and what is pointed at."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.app.diagram.atlas import corner, tile_frame
from playground.app.diagram.hover_card import RunPainter
from playground.app.diagram.layout import Bias, Hit, Link, Neuron, Rect, Summary
from playground.app.diagram.names import text
from playground.app.diagram.scene import Scene, rect_of
from playground.app.diagram.structure import Kind, Structure, structure_of
from playground.app.theme import Theme, ThemeManager, body_font, small_font
from playground.app.theme.icons import pixmap
from playground.app.widgets.style import pixel_ratio
from playground.app.words.names import is_made
from playground.experiment import Experiment
from playground.training import Snapshot

_VEIL = 0.62
_LIFT = 1.2
"""How much wider a link is drawn that is pointed at."""
_NAME_GAP = 8.0
_LOCK, _SMALL_LOCK = 14, 11
_ROOM_FOR_LOCK = 18.0
_NAME_MARGIN = 4.0


class ScenePainter:
    """Paints scenes in one theme."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme, self._ratio = theme, ratio
        self._names = RunPainter(body_font())
        self._narrow_names = RunPainter(small_font())
        self._small = small_font()

    def prepare(self, scene: Scene) -> None:
        """Put what never changes into the ground below the links."""
        painter = QPainter(scene.links.ground)
        self._paint_frozen(painter, scene)
        self._paint_input_names(painter, scene)
        painter.end()
        scene.links.begin()

    def paint(self, painter: QPainter, scene: Scene, hit: Hit | None) -> None:
        """The whole diagram."""
        painter.drawImage(QPointF(0, 0), scene.links.image)
        if hit is not None:
            self._paint_chosen_links(painter, scene, hit)
        self._paint_tiles(painter, scene)
        scene.biases.paint(painter)
        scene.marks.paint(painter)
        self._paint_locks(painter, scene)
        self._paint_summaries(painter, scene)
        if isinstance(hit, Neuron | Bias):
            self._paint_ring(painter, scene.layout.columns[hit.column].tiles[hit.unit])
        elif isinstance(hit, Summary) and (summary := scene.layout.columns[hit.column].summary) is not None:
            self._paint_ring(painter, summary)

    def _paint_tiles(self, painter: QPainter, scene: Scene) -> None:
        atlas = scene.atlas
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number, column in enumerate(scene.layout.columns):
            for unit, tile in enumerate(scene.tiles[number]):
                if atlas is None:
                    self._paint_plain_tile(painter, tile, unit)
                else:
                    painter.drawImage(tile, atlas.tiles[number][unit])
            if atlas is None or not atlas.framed[number]:
                frame = tile_frame(self._theme, column.size, self._ratio)
                for tile in scene.tiles[number]:
                    painter.drawImage(tile.topLeft(), frame)

    def _paint_plain_tile(self, painter: QPainter, tile: QRectF, unit: int) -> None:
        """Without a plane there is no map: a quiet tile with its number."""
        painter.fillRect(tile, QColor(self._theme.field))
        painter.setFont(self._small)
        painter.setPen(QColor(self._theme.quiet))
        painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, str(unit + 1))

    def _paint_frozen(self, painter: QPainter, scene: Scene) -> None:
        """A band behind the neurons of a frozen layer, and a lock on top of it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for column, placed in zip(scene.structure.columns, scene.layout.columns, strict=True):
            if not column.frozen or not placed.tiles:
                continue
            first, last = placed.tiles[0], (*placed.tiles, *placed.biases)[-1]
            box = QRectF(first.x, first.y, first.width, last.bottom - first.y).adjusted(-7, -20, 7, 6)
            box = box.intersected(QRectF(2, 2, scene.layout.width - 4, scene.layout.height - 4))
            pen = QPen(QColor(self._theme.faint), 1)
            pen.setDashPattern([3.0, 3.0])
            painter.setPen(pen)
            painter.setBrush(QColor(self._theme.field))
            painter.drawRoundedRect(box, 8, 8)
            if first.y >= _ROOM_FOR_LOCK:
                lock = pixmap("lock", self._theme.quiet, _LOCK, self._ratio)
                painter.drawPixmap(QPointF(round(box.center().x() - _LOCK / 2), first.y - 17), lock)

    def _paint_locks(self, painter: QPainter, scene: Scene) -> None:
        """Tell where there is no room above a frozen layer, its lock lies on the corner of the first tile."""
        for column, placed in zip(scene.structure.columns, scene.layout.columns, strict=True):
            if column.frozen and placed.tiles and placed.tiles[0].y < _ROOM_FOR_LOCK:
                tile = placed.tiles[0]
                at = QPointF(tile.right - _SMALL_LOCK, tile.y - 3)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._theme.card))
                painter.drawEllipse(QRectF(at, QSizeF(_SMALL_LOCK, _SMALL_LOCK)).adjusted(-2, -2, 2, 2))
                painter.drawPixmap(at, pixmap("lock", self._theme.text, _SMALL_LOCK, self._ratio))

    def _paint_input_names(self, painter: QPainter, scene: Scene) -> None:
        painter.setPen(QColor(self._theme.text))
        for unit, tile in enumerate(scene.tiles[0]):
            runs = scene.names.symbol(0, unit)
            room = tile.left() - _NAME_GAP
            fits = self._names.width(runs) <= room and not scene.structure.named
            names = self._names if fits else self._narrow_names
            if names.width(runs) > room - _NAME_MARGIN and scene.structure.named:
                name, most = scene.structure.inputs[unit], room - _NAME_MARGIN
                # What is done to a column stands behind its name.
                cut = Qt.TextElideMode.ElideMiddle if is_made(name) else Qt.TextElideMode.ElideRight
                runs = text(names.metrics.elidedText(name, cut, most))
            names.draw(painter, room - names.width(runs), tile.center().y() + names.metrics.xHeight() / 2, runs)

    def _paint_summaries(self, painter: QPainter, scene: Scene) -> None:
        for column in scene.layout.columns:
            if column.summary is None:
                continue
            if column.kind is Kind.INPUT and scene.mean_image is not None:
                self._paint_image(painter, rect_of(column.summary), scene.mean_image)
                continue
            box = rect_of(column.summary).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.setBrush(QColor(self._theme.field))
            painter.drawRoundedRect(box, 6, 6)
            painter.setFont(self._small)
            painter.setPen(QColor(self._theme.quiet))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, scene.names.more(column.folded, box.width() - 8))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_image(self, painter: QPainter, box: QRectF, image: QImage) -> None:
        """Pixels with sharp edges, so that one sees how many there are."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(box, image)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _paint_chosen_links(self, painter: QPainter, scene: Scene, hit: Hit) -> None:
        """The links of what is pointed at, over the others under a veil."""
        chosen = _links_of(scene, hit)
        if not chosen:
            return
        veil = QColor(self._theme.card)
        veil.setAlphaF(_VEIL)
        left = scene.hits.gaps[0].left
        painter.fillRect(QRectF(left, 0, scene.layout.width - left, scene.layout.height), veil)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for gap, source, unit in chosen:
            ends = len(scene.hits.gaps[gap].ends)
            level = int(scene.links.wanted[gap][source * ends + unit])
            pen = QPen(scene.links.pens[gap][level])
            pen.setColor(QColor(self._theme.positive if level >= 0 else self._theme.negative))
            pen.setWidthF(pen.widthF() + _LIFT)
            painter.setPen(pen)
            painter.drawPath(scene.links.paths[gap][source * ends + unit])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_ring(self, painter: QPainter, tile: Rect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect_of(tile), corner(tile.width), corner(tile.width))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _links_of(scene: Scene, hit: Hit) -> list[tuple[int, int, int]]:
    """(gap, source, unit) of the links that belong to what is pointed at."""
    shown = [len(column.tiles) for column in scene.layout.columns]
    if isinstance(hit, Link):
        return [(hit.column - 1, hit.source, hit.unit)]
    if not isinstance(hit, Neuron):
        return []
    column, unit = hit.column, hit.unit
    into = [(column - 1, source, unit) for source in range(shown[column - 1])] if column else []
    out = [(column, unit, target) for target in range(shown[column + 1])] if column + 1 < len(shown) else []
    return into + out


_SETTLE_MILLISECONDS = 60
"""Without a new snapshot for so long, what was left to draw little by little is drawn at once."""
_FLOW_SECONDS = 0.04
_STILL_SECONDS, _LONG_STILL_SECONDS = 0.025, 0.042
"""While links flow they are drawn every second frame or so, many of them every third: what moves slowly looks the same,
and costs half."""
_BIAS_SECONDS = 1.2
_MANY_TILES = 24
"""Of a network of more, maps are drawn every second frame too."""


class Stage(QObject):
    """Nothing is computed before it is painted, so snapshots that are never seen cost nothing.

    Parameters
    ----------
    widget : on which it is painted. changed : called with a scene that has taken the place of another.
    settled : called when what was drawn little by little is complete.
    """

    def __init__(
        self,
        widget: QWidget,
        theme: ThemeManager,
        changed: Callable[[Scene], None],
        settled: Callable[[], None],
    ) -> None:
        super().__init__(widget)
        self._widget, self._manager, self._changed, self._settled = widget, theme, changed, settled
        self.snapshot: Snapshot | None = None
        self.scene: Scene | None = None
        self._taken: Snapshot | None = None
        self._begun: Snapshot | None = None
        self._experiment: Experiment | None = None
        self._structure: Structure | None = None
        self._made_for: object = None
        self._painter = ScenePainter(theme.theme, 1.0)
        self._flows = False
        self._painted_at = self._taken_at = 0.0
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MILLISECONDS)
        self._settle.timeout.connect(self.settle)

    def flow(self, flows: bool) -> None:
        """Let the links flow, or not."""
        self._flows, self._painted_at = flows, 0.0

    @property
    def flow_due(self) -> bool:
        """Tell whether what flows should be painted again, though there is nothing new to show."""
        return self._flows and monotonic() - self._painted_at > _FLOW_SECONDS

    def settle(self) -> None:
        """Complete what is otherwise drawn over several frames."""
        if self.scene is None or self._taken is None or self.snapshot is None:
            return
        scene = self.current()
        if scene is None or self._taken is None:
            return  # The newest snapshot is of another network, of which the next paint draws everything.
        self._taken = self._begun = self.snapshot
        scene.take(self.snapshot)
        scene.take_weights(self.snapshot)
        scene.still()
        scene.links.finish()
        scene.biases.refresh(at_once=True)
        self._settled()

    def current(self) -> Scene | None:
        """The scene for the newest snapshot, this size and this theme."""
        snapshot = self.snapshot
        if snapshot is None:
            return None
        if self._structure is None or snapshot.experiment is not self._experiment:
            self._experiment, self._structure = snapshot.experiment, structure_of(snapshot)
        size, ratio, theme = self._widget.size(), pixel_ratio(self._widget), self._manager.theme
        wanted = (self._structure, size, theme, ratio)
        if self.scene is None or wanted != self._made_for:
            self._made_for = wanted
            self._painter = ScenePainter(theme, ratio)
            self._taken = None
            self.scene = Scene(self._structure, size, theme, ratio)
            self._painter.prepare(self.scene)
            self._changed(self.scene)
        return self.scene

    def paint(self, painter: QPainter, scene: Scene, snapshot: Snapshot, hit: Hit | None) -> None:
        """Draw the newest snapshot, with what is pointed at standing out."""
        fresh, now = self._taken is None, monotonic()
        many = sum(map(len, scene.tiles)) > _MANY_TILES
        still = _LONG_STILL_SECONDS if many else _STILL_SECONDS
        # Painted without a new snapshot, it is for the sake of what flows.
        again = snapshot is self._taken and not many
        links_due = fresh or again or not self._flows or now - self._painted_at > still
        maps_wait = many and self._flows and now - self._taken_at < _STILL_SECONDS
        if fresh or (snapshot is not self._taken and not maps_wait):
            scene.take(snapshot)
            self._taken, self._taken_at = snapshot, now
        if snapshot is not self._begun:
            self._begun = snapshot
            self._settle.start()
        if links_due:
            self._painted_at = now
            scene.take_weights(snapshot)
            self._draw_links(scene, now, fresh=fresh)
        scene.biases.refresh(at_once=fresh)
        self._painter.paint(painter, scene, hit)

    def _draw_links(self, scene: Scene, now: float, *, fresh: bool) -> None:
        """Bring the links up to date, and put the beads on them where they are now."""
        scene.still()
        if fresh:
            scene.links.finish()
        else:
            scene.links.advance()
        if self._flows:
            scene.flow.lay(scene.links.wanted, now)
            scene.biases.rise(now / _BIAS_SECONDS % 1.0)
