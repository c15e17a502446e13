"""What the scripts of a live page are given: the network, and all that is shown with it, as plain values of JSON."""

import base64
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.data.images import usual_margin
from playground.engine.activations import ALL_ACTIVATIONS
from playground.experiment import File
from playground.experiment.message import Translate
from playground.export.description import Facts, Target, spelled_out
from playground.export.formats.python import threshold_of
from playground.export.inputs import Column, RawRows, decoded_rows
from playground.export.trained import Trained
from playground.training import request_region

MOST_POINTS = 1000
"""Of each part, that are drawn."""
MOST_ROWS = 200
"""Of each part, that can be picked."""
_PICTURES_A_CLASS, _MOST_PICTURES = 3, 60
_MEASURED = 1000
_MOST_WRITTEN_OUT = 2000
"""Numbers of an array that are written as such; more are packed, as nobody reads them."""
_STEPS = 200
"""Of a slider, about so many."""
_FARTHEST = 1e100
"""Sliders reach no farther from 0."""

TEXTS: dict[str, str] = {
    "answer": "Answer",
    "class": "class {name}",
    "none": "no answer: a number is missing or too large",
    "shares": "Each class is asked for by itself, so that the shares need not add up to 100 %.",
    "outputs": "These outputs are no probabilities; the largest decides.",
    "more": "and {count} less likely",
    "here": "The neurons at this point",
    "sample": "The neurons for these inputs",
    "picture": "The neurons for this picture",
    "layer": "Layer {layer}",
    "layerLong": "Layer {layer}, {units} neurons, {activation}",
    "neuron": "neuron {unit} of layer {layer}",
    "hidden": "and {count} more",
    "direct": "There is no hidden layer: the answer is made of the inputs directly.",
    "map": "Map of the answers over {across} and {up}. The arrow keys move the point.",
    "curve": "Answers over {across}. The arrow keys move the point.",
    "likely": "probability",
    "likelyOf": "probability of {name}",
    "hint": "Move the mouse over the picture, or the sliders, and read the answer.",
    "slice": "The other inputs stay as they are set.",
    "across": "across",
    "up": "up",
    "inputs": "Inputs",
    "value": "{name}, value",
    "days": "{name} (days from 1970-01-01 on)",
    "empty": "(empty)",
    "train": "training",
    "validation": "validation",
    "test": "test",
    "all": "{count} {part}",
    "some": "{count} of {total} {part}",
    "pick": "Samples",
    "previous": "Previous sample",
    "next": "Next sample",
    "of": "{place} of {count} ({part}), {truth}",
    "draw": "Draw here",
    "pad": "A square to draw in with the mouse or a finger",
    "seen": "As the network sees it",
    "pixels": "The picture as the network sees it. The arrow keys choose a pixel, the space bar changes it.",
    "clear": "Clear",
    "sampleOf": "{part} sample, truth: {truth}",
    "truth": "truth: {truth}",
}
"""The texts of the live network by the names that its script calls them by: English keys of translations."""


def live_data(trained: Trained, translate: Translate) -> dict[str, Any]:
    """All that the scripts know, as plain values of JSON."""
    description = trained.description
    facts = description.facts
    target = facts.target or Target()
    ranges = _ranges(trained)
    known: dict[str, Any] = {
        "columns": len(facts.columns) if facts.pictures else [spelled_out(column) for column in facts.columns],
        "inputs": None if _is_plain(facts) else [spelled_out(each) for each in facts.inputs],
        "layers": [_layer(each.name, each.units, each.activation) for each in facts.layers],
        "epsilon": facts.epsilon,
        "precision": facts.precision,
        "threshold": threshold_of(facts),
        "classes": list(facts.classes),
        "target": {"name": target.name, "unit": target.unit, "mean": target.mean, "scale": target.scale},
        "between": None if facts.classes else _between(trained),
        "pictures": _pictures(trained),
        "ranges": ranges,
        "samples": _samples(trained),
        "arrays": {name: _array(array) for name, array in description.arrays.items() if not name.startswith("target.")},
        "texts": {name: translate(text) for name, text in TEXTS.items()},
    }
    return {name: value for name, value in known.items() if value is not None}


def _is_plain(facts: Facts) -> bool:
    """Tell whether the inputs are the columns as they stand."""
    told = [(each.column, each.category, each.formula) for each in facts.inputs]
    return told == [(column.name, None, None) for column in facts.columns]


def _layer(name: str, units: int, activation: str) -> dict[str, Any]:
    """A layer; `bounds` of its outputs where there are two."""
    kind = ALL_ACTIVATIONS[activation]
    told = {"name": name, "units": units, "activation": activation, "title": kind.title}
    return told | ({"bounds": list(kind.bounds)} if kind.is_bounded else {})


def _array(array: NDArray[np.floating]) -> dict[str, Any]:
    """Every digit of an array's numbers, written out or packed."""
    kind = {"kind": "float32"} if array.dtype == np.float32 else {}
    if array.size > _MOST_WRITTEN_OUT:
        little = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"))
        return {**kind, "packed": base64.b64encode(little.tobytes()).decode()}
    # The shortest text that is read as this very number, which of single precision has but nine digits.
    return {**kind, "numbers": [jsonable(float(str(value))) for value in array.ravel()]}


