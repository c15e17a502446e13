"""The table of settings, read from the declarations: what panels, `--set` and the documentation derive from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from typing import Any, get_args

import msgspec
from msgspec import inspect

from playground.experiment.data import Preprocessing, SplitBy
from playground.experiment.experiment import Experiment
from playground.experiment.message import Message, UserError, say, series
from playground.experiment.network import Activation, OutputActivation
from playground.experiment.sources import Fill
from playground.experiment.training import ClassWeights, Loss

_DECLARED_ORDER: dict[frozenset[str], tuple[str, ...]] = {
    frozenset(get_args(choice)): get_args(choice)
    for choice in (Activation, OutputActivation, Preprocessing, SplitBy, Loss, Fill, ClassWeights)
}


@dataclass(frozen=True)
class Setting:
    """One setting as declared: `path` is dotted, `choices` holds names, `minimum` and `maximum` what is allowed."""

    path: str
    title: str
    help: str
    kind: str
    """One of int, float, bool, text, choice, choices, kind (a tagged union) and group."""
    default: Any = None
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    above_minimum: bool = False
    """True where the minimum itself is excluded."""
    below_maximum: bool = False
    optional: bool = False
    """True where the setting may be null."""
    live: bool = False
    scale: str = "linear"
    unit: str = ""
    slider: tuple[float, float] | None = None
    suggested: float | None = None
    """The value that an optional setting begins with when it is switched on."""
    choice_help: tuple[str, ...] = ()
    """A sentence for each kind; empty where the choices are mere names."""


def value_at(holder: Any, path: str, absent: Any = None) -> Any:
    """Tell what stands at a dotted path of an experiment, or of the builtin values that stand for one.

    Parameters
    ----------
    holder : structs, tuples, lists and mappings within each other.
    path : names of settings and numbers of entries, with dots between; empty for the holder itself.
    absent : what is given back where nothing stands at the path.
    """
    value = holder
    for name in path.split(".") if path else ():
        value = _entry(value, name)
        if value is _NOTHING:
            return absent
    return value


_NOTHING = object()


def _is_there(holder: Any, path: str) -> bool:
    return value_at(holder, path, _NOTHING) is not _NOTHING


def _entry(value: Any, name: str) -> Any:
    """One step down a path."""
    if isinstance(value, Mapping):
        return value.get(name, _NOTHING)
    if isinstance(value, list | tuple):
        # Decimal digits as other scripts have them number no entry, nor do thousands of them.
        is_number = name.isascii() and name.isdecimal() and len(name) < 10 and int(name) < len(value)
        return value[int(name)] if is_number else _NOTHING
    if not isinstance(value, msgspec.Struct):
        return _NOTHING
    if name == "kind" and value.__struct_config__.tag is not None:
        return value.__struct_config__.tag
    return getattr(value, name) if name in value.__struct_fields__ else _NOTHING


def with_value(tree: Any, path: str, value: Any) -> Any:
    """A copy of builtin values within each other, with another value at a path that is there."""
    name, _, rest = path.partition(".")
    below = with_value(_entry(tree, name), rest, value) if rest else value
    if isinstance(tree, Mapping):
        return {**tree, name: below}
    return [below if str(number) == name else each for number, each in enumerate(tree)]


Declared = inspect.Field | inspect.Type


def declared_at(given: Any, path: str, root: type = Experiment) -> list[Declared]:
    """The declarations of what stands at a path of `given`, a `root` or the builtin values that stand for one.

    Of several kinds that of the kind that is given: one declaration in an experiment that is sound, several where a
    kind is missing, none where no such place is declared.
    """
    found: list[Declared] = [information(root)]
    holder = given
    for name in path.split(".") if path else ():
        found = list(_declared_within(found, value_at(holder, "kind"), name))
        holder = _entry(holder, name)
    return found


def _declared_within(found: list[Declared], kind: object, name: str) -> Iterator[Declared]:
    if name == "kind":
        for each in found:
            if kinds := tags(each):
                node = _unwrap(each)
                yield inspect.Metadata(
                    inspect.LiteralType(tuple(kinds)), {"title": node.title, "description": node.help}, node.meta
                )
        return
    types = [each for declared in found for each in bare_types(declared)]
    fitting = [each for each in types if not isinstance(kind, str) or getattr(each, "tag", kind) == kind]
    for each in fitting or types:
        if isinstance(each, inspect.VarTupleType):
            yield each.item_type
        elif isinstance(each, inspect.NamedTupleType):
            yield from [field for number, field in enumerate(each.fields) if str(number) == name]
        elif isinstance(each, inspect.StructType):
            yield from [field for field in each.fields if field.encode_name == name]


@dataclass(frozen=True)
class _Node:
    """A declaration taken apart: a type without its annotation and its null, which stand beside it."""

    type: inspect.Type
    meta: dict[str, Any]
    title: str
    help: str
    optional: bool
    default: Any


def setting(experiment: Experiment, path: str) -> Setting:
    """The declaration of the setting at `path`, as it stands in this experiment.

    Raises
    ------
    UserError : when there is no such setting; with the wrong part of the path, and the place that may be meant.
    """
    found = declared_at(experiment, path)
    if not found or not _is_there(experiment, path):
        raise _unknown(experiment, path)
    return _describe(path, _unwrap(found[0]))


def setting_of_any_kind(experiment: Experiment, path: str) -> Setting:
    """Find the declaration at `path`, or that of the first kind of its group which has such a setting.

    Raises
    ------
    UserError : when no kind has it.
    """
    if _is_there(experiment, path):
        return setting(experiment, path)
    owner = path.rpartition(".")[0]
    for declared in settings_of_kinds(experiment, owner):
        if declared.path == path:
            return declared
    raise _unknown(experiment, path)


def settings_of_kinds(experiment: Experiment, path: str) -> Iterator[Setting]:
    """Go through the settings of each kind that the group at `path` can be, a setting once for each kind with it."""
    for struct in tags(declared_at(experiment, path)[0]).values():
        for field in struct.fields:
            yield _describe(f"{path}.{field.name}", _unwrap(field))


def _unknown(experiment: Experiment, path: str) -> UserError:
    """Why there is nothing at a path."""
    names = path.split(".")
    depth = next(k for k in range(len(names)) if not _is_there(experiment, ".".join(names[: k + 1])))
    name, here, owner = names[depth], ".".join(names[: depth + 1]), ".".join(names[:depth])
    holder = value_at(experiment, owner)
    if isinstance(holder, tuple):
        numbers = say("entries are numbered 0 to {last}", last=len(holder) - 1) if holder else say("the list is empty")
        return UserError("{place}: there is no entry {name!r}; {numbers}", place=here, name=name, numbers=numbers)
    if not isinstance(holder, msgspec.Struct):
        single = "{place}: {owner} is a single value and holds no {name!r}"
        return UserError(single, place=here, owner=owner, name=name)
    remedy = nearest_setting(experiment, owner, name, ".".join(names[depth + 1 :]))
    return UserError("{place}: there is no such setting; {remedy}", place=here, remedy=remedy)


def nearest_setting(experiment: Experiment, owner: str, name: str, rest: str = "") -> Message:
    """What to try where a group has no setting of a name: the same name elsewhere or of another kind, or one like it.

    owner : the group's path. rest : what followed the name in the path that was asked for.
    """
    known = value_at(experiment, owner).__struct_fields__
    own = [f"{owner}.{each}".lstrip(".") for each in known]
    near = {place: _likeness(place, owner, name) for place in [*own, *places_of(experiment)]}
    kinds = {f"{place}.{name}".lstrip("."): found for place, found in _kinds_with(experiment, name).items()}
    near |= {place: _likeness(place, owner, name) for place in kinds if place not in near}
    best = max(near.values())
    places = [place for place, likeness in near.items() if likeness == best]
    groups = {place: place.rpartition(".")[0] for place in places}
    if best < _NEAR or (owner in groups.values() and not kinds.keys() & groups.keys()):
        return suggestion(name, known)
    if missing := [place for place in places if place in kinds]:
        group = groups[missing[0]]
        few = series(kinds[missing[0]][:_FEW], last=" or ")
        if group != owner:
            meant = "did you mean {place!r}, with {group}.kind {kinds}?"
            return say(meant, place=missing[0], group=group, kinds=few)
        switch = say("set {group}.kind to {kinds}, which has it", group=group, kinds=few)
        return say("{remedy}, or {other}", remedy=suggestion("", known), other=switch) if known else switch
    whole = [f"{place}.{rest}" for place in places if rest and _is_there(experiment, f"{place}.{rest}")]
    named = series([repr(place) for place in (whole or places)[:_FEW]], last=" or ")
    return say("did you mean {places}?", places=named)


_NEAR, _AT_HOME, _FEW = 0.7, 0.2, 4
"""How alike the name of a setting elsewhere must be to be meant, from 0 to 1; how much more one of the same group
counts; how many are told."""


def _likeness(place: str, owner: str, name: str) -> float:
    group, _, last = place.rpartition(".")
    return SequenceMatcher(None, name, last).ratio() + (_AT_HOME if group == owner else 0.0)


def places_of(holder: Any, prefix: str = "") -> Iterator[str]:
    """The paths of all settings; of a list's entries those of the first."""
    for name in holder.__struct_fields__:
        path, below = f"{prefix}{name}", getattr(holder, name)
        yield path
        if isinstance(below, tuple) and below and isinstance(below[0], msgspec.Struct):
            path, below = f"{path}.0", below[0]
        if isinstance(below, msgspec.Struct):
            yield from places_of(below, f"{path}.")


