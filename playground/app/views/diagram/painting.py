"""Painting a scene: links, tiles, names, summaries, and what is pointed at."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.app.icons import pixmap
from playground.app.theme import Theme, body_font, small_font
from playground.app.views.diagram.hit import Bias, Hit, Link, Neuron, Summary
from playground.app.views.diagram.layout import Rect
from playground.app.views.diagram.scene import Scene, rect_of
from playground.app.views.diagram.structure import Kind
from playground.app.views.diagram.symbols import text
from playground.app.views.diagram.text_runs import RunPainter
from playground.app.views.diagram.tile_frames import corner, tile_frame
from playground.app.views.feature_names import is_made

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
                    painter.drawImage(tile, atlas.images[number], atlas.part(number, unit))
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
        """Where there is no room above a frozen layer, its lock lies on the corner of the first tile."""
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
