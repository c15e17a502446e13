"""A page that any browser opens offline: the trained network itself, answering as the mouse or a slider asks.

Its scripts lie in `resources/export/page/`; `network.js` is the network alone, and is run before a page is kept.
"""

import base64
import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground import engine
from playground.data import Dataset
from playground.data.images import usual_margin
from playground.engine.activations import ALL_ACTIVATIONS
from playground.experiment import File
from playground.experiment.files import resource_path
from playground.experiment.message import Message, Translate, english, say, say_count, series
from playground.export.description import Answers, Facts, Target, spelled_out
from playground.export.formats.base import Check, Format, asked, python_reader, remark_on_dates
from playground.export.formats.python import threshold_of
from playground.export.inputs import Column, RawRows, decoded_rows
from playground.export.trained import Trained
from playground.training import request_region
from playground.training.answers import fit_of
from playground.training.build import build_network

JavaScript = Callable[[], AbstractContextManager[Callable[[str], str]]]
"""Begins an engine that runs programs one after the other, and tells of each what its last expression is, as a text."""

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
_WIDEST, _MOST_LINES = 200, 120

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
    "hint": "Move the mouse over the map, or the sliders, and read the answer.",
    "slice": "The other inputs stay as they are set below.",
    "across": "across",
    "up": "up",
    "inputs": "Inputs",
    "value": "{name}, value",
    "days": "{name} (days from 1970-01-01 on)",
    "empty": "(empty)",
    "train": "training",
    "validation": "validation",
    "test": "test",
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


class LivePage(Format):
    """One `.html` file; its network runs in the page's own script.

    javascript : runs that script for the check. It needs Qt, so it is handed in from above; without it none is made.
    """

    name = "page"
    suffix = ".html"
    title = "Live page"
    opened_by = "any browser; the network runs inside"
    explains = (
        "One file that opens offline: the boundary, every neuron, sliders for the inputs, and the answer to them."
    )
    cannot = "It does not come back into this program."
    is_text = True

    def __init__(self) -> None:
        self.javascript: JavaScript | None = None

    def remarks(self, trained: Trained) -> tuple[Message, ...]:
        return remark_on_dates(trained.description)

    def encode(self, trained: Trained) -> bytes:
        return live_page(trained).encode()

    def preview(self, trained: Trained) -> str:
        lines = live_page(trained).splitlines()
        shown = [line if len(line) <= _WIDEST else line[:_WIDEST] + " ..." for line in lines[:_MOST_LINES]]
        return "\n".join([*shown, "..."]) + "\n"

    def usage(self, trained: Trained, file: str) -> str:  # noqa: ARG002 - every page is read alike
        lines = (
            "# A browser opens it. Python can read the network out of it:",
            "import json",
            "import re",
            "",
            f'with open({file!r}, encoding="utf-8") as file:',
            "    page = file.read()",
            """network = json.loads(re.search('<script class="lp-data".*?>(.*?)</script>', page, re.S)[1])""",
            'print(network["layers"])',
            'print(list(network["arrays"]))',
        )
        return "\n".join(lines) + "\n"

    def answers_back(self, path: Path, trained: Trained) -> tuple[Message, Answers]:
        assert self.javascript is not None
        with self.javascript() as run:
            read = network_in(path.read_text(encoding="utf-8"), trained.description.facts, run)
            return python_reader("Qt's JavaScript engine"), asked(read, trained)

    def check(self, trained: Trained, path: Path) -> Check:
        if self.javascript is None:
            return self._unchecked(trained)
        try:
            return super().check(trained, path)
        except ImportError:  # Qt is not here, or not whole.
            return self._unchecked(trained)

    def _unchecked(self, trained: Trained) -> Check:
        reader = say("nothing")
        return Unchecked(reader, 0, math.nan, self.tolerance(trained.description), self.remarks(trained))


class Unchecked(Check):
    """A page that nothing here can run."""

    @property
    def message(self) -> Message:
        return say("it was not run to be compared, as Qt's JavaScript engine is not here")


def network_in(page: str, facts: Facts, run: Callable[[str], str]) -> Callable[[RawRows], Answers]:
    """What answers rows by what stands in a page and nothing else.

    Parameters
    ----------
    page : its text; of several live networks in it the first is meant.
    facts : of the network that it is to be compared with.
    run : an engine, as `JavaScript` begins one.
    """
    scripts = _Scripts(page).found
    data = json.dumps(scripts["lp-data"])
    run(f"{scripts['lp-network']}\nvar network = liveNetwork(JSON.parse({data}));")

    def read(rows: RawRows) -> Answers:
        # NaN and infinity are no numbers of JSON, so cells are texts where they have to be, and so are all answers.
        cells = [[_jsonable(cell) for cell in row] for row in rows.lists()]
        numeric = [column.categories is None for column in facts.columns]
        told = run(
            f"var numeric = {json.dumps(numeric)};"
            f"{json.dumps(cells)}.map(function (cells) {{"
            "  var told = network.answer(cells.map(function (cell, place) {"
            "    return numeric[place] && cell !== null ? Number(cell) : cell;"
            "  }));"
            "  return Array.from(told.values, String).join(',') + ',' + told.decided;"
            "}).join(';')"
        )
        found = [answer.split(",") for answer in told.split(";")]
        values = np.array([[float(value) for value in answer[:-1]] for answer in found], facts.precision)
        return Answers(values, np.array([int(answer[-1]) for answer in found]) if facts.classes else None)

    return read


