"""The menu of a layer: its place among the others, and how its first weights are drawn."""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from playground.app.views.diagram.requests import Requests
from playground.app.views.diagram.start_popup import StartPopup
from playground.app.widgets import IconButton
from playground.experiment.layers import MAXIMUM_LAYERS


class MoreButton(IconButton):
    """Opens the menu of a layer. `index` is None for the output, which can be neither moved nor removed."""

    def __init__(self, requests: Requests, index: int | None, parent: QWidget | None = None) -> None:
        super().__init__("more", "", flat=True, parent=parent)
        self._requests, self._index = requests, index
        name = self.tr("More for the output") if index is None else self.tr("More for layer {n}").format(n=index + 1)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(22, 25)
        self.clicked.connect(self._open)

    def menu_for(self) -> QMenu:
        """The menu as it stands for the experiment now shown."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        if self._index is not None:
            self._add_places(menu, self._index)
            menu.addSeparator()
        menu.addAction(self.tr("First weights…")).triggered.connect(self._open_start)
        return menu

    def _add_places(self, menu: QMenu, index: int) -> None:
        ask, experiment = self._requests, self._requests.experiment
        count = 0 if experiment is None else len(experiment.network.layers)
        left = menu.addAction(self.tr("Move left"), partial(ask.move, index, index - 1))
        right = menu.addAction(self.tr("Move right"), partial(ask.move, index, index + 1))
        copy = menu.addAction(self.tr("Duplicate"), partial(ask.duplicate, index))
        menu.addAction(self.tr("Remove"), partial(ask.remove, index))
        left.setEnabled(index > 0)
        left.setToolTip(self.tr("Move left") if index > 0 else self.tr("It is the first layer."))
        right.setEnabled(index < count - 1)
        right.setToolTip(self.tr("Move right") if index < count - 1 else self.tr("It is the last hidden layer."))
        copy.setEnabled(count < MAXIMUM_LAYERS)
        full = self.tr("There are at most {n} hidden layers.").format(n=MAXIMUM_LAYERS)
        copy.setToolTip(self.tr("Duplicate") if count < MAXIMUM_LAYERS else full)

    def _open(self) -> None:
        menu = self.menu_for()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _open_start(self) -> None:
        place = "network.output" if self._index is None else f"network.layers.{self._index}"
        popup = StartPopup(place, self._requests, self.window())
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
