"""Runs that reports are made of, trained once, and pages taken apart as a browser does."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from playground.experiment import Experiment, change, load
from playground.export.report import report_of
from playground.training import Run

VOID = {"meta", "img", "br"}


class Page(HTMLParser):
    """A page: its texts by where they stand, and what it refers to.

    texts : what a reader sees, each with the elements about it. unclosed : what went wrong with its elements.
    """

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.references: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.wrong: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.wrong += [f"{name} is not closed" for name in self._open]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = dict(attributes)
        self.elements.append((tag, known))
        self.references += [str(known[name]) for name in ("href", "src", "xlink:href", "action") if name in known]
        if tag not in VOID:
            self._open.append(f"{tag}.{known.get('class') or ''}")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].split(".")[0] != tag:
            self.wrong.append(f"</{tag}> within {self._open[-1:]}")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((tuple(self._open), " ".join(data.split())))

    def seen(self, *without: str) -> Iterator[str]:
        """The texts that are read, but for those within these elements, as "pre" or "span.also"."""
        aside = {"script", "style", "math", "pre", *without}
        for about, text in self.texts:
            if not any(name in aside or name.split(".")[0] in aside for name in about):
                yield text

    @property
    def text(self) -> str:
        """All that is read."""
        return " ".join(self.seen())

    def within(self, name: str) -> list[str]:
        """The texts right within elements of a name and class, as "td.number"."""
        return [text for about, text in self.texts if about[-1] == name]


_RUNS: dict[str, Run] = {}


def trained(lab: str, epochs: int = 20, **settings: Any) -> Run:
    """A run of a lab with some settings, by paths with two underscores for each point; each is trained once."""
    key = f"{lab} {epochs} {settings}"
    if key not in _RUNS:
        assignments = {name.replace("__", "."): value for name, value in settings.items()}
        run = _RUNS[key] = Run(change(load(lab), assignments) if assignments else load(lab))
        run.train(epochs)
    return _RUNS[key]


@pytest.fixture(scope="session")
def petals() -> Run:
    """The lab petals after 200 epochs."""
    return trained("petals", 200)


@pytest.fixture(scope="session")
def page_of() -> Callable[..., Page]:
    """Makes the report of a run and takes it apart."""

    def page(run: Run, *arguments: Any, **settings: Any) -> Page:
        return Page(report_of(run, *arguments, **settings))

    return page


def table_experiment(folder: Path) -> Experiment:
    """A table with names that try to leave their place."""
    path = folder / "flowers.csv"
    rows = [f"{n % 7},{(n * 5) % 11},{'<b>rose</b>' if n % 2 else 'tulip & co'}" for n in range(60)]
    path.write_text("\n".join(['length <i>,"width ""x"" (cm)",kind', *rows]) + "\n", encoding="utf-8")
    source = {"kind": "file", "path": str(path), "inputs": ["length <i>", 'width "x" (cm)'], "target": "kind"}
    return change(load("petals"), {"data.source": source, "data.preprocessing": "standardize", "training.epochs": 10})
