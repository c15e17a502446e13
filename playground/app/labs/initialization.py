"""The window of the lab `initialization`."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from playground.app.labs.card import Deed, LabCard
from playground.app.labs.initialization_grid import InitializationGrid
from playground.app.pictures.rendering import View
from playground.app.theme import ThemeManager
from playground.app.widgets import Card, TextButton, resize_within_screen, scaled_size, scrolling, styled_label
from playground.engine import ALL_ACTIVATIONS
from playground.experiment import Lab


class InitializationDialog(QDialog):
    """The grid, with what to look for above it."""

    acted = Signal(str)
    """Something was done that the lab asks for."""
    inside_wanted = Signal()
    """The same view of the network under training is wanted."""

    def __init__(self, lab: Lab, steps: LabCard, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(lab.title)
        self.setModal(False)
        resize_within_screen(self, scaled_size(1220, 780))
        self.seed = 0
        card = Card(lab.title)
        again = TextButton(self.tr("Draw other weights"), "new-weights", variant="chip")
        again.setToolTip(self.tr("The same inputs through the next seed's weights"))
        inside = TextButton(self.tr("The network under training"), variant="chip")
        inside.setToolTip(self.tr("The same view of the network in the window, live"))
        card.add_header_widget(again)
        card.add_header_widget(inside)
        (_, tanh), (low, high) = (ALL_ACTIVATIONS[name].saturation or (0.0, 0.0) for name in ("tanh", "sigmoid"))
        note = styled_label(
            self.tr(
                "All histograms of a column have one scale: heights by the square root of the share, and what lies "
                "beyond the ends is in the last bar. x̄ mean, σ spread, sig. how far one neuron's answers to different "
                "inputs are spread; sat. beyond ±{tanh} (tanh), {low} or {high} (sigmoid); red: the signal is lost or "
                "has run away, or 40 % are saturated or dead"
            ).format(tanh=tanh, low=low, high=high),
            "small",
        )
        note.setWordWrap(True)
        self.grid = InitializationGrid(theme)
        self.grid.draw(self.seed)
        card.body.setSpacing(12)
        card.body.addWidget(steps)
        card.body.addWidget(scrolling(self.grid), 1)
        card.body.addWidget(note)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(card)
        again.clicked.connect(self.draw_again)
        inside.clicked.connect(self.inside_wanted)
        for button in (again, inside):
            button.setAutoDefault(False)
        # Else the first button would have it, and look chosen.
        self.setFocus()

    @property
    def deeds(self) -> dict[str, Deed]:
        """Tell what the buttons of the lab's steps do."""
        return {"weights_drawn": Deed(self.tr("Draw other weights"), self.draw_again, "new-weights")}

    def views(self) -> list[View]:
        """Tell what pictures can be made of."""
        return [View("initializations", self.tr("Initializations"), lambda: self.grid)]

    def draw_again(self) -> None:
        """Take the next seed's weights."""
        self.seed += 1
        self.acted.emit("weights_drawn")
        self.grid.draw(self.seed)
