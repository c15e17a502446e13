"""What the form says, and the study that it asks for."""

import re
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from playground.app.studies.words import Subject, setting_title
from playground.app.words.numbers import count_text
from playground.experiment import Experiment, Split, UserError, parse_assignments, setting
from playground.experiment.typed import TwoReadingsError, typed_number
from playground.studies import (
    READY,
    Axis,
    Comparison,
    LogUniform,
    OneOf,
    Search,
    Study,
    Sweep,
    Variant,
    Vary,
    parse_values,
    repeats_words,
    with_validation,
)
from playground.studies.search import Draw

Mode = Literal["sizes", "setting", "pair", "variants", "search"]
OWN = "own"


@dataclass(frozen=True)
class Plan:
    """The form's fields.

    paths, texts : of the settings compared, as many as the mode has. seeds : how many repeats. vary : what is another
    in each of them; None for what suits the data. ready : which of the ready-made comparisons, or
    `OWN`, which `own` then spells out. trials : of a search. address : of a cluster; empty for this computer.
    """

    mode: Mode
    paths: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    seeds: int = 1
    epochs: int = 1000
    ready: str = ""
    own: str = ""
    trials: int = 30
    address: str = ""
    vary: Vary | None = None


def study_of(experiment: Experiment, plan: Plan) -> Study:
    """The study, with a validation part to judge by; a `UserError` says what to type instead."""
    experiment = with_validation(experiment)
    if plan.mode == "variants":
        variants = variants_of(plan.own, experiment) if plan.ready == OWN else READY[plan.ready](experiment).variants
        return Comparison(experiment, variants, plan.seeds, plan.epochs, plan.vary)
    if not plan.paths:
        raise UserError(_tr("the network has no hidden layer whose size could be compared; add one first"))
    if plan.mode == "search":
        pairs = zip(plan.paths, plan.texts, strict=True)
        draws = {path: draw_of(experiment, path, text) for path, text in pairs}
        return Search(experiment, draws, plan.trials, plan.epochs)
    axes = [Axis(path, values_of(experiment, path, text)) for path, text in zip(plan.paths, plan.texts, strict=True)]
    return Sweep(experiment, tuple(axes), plan.seeds, plan.epochs, plan.vary)


def variants_of(text: str, experiment: Experiment) -> tuple[Variant, ...]:
    """The variants that a text stands for: settings by their paths, a bar between two variants.

    A number may have a decimal comma.

    A variant without settings is the experiment as it is.
    """
    variants = []
    for each in text.split("|"):
        settings = [part.strip() for part in each.split(";") if part.strip()]
        name = ", ".join(_setting_name(part) for part in settings) or _tr("as it is")
        assigned = parse_assignments(settings)
        variants.append(Variant(name, {path: _typed(experiment, path, value) for path, value in assigned.items()}))
    return tuple(variants)


def _typed(experiment: Experiment, path: str, value: object) -> object:
    """The number that was typed with a comma where the setting is one; else the value as it is."""
    if not isinstance(value, str) or "," not in value:
        return value
    try:
        kind = setting(experiment, path).kind
        return typed_number(value, whole=kind == "int") if kind in ("int", "float") else value
    except TwoReadingsError as either:
        raise UserError("{path}: {why}", path=path, why=either.message) from None
    except (UserError, ValueError):  # Making the variant will say what is wrong.
        return value


def _setting_name(assignment: str) -> str:
    """`network.layers.0.dropout=0.5` as `dropout 0.5`; a kind by its name alone."""
    path, _, value = assignment.partition("=")
    last = path.rpartition(".")[2].replace("_", " ")
    return value.strip() if last == "kind" else f"{last} {value.strip()}"


def values_of(experiment: Experiment, path: str, text: str) -> tuple[object, ...]:
    """The values that a text stands for; two whole numbers with a comma between may be one number with decimals."""
    declared = setting(experiment, path)
    either = _EITHER.fullmatch(text) if declared.kind == "float" else None
    if either is not None and not text.partition(",")[2].startswith("0"):
        key = _tr("{text} can mean {number} or the values {first} and {second}; type {number}, or {first}; {second}")
        number, first, second = text.strip().replace(",", "."), either[1], either[2]
        raise UserError(key.format(text=text.strip(), number=number, first=first, second=second))
    return parse_values(text, declared)


