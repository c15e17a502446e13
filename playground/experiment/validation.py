"""msgspec's findings as one line for a person: the place in dots, what fits there, what was given instead."""

import json
import re
from collections.abc import Sequence

import msgspec
from msgspec import inspect

from playground.experiment.experiment import Experiment
from playground.experiment.settings import (
    bare_types,
    declared_at,
    in_declared_order,
    places_of,
    suggestion,
    value_at,
)

_PLAIN: dict[type, str] = {
    inspect.BoolType: "true or false",
    inspect.NoneType: "null",
    inspect.StructType: "a group of settings",
}


def wanted(types: Sequence[inspect.Type]) -> str:
    """What one of these types takes: "a whole number from 1 to 1024 or null"."""
    return " or ".join(dict.fromkeys(word for each in types if (word := _word(each))))


def choices(literal: inspect.LiteralType) -> list[str]:
    """The names of a choice as they are listed; what is no name, as a comma, is quoted."""
    return [name if name.isidentifier() else repr(name) for name in in_declared_order(literal.values)]


def _word(node: object) -> str:  # noqa: PLR0911
    match node:
        case inspect.IntType():
            return f"a whole number{_bounds(node)}"
        case inspect.FloatType():
            return f"a number{_bounds(node)}"
        case inspect.StrType():
            return "a text" if node.max_length is None else f"a text of at most {node.max_length} characters"
        case inspect.LiteralType():
            return f"one of {', '.join(choices(node))}"
        case inspect.NamedTupleType():
            return f"a list of {len(node.fields)}: {', '.join(field.encode_name for field in node.fields)}"
        case inspect.VarTupleType():
            return f"a list{_lengths(node)}"
        case _:
            return _PLAIN.get(type(node), "")


def _bounds(number: "inspect.IntType | inspect.FloatType") -> str:
    words = (("from", number.ge), ("above", number.gt), ("to", number.le), ("to below", number.lt))
    given = [f"{word} {limit:.15g}" for word, limit in words if limit is not None]
    return f" {' '.join(given)}" if given else ""


def _lengths(listed: inspect.VarTupleType) -> str:
    low = "" if not listed.min_length else f" of at least {listed.min_length}"
    high = "" if listed.max_length is None else f" of at most {listed.max_length}"
    return low + high if not (low and high) else f" of {listed.min_length} to {listed.max_length}"


_PLACE = re.compile(r" - at `(key in )?\$(?P<path>[^`]*)`$")
_INDEX = re.compile(r"\[(\d+)\]")
_NAMED = re.compile(r"(?P<what>unknown|required) field `(?P<name>.*)`", re.DOTALL)
_LENGTH = re.compile(r"`(?:array|str)` of length")
_LONGEST = 40
_NEWER = "this is not 1; the file comes from a newer version of the playground, which can read it"
UNKNOWN = object()
"""What was given, where nobody can tell."""


def decode_error(
    error: msgspec.ValidationError, given: object, default_place: str = "", root: type = Experiment
) -> str:
    """`place: what is wrong`, the place with dots as `--set` takes it.

    `given` is the whole that was refused, `root` what it was to be.
    """
    text, place = str(error), default_place
    found = _PLACE.search(text)
    if found:
        text = text[: found.start()]
        place = _INDEX.sub(r".\1", found["path"]).lstrip(".") or default_place
    told = _NEWER if place == "format" else _told(text, place, given, root)
    return f"{place}: {told}" if place else told


def _told(text: str, place: str, given: object, root: type) -> str:
    types = [each for node in declared_at(given, place, root) for each in bare_types(node)]
    if any(isinstance(each, inspect.CustomType) for each in types):
        return text  # What reads such a type says itself what is wrong.
    named = _NAMED.search(text)
    if named is not None:
        return _misnamed(named["what"], named["name"], types, root)
    value, fits = value_at(given, place, UNKNOWN), wanted(types)
    names = [name for each in types if isinstance(each, inspect.LiteralType) for name in choices(each)]
    if names and isinstance(value, str):
        return f"there is no {_short(value)}; {suggestion(value, names)}"
    if value is UNKNOWN:
        return f"it takes {fits}"
    if _LENGTH.search(text) and isinstance(value, str | list | tuple):
        return f"it takes {fits}, not {len(value)}"
    kind = (
        f"; choose its kind by {place}.kind" if isinstance(value, str) and any(s.tag for s in _structs(types)) else ""
    )
    return f"it takes {fits}, not {_said(value)}{kind}"


def _misnamed(what: str, name: str, types: list[inspect.Type], root: type) -> str:
    if what == "required":
        return f"this setting is missing: {name}"
    names = sorted({field.encode_name for each in _structs(types) for field in each.fields})
    places = places_of(Experiment()) if root is Experiment else ()
    elsewhere = next((each for each in places if each.rpartition(".")[2] == name), None)
    remedy = f"; did you mean {elsewhere}?" if elsewhere else f"; choose from {', '.join(names)}" if names else ""
    return f"there is no setting {name}{remedy}"


def _said(value: object) -> str:
    """What was given, as a person would say it."""
    if isinstance(value, str):
        return f"the text {_short(value)}"
    if isinstance(value, dict):
        return "a group of settings"
    if isinstance(value, list | tuple):
        return "a list"
    return json.dumps(value)[:_LONGEST]


def _short(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _structs(types: list[inspect.Type]) -> list[inspect.StructType]:
    return [each for each in types if isinstance(each, inspect.StructType)]
