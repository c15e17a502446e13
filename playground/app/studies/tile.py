"""One tile of the wall: a boundary, and under it who drew it and how well."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QImage, QPainter, QPen, QPixmap

from playground.app.studies.wall_layout import ABOVE_NAME, DETAIL_LINE, NAME_LINE, SETTING_LINE
from playground.app.theme import Theme, body_font, small_font

_RADIUS = 7.0
_BADGE = 19


@dataclass(frozen=True)
class TileFace:
    """What stands under a picture, and in its place while there is none.

    figure : the result in a few signs. settled : whether the result is one, and not on its way.
    note : why there is none, where there will be none.
    settings : where several make it, their titles and values, a line each; `name` has them all in one.
    badge : what is to be said of it on the picture. waiting : what there is instead of a picture.
    """

    name: str
    figure: str
    detail: str
    settled: bool = True
    note: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    badge: str = ""
    waiting: str = ""

    @property
    def sentence(self) -> str:
        """The tile for whoever cannot see it."""
        return ", ".join(part for part in (self.badge, self.name, self.figure, self.detail, self.note) if part)


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
        square = QRectF(place.x(), place.y(), place.width(), place.width())
        painter.drawPixmap(place.topLeft(), picture)
        if face.waiting:
            painter.setFont(self.detail_font)
            painter.setPen(QColor(theme.quiet))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, face.waiting)
        if edge:
            self._paint_edge(painter, square, edge)
        if face.badge:
            self._paint_badge(painter, square, face.badge, theme)
        self._paint_caption(painter, place, face, theme)

    def _paint_edge(self, painter: QPainter, picture: QRectF, colour: str) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), 2))
        painter.drawRoundedRect(picture.adjusted(1, 1, -1, -1), _RADIUS - 1, _RADIUS - 1)

    def _paint_badge(self, painter: QPainter, picture: QRectF, text: str, theme: Theme) -> None:
        width = QFontMetrics(self.detail_font).horizontalAdvance(text) + 14
        room = QRectF(picture.x() + 6, picture.y() + 6, width, _BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.text))
        painter.drawRoundedRect(room, _BADGE / 2, _BADGE / 2)
        painter.setFont(self.detail_font)
        painter.setPen(QColor(theme.card))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_caption(self, painter: QPainter, place: QRect, face: TileFace, theme: Theme) -> None:
        line = QRect(place.x(), place.y() + place.width() + ABOVE_NAME, place.width(), NAME_LINE)
        below = QRect(place.x(), place.bottom() + 1 - DETAIL_LINE, place.width(), DETAIL_LINE)
        figure_width = QFontMetrics(self.figure_font).horizontalAdvance(face.figure) + 1
        figure_colour = theme.text if face.settled else theme.quiet
        if face.settings:
            # Settings need their lines for themselves: the result comes below them, and the rest where it fits.
            for number, (title, value) in enumerate(face.settings):
                self._paint_setting(painter, line.translated(0, number * SETTING_LINE), title, value, theme)
            self._text(painter, below.adjusted(0, -3, 0, 3), face.figure, self.figure_font, figure_colour)
            below.adjust(figure_width + 8 if face.figure else 0, 0, 0, 0)
        else:
            self._text(painter, line.adjusted(0, 0, -figure_width - 6, 0), face.name, self.name_font, theme.text)
            at_right = line.adjusted(line.width() - figure_width, 0, 0, 0)
            self._text(painter, at_right, face.figure, self.figure_font, figure_colour)
        detail = _fitting(face.detail, QFontMetrics(self.detail_font), below.width())
        self._text(painter, below, detail, self.detail_font, theme.quiet)

    def _paint_setting(self, painter: QPainter, room: QRect, title: str, value: str, theme: Theme) -> None:
        """A value after its title; where there is no room for both, it is the title that is shortened."""
        metrics, own = QFontMetrics(self.figure_font), QFontMetrics(self.name_font).horizontalAdvance(value)
        left = min(metrics.horizontalAdvance(title) + 1, max(0, room.width() - own - 6))
        self._text(painter, QRect(room.x(), room.y(), left, room.height()), title, self.figure_font, theme.quiet)
        self._text(painter, room.adjusted(left + 5, 0, 0, 0), value, self.name_font, theme.text)

    def _text(self, painter: QPainter, room: QRect, text: str, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        short = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)


def _fitting(text: str, metrics: QFontMetrics, width: int) -> str:
    """As many of the parts between dots as there is room for."""
    while text and metrics.horizontalAdvance(text) > width:
        text = text.rpartition(" · ")[0]
    return text
