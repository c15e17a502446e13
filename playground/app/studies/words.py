"""How settings and their values are called where they are compared: "4 neurons", "learning rate 0.1"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication

from playground.app.words.names import choice_name, in_sentence, null_word, translated
from playground.experiment import Experiment, Setting, setting, settings_of
from playground.studies import Group

_LEAVES = ("int", "float", "bool", "choice")
_LAYER = re.compile(r"network\.layers\.(\d+)\.(.+)")
UNITS = re.compile(r"network\.layers\.\d+\.units")
_ORDER = (
    "training.optimizer.learning_rate",
    "training.optimizer",
    "training.batch_size",
    "training.l",
    "training.schedule",
    "network.layers",
    "data",
    "network.output",
)
_WITHOUT = ("data.source.kind", "data.source.fresh_validation", "data.split", "format")
"""No values for these alone: other data ask another question, and the parts of a split change only together."""


@dataclass(frozen=True)
class Subject:
    """What a study compares: the settings by their paths, as they stand in `experiment`."""

    experiment: Experiment
    paths: tuple[str, ...]
    by_name: bool = False
    """Whether the compared have names of their own, as variants do."""
    drawn: bool = False
    """Whether the values were drawn at random, with more digits than say anything under a picture."""

    def name(self, group: Group) -> str:
        """Tell what one of the compared is called."""
        if group.name:
            return self._variant(group.name)
        alone = len(self.paths) == 1
        names = (value_name(self.experiment, path, group.assignments.get(path), alone=alone) for path in self.paths)
        return " · ".join(names)

    def short(self, group: Group) -> str:
        """The same where the settings stand beside it: the values alone."""
        if group.name:
            return self._variant(group.name)
        return " · ".join(value_text(path, group.assignments.get(path)) for path in self.paths)

    def settings(self, group: Group) -> tuple[tuple[str, str], ...]:
        """The same under a picture, where several settings make it: a title and a value each; empty elsewhere."""
        if len(self.paths) < 2 or self.by_name:
            return ()
        values = (group.assignments.get(path) for path in self.paths)
        shown = (_rounded(value) if self.drawn else value for value in values)
        return tuple(
            (self.narrow_title(path), value_text(path, value)) for path, value in zip(self.paths, shown, strict=True)
        )

    def _variant(self, name: str) -> str:
        """A variant's name; one that is an optimizer is called as it is in the panel."""
        return choice_name("training.optimizer", name)

    def title(self, path: str) -> str:
        """Tell what a setting is called."""
        return setting_title(self.experiment, path)

    def small_title(self, path: str) -> str:
        """The same within a line: "neurons", "learning rate"."""
        if UNITS.fullmatch(path) and len(self.experiment.network.layers) == 1:
            return _tr("neurons")
        title = self.title(path)
        return title[:1].lower() + title[1:] if title[1:2].islower() else title

    def narrow_title(self, path: str) -> str:
        """The same where there is hardly room for a word."""
        if path == "training.optimizer.learning_rate":
            return _tr("rate")
        if UNITS.fullmatch(path):
            alone = sum(UNITS.fullmatch(each) is not None for each in self.paths) == 1
            return _tr("neurons") if alone else _tr("layer {n}").format(n=int(path.split(".")[2]) + 1)
        return self.small_title(path)

    def is_name(self, path: str) -> bool:
        """Tell whether a setting's values are words."""
        return _declared(self.experiment, path).kind in ("choice", "kind")


def sweepable(experiment: Experiment) -> dict[str, str]:
    """Every setting that values can be given to, path to title; those of the training first, which is asked most."""
    paths = sorted(_leaves(experiment, ""), key=_rank)
    return {path: setting_title(experiment, path) for path in paths}


def setting_title(experiment: Experiment, path: str) -> str:
    """A setting by its place and title: "Layer 2: dropout", "Learning rate"."""
    declared = _declared(experiment, path)
    title = translated(declared.title)
    if UNITS.fullmatch(path) and len(experiment.network.layers) == 1:
        return _tr("Hidden neurons")
    if path.endswith(".kind"):
        title = translated(setting(experiment, path.removesuffix(".kind")).title)
    if found := _LAYER.fullmatch(path):
        owner = _owner(found[2])
        where = _tr("Layer {n}").format(n=int(found[1]) + 1)
        return f"{where}: {owner}{in_sentence(title)}"
    if path.startswith("network.output."):
        return _tr("Output: {setting}").format(
            setting=_owner(path.removeprefix("network.output.")) + in_sentence(title)
        )
    return title


def value_text(path: str, value: Any) -> str:
    """A value as the window writes it."""
    if value is None:
        return null_word(path)
    if isinstance(value, bool):
        return _tr("on") if value else _tr("off")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, list | tuple):
        return " + ".join(choice_name(path, each) for each in value)
    return choice_name(path, str(value))


def value_name(experiment: Experiment, path: str, value: Any, *, alone: bool = True) -> str:
    """A value with what it is a value of; `alone` says whether no other setting is told beside it."""
    if UNITS.fullmatch(path):
        text = _tr("1 neuron") if value == 1 else _tr("{n} neurons").format(n=f"{value:,}")
        if alone or len(experiment.network.layers) == 1:
            return text
        return _tr("{neurons} in layer {n}").format(neurons=text, n=int(path.split(".")[2]) + 1)
    declared = _declared(experiment, path)
    if declared.kind in ("choice", "kind") and value is not None:
        return value_text(path, value)
    return f"{in_sentence(setting_title(experiment, path))} {value_text(path, value)}"


def _leaves(struct: Any, prefix: str) -> Iterator[str]:
    for declared in settings_of(struct, prefix):
        name = declared.path.rpartition(".")[2]
        value = getattr(struct, name)
        if declared.path in _WITHOUT:
            continue
        if declared.kind in _LEAVES:
            yield declared.path
        elif declared.kind == "kind":
            if f"{declared.path}.kind" not in _WITHOUT:
                yield f"{declared.path}.kind"
            yield from _leaves(value, declared.path)
        elif isinstance(value, msgspec.Struct):
            yield from _leaves(value, declared.path)
        elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct) and "points" not in name:
            for number, item in enumerate(value):
                yield from _leaves(item, f"{declared.path}.{number}")


def _rank(path: str) -> int:
    return next((rank for rank, prefix in enumerate(_ORDER) if path.startswith(prefix)), len(_ORDER))


def _declared(experiment: Experiment, path: str) -> Setting:
    return setting(experiment, path)


def _owner(rest: str) -> str:
    """Biases and weights have initializers of the same settings: "biases start: deviation"."""
    owners: Mapping[str, str] = {"initializer": _tr("weights, "), "bias_initializer": _tr("biases, ")}
    owner, dot, last = rest.partition(".")
    return owners.get(owner, "") if dot and last != "kind" else ""


def _rounded(value: Any) -> Any:
    return float(f"{value:.2g}") if isinstance(value, float) else value


def _float(value: float) -> str:
    mantissa, exponent, power = f"{value:.4g}".partition("e")
    text = f"{mantissa}e{int(power)}" if exponent else mantissa
    return text.replace("-", "\N{MINUS SIGN}", 1) if text.startswith("-") else text


def _tr(text: str) -> str:
    return QCoreApplication.translate("Studies", text)
