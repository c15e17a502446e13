"""The table of settings, read from the declarations: what panels, `--set` and the documentation derive from."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args

import msgspec
from msgspec import inspect

from playground.experiment.data import Preprocessing, SplitBy
from playground.experiment.experiment import Experiment
from playground.experiment.message import Message, UserError, say
from playground.experiment.network import Activation, OutputActivation
from playground.experiment.sources import Fill
from playground.experiment.training import Loss

Path = tuple[str, ...]
_DECLARED_ORDER: dict[frozenset[str], tuple[str, ...]] = {
    frozenset(get_args(choice)): get_args(choice)
    for choice in (Activation, OutputActivation, Preprocessing, SplitBy, Loss, Fill)
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


@dataclass(frozen=True)
class _Node:
    """A type on the way down a path: without its annotation and its null, which stand beside it."""

    type: inspect.Type
    meta: dict[str, Any]
    title: str
    help: str
    optional: bool
    default: Any


def setting(experiment: Experiment, path: str) -> Setting:
    """The declaration of the setting at `path`, as it stands in this experiment."""
    names = tuple(path.split("."))
    node = _root()
    value: Any = experiment
    for depth, name in enumerate(names):
        node = _child(node, value, name, names[: depth + 1])
        value = _descend(value, name)
    return _describe(path, node)


def settings_of(struct: msgspec.Struct, prefix: str = "") -> Iterator[Setting]:
    """The settings declared directly on a struct, in order; `prefix` goes before each path."""
    known = information(type(struct))
    assert isinstance(known, inspect.StructType)
    for field in known.fields:
        path = f"{prefix}.{field.name}" if prefix else field.name
        yield _describe(path, _field_node(field))


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


def tags(union: inspect.Type) -> dict[str, inspect.StructType]:
    """The kinds of a tagged union (or of a single tagged struct), by name."""
    types = union.types if isinstance(union, inspect.UnionType) else (union,)
    return {str(t.tag): t for t in types if isinstance(t, inspect.StructType) and t.tag is not None}


def _root() -> _Node:
    return _Node(information(Experiment), {}, "", "", False, None)


@cache
def information(declared: type) -> inspect.Type:
    """Tell what a type declares, read once: it takes milliseconds, and a dragged slider asks for it often."""
    return inspect.type_info(declared)


def _child(node: _Node, value: Any, name: str, path: Path) -> _Node:
    here = ".".join(path)
    if isinstance(node.type, inspect.VarTupleType | inspect.NamedTupleType):
        if name not in map(str, range(len(value))):
            numbers = (
                say("entries are numbered 0 to {last}", last=len(value) - 1) if value else say("the list is empty")
            )
            raise UserError("{place}: there is no entry {name!r}; {numbers}", place=here, name=name, numbers=numbers)
        if isinstance(node.type, inspect.NamedTupleType):
            return _field_node(node.type.fields[int(name)])
        return _unwrap(node.type.item_type, None)
    struct = _struct_of(node, value)
    if struct is None:
        owner = ".".join(path[:-1])
        raise UserError("{place}: {owner} is a single value and holds no {name!r}", place=here, owner=owner, name=name)
    if name == "kind" and struct.tag is not None:
        return _Node(inspect.LiteralType(tuple(tags(node.type))), node.meta, node.title, node.help, False, None)
    for field in struct.fields:
        if field.name == name:
            return _field_node(field)
    known = [f.name for f in struct.fields]
    instead = suggestion(name, known)
    raise UserError("{place}: there is no such setting; {instead}", place=here, instead=instead)


def _descend(value: Any, name: str) -> Any:
    if isinstance(value, tuple):
        return value[int(name)]
    if name == "kind":
        return value.__struct_config__.tag
    return getattr(value, name)


def _struct_of(node: _Node, value: Any) -> inspect.StructType | None:
    if isinstance(node.type, inspect.StructType):
        return node.type
    return tags(node.type).get(str(type(value).__struct_config__.tag)) if isinstance(value, msgspec.Struct) else None


def _field_node(field: inspect.Field) -> _Node:
    default = field.default
    if default is msgspec.NODEFAULT and field.default_factory is not msgspec.NODEFAULT:
        default = field.default_factory()
    return _unwrap(field.type, None if default is msgspec.NODEFAULT else default)


def _unwrap(declared: inspect.Type, default: Any) -> _Node:
    meta: dict[str, Any] = {}
    title = help = ""
    optional = False
    while True:
        if isinstance(declared, inspect.Metadata):
            meta |= declared.extra or {}
            schema = declared.extra_json_schema or {}
            title, help = schema.get("title", title), schema.get("description", help)
            declared = declared.type
        elif isinstance(declared, inspect.UnionType) and declared.includes_none:
            rest = tuple(t for t in declared.types if not isinstance(t, inspect.NoneType))
            optional = True
            declared = rest[0] if len(rest) == 1 else inspect.UnionType(rest)
        else:
            return _Node(declared, meta, title, help, optional, default)


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


def suggestion(name: str, known: list[str]) -> Message:
    """Return what to try instead of an unknown name: the nearest one, or all of them."""
    near = get_close_matches(name, known, n=1)
    return say("did you mean {name!r}?", name=near[0]) if near else say("choose from {names}", names=", ".join(known))
