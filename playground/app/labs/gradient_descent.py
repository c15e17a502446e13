"""The window of the lab `gradient-descent`: three pages."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from playground.app.labs.card import Deed, LabCard
from playground.app.labs.race import RacePage
from playground.app.labs.step_sizes import StepSizesPage
from playground.app.labs.two_ways import TwoWaysPage
from playground.app.pictures.rendering import View
from playground.app.theme import ThemeManager
from playground.app.widgets import Card, SegmentedChoice, resize_within_screen, scaled_size, scrolling
from playground.experiment import Lab


class GradientDescentDialog(QDialog):
    """Opens on the race, which is the most to look at."""

    acted = Signal(str)
    """Something was done that the lab asks for."""

    def __init__(self, lab: Lab, card_of_steps: LabCard, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(lab.title)
        self.setModal(False)
        resize_within_screen(self, scaled_size(1240, 700))
        card = Card(lab.title)
        self.steps, self.race, self.ways = StepSizesPage(theme), RacePage(theme), TwoWaysPage(theme)
        self._pages = QStackedWidget()
        for page in (self.steps, self.race, self.ways):
            self._pages.addWidget(page)
            page.acted.connect(self.acted)
        options: list[tuple[object, str]] = [
            (0, self.tr("A slope by steps")),
            (1, self.tr("A race downhill")),
            (2, self.tr("Trained by slopes alone")),
        ]
        self.choice = SegmentedChoice(self.tr("Page"), options, 1, quiet=True)
        self._pages.setCurrentIndex(1)
        card.add_header_widget(self.choice)
        card.body.setSpacing(12)
        card.body.addWidget(card_of_steps)
        card.body.addWidget(scrolling(self._pages), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(card)
        self.choice.value_changed.connect(self._pages.setCurrentIndex)
        # Else the first pill would have it, and look chosen.
        self.setFocus()

    @property
    def deeds(self) -> dict[str, Deed]:
        """Tell what the buttons of the lab's steps do: they open the page on which the step is done."""
        return {
            "step_dragged": Deed(self.tr("To the slope"), lambda: self.choice.pill(0).click()),
            "errors_compared": Deed(self.tr("To the slope"), lambda: self.choice.pill(0).click()),
            "race_arrived": Deed(self.tr("To the race"), lambda: self.choice.pill(1).click()),
            "surface_turned": Deed(self.tr("To the surface"), lambda: self.choice.pill(1).click()),
            "slopes_trained": Deed(self.tr("Train both"), self._train_both),
        }

    def _train_both(self) -> None:
        self.choice.pill(2).click()
        if not self.ways.running:
            self.ways.toggle()

    def views(self) -> list[View]:
        """Tell what pictures can be made of."""
        return [
            View("slope", self.tr("A slope by steps"), lambda: self.steps.picture),
            View("step-sizes", self.tr("Step sizes"), lambda: self.steps.plot),
            View("race", self.tr("A race downhill"), lambda: self.race.map),
            View("relief", self.tr("The race as a relief"), lambda: self.race.relief),
            View("times", self.tr("Two ways to a gradient"), lambda: self.ways.bars),
        ]
