"""Which theme is on, and how it reaches the application."""

from typing import Literal, get_args

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyleFactory

from playground.app.theme.palette import body_font, palette
from playground.app.theme.style_sheet import style_sheet
from playground.app.theme.tokens import DARK, LIGHT, Theme

Mode = Literal["system", "light", "dark"]
MODES: tuple[Mode, ...] = get_args(Mode)


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
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(body_font())
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

    def toggle(self) -> None:
        """The other one of light and dark, whatever the system says."""
        self.set_mode("light" if self._theme.is_dark else "dark")

    def _wanted(self) -> Theme:
        if self._mode == "system":
            scheme = QGuiApplication.styleHints().colorScheme()
            return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._mode == "dark" else LIGHT

    def _follow_system(self, _scheme: Qt.ColorScheme) -> None:
        if self._mode == "system":
            self._refresh()

    def _refresh(self) -> None:
        wanted = self._wanted()
        if wanted == self._theme:
            return
        self._theme = wanted
        self._apply()
        self.changed.emit()

    def _apply(self) -> None:
        self._app.setPalette(palette(self._theme))
        self._app.setStyleSheet(style_sheet(self._theme))
