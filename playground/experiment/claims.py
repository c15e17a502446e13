"""Claims: what a run, a study or an action has to show before a step of a lab is ticked.

A claim is a condition of one of four kinds: on a column of the history, on how a run ended, on a study, or on an
action. It counts for nothing but a run whose settings meet `where` and which else is the lab's own, as far as
`unchanged` says. `playground.training.claims` watches for it.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec import inspect

from playground.experiment.experiment import Experiment
from playground.experiment.message import Message, say
from playground.experiment.settings import bare_types, changed_settings, declared_at, suggestion
from playground.experiment.text import Text
from playground.experiment.validation import wanted

HISTORY_WORDS = {
    "train_loss": "the training loss",
    "train_accuracy": "the training accuracy",
    "validation_loss": "the validation loss",
    "validation_accuracy": "the validation accuracy",
    "test_loss": "the test loss",
    "test_accuracy": "the test accuracy",
    "penalty": "the penalty",
    "learning_rate": "the learning rate",
}
"""The columns of a history that a claim may speak of, beside `update_ratio.NAME`, and what they are called."""
_RATIO = "update_ratio."
TRIAL_WORDS = {
    "epochs": "the number of epochs",
    "best_epoch": "the best epoch",
    "train_r2": "the training part's R²",
    "validation_r2": "the validation part's R²",
    "test_r2": "the test part's R²",
}
"""What a study knows of a trial beside the columns of its history."""
ACTIONS = {
    "gradient_check_passed": "the gradient check passed",
    "exported": "something was exported",
    "digit_drawn": "a digit was drawn",
    "test_opened": "the covered test result was opened",
    "mistakes_opened": "the mistakes were looked at",
    "point_opened": "a point was followed through the network and back",
    "graph_opened": "one sample was seen as a graph",
    "lab_opened": "another lab was opened",
    "weights_drawn": "other weights were drawn",
    "step_dragged": "the step was dragged until the secant lay on the tangent",
    "errors_compared": "the error of both quotients was looked at",
    "race_arrived": "an optimizer arrived at the minimum",
    "surface_turned": "the surface was turned",
    "slopes_trained": "both networks were trained",
}
"""What a person can be seen to do, and how it is told."""
_CONDITIONS = ("at_least", "at_most", "not", "one_of", "length")
_ALWAYS_FREE = ("name", "data.source.seed", "data.source.fresh_test", "data.source.fresh_validation", "data.split.seed")
"""Settings in which a run may differ from its lab's without being another experiment."""

Ended = Literal["ran_away", "stopped", "finished"]
Paths = str | tuple[str, ...]


