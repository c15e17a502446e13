"""What the canvas tells of the place under the mouse."""

import numpy as np
import numpy.typing as npt

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
    names = class_titles(snapshot.dataset.classes)
    texts = _texts(snapshot, values)
    if len(values) == 1:
        values = _both_sides(snapshot, float(values[0]))
        texts = _texts(snapshot, values) if _are_probabilities(snapshot) else texts * 2
    decided = int(np.argmax(values))
    shown = np.sort(np.argsort(-values, kind="stable")[:_MOST_CLASSES]).tolist()
    if len(values) == 2 and not _are_probabilities(snapshot):
        shown = [decided]
    colours = theme.classes
    return [ReadoutRow(names[k], texts[k], colours[k % len(colours)], strong=k == decided) for k in shown]


def _both_sides(snapshot: Snapshot, value: float) -> npt.NDArray[np.float64]:
    """One output as two: how far it lies towards the first class and towards the second."""
    low, high = output_range(snapshot)
    return np.array([low + high - value, value])


def _texts(snapshot: Snapshot, values: npt.NDArray[np.float64]) -> list[str]:
    if _are_probabilities(snapshot):
        return [percent_text(float(value)) for value in values]
    return [signed(f"{value:.3f}") for value in values]


def _are_probabilities(snapshot: Snapshot) -> bool:
    return snapshot.experiment.network.output.activation in ("sigmoid", "softmax")
