"""Icons: strokes drawn for this program, in whatever colour the theme asks for."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from playground.app.theme.tokens import Theme
from playground.experiment.files import resource_path

_DISABLED_OPACITY = 0.35


def icon(name: str, colour: Theme | QColor | str, *, checked: str | None = None, size: int = 18) -> QIcon:
    """The icon `name` of resources/icons, `size` px wide, with a paler tone where it is disabled.

    `colour` may be a theme, whose text colour is then used; `checked` colours it while its button is on.
    """
    made = QIcon()
    normal = _colour_name(colour)
    for ratio in _ratios():
        made.addPixmap(pixmap(name, normal, size, ratio))
        made.addPixmap(pixmap(name, normal, size, ratio, _DISABLED_OPACITY), QIcon.Mode.Disabled)
        if checked is not None:
            made.addPixmap(pixmap(name, checked, size, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return made


def _ratios() -> set[float]:
    """The pixel ratios of the screens there are: Qt takes the nearest and scales down, never up."""
    return {screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}


def application_icon() -> QIcon:
    """The program's own icon, which keeps its colours."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("app", "#000000", size, 1.0))
    return made


def pixmap(name: str, colour: str, size: int, ratio: float, opacity: float = 1.0) -> QPixmap:
    """One picture of an icon, from Qt's own cache, which outlives no application."""
    key = f"icon/{name}/{colour}/{size}/{ratio}/{opacity}"
    found = QPixmap()
    if not QPixmapCache.find(key, found):
        found = _rendered(name, colour, size, ratio, opacity)
        QPixmapCache.insert(key, found)
    return found


def _rendered(name: str, colour: str, size: int, ratio: float, opacity: float) -> QPixmap:
    source = resource_path("icons", f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    renderer = QSvgRenderer(QByteArray(source))
    drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setOpacity(opacity)
    renderer.render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def _colour_name(colour: Theme | QColor | str) -> str:
    if isinstance(colour, Theme):
        return colour.text
    return colour.name() if isinstance(colour, QColor) else colour
