"""Which theme is on, and how it reaches the application."""

from dataclasses import replace
from typing import Literal, get_args

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from playground.app.theme.palette import BODY_PIXELS, body_font, palette, refit
from playground.app.theme.style_sheet import style_sheet
from playground.app.theme.tokens import DARK, LIGHT, Theme

Mode = Literal["system", "light", "dark"]
MODES: tuple[Mode, ...] = get_args(Mode)
TypeSize = Literal["normal", "large", "largest"]
TYPE_SIZES: tuple[TypeSize, ...] = get_args(TypeSize)
_BODY: dict[TypeSize, int] = {"normal": BODY_PIXELS, "large": 15, "largest": 17}
"""Pixels of the usual letters. The larger ones are for a room that looks at a projector."""


class ThemeManager(QObject):
    """Owns the theme of one QApplication; whoever paints with it is handed this object.

    Palettes of our own are used throughout: asking Qt for a colour scheme does nothing on bare X.
    """

    # Another theme is on; the application is restyled already, so a slot may read palettes and fonts.
    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._mode: Mode = mode
        self._type_size: TypeSize = "normal"
        app.setStyle(QStyleFactory.create("Fusion"))
        self._theme = self._wanted()
        self._apply()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def mode(self) -> Mode:
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Switch, also while the window is open; `system` follows the desktop from then on."""
        if mode not in MODES:
            raise ValueError(f"mode is {mode!r}; it is one of {', '.join(MODES)}")
        self._mode = mode
        self._refresh()

    @property
    def type_size(self) -> TypeSize:
        return self._type_size

    def set_type_size(self, size: TypeSize) -> None:
        """Write everything so large, also while windows are open."""
        if size not in TYPE_SIZES:
            raise ValueError(f"size is {size!r}; it is one of {', '.join(TYPE_SIZES)}")
        self._type_size = size
        self._refresh()

    def next_type_size(self) -> None:
        """The next larger one; after the largest the normal one again."""
        self.set_type_size(TYPE_SIZES[(TYPE_SIZES.index(self._type_size) + 1) % len(TYPE_SIZES)])

    def toggle(self) -> None:
        """The other one of light and dark, whatever the system says."""
        self.set_mode("light" if self._theme.is_dark else "dark")

    def _wanted(self) -> Theme:
        dark = self._mode == "dark"
        if self._mode == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        theme, scale = DARK if dark else LIGHT, _BODY[self._type_size] / BODY_PIXELS
        return theme if scale == 1 else replace(theme, type_scale=scale)

    def _follow_system(self, _scheme: Qt.ColorScheme) -> None:
        if self._mode == "system":
            self._refresh()

    def _refresh(self) -> None:
        wanted, before = self._wanted(), self._theme
        if wanted == before:
            return
        self._theme = wanted
        self._apply()
        if wanted.type_scale != before.type_scale:
            # The innermost first: what holds others fits itself to them.
            for widget in sorted(self._app.allWidgets(), key=_depth, reverse=True):
                refit(widget)
        self.changed.emit()

    def _apply(self) -> None:
        if self._app.font().pixelSize() != _BODY[self._type_size]:
            self._app.setFont(body_font(_BODY[self._type_size]))
        self._app.setPalette(palette(self._theme))
        self._app.setStyleSheet(style_sheet(self._theme))


def _depth(widget: QWidget) -> int:
    """Count the widgets that a widget is within."""
    depth, holder = 0, widget.parentWidget()
    while holder is not None:
        depth, holder = depth + 1, holder.parentWidget()
    return depth
