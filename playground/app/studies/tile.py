"""One tile of the wall: a boundary, and under it who drew it and how well."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPen

from playground.app.theme import Theme, body_font, small_font

_RADIUS = 7.0
_NAME_LINE, _DETAIL_LINE = 22, 15


@dataclass(frozen=True)
class TileFace:
    """What stands under a picture.

    figure : the result in a few signs. settled : whether the result is one, and not on its way.
    """

    name: str
    figure: str
    detail: str
    settled: bool = True

    @property
    def sentence(self) -> str:
        """The tile for whoever cannot see it."""
        return ", ".join(part for part in (self.name, self.figure, self.detail) if part)


class TilePainter:
    """Paints tiles in a theme; fonts and metrics are made once."""

    def __init__(self) -> None:
        self.name_font = body_font()
        self.name_font.setWeight(QFont.Weight.DemiBold)
        self.figure_font, self.detail_font = body_font(), small_font()

    def paint(
        self, painter: QPainter, place: QRect, face: TileFace, image: QImage, theme: Theme, *, edge: str | None
    ) -> None:
        """Paint into `place`; `edge` is the colour of a frame that stands out."""
        picture = QRectF(place.x(), place.y(), place.width(), place.width())
        self._paint_picture(painter, picture, image, theme)
        self._paint_edge(painter, picture, theme, edge)
        self._paint_caption(painter, place, face, theme)

    def _paint_picture(self, painter: QPainter, picture: QRectF, image: QImage, theme: Theme) -> None:
        if image.isNull():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(QColor(theme.field)))
            painter.drawRoundedRect(picture, _RADIUS, _RADIUS)
            return
        rounded = QPainterPath()
        rounded.addRoundedRect(picture, _RADIUS, _RADIUS)
        painter.save()
        painter.setClipPath(rounded)
        painter.drawImage(picture, image)
        painter.restore()

    def _paint_edge(self, painter: QPainter, picture: QRectF, theme: Theme, edge: str | None) -> None:
        width = 2.0 if edge else 1.0
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(edge or theme.line), width))
        inset = width / 2
        inner = picture.adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(inner, _RADIUS - inset, _RADIUS - inset)

    def _paint_caption(self, painter: QPainter, place: QRect, face: TileFace, theme: Theme) -> None:
        line = QRect(place.x(), place.y() + place.width() + 3, place.width(), _NAME_LINE)
        figure_width = QFontMetrics(self.figure_font).horizontalAdvance(face.figure)
        self._text(painter, line.adjusted(0, 0, -figure_width - 6, 0), face.name, self.name_font, theme.text)
        colour = theme.text if face.settled else theme.quiet
        painter.setFont(self.figure_font)
        painter.setPen(QColor(colour))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, face.figure)
        below = QRect(place.x(), line.bottom(), place.width(), _DETAIL_LINE)
        self._text(painter, below, face.detail, self.detail_font, theme.quiet)

    def _text(self, painter: QPainter, room: QRect, text: str, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        short = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)
