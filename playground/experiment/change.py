"""A changed experiment from an old one: settings by their dotted path, kinds that keep what they share."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from playground.experiment.data import settled
from playground.experiment.experiment import Experiment
from playground.experiment.message import UserError
from playground.experiment.rules import check, parts_of, task_assignments
from playground.experiment.settings import (
    Setting,
    declared_at,
    setting,
    suggestion,
    tags,
    value_at,
    with_value,
)
from playground.experiment.sources import File, Source
from playground.experiment.typed import TwoReadingsError, typed_number
from playground.experiment.validation import decode_error


def parse_assignments(texts: Iterable[str]) -> dict[str, Any]:
    """`path=value` texts as a mapping; values parse as JSON, else they stay text."""
    assignments: dict[str, Any] = {}
    for text in texts:
        path, equals, value = text.partition("=")
        if not equals or not path:
            example = "training.batch_size=10"
            sets_nothing = "{text!r} sets nothing; write a setting's path and its value, as in {example}"
            raise UserError(sets_nothing, text=text, example=example)
        try:
            assignments[path] = json.loads(value, parse_constant=_refuse)
        except (ValueError, RecursionError):
            assignments[path] = value
    return assignments


def _refuse(constant: str) -> Any:
    """JSON has no NaN and no Infinity, though Python's parser takes them."""
    raise ValueError(constant)


def change(experiment: Experiment, assignments: Mapping[str, Any]) -> Experiment:
    """A new experiment with `assignments` (dotted path to value) made, whatever their order.

    Setting a `kind` keeps the settings both kinds share, drops the others and gives new ones their defaults. Data of
    the other task, values instead of classes or the reverse, bring the loss and output that suit them, as far as these
    are not assigned too. Patience goes with the validation part that it watches, unless it is assigned. What the result
    must obey as a whole is checked at the end.
    """
    result = experiment
    whole_first = sorted(assignments, key=lambda path: (not path.endswith("kind"), path.count(".")))
    # A list within what a kind decides comes after it: another kind might not have it.
    decided = tuple(path.removesuffix("kind") for path in assignments if path.endswith(".kind"))
    lists = [path for path in whole_first if isinstance(assignments[path], list | dict)]
    groups = [path for path in lists if not path.startswith(decided)]
    for path in groups + [p for p in whole_first if p not in groups]:
        result = _assign(result, path, assignments[path], assignments)
    result = _with_swapped_target(result, experiment.data.source, assignments)
    given = any(path == "data" or path.startswith("data.features") for path in assignments)
    data = settled(result.data, None if given else experiment.data)
    result = msgspec.structs.replace(result, data=data)
    if result.data.source.task not in (None, experiment.data.source.task):
        for path, value in task_assignments(result, assignments).items():
            result = _assign(result, path, value)
    unwatched = "validation" in parts_of(experiment) and "validation" not in parts_of(result)
    if unwatched and not any(_PATIENCE.startswith(path) for path in assignments):
        result = _assign(result, _PATIENCE, None)
    check(result)
    return result


_PATIENCE = "training.stop.patience"


def _with_swapped_target(experiment: Experiment, before: Source, assignments: Mapping[str, Any]) -> Experiment:
    """Another target of the same table changes places with the one before; what it holds is found out anew."""
    source = experiment.data.source
    if "data.source.target" not in assignments or not isinstance(source, File) or not isinstance(before, File):
        return experiment
    changes: dict[str, Any] = {}
    if source.target in source.inputs and "data.source.inputs" not in assignments:
        others = (before.target if name == source.target else name for name in source.inputs)
        changes["inputs"] = tuple(name for name in others if name)
    if source.target != before.target and "data.source.task" not in assignments:
        changes["task"] = None
    source = msgspec.structs.replace(source, **changes)
    return msgspec.structs.replace(experiment, data=msgspec.structs.replace(experiment.data, source=source))


def with_kind(experiment: Experiment, path: str, kind: str, without: Collection[str] = ()) -> Experiment:
    """Another kind at `path` (which ends in `kind`), shared settings brought within the new kind's ranges.

    The settings whose paths are in `without` are not kept: they are about to be set.
    """
    data = _switched(experiment, path, kind)
    owner = path.rpartition(".")[0]
    settled = _convert(_replace(experiment, owner, {"kind": kind}), path)
    for name, value in data.items():
        if name == "kind" or f"{owner}.{name}" in without:
            continue
        declared = setting(settled, f"{owner}.{name}")
        settled = _assign(settled, declared.path, clamp(value, declared.minimum, declared.maximum))
    return settled


def clamp(value: Any, minimum: float | None, maximum: float | None) -> Any:
    """`value` within its declared range, where it is a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    kind = type(value)
    low = value if minimum is None else max(value, kind(minimum))
    return low if maximum is None else min(low, kind(maximum))


def _assign(experiment: Experiment, path: str, value: Any, others: Collection[str] = ()) -> Experiment:
    """One setting changed; `others` are the paths of those that are changed with it."""
    declared = setting(experiment, path)  # It names the wrong part of an unknown path.
    if path.rpartition(".")[2] == "kind":
        return with_kind(experiment, path, value, without=others)
    if isinstance(value, str) and declared.kind in ("int", "float"):
        value = _typed(value, declared)
    return _convert(_replace(experiment, path, value), path)


def _typed(text: str, declared: Setting) -> object:
    """A number that was typed as people write it; the text where it is none, which is refused by what is wanted."""
    try:
        number = typed_number(text, whole=declared.kind == "int")
    except TwoReadingsError as either:
        readings = [each for each in (either.decimal, either.thousands) if allows(declared, each)]
        if len(readings) != 1:
            raise UserError("{place}: {told}", place=declared.path, told=either.message) from None
        number = readings[0]
    except ValueError:
        return text
    return int(number) if declared.kind == "int" and number.is_integer() else number


def allows(declared: Setting, number: float) -> bool:
    """Tell whether a number lies within the range of a setting."""
    low, high = declared.minimum, declared.maximum
    above = low is None or number > low or (number == low and not declared.above_minimum)
    return above and (high is None or number < high or (number == high and not declared.below_maximum))


def _replace(experiment: Experiment, path: str, value: Any) -> dict[str, Any]:
    changed: dict[str, Any] = with_value(msgspec.to_builtins(experiment), path, value)
    return changed


def _switched(experiment: Experiment, path: str, kind: Any) -> dict[str, Any]:
    place = path.rpartition(".")[0]
    kinds = tags(declared_at(experiment, place)[0])
    if not isinstance(kind, str) or kind not in kinds:
        remedy = suggestion(str(kind), list(kinds))
        raise UserError("{path}: there is no {kind!r}; {remedy}", path=path, kind=kind, remedy=remedy)
    shared = {field.name for field in kinds[kind].fields}
    old = msgspec.to_builtins(value_at(experiment, place))
    return {"kind": kind} | {name: value for name, value in old.items() if name in shared}


def _convert(tree: dict[str, Any], path: str) -> Experiment:
    try:
        return msgspec.convert(tree, Experiment)
    except msgspec.ValidationError as error:
        raise UserError(decode_error(error, tree, path)) from None
