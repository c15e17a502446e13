"""What the canvas tells of the place under the mouse."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication

from playground.app.theme import Theme
from playground.app.views.class_names import class_titles
from playground.app.views.numbers import percent_text, signed
from playground.app.views.readout import ReadoutRow
from playground.training import Snapshot

from .output_range import output_range

_MOST_CLASSES = 5


def place_text(x1: float, x2: float) -> str:
    return f"x₁ {signed(f'{x1:.2f}')}   x₂ {signed(f'{x2:.2f}')}"


def hover_rows(snapshot: Snapshot, values: npt.NDArray[np.float64], theme: Theme) -> list[ReadoutRow]:
    """A row a class, the decided one strong; of many classes the likeliest."""
    if len(values) == 1 and not _are_probabilities(snapshot):
        return [_single_value(snapshot, float(values[0]), theme)]
    if len(values) == 1:
        values = np.array([1 - values[0], values[0]])
    names, texts, colours = class_titles(snapshot.dataset.classes), _texts(snapshot, values), theme.classes
    decided = int(np.argmax(values))
    shown = sorted(np.argsort(-values, kind="stable")[:_MOST_CLASSES].tolist())
    return [ReadoutRow(names[k], texts[k], colours[k % len(colours)], strong=k == decided) for k in shown]


def _single_value(snapshot: Snapshot, value: float, theme: Theme) -> ReadoutRow:
    """A value with the class that it decides for, where there are classes."""
    names = class_titles(snapshot.dataset.classes)
    second = value > sum(output_range(snapshot)) / 2
    label = names[second] if len(names) == 2 else QCoreApplication.translate("OutputView", "value")
    return ReadoutRow(label, _value_text(value), theme.classes[second], strong=True)


def _texts(snapshot: Snapshot, values: npt.NDArray[np.float64]) -> list[str]:
    if _are_probabilities(snapshot):
        return [percent_text(float(value)) for value in values]
    return [_value_text(float(value)) for value in values]


def _are_probabilities(snapshot: Snapshot) -> bool:
    return snapshot.experiment.network.output.activation in ("sigmoid", "softmax")


def _value_text(value: float) -> str:
    return signed(f"{value:.3f}")
