"""What runs are called: by a person, or by what tells them apart."""

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication

from playground.app.words.names import choice_name, null_word, translated
from playground.experiment import Experiment, Layer, changed_settings, setting, value_at
from playground.training import RunInfo

_RATE = "training.optimizer.learning_rate"
_MOST = 2
_ABSENT = object()


def run_names(runs: Sequence[RunInfo]) -> dict[int, str]:
    """The name of each run by its key: "run 2 · rate 0.3"."""
    paths = _telling([run.experiment for run in runs])
    return {run.key: run.name or _name(run, paths) for run in runs}


def short_names(runs: Sequence[RunInfo]) -> dict[int, str]:
    """The name of each run by its key, without what tells it apart: "run 2"."""
    return {run.key: run.name or _tr("run {n}").format(n=run.number) for run in runs}


def _name(run: RunInfo, paths: Sequence[str]) -> str:
    told = [text for path in paths if (text := _value_at(run.experiment, path))]
    if not told and run.fork is not None:
        told = [_tr("from epoch {n}").format(n=f"{run.fork:,}")]
    number = _tr("run {n}").format(n=run.number)
    return " · ".join([number, ", ".join(told or [_value_at(run.experiment, _RATE)])])


def _telling(experiments: Sequence[Experiment]) -> list[str]:
    """The settings in which any of them differ, the first few."""
    first, *others = experiments
    found = (each.path for other in others for each in changed_settings(first, other))
    return list(dict.fromkeys(found))[:_MOST]


def _value_at(experiment: Experiment, path: str) -> str:
    """A setting's title and value in a few words; nothing where this experiment has no such setting."""
    value = value_at(experiment, path, _ABSENT)
    if value is _ABSENT:
        return ""
    title = _tr("rate") if path == _RATE else translated(setting(experiment, path).title).lower()
    return f"{title} {_text(path, value)}"


def _text(path: str, value: Any) -> str:
    match value:
        case None | False:
            text = null_word(path)
        case True:
            text = _tr("on")
        case int():
            text = f"{value:,}"
        case float():
            text = f"{value:g}"
        case str():
            text = choice_name(path, value)
        case msgspec.Struct():
            text = choice_name(path, str(value.__struct_config__.tag or ""))
        case (Layer(), *_):
            text = "-".join(str(layer.units) for layer in value)
        case (str(), *_):
            text = " ".join(choice_name(path, name) for name in value)
        case _:
            text = f"{len(value):,}"
    return text


def _tr(text: str) -> str:
    return QCoreApplication.translate("RunNames", text)
