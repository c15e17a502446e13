"""How the parts of the window lie, and how large each is."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.app.panels.left_column import GUTTER
from playground.app.views.output import OutputView

_GAP = 10
_NARROW = 1400
"""Below this width of the window the columns at the sides are narrower."""


class WindowGrid(QGridLayout):
    """The settings at the left, the network beside the output, and the curves below these two."""

    def __init__(self, left: QWidget, network: QWidget, output: OutputView, curves: QWidget) -> None:
        super().__init__()
        self._left, self._output, self._curves = left, output, curves
        self.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        self.setVerticalSpacing(_GAP)
        self.setHorizontalSpacing(0)
        self.setColumnMinimumWidth(1, _GAP - GUTTER)
        self.setColumnMinimumWidth(3, _GAP)
        self.addWidget(left, 0, 0, 2, 1)
        self.addWidget(network, 0, 2)
        self.addWidget(output, 0, 4)
        self.addWidget(curves, 1, 2, 1, 3)
        self.setColumnStretch(2, 1)
        self.setRowStretch(0, 1)

    def fit(self, window: QSize, above: int) -> None:
        """Size the parts for a window, of whose height so much is taken above; the network takes what is left."""
        narrow = window.width() < _NARROW
        self._left.setFixedWidth((248 if narrow else 268) + GUTTER)
        curves = _curves_height(window.height())
        self._curves.setFixedHeight(curves)
        widest = 372 if narrow else min(560, max(420, window.width() * 420 // 1440))
        self._output.card_width.set_room(window.height() - above - 3 * _GAP - curves, widest)


def _curves_height(height: int) -> int:
    """Of a window's height. A low one leaves its network and map the height that curves can do without."""
    return height * 236 // 900 + 20 if height >= 900 else max(194, 194 + (height - 740) * 62 // 160)
