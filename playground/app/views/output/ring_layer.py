"""Rings around the mistakes, drawn again only when one comes or goes."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from playground.app.views.output.mistake_watch import Mistakes
from playground.app.views.output.point_layer import Sheet
from playground.app.views.output.shown_samples import shown_parts

_GAP = 1.5
_WIDTH = 1.0


class RingLayer:
    """A ring around every shown sample that is taken for another class."""

    def __init__(self) -> None:
        self._sheet: Sheet | None = None
        self._mistakes: Mistakes | None = None
        self._pixmap = QPixmap()

    def pixmap(self, mistakes: Mistakes, sheet: Sheet) -> QPixmap:
        """A picture to lay over that of the points."""
        if sheet != self._sheet or mistakes is not self._mistakes:
            self._sheet, self._mistakes = sheet, mistakes
            self._pixmap = _drawn(mistakes, sheet)
        return self._pixmap


def _drawn(mistakes: Mistakes, sheet: Sheet) -> QPixmap:
    pixmap, shown = sheet.blank(), shown_parts(mistakes.dataset)
    painter = QPainter(pixmap)
    ring = _ring(sheet.radius(sum(map(len, shown.values()))) + _GAP, sheet)
    for name, wrong in mistakes.wrong.items():
        places = shown[name].places[wrong]
        sheet.put(painter, places, [ring], np.zeros(len(places), np.int64))
    painter.end()
    return pixmap


def _ring(radius: float, sheet: Sheet) -> QPixmap:
    side = 2 * round(radius + 2) + 1
    made = QPixmap(round(side * sheet.ratio), round(side * sheet.ratio))
    made.setDevicePixelRatio(sheet.ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(sheet.theme.text), _WIDTH))
    painter.drawEllipse(QPointF(side / 2, side / 2), radius, radius)
    painter.end()
    return made