def _kinds_with(experiment: Experiment, name: str) -> dict[str, list[str]]:
    """The groups of which other kinds have a setting of a name, and which these are."""
    found = {}
    for place in places_of(experiment):
        group = value_at(experiment, place)
        if isinstance(group, msgspec.Struct) and name not in group.__struct_fields__:
            kinds = tags(declared_at(experiment, place)[0])
            fitting = [kind for kind, each in kinds.items() if name in [field.encode_name for field in each.fields]]
            if fitting:
                found[place] = fitting
    return found


def settings_of(struct: msgspec.Struct, prefix: str = "") -> Iterator[Setting]:
    """The settings declared directly on a struct, in order; `prefix` goes before each path."""
    known = information(type(struct))
    assert isinstance(known, inspect.StructType)
    for field in known.fields:
        path = f"{prefix}.{field.name}" if prefix else field.name
        yield _describe(path, _unwrap(field))


def changed_settings(old: Experiment, new: Experiment) -> list[Setting]:
    """The settings in which two experiments differ, as declared: a list or a kind that differs counts as one."""
    return list(_differences(old, new, ""))


def _differences(old: Any, new: Any, prefix: str) -> Iterator[Setting]:
    for declared in settings_of(old, prefix):
        name = declared.path.rpartition(".")[2]
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if isinstance(before, msgspec.Struct) and type(before) is type(after):
            yield from _differences(before, after, declared.path)
        elif isinstance(before, tuple) and len(before) == len(after) and isinstance(before[0], msgspec.Struct):
            for index, pair in enumerate(zip(before, after, strict=True)):
                yield from _differences(*pair, f"{declared.path}.{index}")
        else:
            yield declared


