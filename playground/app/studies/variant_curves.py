"""The curves of a fair comparison over each other: every variant's loss and accuracy by part, of the first repeat."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.app.curves.curve import CurveSpec
from playground.app.curves.panel import CurvePanel, SharedHover
from playground.app.theme import Theme, ThemeManager, mix
from playground.app.widgets import Legend, LegendEntry
from playground.app.words.numbers import loss_text, percent_text
from playground.training.scales import LogScale, PercentScale

_SHADES = {"train": 0.4, "validation": 1.0, "test": 0.65}
"""The parts of one variant by the strength of its colour: the strongest is the one that is judged by."""


def variant_colour(theme: Theme, number: int) -> str:
    """The colour of a variant: not blue or orange, which stand for training and test beside it."""
    return theme.hidden_layers[number % len(theme.hidden_layers)]


class VariantCurves(QWidget):
    """Takes rows of figures as they come, and draws them when told to."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self._parts: Mapping[str, str] = {}
        self._epochs = 1
        self.legend = Legend()
        self.loss = CurvePanel(theme, "", LogScale(), loss_text)
        self.accuracy = CurvePanel(theme, "", PercentScale(), percent_text)
        self.panels = (self.loss, self.accuracy)
        line = QHBoxLayout()
        line.setSpacing(12)
        for panel in self.panels:
            panel.epoch_cursor.hide()
            panel.restyle()
            line.addWidget(panel, 1)
        SharedHover(self.panels, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.legend)
        column.addLayout(line, 1)
        theme.changed.connect(self._restyle)

    def begin(self, names: Sequence[str], parts: Mapping[str, str], epochs: int) -> None:
        """Draw variants of these names from now on; `parts` are the parts' names in words."""
        self._names, self._parts, self._epochs = tuple(names), parts, epochs
        for what, panel in zip(("loss", "accuracy"), self.panels, strict=True):
            panel.restart()
            panel.set_curves([self._spec(number, part, what) for number in range(len(names)) for part in parts])
        self._show_legend()

    def set_titles(self, loss: str, accuracy: str, *, classifies: bool) -> None:
        """Tell what the two plots show."""
        for panel, title in zip(self.panels, (loss, accuracy), strict=True):
            panel.heading.setText(title)
            panel.plot.setAccessibleName(title)
        self.accuracy.setVisible(classifies)

    def append(self, number: int, part: str, start: int, figures: Mapping[str, NDArray[np.float64]]) -> None:
        """Take figures ("loss", "accuracy") of a variant's part, of epochs from `start` on."""
        for what, panel in zip(("loss", "accuracy"), self.panels, strict=True):
            if what in figures:
                epochs = np.arange(start, start + len(figures[what]), dtype=np.float64)
                panel.append({"epoch": epochs, f"{number}.{part}.{what}": figures[what]})

    def refresh(self) -> None:
        """Draw all that has come."""
        for panel in self.panels:
            panel.draw(0, self._epochs)
            panel.epoch_cursor.hide()
        self.setAccessibleDescription(self.summary())

    def summary(self) -> str:
        """The ends of all curves in words."""
        told = []
        for panel in self.panels:
            ends = [
                f"{curve.spec.label} {panel.value_texts(curve.series.last)[n][1]}"
                for n, curve in enumerate(panel.curves)
                if len(curve.series)
            ]
            told.append(f"{panel.heading.text()}: {', '.join(ends)}")
        return "; ".join(told)

    def _spec(self, number: int, part: str, what: str) -> CurveSpec:
        label = f"{self._names[number]}, {self._parts[part]}"
        return CurveSpec(
            f"{number}.{part}.{what}",
            label,
            lambda theme: mix(theme.card, variant_colour(theme, number), _SHADES[part]),
        )

    def _restyle(self) -> None:
        for panel in self.panels:
            panel.restyle()
        self._show_legend()

    def _show_legend(self) -> None:
        theme = self._theme.theme
        entries = [LegendEntry(name, variant_colour(theme, number)) for number, name in enumerate(self._names)]
        ranked = sorted(self._parts, key=lambda part: _SHADES[part], reverse=True)
        entries += [
            LegendEntry(self._parts[part], mix(theme.card, theme.text, _SHADES[part]), "line") for part in ranked
        ]
        self.legend.set_entries(entries)
