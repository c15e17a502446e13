"""One tile of the wall: a boundary, and under it who drew it and how well."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QImage, QPainter, QPen, QPixmap

from playground.app.theme import Theme, body_font, small_font

_RADIUS = 7.0
_NAME_LINE, _DETAIL_LINE = 22, 15


@dataclass(frozen=True)
class TileFace:
    """What stands under a picture.

    figure : the result in a few signs. settled : whether the result is one, and not on its way.
    note : why there is none, where there will be none.
    """

    name: str
    figure: str
    detail: str
    settled: bool = True
    note: str = ""

    @property
    def sentence(self) -> str:
        """The tile for whoever cannot see it."""
        return ", ".join(part for part in (self.name, self.figure, self.detail, self.note) if part)


def framed(image: QImage, side: int, ratio: float, theme: Theme) -> QPixmap:
    """A picture as it stands on the wall: scaled, its corners round, with a thin edge; a field where it is empty.

    Scaling and rounding take longer than all else of a tile, so this is kept for as long as the picture is the same.
    """
    pixels = round(side * ratio)
    drawn = QPixmap(pixels, pixels)
    drawn.fill(Qt.GlobalColor.transparent)
    filled = QBrush(QColor(theme.field))
    if not image.isNull():
        mode = Qt.TransformationMode.SmoothTransformation
        filled = QBrush(image.scaled(pixels, pixels, Qt.AspectRatioMode.IgnoreAspectRatio, mode))
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(filled)
    painter.setPen(QPen(QColor(theme.line), ratio))
    painter.drawRoundedRect(
        QRectF(0, 0, pixels, pixels).adjusted(ratio / 2, ratio / 2, -ratio / 2, -ratio / 2),
        _RADIUS * ratio,
        _RADIUS * ratio,
    )
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


class TilePainter:
    """Paints tiles in a theme; fonts and metrics are made once."""

    def __init__(self) -> None:
        self.name_font = body_font()
        self.name_font.setWeight(QFont.Weight.DemiBold)
        self.figure_font, self.detail_font = body_font(), small_font()

    def paint(
        self, painter: QPainter, place: QRect, face: TileFace, picture: QPixmap, theme: Theme, *, edge: str | None
    ) -> None:
        """Paint into `place`; `edge` is the colour of a frame that stands out."""
        painter.drawPixmap(place.topLeft(), picture)
        if edge:
            self._paint_edge(painter, QRectF(place.x(), place.y(), place.width(), place.width()), edge)
        self._paint_caption(painter, place, face, theme)

    def _paint_edge(self, painter: QPainter, picture: QRectF, colour: str) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), 2))
        painter.drawRoundedRect(picture.adjusted(1, 1, -1, -1), _RADIUS - 1, _RADIUS - 1)

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