def jsonable(value: Any) -> Any:
    """A cell, or a number as it is; as a text where JSON has none for it."""
    if not isinstance(value, float) or math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _between(trained: Trained) -> list[float]:
    """Tell which values of a regression the colours tell apart."""
    if trained.dataset is not None:
        return list(trained.dataset.value_range)
    values = trained.answers.values[np.isfinite(trained.answers.values)]
    low, high = (float(end) for end in np.percentile(values, (2, 98))) if len(values) else (-1.0, 1.0)
    return [low, high] if low < high else [low - 1, high + 1]


def _pictures(trained: Trained) -> dict[str, Any] | None:
    pictures, dataset = trained.description.facts.pictures, trained.dataset
    if pictures is None:
        return None
    shape = (pictures.height, pictures.width)
    margin = 0.1 if dataset is None else usual_margin(dataset.train.points[:_MEASURED], shape)
    return {"height": pictures.height, "width": pictures.width, "margin": round(margin, 4)}


def _ranges(trained: Trained) -> list[list[float] | None] | None:
    """Of each column of numbers where its slider begins and ends, and its steps; None for texts and for pictures."""
    facts, dataset = trained.description.facts, trained.dataset
    if facts.pictures is not None:
        return None
    if dataset is not None and _is_plane(facts):
        region = request_region(dataset)
        ends = ((region.left, region.right), (region.bottom, region.top))
        values = _all_rows(facts.columns, dataset).columns.values()
        return [[*each, _step(column, *each)] for each, column in zip(ends, values, strict=True)]
    rows = trained.rows if dataset is None else _all_rows(facts.columns, dataset)
    return [_range(rows.columns[column.name]) if column.categories is None else None for column in facts.columns]


def _is_plane(facts: Facts) -> bool:
    return len(facts.columns) == 2 and facts.of_numbers


def _all_rows(columns: Sequence[Column], dataset: Dataset) -> RawRows:
    return decoded_rows(columns, np.concatenate([part.points for part in dataset.parts.values()]))


def _range(values: NDArray[np.floating]) -> list[float]:
    values = np.clip(values[np.isfinite(values)], -_FARTHEST, _FARTHEST)
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    if high - low <= max(1e-9 * max(abs(low), abs(high)), 1 / _FARTHEST):
        low, high = low - (abs(low) / 2 or 1.0), high + (abs(high) / 2 or 1.0)
    step = _step(values, low, high)
    ends = (math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step)
    return [*(float(f"{number:.12g}") for number in ends), step]


def _step(values: NDArray[np.floating], low: float, high: float) -> float:
    """1, 2 or 5 times a power of ten; of whole numbers 1, as long as there are not too many of them."""
    if high - low <= MOST_POINTS and (values == np.rint(values)).all():
        return 1.0
    power = 10.0 ** math.floor(math.log10((high - low) / _STEPS))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= (high - low) / _STEPS * (1 - 1e-9))
    return float(f"{step:.12g}")


def _samples(trained: Trained) -> list[dict[str, Any]] | None:
    """Samples of each part, evenly spread over it: cells, and the class number or value that is true."""
    facts, dataset = trained.description.facts, trained.dataset
    if dataset is None:
        return None
    if facts.pictures is not None:
        return [_pictured(trained, dataset)]
    most = MOST_POINTS if _is_plane(facts) else MOST_ROWS
    exact = isinstance(trained.description.experiment.data.source, File)
    found = []
    for name, part in dataset.parts.items():
        chosen = np.arange(min(len(part), most)) * len(part) // min(len(part), most)
        rows = decoded_rows(facts.columns, part.points[chosen]).lists()
        # The samples of a drawn set have 17 digits, of which a picture shows four.
        cells = rows if exact else [[float(f"{cell:.6g}") for cell in row] for row in rows]
        truths = part.labels[chosen].tolist() if part.labels is not None else None
        values = dataset.target_scale.raw(part.y[chosen, 0]).tolist()
        told = [float(f"{value:.6g}") for value in values] if truths is None else truths
        found.append({"part": name, "of": len(part), "cells": [[*map(jsonable, row)] for row in cells], "truth": told})
    return found


def _pictured(trained: Trained, dataset: Dataset) -> dict[str, Any]:
    """Some pictures of each class, or of any value, a byte a pixel."""
    pictures = trained.description.facts.pictures
    assert pictures is not None
    name, part = ("test", dataset.test) if dataset.test is not None else ("train", dataset.train)
    chosen = np.arange(min(len(part), _MOST_PICTURES))
    truth: Sequence[float] = dataset.target_scale.raw(part.y[chosen, 0]).tolist()
    if part.labels is not None:
        most = max(1, min(_PICTURES_A_CLASS, _MOST_PICTURES // len(dataset.classes)))
        each = [np.flatnonzero(part.labels == label)[:most] for label in range(len(dataset.classes))]
        chosen = np.concatenate(each)[:_MOST_PICTURES]
        truth = part.labels[chosen].tolist()
    span = pictures.highest - pictures.lowest
    levels = int(span) if span == int(span) and 0 < span <= 255 else 255
    pixels = np.rint(np.clip(part.points[chosen], 0, 1) * levels).astype(np.uint8)
    packed = base64.b64encode(pixels.tobytes()).decode()
    return {"part": name, "of": len(part), "levels": levels, "packed": packed, "truth": truth}
