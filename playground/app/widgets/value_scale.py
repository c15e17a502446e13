"""What the colours of values mean: a band from the least to the largest."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

_LINE = 20
_BAND, _BAND_HEIGHT, _RADIUS = 96, 9, 2.5
_GAP = 6


class ValueScale(QWidget):
    """A name, the least value, a band of colours, the largest value."""

    def __init__(self, name: str, low: str, high: str, parent: QWidget | None = None, *, band: int = _BAND) -> None:
        super().__init__(parent)
        self._name, self._band = name, band
        self._texts = (f"{name}  {low}".strip(), high)
        self._colours: tuple[str, ...] = ("#000000",)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Colours of values from {low} to {high}").format(low=low, high=high))

    def set_ends(self, low: str, high: str) -> None:
        """Other values at the ends of the band."""
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
        return QSize(sum(self._widths()) + self._band + 2 * _GAP, _LINE)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right = self._widths()
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, left, _LINE), middle, self._texts[0])
        painter.drawText(QRectF(left + self._band + 2 * _GAP, 0, right, _LINE), middle, self._texts[1])
        band = QRectF(left + _GAP, (_LINE - _BAND_HEIGHT) / 2, self._band, _BAND_HEIGHT)
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
