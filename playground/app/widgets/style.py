"""How a widget of ours takes its looks from the style sheet."""

from PySide6.QtCore import Property, QRectF, QSize, Qt
from PySide6.QtGui import QBitmap, QColor, QGuiApplication, QPainter
from PySide6.QtWidgets import QLabel, QWidget

from playground.app.theme import scaled


def colour_property(attribute: str) -> Property:
    """A colour that the style sheet sets (`qproperty-...`), kept under `attribute`; a new one repaints.

    The style sheet sets it again whenever the application's sheet changes, so a painted widget follows
    the theme without knowing it.
    """

    def read(widget: QWidget) -> QColor:
        return QColor(getattr(widget, attribute))

    def write(widget: QWidget, colour: QColor) -> None:
        setattr(widget, attribute, QColor(colour))
        widget.update()

    return Property(QColor, read, write)


def set_style_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that style rules select by, and have the rules looked up again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def styled_label(text: str, role: str, parent: QWidget | None = None) -> QLabel:
    """A label in one of the roles of the style sheet: heading, title, strong, quiet, small, error, epoch."""
    label = QLabel(text, parent)
    label.setProperty("role", role)
    return label


PICTURE_RATIO = "pictureRatio"
"""The property of a widget that is drawn into a picture: so many points for each of the screen's."""


def pixel_ratio(widget: QWidget) -> float:
    """How many points what a widget keeps as an image has for each of the widget's pixels: the screen's, or more."""
    wanted = widget.property(PICTURE_RATIO)
    return widget.devicePixelRatioF() if wanted is None else float(wanted)


_AROUND_A_WINDOW = QSize(20, 60)
"""What its frame and the desktop's bars may take of a screen."""


def resize_within_screen(window: QWidget, size: QSize) -> None:
    """Give a window its first size, but no larger than the screen has room for."""
    room = window.screen().availableSize() - _AROUND_A_WINDOW
    window.resize(size.boundedTo(room).expandedTo(window.minimumSize()))


def scaled_size(width: int, height: int) -> QSize:
    """A size for the normal type size, at the present one."""
    return QSize(scaled(width), scaled(height))


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
