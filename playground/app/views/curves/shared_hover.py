"""The mouse over one plot reads off the others too."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from playground.app.views.curves.panel import CurvePanel
from playground.app.views.numbers import count_text


class SharedHover(QObject):
    """Tells the values of all plots that can be seen at the epoch that the mouse is over in one of them."""

    def __init__(self, panels: Sequence[CurvePanel], parent: QObject) -> None:
        super().__init__(parent)
        self._panels = panels
        for panel in panels:
            panel.hovered.connect(self._hover)
            panel.left.connect(self._leave)

    def _hover(self, epoch: float) -> None:
        nearest = max(0, round(epoch))
        title = self.tr("epoch {n}").format(n=count_text(nearest))
        for panel in self._panels:
            if not panel.isHidden():
                panel.show_hover(nearest, title)

    def _leave(self) -> None:
        for panel in self._panels:
            panel.show_hover(None, "")