class _Scripts(HTMLParser):
    """The scripts of a page, as a browser finds them: by their class, the first of each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._current = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        name = dict(attributes).get("class") or ""
        self._current = name if tag == "script" and name not in self.found else ""

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's own signature
        self._current = ""

    def handle_data(self, data: str) -> None:
        if self._current:
            self.found[self._current] = self.found.get(self._current, "") + data


# What is written


def live_page(trained: Trained, translate: Translate = english) -> str:
    """The whole page: title, live network, and the figures that are known."""
    facts = trained.description.facts
    figures = _figures(trained)
    return _filled(
        "page.html",
        title=escape(trained.description.experiment.name),
        about=escape(_about(facts).words(translate)),
        theme=escape(translate("Dark or light")),
        style=_resource("live.css") + _resource("page.css"),
        live=_piece(trained, "live", translate),
        figures=_table(figures, translate) if figures else "",
        facts=_list(_told(trained), translate),
        foot=escape(say(_FOOT, program=facts.program, version=facts.version).words(translate)),
        script=_resource("page.js"),
    )


_FOOT = "Made by {program} {version}. This one file opens offline and holds the weights as JSON."


def live_network(trained: Trained, *, name: str = "live", translate: Translate = english) -> str:
    """The trained network as a piece of HTML that can stand in any page, alone or with others.

    Parameters
    ----------
    trained : the network; with its data set, its samples are drawn and can be picked.
    name : begins the ids in it; each piece of a page has its own.
    translate : from the English texts, `TEXTS` among them, to those of the page.
    """
    return f"<style>\n{_resource('live.css')}</style>\n{_piece(trained, name, translate)}"


def _piece(trained: Trained, name: str, translate: Translate) -> str:
    script = "\n".join(_resource(f"{part}.js") for part in ("colours", "map", "pad", "inputs", "answer", "live"))
    return _filled(
        "live.html",
        name=escape(name),
        label=escape(translate("The trained network")),
        without=escape(translate("The network runs in this page's script, which this browser does not allow.")),
        data=_harmless(json.dumps(_data(trained, translate), ensure_ascii=False, allow_nan=False)),
        network=_resource("network.js"),
        script=script,
    )


def _resource(name: str) -> str:
    return resource_path("export", "page", name).read_text(encoding="utf-8")


def _filled(template: str, **values: str) -> str:
    """A template with texts in its places; what they hold is not looked at again."""
    return re.sub(r"@(\w+)@", lambda place: values[place[1]], _resource(template))


def _harmless(text: str) -> str:
    """JSON that can stand in a script: nothing in it ends the script, or begins a comment."""
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


# What the page says of the network


def _about(facts: Facts) -> Message:
    inputs = say_count(len(facts.inputs), "1 input", "{count:,} inputs")
    layers = [
        say("{units:,} {activation}", units=each.units, activation=ALL_ACTIVATIONS[each.activation].title)
        for each in facts.layers
    ]
    return say("{layers} · epoch {epoch:,}", layers=series([inputs, *layers], " → "), epoch=facts.epochs)


def _told(trained: Trained) -> Iterator[tuple[Message, Message]]:
    """What else is known, a name and a line each."""
    facts, experiment = trained.description.facts, trained.experiment
    if facts.pictures is None:
        shown = [column.name for column in facts.columns[:12]]
        more = len(facts.columns) - len(shown)
        rest = [say_count(more, "1 more", "{count:,} more")] if more else []
        yield say("Inputs"), series([*shown, *rest])
    else:
        text = "pictures of {width} × {height} pixels"
        yield say("Inputs"), say(text, width=facts.pictures.width, height=facts.pictures.height)
    if facts.preparation != "none":
        yield say("Preparation"), say(facts.preparation.replace("_", " "))
    layers = [
        say("{units:,} {activation}{norm}", units=each.units, activation=ALL_ACTIVATIONS[each.activation].title,
            norm=say(", batch norm") if each.batch_norm else "")
        for each in facts.layers
    ]  # fmt: skip
    yield say("Layers"), series(layers, "; ")
    parameters = sum(
        array.size
        for name, array in trained.description.arrays.items()
        if name.endswith((".weight", ".bias", ".gamma", ".beta"))
    )
    yield say("Parameters"), say("{count:,}, in {precision}", count=parameters, precision=facts.precision)
    if experiment is not None:
        training = experiment.training
        optimizer = str(type(training.optimizer).__struct_config__.tag)
        yield (
            say("Training"),
            say(
                "{optimizer}, learning rate {rate:g}, {batch}, {loss}",
                optimizer=say({"sgd": "gradient descent"}.get(optimizer, optimizer)),
                rate=training.optimizer.learning_rate,
                batch=say("all samples at once")
                if training.batch_size is None
                else say("batches of {size:,}", size=training.batch_size),
                loss=say(training.loss.replace("_", " ")),
            ),
        )


def _figures(trained: Trained) -> list[tuple[Message, list[tuple[Message, str]]]]:
    """Of each part its figures, measured with the very weights that the page holds; none without the data."""
    experiment, dataset = trained.experiment, trained.dataset
    if experiment is None or dataset is None:
        return []
    network = build_network(experiment, dataset)
    for name, place in {**network.parameters, **network.running}.items():
        place[...] = trained.description.arrays[name]
    found = []
    for name, part in dataset.parts.items():
        with engine.overflow_is_expected():
            x, y = part.x.astype(network.dtype), part.y.astype(network.dtype)
            loss, accuracy = network.hold(np.ascontiguousarray(x), np.ascontiguousarray(y)).evaluate()
            row = [(say("samples"), f"{len(part):,}"), (say("loss"), _figure(loss))]
            if dataset.classifies:
                row.append((say("accuracy"), f"{100 * accuracy:.1f} %"))
            else:
                raw = dataset.target_scale.raw
                fit = fit_of(raw(network.predict(x).astype(np.float64)), raw(part.y))
                unit = trained.description.facts.target and trained.description.facts.target.unit
                rmse = say("RMSE in {unit}", unit=unit) if unit else say("RMSE")
                row += [(rmse, _figure(fit.rmse)), (say("R²"), _figure(fit.r_squared))]
        found.append((say({"train": "training"}.get(name, name)), row))
    return found


def _figure(value: float) -> str:
    if not math.isfinite(value):
        return "–"
    short = f"{value:.4f}" if value == 0 or 1e-3 <= abs(value) < 1000 else f"{value:,.0f}"
    return (short if abs(value) >= 1e-3 or value == 0 else f"{value:.1e}").replace("-", "\N{MINUS SIGN}")


def _table(figures: Sequence[tuple[Message, list[tuple[Message, str]]]], translate: Translate) -> str:
    names = "".join(f'<th scope="col">{escape(name.words(translate))}</th>' for name, _ in figures[0][1])
    rows = "".join(
        f'<tr><th scope="row">{escape(part.words(translate))}</th>'
        + "".join(f"<td>{escape(figure)}</td>" for _, figure in row)
        + "</tr>\n"
        for part, row in figures
    )
    return f"<table>\n<tr><td></td>{names}</tr>\n{rows}</table>"


def _list(told: Iterator[tuple[Message, Message]], translate: Translate) -> str:
    lines = (
        f"<dt>{escape(name.words(translate))}</dt><dd>{escape(line.words(translate))}</dd>\n" for name, line in told
    )
    return f"<dl>\n{''.join(lines)}</dl>"


# What the scripts are given


def _data(trained: Trained, translate: Translate) -> dict[str, Any]:
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
    """Whether the inputs are the columns as they stand."""
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
    return {**kind, "numbers": [_jsonable(float(str(value))) for value in array.ravel()]}


def _jsonable(value: Any) -> Any:
    """A cell, or a number as it is; as a text where JSON has none for it."""
    if not isinstance(value, float) or math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _between(trained: Trained) -> list[float]:
    """Which values of a regression the colours tell apart."""
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
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    if low == high:
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
        found.append({"part": name, "of": len(part), "cells": [[*map(_jsonable, row)] for row in cells], "truth": told})
    return found


def _pictured(trained: Trained, dataset: Dataset) -> dict[str, Any]:
    """Some pictures of each class, or of any value, a byte a pixel."""
    pictures = trained.description.facts.pictures
    assert pictures is not None
    name, part = ("test", dataset.test) if dataset.test is not None else ("train", dataset.train)
    chosen = np.arange(min(len(part), _MOST_PICTURES))
    truth: Sequence[float] = dataset.target_scale.raw(part.y[chosen, 0]).tolist()
    if part.labels is not None:
        each = [np.flatnonzero(part.labels == label)[:_PICTURES_A_CLASS] for label in range(len(dataset.classes))]
        chosen = np.concatenate(each)[:_MOST_PICTURES]
        truth = part.labels[chosen].tolist()
    span = pictures.highest - pictures.lowest
    levels = int(span) if span == int(span) and 0 < span <= 255 else 255
    pixels = np.rint(np.clip(part.points[chosen], 0, 1) * levels).astype(np.uint8)
    packed = base64.b64encode(pixels.tobytes()).decode()
    return {"part": name, "of": len(part), "levels": levels, "packed": packed, "truth": truth}
