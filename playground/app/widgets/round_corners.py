"""Round corners for what is a window of its own: menus, and the cards that open over the window."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBitmap, QGuiApplication, QPainter
from PySide6.QtWidgets import QWidget


def allow_round_corners(window: QWidget) -> None:
    """A window is square, and would show its own ground in the corners."""
    window.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, not _are_cut())


def cut_corners(window: QWidget, radius: float) -> None:
    """Give a window that has another size its shape."""
    if _are_cut():
        window.setMask(_rounded(window, radius))


def _are_cut() -> bool:
    """X without a compositor makes black what is translucent: there the corners are cut off, less smoothly."""
    return QGuiApplication.platformName() == "xcb"


def _rounded(widget: QWidget, radius: float) -> QBitmap:
    shape = QBitmap(widget.size())
    shape.clear()
    painter = QPainter(shape)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.color1)
    painter.drawRoundedRect(QRectF(widget.rect()), radius, radius)
    painter.end()
    return shape
