"""What the colours of values mean: a band from the least to the largest."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

_LINE = 20
_BAND, _BAND_HEIGHT, _RADIUS = 96, 9, 2.5
_LEAST_BAND = 32
_GAP = 6


class ValueScale(QWidget):
    """A name, the least value, a band of colours, the largest value."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._texts = (name, "")
        self._colours: tuple[str, ...] = ("#000000",)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_ends(self, low: str, high: str) -> None:
        """The least value that colours tell from others, and the largest."""
        if self._texts != (f"{self._name}  {low}".strip(), high):
            self._texts = (f"{self._name}  {low}".strip(), high)
            self.setAccessibleName(self.tr("Colours of values from {low} to {high}").format(low=low, high=high))
            self.updateGeometry()
            self.update()

    def set_colours(self, colours: Sequence[str]) -> None:
        """Colours at equal distances, from the least value to the largest."""
        self._colours = tuple(colours)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + _BAND + 2 * _GAP, _LINE)

    def minimumSizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + _LEAST_BAND + 2 * _GAP, _LINE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right = self._widths()
        wide = max(_LEAST_BAND, min(_BAND, self.width() - left - right - 2 * _GAP))
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, left, _LINE), middle, self._texts[0])
        painter.drawText(QRectF(left + wide + 2 * _GAP, 0, right, _LINE), middle, self._texts[1])
        band = QRectF(left + _GAP, (_LINE - _BAND_HEIGHT) / 2, wide, _BAND_HEIGHT)
        gradient = QLinearGradient(band.topLeft(), band.topRight())
        for number, colour in enumerate(self._colours):
            gradient.setColorAt(number / max(1, len(self._colours) - 1), QColor(colour))
        painter.setBrush(gradient)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(band, _RADIUS, _RADIUS)
        painter.end()

    def _widths(self) -> tuple[int, int]:
        self.ensurePolished()
        metrics = self.fontMetrics()
        return metrics.horizontalAdvance(self._texts[0]) + 1, metrics.horizontalAdvance(self._texts[1]) + 1
