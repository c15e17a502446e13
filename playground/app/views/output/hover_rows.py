"""What the canvas tells of the place under the mouse."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication

from playground.app.theme import Theme, value_colours
from playground.app.views.class_names import class_titles
from playground.app.views.numbers import percent_text, signed, value_text
from playground.app.views.output.output_range import output_range
from playground.app.views.output.region import is_plane
from playground.app.views.readout import ReadoutRow
from playground.app.views.sample_names import sample_name
from playground.data import Dataset
from playground.engine import ALL_ACTIVATIONS
from playground.training import SampleKey, Snapshot

_MOST_CLASSES = 5
_SHADES = 33
_LONGEST_NAME = 14


def place_text(dataset: Dataset, x1: float, x2: float) -> str:
    """A place by its coordinates: the inputs themselves, or those along the principal axes."""
    first, second = "x₁", "x₂"
    if not is_plane(dataset):
        first, second = _tr("1st axis"), _tr("2nd axis")
    elif dataset.plane_names:
        first, second = (_short(name) for name in dataset.plane_names)
    return f"{first} {_coordinate(x1)}   {second} {_coordinate(x2)}"


def hover_rows(
    snapshot: Snapshot, values: npt.NDArray[np.float64], theme: Theme, sample: SampleKey | None = None
) -> list[ReadoutRow]:
    """A row a class, the decided one strong; of many classes the likeliest. For regression the prediction.

    Above them the `sample` under the mouse, where there is one, with its class or value.
    """
    if sample is not None:
        return [_sample_row(snapshot, sample, theme), *hover_rows(snapshot, values, theme)]
    if not snapshot.dataset.classifies:
        value = float(values[0])
        shade = _shade(value, output_range(snapshot), theme)
        return [ReadoutRow(_tr("prediction"), value_text(value), shade, strong=True)]
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


def _sample_row(snapshot: Snapshot, sample: SampleKey, theme: Theme) -> ReadoutRow:
    """ "train sample 18, class 1", or its value."""
    part, dataset = snapshot.dataset.parts[sample.part], snapshot.dataset
    if part.labels is None:
        value = float(dataset.target_scale.raw(part.y[sample.row, 0]))
        shade = _shade(value, output_range(snapshot), theme)
        return ReadoutRow(f"{sample_name(sample)}, {_tr('value')}", value_text(value), shade)
    label = int(part.labels[sample.row])
    colour = theme.classes[label % len(theme.classes)]
    return ReadoutRow(sample_name(sample), class_titles(dataset.classes)[label], colour)


def _shade(value: float, between: tuple[float, float], theme: Theme) -> str:
    low, high = between
    share = min(max((value - low) / (high - low), 0.0), 1.0)
    return value_colours(theme, _SHADES)[round(share * (_SHADES - 1))]


def _texts(snapshot: Snapshot, values: npt.NDArray[np.float64]) -> list[str]:
    if _are_probabilities(snapshot):
        return [percent_text(float(value)) for value in values]
    return [value_text(float(value)) for value in values]


def _are_probabilities(snapshot: Snapshot) -> bool:
    return ALL_ACTIVATIONS[snapshot.experiment.network.output.activation].is_share


def _coordinate(value: float) -> str:
    """Two places behind the point, or as many as a small number needs."""
    return signed(f"{value:.2g}" if 1e-4 <= abs(value) < 0.1 else f"{value:.2f}")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _tr(text: str) -> str:
    return QCoreApplication.translate("OutputView", text)
