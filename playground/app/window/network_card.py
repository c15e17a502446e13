"""The card in the centre: the network, and the strip below it in which labs and messages are told."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.app.diagram import NetworkView
from playground.app.labs.card import HEIGHT, LabCard
from playground.app.theme import ThemeManager, fix_size
from playground.app.widgets import Card, TextButton, styled_label
from playground.training import Snapshot

_ABOVE = 8
"""Between the legend and the strip."""


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
        self._strip: LabCard | None = None
        self.view.change_requested.connect(self.change_requested)
        self.view.layer_opened.connect(self.layer_opened)
        self.view.parameter_count_changed.connect(self._count.setText)

    def show_training(self, training: bool) -> None:
        """Tell whether it trains now."""
        self.view.show_training(training)

    def add_chip(self, chip: QWidget) -> None:
        """Put a button that comes and goes where it moves no other: right behind the title's room."""
        self.header.insertWidget(2, chip)

    def add_strip(self, strip: LabCard) -> None:
        """Put the strip at the foot of the card.

        It keeps its room as long as a lab's steps are shown. Where they are hidden, the network has that room, and what
        there is to tell lies over its foot: neither moves anything.
        """
        self._strip, self._room = strip, QWidget()
        strip.setParent(self)
        strip.page.fold.show()
        fix_size(self._room, height=HEIGHT + _ABOVE)
        self.body.addWidget(self._room)
        self.back_button = TextButton(self.tr("Steps"), variant="chip")
        self.back_button.setToolTip(self.tr("Show the lab's steps again (L)"))
        self.back_button.clicked.connect(lambda: strip.fold(False))
        self.back_button.hide()
        self.add_chip(self.back_button)
        strip.folded_changed.connect(self._fold)
        strip.spoken_changed.connect(self._place_strip)
        self._place_strip()

    def _fold(self) -> None:
        assert self._strip is not None
        self._room.setVisible(not self._strip.folded)
        self.back_button.setVisible(self._strip.folded)
        self._place_strip()

    def _place_strip(self) -> None:
        strip = self._strip
        if strip is None:
            return
        column = self.layout()
        assert column is not None
        margins = column.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        top = self.height() - margins.bottom() - strip.height()
        strip.setGeometry(margins.left(), top, width, strip.height())
        strip.setVisible(not strip.folded or strip.speaks)
        strip.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_strip()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._place_strip()
        return super().event(event)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of a run."""
        self.view.show_snapshot(snapshot)
