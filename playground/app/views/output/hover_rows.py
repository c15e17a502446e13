"""What the canvas tells of the place under the mouse."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication

from playground.app.theme import Theme, value_colours
from playground.app.views.class_names import class_titles
from playground.app.views.numbers import percent_text, signed, value_text
from playground.app.views.readout import ReadoutRow
from playground.training import Snapshot

from .output_range import output_range

_MOST_CLASSES = 5
_SHADES = 33


def place_text(x1: float, x2: float, *, projected: bool = False) -> str:
    """A place by its coordinates: the inputs themselves, or those along the principal axes."""
    first, second = "x₁", "x₂"
    if projected:
        first = QCoreApplication.translate("OutputView", "1st axis")
        second = QCoreApplication.translate("OutputView", "2nd axis")
    return f"{first} {signed(f'{x1:.2f}')}   {second} {signed(f'{x2:.2f}')}"


def hover_rows(
    snapshot: Snapshot, values: npt.NDArray[np.float64], theme: Theme, sample: float | None = None
) -> list[ReadoutRow]:
    """A row a class, the decided one strong; of many classes the likeliest.

    For regression the prediction, below the value of the `sample` under the mouse where there is one.
    """
    if not snapshot.dataset.classifies:
        return _prediction(snapshot, float(values[0]), sample, theme)
    if len(values) == 1 and not _are_probabilities(snapshot):
        return [_single_value(snapshot, float(values[0]), theme)]
    if len(values) == 1:
        values = np.array([1 - values[0], values[0]])
    names, texts, colours = class_titles(snapshot.dataset.classes), _texts(snapshot, values), theme.classes
    decided = int(np.argmax(values))
    shown = sorted(np.argsort(-values, kind="stable")[:_MOST_CLASSES].tolist())
    return [ReadoutRow(names[k], texts[k], colours[k % len(colours)], strong=k == decided) for k in shown]


def _single_value(snapshot: Snapshot, value: float, theme: Theme) -> ReadoutRow:
    """A value with the class that it decides for."""
    names = class_titles(snapshot.dataset.classes)
    second = value > sum(output_range(snapshot)) / 2
    return ReadoutRow(names[second], value_text(value), theme.classes[second], strong=True)


def _prediction(snapshot: Snapshot, predicted: float, sample: float | None, theme: Theme) -> list[ReadoutRow]:
    word, between = QCoreApplication.translate("OutputView", "prediction"), output_range(snapshot)
    rows = [ReadoutRow(word, value_text(predicted), _shade(predicted, between, theme), strong=True)]
    if sample is None:
        return rows
    word = QCoreApplication.translate("OutputView", "value")
    return [ReadoutRow(word, value_text(sample), _shade(sample, between, theme)), *rows]


def _shade(value: float, between: tuple[float, float], theme: Theme) -> str:
    low, high = between
    share = min(max((value - low) / (high - low), 0.0), 1.0)
    return value_colours(theme, _SHADES)[round(share * (_SHADES - 1))]


def _texts(snapshot: Snapshot, values: npt.NDArray[np.float64]) -> list[str]:
    if _are_probabilities(snapshot):
        return [percent_text(float(value)) for value in values]
    return [value_text(float(value)) for value in values]


def _are_probabilities(snapshot: Snapshot) -> bool:
    return snapshot.experiment.network.output.activation in ("sigmoid", "softmax")
