"""msgspec's findings as one line for a person: the place in dots, what is wrong, what fits."""

import re

import msgspec

_PLACE = re.compile(r" - at `(key in )?\$(?P<path>[^`]*)`$")
_INDEX = re.compile(r"\[(\d+)\]")


def decode_error(error: msgspec.ValidationError, default_place: str = "") -> str:
    """`place: what is wrong`, the place with dots as `--set` takes it."""
    text = str(error)
    found = _PLACE.search(text)
    place = default_place
    if found:
        text = text[: found.start()]
        place = _INDEX.sub(r".\1", found["path"]).lstrip(".") or default_place
    text = text.replace("`", "")
    text = text.replace("Object contains unknown field", "there is no setting")
    text = text.replace("Object missing required field", "this setting is missing:")
    text = text[:1].lower() + text[1:]
    return f"{place}: {text}{_remedy(place, text)}" if place else text


def _remedy(place: str, text: str) -> str:
    """The names that fit, where a name was wrong."""
    if not text.startswith(("invalid enum value", "invalid value", "there is no setting")):
        return ""
    names = _names_at(place, inside=text.startswith("there is no setting"))
    return f"; choose from {', '.join(names)}" if names else ""


def _names_at(place: str, *, inside: bool) -> list[str]:
    from .experiment import Experiment

    node: object = msgspec.inspect.type_info(Experiment)
    candidates = [node]
    for name in place.split(".") if place else []:
        candidates = [child for each in candidates for child in _children(each, name)]
    if inside:
        return sorted({f.encode_name for c in candidates for s in _structs(c) for f in s.fields})
    return sorted({str(v) for c in candidates for v in getattr(_bare(c), "values", ())})


def _bare(node: object) -> object:
    while isinstance(node, msgspec.inspect.Metadata):
        node = node.type
    return node


def _structs(node: object) -> list[msgspec.inspect.StructType]:
    bare = _bare(node)
    types = bare.types if isinstance(bare, msgspec.inspect.UnionType) else (bare,)
    return [t for t in map(_bare, types) if isinstance(t, msgspec.inspect.StructType)]


def _children(node: object, name: str) -> list[object]:
    bare = _bare(node)
    if isinstance(bare, msgspec.inspect.VarTupleType):
        return [bare.item_type]
    found: list[object] = [f.type for s in _structs(node) for f in s.fields if f.encode_name == name]
    if not found and name == "kind":
        names = tuple(str(s.tag) for s in _structs(node) if s.tag is not None)
        return [msgspec.inspect.LiteralType(names)]
    return found
