"""A view drawn anew into a picture, as sharp as the picture is large, with what made it in the file's metadata."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QEvent, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from playground.app.theme import ThemeManager
from playground.app.widgets.style import PICTURE_RATIO
from playground.experiment import UserError

LARGEST, SMALLEST = 8192, 64
"""Pixels of a side."""
_IN_SVG = 3.0
"""Points of an image within an SVG, for each of the screen's."""
_CSS_DOTS = 96
"""An inch, in the pixels of pages."""
_NO_CACHE = QGraphicsItem.CacheMode.NoCache


@dataclass(frozen=True)
class View:
    """A view that pictures are made of.

    name : for the name of the file. title : for people. widget : gives what is drawn; None while there is nothing.
    free : whether a click of the right button means nothing else there at the moment.
    """

    name: str
    title: str
    widget: Callable[[], QWidget | None]
    free: Callable[[], bool] = lambda: True

    @property
    def shown(self) -> QWidget | None:
        """Tell what would be drawn now; None where it cannot be seen."""
        widget = self.widget()
        return widget if widget is not None and widget.isVisible() and not widget.size().isEmpty() else None


def size_for(widget: QWidget, width: int) -> QSize:
    """The size of a picture of this width, or narrower where it would be too high."""
    ratio = min(width / widget.width(), LARGEST / max(widget.width(), widget.height()))
    return QSize(max(1, round(ratio * widget.width())), max(1, round(ratio * widget.height())))


def image_of(widget: QWidget, width: int, theme: ThemeManager, facts: Mapping[str, str]) -> QImage:
    """Draw a widget into an image of a width in pixels.

    Raises
    ------
    UserError : when there is not enough memory for it.
    """
    size = size_for(widget, width)
    image = QImage(size, QImage.Format.Format_RGB32)
    if image.isNull():
        raise UserError("there is not enough memory for a picture of {n} pixels; make it smaller", n=size.width())
    ratio = size.width() / widget.width()
    image.fill(theme.theme.card)
    with _drawn_at(widget, ratio):
        painter = QPainter(image)
        painter.scale(ratio, ratio)
        widget.render(painter, QPoint(), renderFlags=_flags(widget))
        painter.end()
    image.setDotsPerMeterX(_DOTS)
    image.setDotsPerMeterY(_DOTS)
    for name, text in facts.items():
        image.setText(name, text)
    return image


def _flags(widget: QWidget) -> QWidget.RenderFlag:
    """A view lies on a card, a window on its own ground."""
    ground = QWidget.RenderFlag.DrawWindowBackground if widget.isWindow() else QWidget.RenderFlag(0)
    return QWidget.RenderFlag.DrawChildren | ground


_DOTS = round(300 / 0.0254)
"""A metre, as printers take it: 300 an inch."""


def png_of(image: QImage) -> bytes:
    """An image as a file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    if not writer.write(image):
        raise UserError("the picture could not be made; try another size")
    return bytes(content.data())


def svg_of(widget: QWidget, title: str, theme: ThemeManager, facts: Mapping[str, str]) -> bytes:
    """Draw a widget as lines and texts; maps are images within."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setResolution(_CSS_DOTS)
    generator.setViewBox(QRect(QPoint(), widget.size()))
    generator.setTitle(title)
    generator.setDescription("\n".join(f"{name}: {text}" for name, text in facts.items()))
    with _drawn_at(widget, _IN_SVG):
        painter = QPainter(generator)
        painter.fillRect(QRect(QPoint(), widget.size()), theme.theme.card)
        widget.render(painter, QPoint(), renderFlags=_flags(widget))
        painter.end()
    buffer.close()
    return bytes(content.data())


@contextmanager
def _drawn_at(widget: QWidget, ratio: float) -> Iterator[None]:
    """Let a widget and all in it draw what they keep as images for so many points each of the screen's."""
    inside = [widget, *widget.findChildren(QWidget)]
    for each in inside:
        # What follows the mouse is no part of a picture.
        QCoreApplication.sendEvent(each, QEvent(QEvent.Type.Leave))
        each.setProperty(PICTURE_RATIO, ratio)
    plots = [each for each in inside if isinstance(each, QGraphicsView) and each.scene() is not None]
    # What is kept as an image for the screen would be coarse here.
    grounds = [(plot, plot.cacheMode()) for plot in plots]
    items = [(item, item.cacheMode()) for plot in plots for item in plot.scene().items()]
    cached = [(item, mode) for item, mode in items if mode != _NO_CACHE]
    for plot in plots:
        plot.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
    for item, _ in cached:
        item.setCacheMode(_NO_CACHE)
    try:
        yield
    finally:
        for plot, ground in grounds:
            plot.setCacheMode(ground)
        for item, mode in cached:
            item.setCacheMode(mode)
        for each in inside:
            each.setProperty(PICTURE_RATIO, None)
            each.update()