_EITHER = re.compile(r"\s*(-?\d+),(\d+)\s*")


def draw_of(experiment: Experiment, path: str, text: str) -> Draw:
    """Tell what a text asks to be drawn: `0.01..1` a number of any size between, a list one of its values."""
    low, dots, high = text.partition("..")
    if not dots:
        return OneOf(values_of(experiment, path, text))
    try:
        return LogUniform(typed_number(low), typed_number(high))
    except TwoReadingsError as either:
        raise UserError("{path}: {why}", path=path, why=either.message) from None
    except ValueError:
        pattern = _tr("{text!r} is no range; write the least and the largest number, as in 0.001..1")
        raise UserError(pattern.format(text=text.strip())) from None


def subject_of(study: Study) -> Subject:
    """Tell what a study compares."""
    return Subject(
        study.experiment, study.paths, by_name=isinstance(study, Comparison), drawn=isinstance(study, Search)
    )


def title(plan: Plan, experiment: Experiment) -> str:
    """The headline of a study's window."""
    names = [setting_title(experiment, path) for path in plan.paths]
    match plan.mode:
        case "sizes":
            return _tr("Compare hidden sizes")
        case "setting":
            return _tr("Compare: {setting}").format(setting=_small(names[0]))
        case "pair":
            return _tr("Compare: {one} and {other}").format(one=_small(names[0]), other=_small(names[1]))
        case "search":
            return _tr("Random search")
        case _:
            return _tr("Side by side: {what}").format(what=ready_name(plan.ready).lower())


def subtitle(plan: Plan, study: Study) -> str:
    """Tell what is trained, in one line."""
    trials = study.trials()
    count = len({repr(trial.assignments) + trial.name for trial in trials})
    things = {
        "sizes": _tr("{n} sizes") if count != 1 else _tr("{n} size"),
        "setting": _tr("{n} values") if count != 1 else _tr("{n} value"),
        "pair": _tr("{n} combinations") if count != 1 else _tr("{n} combination"),
        "variants": _tr("{n} variants"),
        "search": _tr("{n} trials") if count != 1 else _tr("{n} trial"),
    }[plan.mode].format(n=count_text(count))
    if plan.mode != "search":
        things = f"{things} × {repeats_words(study.varies, plan.seeds)}"
    epochs = _tr("1 epoch") if plan.epochs == 1 else _tr("{n} epochs").format(n=count_text(plan.epochs))
    told = f"{study.experiment.name} · {things} · {epochs}"
    return f"{told} · {_judged_by(study.experiment)}" if plan.mode == "search" else told


def _judged_by(experiment: Experiment) -> str:
    fresh = getattr(experiment.data.source, "fresh_validation", 0)
    if fresh and not experiment.data.split.validation:
        return _tr("{n} fresh points for validation").format(n=count_text(fresh))
    return _tr("{share} for validation").format(share=f"{100 * experiment.data.split.validation:.3g} %")


def remark(plan: Plan, study: Study, split: Split) -> str:
    """How much work that is, and what else is worth knowing before it starts; `split` is that of the experiment."""
    count = len(study.trials())
    told = _tr("1 trial") if count == 1 else _tr("{n} trials").format(n=count_text(count))
    if plan.mode == "search":
        told = _tr("{trials}; the best by validation is tested once").format(trials=told)
    if plan.mode == "variants":
        names = ", ".join(dict.fromkeys(trial.name for trial in study.trials()))
        told = _tr("{trials}: {names}; same data, first weights and batch order").format(trials=told, names=names)
    if study.experiment.data.split == split:
        return told
    share = f"{100 * study.experiment.data.split.validation:.3g} %"
    return _tr("{told}; {share} of the points go from training to validation").format(told=told, share=share)


def ready_name(name: str) -> str:
    """A ready-made comparison in words."""
    return {
        "normalization": _tr("Normalization on and off"),
        "dropout": _tr("Dropout on and off"),
        "batch_norm": _tr("Batch norm on and off"),
        "optimizers": _tr("Optimizers"),
        "initializers": _tr("Initializers"),
        OWN: _tr("Own variants"),
    }.get(name, name)


def _small(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _tr(text: str) -> str:
    return QCoreApplication.translate("Plan", text)
