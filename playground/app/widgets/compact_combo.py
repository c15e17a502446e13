"""A combo that is as wide as what it shows, and looks like a button with a chevron."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPolygonF, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

_HEIGHT = 25
_LEFT = 8
_RIGHT = 20
_CHEVRON = QSize(8, 5)


class CompactCombo(QComboBox):
    """Leaves the wheel to the scrolled column unless it has the focus; a long text is shortened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(16)
        # The default delegate imitates a menu and ignores the style sheet's rules for items.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.currentTextChanged.connect(self._fit)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        text = self.fontMetrics().horizontalAdvance(self._shown_text())
        return QSize(_LEFT + text + _RIGHT + 1, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(64, self.sizeHint().width()), _HEIGHT)

    def showPopup(self) -> None:  # noqa: N802
        # The list is as wide as its longest entry, not as the short one now chosen.
        self.view().setMinimumWidth(max(self.width(), self.view().sizeHintForColumn(0) + 28))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = QRect(_LEFT, 0, self.width() - _LEFT - _RIGHT + 2, self.height())
        text = self.fontMetrics().elidedText(self._shown_text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawPolygon(self._chevron())
        painter.end()

    def _chevron(self) -> QPolygonF:
        left = self.width() - _RIGHT / 2 - _CHEVRON.width() / 2
        top = (self.height() - _CHEVRON.height()) / 2 + 0.5
        corners = ((0, 0), (_CHEVRON.width(), 0), (_CHEVRON.width() / 2, _CHEVRON.height()))
        return QPolygonF([QPointF(left + x, top + y) for x, y in corners])

    def _shown_text(self) -> str:
        return self.currentText() or self.placeholderText()

    def _fit(self) -> None:
        self.updateGeometry()
