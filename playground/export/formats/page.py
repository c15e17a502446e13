"""A page that any browser opens offline: the trained network itself, answering as the mouse or a slider asks.

Its scripts lie in `resources/export/page/`; `network.js` is the network alone, and is run before a page is kept.
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import numpy as np

from playground import engine
from playground.engine.activations import ALL_ACTIVATIONS
from playground.experiment import File, ImageFiles
from playground.experiment.files import resource_path
from playground.experiment.message import Message, Translate, english, say, say_count, series
from playground.export.description import Answers, Facts
from playground.export.formats.activations import ELSEWHERE
from playground.export.formats.base import Check, Format, asked, python_reader, remark_on_dates
from playground.export.formats.live_data import TEXTS, jsonable, live_data
from playground.export.inputs import RawRows
from playground.export.trained import Trained
from playground.training.answers import fit_of
from playground.training.build import build_network

JavaScript = Callable[[], AbstractContextManager[Callable[[str], str]]]
"""Begins an engine that runs programs one after the other, and tells of each what its last expression is, as a text."""

_MOST_NAMES = 12


class LivePage(Format):
    """One `.html` file; its network runs in the page's own script.

    javascript : runs that script for the check. It needs Qt, so it is handed in from above; without it none is made.
    """

    name = "page"
    suffix = ".html"
    title = "Live page"
    opened_by = "any browser; the network runs inside"
    explains = "One file that opens offline: boundary, neurons, sliders, answers. Some of the samples are in it."
    cannot = "It does not come back into this program."
    is_text = True

    def __init__(self) -> None:
        self.javascript: JavaScript | None = None

    def remarks(self, trained: Trained) -> tuple[Message, ...]:
        return remark_on_dates(trained.description)

    def encode(self, trained: Trained) -> bytes:
        return live_page(trained).encode()

    def preview(self, trained: Trained) -> str:
        return "\n".join(_summary(trained)) + "\n"

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
    """Tell what answers rows by what stands in a page and nothing else.

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
        cells = [[jsonable(cell) for cell in row] for row in rows.lists()]
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


def live_page(trained: Trained, *, language: str = "en", translate: Translate = english) -> str:
    """The whole page: title, live network, and the figures that are known.

    language : of the page, as browsers are told it ("en", "zh-CN"). translate : from English to it.
    """
    facts = trained.description.facts
    figures = _figures(trained)
    return _filled(
        "page.html",
        language=escape(language),
        title=escape(trained.description.experiment.name),
        about=escape(_about(facts).words(translate)),
        theme=escape(translate("Dark or light")),
        label=escape(translate("The trained network")),
        known=escape(translate("What is known of it")),
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
    script = "\n".join(
        _resource(f"{part}.js") for part in ("colours", "plot", "map", "curve", "pad", "inputs", "answer", "live")
    )
    return _filled(
        "live.html",
        name=escape(name),
        label=escape(translate("The trained network")),
        without=escape(translate("The network runs in this page's script, which this browser does not allow.")),
        data=_harmless(json.dumps(live_data(trained, translate), ensure_ascii=False, allow_nan=False)),
        network=_filled("network.js", activations=_activations()),
        script=script,
    )


def _activations() -> str:
    """Write the activations in JavaScript, a line each: all of them, since several networks may share a page."""
    return "\n".join(f"    {name}: function (z) {{ return {each.javascript}; }}," for name, each in ELSEWHERE.items())


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
        say(
            "{units:,} {activation} with batch norm" if each.batch_norm else "{units:,} {activation}",
            units=each.units,
            activation=ALL_ACTIVATIONS[each.activation].title,
        )
        for each in facts.layers
    ]
    return say("{layers} · epoch {epoch:,}", layers=series([inputs, *layers], " → "), epoch=facts.epochs)


def _told(trained: Trained) -> Iterator[tuple[Message, Message]]:
    """Tell what else is known, a name and a line each."""
    description, experiment = trained.description, trained.experiment
    facts, source = description.facts, description.experiment.data.source
    yield say("Data"), say(Path(source.path).name if isinstance(source, File | ImageFiles) else source.title)
    if facts.pictures is not None:
        text = "pictures of {width} × {height} pixels"
        yield say("Inputs"), say(text, width=facts.pictures.width, height=facts.pictures.height)
    else:
        more = len(facts.columns) - _MOST_NAMES
        rest = [say_count(more, "1 more", "{count:,} more")] if more > 0 else []
        yield say("Inputs"), series([*(column.name for column in facts.columns[:_MOST_NAMES]), *rest])
    if facts.preparation != "none":
        yield say("Preparation"), say(facts.preparation.replace("_", " "))
    network = description.network
    yield say("Parameters"), say("{count:,}, in {precision}", count=network.values.size, precision=facts.precision)
    if experiment is not None:
        training = experiment.training
        optimizer = str(type(training.optimizer).__struct_config__.tag)
        size = training.batch_size
        line = say(
            "{optimizer}, learning rate {rate:g}, {batch}, {loss}",
            optimizer=say({"sgd": "gradient descent"}.get(optimizer, optimizer)),
            rate=training.optimizer.learning_rate,
            batch=say("all samples at once") if size is None else say("batches of {size:,}", size=size),
            loss=say(training.loss.replace("_entropy", "-entropy").replace("_", " ")),
        )
        yield say("Training"), line


def _summary(trained: Trained) -> Iterator[str]:
    """Tell what there is on the page, as text."""
    description = trained.description
    data = live_data(trained, english)
    yield description.experiment.name
    yield str(_about(description.facts))
    yield ""
    yield from (f"{name}: {line}" for name, line in _told(trained))
    if figures := _figures(trained):
        yield ""
        yield from (f"{part}: " + ", ".join(f"{name} {figure}" for name, figure in row) for part, row in figures)
    yield ""
    if description.facts.pictures is not None:
        yield "A square to draw in, and samples to pick"
    else:
        yield "Sliders and lists"
        for column, ends in zip(description.facts.columns, data["ranges"], strict=True):
            choices = ", ".join(column.categories or ())
            yield f"  {column.name}: " + (choices if ends is None else f"{ends[0]:g} to {ends[1]:g}")
    for part in data.get("samples", []):
        yield f"{len(part['truth']):,} of {part['of']:,} samples of the {TEXTS[part['part']]} part"
    yield f"{sum(array.size for array in description.arrays.values()):,} numbers as JSON, and the script"


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
