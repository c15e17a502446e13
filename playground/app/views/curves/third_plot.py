"""Which of two things the third plot shows: update ratios, or the learning rate."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup

from playground.app.views.curves.panel import CurvePanel
from playground.app.widgets import IconButton
from playground.app.widgets.menu import Menu

_WIDTH = 16


class ThirdPlot(QObject):
    """Puts a button with the choice beside the heading of either panel, and shows the one that was chosen.

    To be made when the panels have their place: one without would open as a window of its own.
    """

    def __init__(self, panels: tuple[CurvePanel, CurvePanel], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panels = panels
        self.actions: list[QAction] = []
        group = QActionGroup(self)
        for panel in panels:
            action = QAction(panel.title, group)
            action.setCheckable(True)
            action.setChecked(panel is panels[0])
            action.toggled.connect(panel.setVisible)
            self.actions.append(action)
        for panel in panels:
            self._add_button(panel)
        panels[1].hide()

    def _add_button(self, panel: CurvePanel) -> None:
        button = IconButton("chevron-down", self.tr("Choose what this plot shows"), flat=True)
        menu = Menu(button)
        menu.addActions(self.actions)
        button.setMenu(menu)
        button.setFixedWidth(_WIDTH)
        panel.header.insertWidget(1, button)