def tags(declared: Declared) -> dict[str, inspect.StructType]:
    """The kinds of a tagged union (or of a single tagged struct), by name."""
    structs = (each for each in bare_types(declared) if isinstance(each, inspect.StructType))
    return {str(each.tag): each for each in structs if each.tag is not None}


def bare_types(declared: Declared) -> list[inspect.Type]:
    """The types that a declaration allows, without their annotations."""
    node = declared.type if isinstance(declared, inspect.Field) else declared
    while isinstance(node, inspect.Metadata):
        node = node.type
    if isinstance(node, inspect.UnionType):
        return [each for kind in node.types for each in bare_types(kind)]
    return [node]


@cache
def information(declared: type) -> inspect.Type:
    """Tell what a type declares, read once: it takes milliseconds, and a dragged slider asks for it often."""
    return inspect.type_info(declared)


def _unwrap(declared: Declared) -> _Node:
    node: inspect.Type
    default: Any = None
    if isinstance(declared, inspect.Type):
        node = declared
    else:
        node, default = declared.type, declared.default
        if default is msgspec.NODEFAULT and declared.default_factory is not msgspec.NODEFAULT:
            default = declared.default_factory()
        default = None if default is msgspec.NODEFAULT else default
    meta: dict[str, Any] = {}
    title = help = ""
    optional = False
    while True:
        if isinstance(node, inspect.Metadata):
            meta |= node.extra or {}
            schema = node.extra_json_schema or {}
            title, help = schema.get("title", title), schema.get("description", help)
            node = node.type
        elif isinstance(node, inspect.UnionType) and node.includes_none:
            rest = tuple(t for t in node.types if not isinstance(t, inspect.NoneType))
            optional = True
            node = rest[0] if len(rest) == 1 else inspect.UnionType(rest)
        else:
            return _Node(node, meta, title, help, optional, default)


