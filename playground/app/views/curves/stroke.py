"""How a curve is drawn: smooth at rest, and as cheaply as can be while a run changes it all the time."""

from PySide6.QtWidgets import QGraphicsItem

from playground.app.theme import pen
from playground.app.views.curves.graph import pg

_WIDTH = 1.5
_Cache = QGraphicsItem.CacheMode


def set_stroke(item: pg.PlotCurveItem, colour: str, *, smooth: bool) -> None:
    """Give a curve its pen.

    A smooth line takes thirty times as long, so it is drawn once and kept as a picture, over which cursor and mouse
    move for nothing; and piece by piece, since as one path a noisy curve would take seven times as long again.
    """
    item.opts["antialias"] = smooth
    item.opts["segmentedLineMode"] = "on" if smooth else "auto"
    item.setPen(pen(colour, _WIDTH if smooth else 1.0))
    item.setCacheMode(_Cache.DeviceCoordinateCache if smooth else _Cache.NoCache)
