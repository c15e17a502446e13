"""The map in words, for who cannot see it."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication

from playground.app.output.maps import output_range
from playground.app.output.plane import is_plane
from playground.app.output.samples import Mistakes, place_of
from playground.app.theme import Theme, value_colours
from playground.app.widgets.readout import ReadoutRow
from playground.app.words.names import class_titles, sample_name
from playground.app.words.numbers import count_text, end_text, figure_text, loss_text, percent_text, signed, value_text
from playground.data import Dataset
from playground.engine import ALL_ACTIVATIONS
from playground.training import SampleKey, Snapshot

_MOST_CLASSES = 5
_SHADES = 33
_LONGEST_NAME = 14


def axis_names(dataset: Dataset) -> tuple[str, str]:
    """Tell what lies to the right and upwards: two inputs, two columns of a table, or principal axes."""
    if not is_plane(dataset):
        return _tr("1st principal axis"), _tr("2nd principal axis")
    first, second = dataset.plane_names or ("x₁", "x₂")
    return first, second


def plane_help(dataset: Dataset) -> str:
    """Tell what a map means that is no plane of the inputs; nothing where it is."""
    if is_plane(dataset):
        return ""
    return _tr(
        "The network on the plane of the two directions in which the samples spread most; points are seen in "
        "projection, so one may lie on another class's colour without being a mistake."
    )


def place_text(dataset: Dataset, x1: float, x2: float) -> str:
    """A place by its coordinates: the inputs themselves, or those along the principal axes."""
    first, second = map(_short, axis_names(dataset))
    if not is_plane(dataset):
        first, second = _tr("1st axis"), _tr("2nd axis")
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


def told_of(snapshot: Snapshot, mistakes: Mistakes | None = None, chosen: SampleKey | None = None) -> str:
    """The classes or values there are, how well they are met, how many mistakes are ringed, and the chosen sample."""
    told = _told_of_map(snapshot, mistakes)
    return told if chosen is None else f"{told}. {_told_of_sample(snapshot, chosen)}"


def _told_of_sample(snapshot: Snapshot, sample: SampleKey) -> str:
    part, (x1, x2) = snapshot.dataset.parts[sample.part], place_of(snapshot.dataset, sample)
    place = place_text(snapshot.dataset, x1, x2)
    if part.labels is None:
        answer = signed(f"{float(part.y[sample.row, 0]):.3f}")
    else:
        answer = class_titles(snapshot.dataset.classes)[int(part.labels[sample.row])]
    return _tr("Chosen: {sample} at {place}, {answer}").format(sample=sample_name(sample), place=place, answer=answer)


def _told_of_map(snapshot: Snapshot, mistakes: Mistakes | None) -> str:
    if not snapshot.dataset.classifies:
        return _told_of_values(snapshot)
    titles = class_titles(snapshot.dataset.classes)
    classes = ", ".join([*titles[:-2], _tr(" and ").join(titles[-2:])])
    classes = classes[:1].upper() + classes[1:]
    score = snapshot.scores.get("train")
    if score is None or score.accuracy is None:
        loss = loss_text(score.loss if score else None)
        return _tr("{classes}. Training loss {loss}").format(classes=classes, loss=loss)
    text = _tr("{classes}. Training accuracy {accuracy}")
    told = text.format(classes=classes, accuracy=percent_text(score.accuracy))
    if mistakes is not None:
        told += _tr(". Mistakes among the samples shown: {n}").format(n=count_text(mistakes.count))
    return told


def _told_of_values(snapshot: Snapshot) -> str:
    low, high = map(end_text, snapshot.dataset.value_range)
    loss, fit = snapshot.scores["train"].loss, snapshot.fits.get("train")
    text = _tr("Values from {low} to {high}. Training loss {loss}, R² {share}")
    return text.format(low=low, high=high, loss=loss_text(loss), share=figure_text(fit.r_squared if fit else None))
