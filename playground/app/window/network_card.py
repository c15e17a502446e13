"""The card in the centre: the network, and the message strip below it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.app.diagram import NetworkView
from playground.app.theme import ThemeManager
from playground.app.widgets import Banner, Card, styled_label
from playground.training import Snapshot


class NetworkCard(Card):
    """Shows snapshots and passes on what the network view asks for."""

    change_requested = Signal(object, str)
    """Settings by dotted path, and what to call the change."""

    layer_opened = Signal(object, object)
    """All settings of a layer are wanted: its index, None for the output, and the head that asks."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Network"))
        self.view = NetworkView(theme)
        self.canvas = self.view.canvas
        self._count = styled_label("", "small")
        self.add_header_widget(self._count)
        self.body.addWidget(self.view, 1)
        self.view.change_requested.connect(self.change_requested)
        self.view.layer_opened.connect(self.layer_opened)
        self.view.parameter_count_changed.connect(self._count.setText)

    def show_training(self, training: bool) -> None:
        """Whether it trains now."""
        self.view.show_training(training)

    def add_banner(self, banner: Banner) -> None:
        """Put the message strip below the network."""
        self.body.addWidget(banner)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of a run."""
        self.view.show_snapshot(snapshot)
