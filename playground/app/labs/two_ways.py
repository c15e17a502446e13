"""The page on training by slopes alone: the same weights, and how long they took, measured on the spot."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.labs.play_button import PlayButton
from playground.app.labs.time_bars import TimeBars
from playground.app.theme import ThemeManager
from playground.app.widgets import SegmentedChoice, styled_label
from playground.app.words.numbers import loss_text, two_digits
from playground.training.labs.slopes import TwoWays

_SIZES = (1, 4, 16, 64)
_STEPS = 200
_EARLY = 5
"""Steps before which no ratio is told: the first ones still warm up."""


class TwoWaysPage(QWidget):
    """Trains two networks side by side, a step at a time, while it is in sight."""

    acted = Signal(str)
    """Something was done that the lab asks for."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ways = TwoWays(4)
        sizes = [(size, self.tr("1 neuron") if size == 1 else self.tr("{n} neurons").format(n=size)) for size in _SIZES]
        self.sizes = SegmentedChoice(self.tr("Hidden neurons"), sizes, 4)
        self.button = PlayButton(self.tr("Train both"))
        self.verdict = styled_label("", "title")
        self.bars = TimeBars(theme)
        self._figures: dict[str, QLabel] = {}
        self._lay_out()
        self.sizes.value_changed.connect(self._choose)
        self.button.clicked.connect(self.toggle)
        self.button.ticked.connect(self._tick)
        self._show()

    @property
    def running(self) -> bool:
        """Tell whether they train now."""
        return self.button.playing

    def toggle(self) -> None:
        """Train, or pause."""
        if self.running:
            self.button.pause()
            return
        if self.ways.steps >= _STEPS:
            self._choose(self.sizes.value())
        self.button.play()

    def _choose(self, units: object) -> None:
        assert isinstance(units, int)
        self.ways = TwoWays(units)
        self._show()

    def _tick(self) -> None:
        self.ways.advance()
        if self.ways.steps >= _STEPS:
            self.button.pause()
            self.acted.emit("slopes_trained")
        self._show()

    def _show(self) -> None:
        ways = self.ways
        known = ways.steps >= _EARLY
        text = self.tr("The same weights, {n} times slower").format(n=f"{ways.slower:,.0f}")
        self.verdict.setText(text if known else self.tr("Press train, and see what it costs"))
        steps = max(1, ways.steps)
        figures = {
            "steps": self.tr("{n} of {all}").format(n=ways.steps, all=_STEPS),
            "parameters": f"{ways.parameters:,}",
            "loss": loss_text(ways.loss),
            "largest": two_digits(ways.largest_weight),
            "difference": two_digits(ways.difference),
            "backwards": self.tr("{x} ms a step").format(x=two_digits(1000 * ways.backwards_seconds / steps)),
            "numerical": self.tr("{x} ms a step").format(x=two_digits(1000 * ways.numerical_seconds / steps)),
        }
        self.bars.show_seconds(ways.backwards_seconds, ways.numerical_seconds)
        for name, figure in figures.items():
            self._figures[name].setText(figure)

    def _lay_out(self) -> None:
        titles = {
            "steps": self.tr("Steps of gradient descent"),
            "parameters": self.tr("Parameters"),
            "loss": self.tr("Training loss"),
            "largest": self.tr("Largest parameter"),
            "difference": self.tr("Largest difference between the two networks"),
            "backwards": self.tr("Gradient by back-propagation"),
            "numerical": self.tr("Gradient by central differences"),
        }
        table = QGridLayout()
        table.setHorizontalSpacing(28)
        table.setVerticalSpacing(9)
        for row, (name, title) in enumerate(titles.items()):
            figure = self._figures[name] = styled_label("", "strong")
            table.addWidget(styled_label(title, "quiet"), row, 0)
            table.addWidget(figure, row, 1)
        table.setColumnStretch(2, 1)
        top = QHBoxLayout()
        top.addWidget(self.sizes)
        top.addStretch(1)
        top.addWidget(self.button)
        text = styled_label(
            self.tr(
                "Two networks of the lab petals with the same first weights. One walks the chain backwards and has all "
                "slopes at once; the other moves every parameter up and down a little and looks at the loss: two "
                "evaluations for each of them, at every step. More neurons make that ever slower."
            ),
            "quiet",
        )
        text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(text)
        column.addSpacing(6)
        column.addWidget(self.verdict)
        column.addLayout(table)
        column.addSpacing(10)
        column.addWidget(self.bars)
        column.addStretch(1)