class _Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Bounds of a figure."""

    at_least: float | None = None
    at_most: float | None = None
    near: float | None = None
    tolerance: float | None = None

    @property
    def low(self) -> float:
        """The least that the figure may be."""
        if self.near is not None:
            return self.near - (self.tolerance or 0.0)
        return -math.inf if self.at_least is None else self.at_least

    @property
    def high(self) -> float:
        """The most that the figure may be."""
        if self.near is not None:
            return self.near + (self.tolerance or 0.0)
        return math.inf if self.at_most is None else self.at_most


class Shows(_Figure, frozen=True, kw_only=True, omit_defaults=True):
    """What the trials of a study that meet `where` must show, those that ran away left aside.

    of : which of their figures is meant, the mean, the least or the most.
    reaches, sooner_than : in every repeat they get the column as low (a loss) or as high (an accuracy) as `reaches` at
        an earlier epoch than the trial of the same repeat that meets `sooner_than`.
    """

    column: str
    where: dict[str, Any] = {}
    of: Literal["mean", "least", "most"] = "mean"
    reaches: float | None = None
    sooner_than: dict[str, Any] | None = None


class StudyClaim(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A study that was made.

    over : the settings in which its trials differ. values : of the first of them, those that were tried at least.
    seeds : repeats of each setting at least. trials : in all, at least. kind : of which kind it is, where that matters.
    """

    over: Paths
    values: tuple[Any, ...] = ()
    seeds: int = 1
    trials: int = 1
    kind: Literal["sweep", "search", "comparison"] | None = None
    shows: tuple[Shows, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The settings in which the trials differ."""
        return (self.over,) if isinstance(self.over, str) else self.over


class Claim(_Figure, frozen=True, kw_only=True, omit_defaults=True):
    """What a step of a lab will show.

    text : the claim in words; where there are none, `claim_words` makes them.
    where : settings by path (`*` stands for every entry of a list) and what they must be: a value, or a condition of
        at_least, at_most, not, one_of, length.
    unchanged : settings that must be as the lab has them, but for those that `where` names and the seeds.
    column : a column of the history. relative_to : its bounds are shares of what it was at the start, or of the loss of
        always answering the base rate. by : at this epoch or before. at : at this epoch. for_ : so many epochs in a
        row. sooner_than : settings of an earlier run, which differs in nothing else and gets there later.
    ended : how the run ended.
    """

    text: Text = Text("")
    where: dict[str, Any] = {}
    unchanged: tuple[str, ...] = ("data", "network", "training.loss")
    column: str | None = None
    relative_to: Literal["start", "base_rate"] | None = None
    by: int | None = None
    at: int | None = None
    for_: int = msgspec.field(name="for", default=1)
    sooner_than: dict[str, Any] | None = None
    ended: Ended | None = None
    study: StudyClaim | None = None
    action: str | None = None


# Matching


def values_at(experiment: Experiment, path: str) -> list[Any]:
    """The values at a path, as JSON has them; several where `*` stands for every entry of a list."""
    found: list[Any] = [msgspec.to_builtins(experiment)]
    for name in path.split("."):
        found = [inner for outer in found for inner in _step_into(outer, name)]
    return found


def meets(experiment: Experiment, where: Mapping[str, Any]) -> bool:
    """Tell whether the settings of an experiment are what `where` asks for."""
    return all(
        bool(values) and all(_fits(value, condition) for value in values)
        for path, condition in where.items()
        for values in [values_at(experiment, path)]
    )


def strays(lab: Experiment, experiment: Experiment, claim: Claim) -> list[str]:
    """The settings, by path, in which an experiment is not the lab's though the claim needs it to be."""
    named = [*claim.where, *(claim.sooner_than or {}), *_ALWAYS_FREE]
    if claim.study is not None:
        # A study draws parts of its own to judge by.
        named += [*claim.study.paths, "data.split"]
    return [
        path
        for path in (each.path for each in changed_settings(lab, experiment))
        if any(lies_in(path, group) for group in claim.unchanged) and not _is_named(path, named)
    ]


def differ_only_in(one: Experiment, other: Experiment, named: Sequence[str]) -> bool:
    """Tell whether two experiments differ in nothing that matters but the settings named."""
    allowed = [*named, "name", "training.epochs", "training.stop"]
    return all(_is_named(each.path, allowed) for each in changed_settings(one, other))


def _step_into(outer: Any, name: str) -> list[Any]:
    if isinstance(outer, list | tuple):
        if name == "*":
            return list(outer)
        return [outer[int(name)]] if name.isdecimal() and int(name) < len(outer) else []
    return [outer.get(name)] if isinstance(outer, dict) else []


def _fits(value: Any, condition: Any) -> bool:
    if isinstance(condition, dict):
        if _is_condition(condition):
            return all(_obeys(value, name, bound) for name, bound in condition.items())
        return isinstance(value, dict) and all(_fits(value.get(name), inner) for name, inner in condition.items())
    if isinstance(value, list | tuple) and isinstance(condition, list | tuple):
        return len(value) == len(condition) and all(map(_fits, value, condition))
    return bool(value == condition and isinstance(value, bool) is isinstance(condition, bool))


def _is_condition(condition: Mapping[str, Any]) -> bool:
    return bool(condition) and set(condition) <= set(_CONDITIONS)


def _obeys(value: Any, name: str, bound: Any) -> bool:
    if name == "length":
        return isinstance(value, list | tuple) and _fits(len(value), bound)
    if name == "not":
        return not _fits(value, bound)
    if name == "one_of":
        return any(_fits(value, each) for each in bound)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return bool(value >= bound if name == "at_least" else value <= bound)


def lies_in(path: str, group: str) -> bool:
    """Tell whether a path is a group or within it; `*` in the group stands for any entry."""
    pattern = re.escape(group).replace(r"\*", r"\d+")
    return re.fullmatch(rf"{pattern}(\..*)?", path) is not None


def _is_named(path: str, named: Sequence[str]) -> bool:
    """Tell whether a changed setting is one of those named. Where a kind is named, all that comes with it is."""
    return any(lies_in(path, each.removesuffix(".kind")) for each in named)


# Checking


def claim_problems(claim: Claim, place: str) -> Iterator[Message]:
    """Each thing that is wrong with a claim, as one line with its place; `place` goes before."""
    kinds = [name for name in ("column", "ended", "study", "action") if getattr(claim, name) is not None]
    if len(kinds) != 1:
        given = say("not both {one} and {other}", one=kinds[0], other=kinds[1]) if kinds else say("there is none")
        yield say("{place}: a claim has one of column, ended, study or action; {given}", place=place, given=given)
        return
    yield from _where_problems(claim.where, f"{place}.where")
    for number, path in enumerate(claim.unchanged):
        yield from _path_problems(path, f"{place}.unchanged.{number}")
    if claim.column is not None:
        yield from _history_problems(claim, place)
    else:
        yield from _useless(claim, place, kinds[0])
    if claim.study is not None:
        yield from _study_problems(claim.study, f"{place}.study")
    if claim.action is not None and claim.action not in ACTIONS:
        told = suggestion(claim.action, list(ACTIONS))
        yield say("{place}.action: there is no {name}; {told}", place=place, name=repr(claim.action), told=told)


def _useless(claim: Claim, place: str, kind: str) -> Iterator[Message]:
    """Conditions on a column, where the claim is about something else."""
    kept = ("by", "at") if kind == "ended" else ()
    for name in ("at_least", "at_most", "near", "tolerance", "relative_to", "by", "at", "sooner_than"):
        if name not in kept and getattr(claim, name) is not None:
            yield say("{place}.{name}: this goes with a column, and the claim is on {kind}", **_in(place, name, kind))
    if claim.for_ != 1:
        yield say("{place}.{name}: this goes with a column, and the claim is on {kind}", **_in(place, "for", kind))


def _in(place: str, name: str, kind: str) -> dict[str, str]:
    return {"place": place, "name": name, "kind": kind}


def _history_problems(claim: Claim, place: str) -> Iterator[Message]:
    assert claim.column is not None
    if claim.column not in HISTORY_WORDS and not claim.column.startswith(_RATIO):
        told = suggestion(claim.column, [*HISTORY_WORDS, f"{_RATIO}NAME"])
        yield say("{place}.column: there is no {name}; {told}", place=place, name=repr(claim.column), told=told)
    yield from _bound_problems(claim, place)
    if claim.relative_to == "base_rate" and not claim.column.endswith("_loss"):
        yield say("{place}.relative_to: the base rate is that of a loss; choose start, or a loss's column", place=place)
    for name, value in (("by", claim.by), ("at", claim.at)):
        if value is not None and value < 0:
            yield say(
                "{place}.{name}: an epoch is a whole number from 0, not {value}", **_in(place, name, ""), value=value
            )
    if claim.by is not None and claim.at is not None:
        yield say("{place}: give by or at, not both", place=place)
    if claim.for_ < 1:
        yield say("{place}.for: it takes a whole number of epochs from 1, not {value}", place=place, value=claim.for_)
    if claim.sooner_than is not None:
        yield from _where_problems(claim.sooner_than, f"{place}.sooner_than")


def _bound_problems(figure: _Figure, place: str) -> Iterator[Message]:
    if (figure.near is None) is not (figure.tolerance is None):
        yield say("{place}: near and tolerance go together; give both", place=place)
    elif figure.near is not None and (figure.at_least is not None or figure.at_most is not None):
        yield say("{place}: give near with its tolerance, or at_least and at_most, not both", place=place)
    elif math.isinf(figure.low) and math.isinf(figure.high):
        yield say("{place}: a bound is missing; give at_least, at_most, or near with a tolerance", place=place)
    elif figure.low > figure.high:
        yield say("{place}: no figure is both at least {low:g} and at most {high:g}", **_bounds_of(figure, place))


def _bounds_of(figure: _Figure, place: str) -> dict[str, float | str]:
    return {"place": place, "low": figure.low, "high": figure.high}


def _study_problems(study: StudyClaim, place: str) -> Iterator[Message]:
    if not study.paths:
        yield say("{place}.over: no setting is named; name at least one", place=place)
    for path in study.paths:
        yield from _path_problems(path, f"{place}.over")
    for number, value in enumerate(study.values if study.paths else ()):
        yield from _value_problems(study.paths[0], value, f"{place}.values.{number}")
    for name, count in (("seeds", study.seeds), ("trials", study.trials)):
        if count < 1:
            yield say("{place}.{name}: it takes a whole number from 1", place=place, name=name)
    for number, shows in enumerate(study.shows):
        yield from _shows_problems(shows, f"{place}.shows.{number}")


def _shows_problems(shows: Shows, place: str) -> Iterator[Message]:
    known = [*HISTORY_WORDS, *TRIAL_WORDS]
    if shows.column not in known:
        told = suggestion(shows.column, known)
        yield say("{place}.column: there is no {name}; {told}", place=place, name=repr(shows.column), told=told)
    yield from _where_problems(shows.where, f"{place}.where")
    if (shows.reaches is None) is not (shows.sooner_than is None):
        yield say("{place}: reaches and sooner_than go together; give both", place=place)
    elif shows.reaches is None:
        yield from _bound_problems(shows, place)
    elif shows.column not in HISTORY_WORDS:
        yield say("{place}.reaches: this goes with a column of the history", place=place)
    if shows.sooner_than is not None:
        yield from _where_problems(shows.sooner_than, f"{place}.sooner_than")


def _where_problems(where: Mapping[str, Any], place: str) -> Iterator[Message]:
    for path, condition in where.items():
        yield from _condition_problems(path, condition, f"{place}.{path}")


def _condition_problems(path: str, condition: Any, place: str) -> Iterator[Message]:
    if not isinstance(condition, dict) or not _is_condition(condition):
        yield from _value_problems(path, condition, place)
        return
    yield from _path_problems(path, place)
    for name, bound in condition.items():
        inner = f"{place}.{name}"
        if name == "one_of" and not isinstance(bound, list | tuple):
            yield say("{place}: it takes a list of values", place=inner)
        elif name == "one_of":
            for each in bound:
                yield from _value_problems(path, each, inner)
        elif name == "not":
            yield from _value_problems(path, bound, inner)
        elif name != "length" and (isinstance(bound, bool) or not isinstance(bound, int | float)):
            yield say("{place}: it takes a number", place=inner)


def _value_problems(path: str, value: Any, place: str) -> Iterator[Message]:
    """A setting that there is not, or a value that it never has, so that the claim would never come true."""
    found = list(_path_problems(path, place))
    yield from found
    types = _types_at(path)
    if found or any(_takes(each, value) for each in types):
        return
    yield say("{place}: it takes {wanted}, not {value!r}", place=place, wanted=wanted(types), value=value)


def _path_problems(path: str, place: str) -> Iterator[Message]:
    names = path.split(".")
    for depth in range(1, len(names) + 1):
        if _types_at(".".join(names[:depth])):
            continue
        before = _types_at(".".join(names[: depth - 1]))
        known = sorted({f.encode_name for each in before if isinstance(each, inspect.StructType) for f in each.fields})
        told = suggestion(names[depth - 1], known) if known else "leave it out"
        yield say("{place}: there is no setting {name}; {told}", place=place, name=names[depth - 1], told=told)
        return


def _types_at(path: str) -> list[inspect.Type]:
    """What may stand at a path, of whatever kind; any entry's number stands for `*`. None where there is no such."""
    plain = ".".join("0" if name == "*" else name for name in path.split("."))
    return [each for declared in declared_at({}, plain) for each in bare_types(declared)]


def _takes(node: object, value: Any) -> bool:  # noqa: PLR0911
    match node:
        case inspect.BoolType():
            return isinstance(value, bool)
        case inspect.IntType() | inspect.FloatType():
            return isinstance(value, int | float) and not isinstance(value, bool)
        case inspect.NoneType():
            return value is None
        case inspect.LiteralType():
            return value in node.values
        case inspect.StrType():
            return isinstance(value, str)
        case inspect.StructType():
            return isinstance(value, dict)
        case _:
            return isinstance(value, list | tuple)


# Words


def claim_words(claim: Claim) -> Message:
    """A claim in words, where it has none of its own."""
    if claim.text:
        return say("{text}", text=claim.text)
    if claim.action is not None:
        return say(ACTIONS[claim.action])
    if claim.study is not None:
        return say("a study over {settings} was made", settings=", ".join(claim.study.paths))
    if claim.ended is not None:
        return say(ENDINGS[claim.ended])
    return say(
        "{column} is {bounds}{when}", column=column_words(claim.column or ""), bounds=_bounds(claim), when=_when(claim)
    )


def watch_words(claim: Claim) -> Message:
    """Tell what to watch for a claim, without telling how it comes out."""
    if claim.action is not None:
        return say(ACTIONS[claim.action])
    if claim.study is not None:
        trials = max(claim.study.trials, claim.study.seeds * len(claim.study.values))
        if claim.study.seeds > 1:
            return say("what a study of {seeds} repeats each says", seeds=claim.study.seeds)
        return say("what a study of {trials} trials says", trials=trials)
    if claim.ended is not None:
        return say("how the run ends")
    return say("{column}{when}", column=column_words(claim.column or ""), when=_when(claim))


ENDINGS = {
    "ran_away": "the loss ran away",
    "stopped": "the run stopped by itself before its last epoch",
    "finished": "the run came to its last epoch",
}


def column_words(column: str) -> Message:
    """A column of a history as it is said: "the training loss"."""
    if column.startswith(_RATIO):
        return say("the update ratio of {name}", name=column.removeprefix(_RATIO))
    return say({**HISTORY_WORDS, **TRIAL_WORDS}.get(column, column))


def figure_words(column: str, figure: float) -> Message:
    """A figure as it is said: an accuracy in percent, all else with four digits."""
    if column.endswith("_accuracy"):
        return say("{percent:.4g} %", percent=100 * figure)
    return say("{figure:.4g}", figure=figure)


def _bounds(claim: Claim) -> Message:
    column = claim.column or ""
    of: Message | str = ""
    if claim.relative_to is not None:
        of = say(" what it was at the start") if claim.relative_to == "start" else say(" that of the base rate")

    def told(bound: float) -> Message:
        return say("{bound:g} times", bound=bound) if claim.relative_to else figure_words(column, bound)

    if claim.near is not None and claim.tolerance is not None:
        return say("within {tolerance:g} of {near}{of}", tolerance=claim.tolerance, near=told(claim.near), of=of)
    if claim.at_least is not None and claim.at_most is not None:
        return say("from {low} to {high}{of}", low=told(claim.at_least), high=told(claim.at_most), of=of)
    if claim.at_least is not None:
        return say("at least {low}{of}", low=told(claim.at_least), of=of)
    return say("at most {high}{of}", high=told(claim.at_most or 0.0), of=of)


def _when(claim: Claim) -> Message:
    row = say(" for {count:,} epochs in a row", count=claim.for_) if claim.for_ > 1 else say("")
    if claim.at is not None:
        return say(" at epoch {epoch:,}{row}", epoch=claim.at, row=row)
    if claim.by is not None:
        return say(" by epoch {epoch:,}{row}", epoch=claim.by, row=row)
    sooner = say(", sooner than in an earlier run") if claim.sooner_than is not None else say("")
    return say("{row}{sooner}", row=row, sooner=sooner)