def _describe(path: str, node: _Node) -> Setting:
    kind, choices = ("choices", node.meta["choices"]) if "choices" in node.meta else _kind(node.type)
    low, above = _bound(node.type, "ge", "gt")
    high, below = _bound(node.type, "le", "lt")
    advice = {key: node.meta[key] for key in ("live", "scale", "unit", "slider", "suggested") if key in node.meta}
    return Setting(
        path=path,
        title=node.title or path.rpartition(".")[2].replace("_", " ").capitalize(),
        help=node.help,
        kind=kind,
        choices=choices,
        default=node.default,
        minimum=low,
        maximum=high,
        above_minimum=above,
        below_maximum=below,
        optional=node.optional,
        choice_help=_kind_help(node.type) if kind == "kind" else (),
        **advice,
    )


def _kind(declared: inspect.Type) -> tuple[str, tuple[str, ...]]:  # noqa: PLR0911
    match declared:
        case inspect.BoolType():
            return "bool", ()
        case inspect.IntType():
            return "int", ()
        case inspect.FloatType():
            return "float", ()
        case inspect.LiteralType(values=values):
            return "choice", in_declared_order(values)
        case inspect.VarTupleType(item_type=inspect.LiteralType(values=values)):
            return "choices", in_declared_order(values)
        case inspect.UnionType():
            return "kind", tuple(tags(declared))
        case inspect.StrType():
            return "text", ()
        case _:
            return "group", ()


def _kind_help(declared: inspect.Type) -> tuple[str, ...]:
    """The sentence under each kind's name."""
    return tuple((kind.cls.__doc__ or "").strip() for kind in tags(declared).values())


def in_declared_order(values: tuple[Any, ...]) -> tuple[str, ...]:
    """The names of a choice in the order they were declared, which msgspec sorts away."""
    return _DECLARED_ORDER.get(frozenset(values), tuple(str(v) for v in values))


def _bound(declared: inspect.Type, closed: str, open_: str) -> tuple[float | None, bool]:
    strict = getattr(declared, open_, None)
    return (strict, True) if strict is not None else (getattr(declared, closed, None), False)


def suggestion(name: str, known: Sequence[str]) -> Message:
    """Tell what to try instead of an unknown name: the nearest one, or all of them."""
    near = get_close_matches(name, known, n=1)
    return say("did you mean {name!r}?", name=near[0]) if near else say("choose from {names}", names=series(known))
