"""Two bars, as long as what the gradients took: back-propagation and central differences."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.theme import ThemeManager

_BAR, _GAP, _LABEL = 22, 10, 210


class TimeBars(QWidget):
    """Empty until there is something to compare."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._seconds = (0.0, 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Time of both ways"))
        theme.changed.connect(self.update)

    def show_seconds(self, backwards: float, numerical: float) -> None:
        """Show these times, in seconds."""
        self._seconds = (backwards, numerical)
        self.setAccessibleDescription(f"{backwards:.3f} s, {numerical:.3f} s")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 2 * _BAR + _GAP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        longest = max(self._seconds)
        if longest <= 0.0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme.theme
        names = (self.tr("back-propagation"), self.tr("central differences"))
        for row, (name, seconds) in enumerate(zip(names, self._seconds, strict=True)):
            top = row * (_BAR + _GAP)
            painter.setPen(QColor(theme.quiet))
            room = QRectF(0, top, _LABEL - 12, _BAR)
            painter.drawText(
                room, Qt.AlignmentFlag.AlignVCenter, self.tr("{name}, {x} s").format(name=name, x=f"{seconds:.2f}")
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor((theme.train, theme.test)[row]))
            width = max(2.0, (self.width() - _LABEL) * seconds / longest)
            painter.drawRoundedRect(QRectF(_LABEL, top, width, _BAR), 3, 3)
        painter.end()
