"""msgspec's findings as one line for a person: the place in dots, what fits there, what was given instead."""

import json
import re
from collections.abc import Sequence

import msgspec
from msgspec import inspect

from playground.experiment.experiment import Experiment
from playground.experiment.message import Message, say, series
from playground.experiment.settings import (
    bare_types,
    declared_at,
    in_declared_order,
    places_of,
    suggestion,
    value_at,
)

_PLAIN: dict[type, Message] = {
    inspect.BoolType: say("true or false"),
    inspect.NoneType: say("null"),
    inspect.StructType: say("a group of settings"),
}


def wanted(types: Sequence[inspect.Type]) -> Message:
    """Return what one of these types takes: "a whole number from 1 to 1024 or null"."""
    words = [word for each in types if (word := _word(each)) is not None]
    return series([word for place, word in enumerate(words) if word not in words[:place]], " or ")


def choices(literal: inspect.LiteralType) -> list[str]:
    """Return the names of a choice as they are listed; what is no name, as a comma, is quoted."""
    return [name if name.isidentifier() else repr(name) for name in in_declared_order(literal.values)]


def _word(node: object) -> Message | None:  # noqa: PLR0911
    match node:
        case inspect.IntType():
            return say("a whole number{bounds}", bounds=_bounds(node))
        case inspect.FloatType():
            return say("a number{bounds}", bounds=_bounds(node))
        case inspect.StrType() if node.max_length is None:
            return say("a text")
        case inspect.StrType():
            return say("a text of at most {most} characters", most=node.max_length)
        case inspect.LiteralType():
            return say("one of {names}", names=", ".join(choices(node)))
        case inspect.NamedTupleType():
            names = ", ".join(field.encode_name for field in node.fields)
            return say("a list of {count}: {names}", count=len(node.fields), names=names)
        case inspect.VarTupleType():
            return say("a list{lengths}", lengths=_lengths(node))
        case _:
            return _PLAIN.get(type(node))


def _bounds(number: "inspect.IntType | inspect.FloatType") -> Message:
    words = ((" from {n:.15g}", number.ge), (" above {n:.15g}", number.gt))
    upper = ((" to {n:.15g}", number.le), (" to below {n:.15g}", number.lt))
    return series([say(key, n=limit) for key, limit in (*words, *upper) if limit is not None], "")


def _lengths(listed: inspect.VarTupleType) -> Message | str:
    low, high = listed.min_length, listed.max_length
    if low and high is not None:
        return say(" of {low} to {high}", low=low, high=high)
    if low:
        return say(" of at least {low}", low=low)
    return "" if high is None else say(" of at most {high}", high=high)


_PLACE = re.compile(r" - at `(key in )?\$(?P<path>[^`]*)`$")
_INDEX = re.compile(r"\[(\d+)\]")
_NAMED = re.compile(r"(?P<what>unknown|required) field `(?P<name>.*)`", re.DOTALL)
_LENGTH = re.compile(r"`(?:array|str)` of length")
_LONGEST = 40
_NEWER = say("this is not 1; the file comes from a newer version of the playground, which can read it")
UNKNOWN = object()
"""Stands for what was given, where nobody can tell."""


def decode_error(
    error: msgspec.ValidationError, given: object, default_place: str = "", root: type = Experiment
) -> Message | str:
    """Return `place: what is wrong`, the place with dots as `--set` takes it.

    `given` is the whole that was refused, `root` what it was to be.
    """
    text, place = str(error), default_place
    found = _PLACE.search(text)
    if found:
        text = text[: found.start()]
        place = _INDEX.sub(r".\1", found["path"]).lstrip(".") or default_place
    told = _NEWER if place == "format" else _told(text, place, given, root)
    return say("{place}: {told}", place=place, told=told) if place else told


def _told(text: str, place: str, given: object, root: type) -> Message | str:
    types = [each for node in declared_at(given, place, root) for each in bare_types(node)]
    if any(isinstance(each, inspect.CustomType) for each in types):
        return text  # What reads such a type says itself what is wrong.
    named = _NAMED.search(text)
    if named is not None:
        return _misnamed(named["what"], named["name"], types, root)
    value, fits = value_at(given, place, UNKNOWN), wanted(types)
    names = [name for each in types if isinstance(each, inspect.LiteralType) for name in choices(each)]
    if names and isinstance(value, str):
        return say("there is no {value}; {instead}", value=_short(value), instead=suggestion(value, names))
    if value is UNKNOWN:
        return say("it takes {wanted}", wanted=fits)
    counts = _LENGTH.search(text) and isinstance(value, str | list | tuple)
    told = say("it takes {wanted}, not {given}", wanted=fits, given=len(value) if counts else _said(value))
    if not counts and isinstance(value, str) and any(struct.tag for struct in _structs(types)):
        return say("{told}; choose its kind by {place}.kind", told=told, place=place)
    return told


def _misnamed(what: str, name: str, types: list[inspect.Type], root: type) -> Message:
    if what == "required":
        return say("this setting is missing: {name}", name=name)
    names = sorted({field.encode_name for each in _structs(types) for field in each.fields})
    places = places_of(Experiment()) if root is Experiment else ()
    elsewhere = next((each for each in places if each.rpartition(".")[2] == name), None)
    if elsewhere:
        return say("there is no setting {name}; did you mean {place}?", name=name, place=elsewhere)
    if not names:
        return say("there is no setting {name}", name=name)
    return say("there is no setting {name}; choose from {names}", name=name, names=series(names))


def _said(value: object) -> Message | str:
    """Return what was given, as a person would say it."""
    if isinstance(value, str):
        return say("the text {text}", text=_short(value))
    if isinstance(value, dict):
        return say("a group of settings")
    if isinstance(value, list | tuple):
        return say("a list")
    return json.dumps(value)[:_LONGEST]


def _short(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _structs(types: list[inspect.Type]) -> list[inspect.StructType]:
    return [each for each in types if isinstance(each, inspect.StructType)]
