"""How a widget of ours takes its looks from the style sheet."""

from PySide6.QtCore import Property
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QWidget


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
