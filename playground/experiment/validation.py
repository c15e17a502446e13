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
    """What fits: the names, where a name was wrong; the range, where a number was."""
    if place == "format":
        return "; the file comes from a newer version of the playground, which can read it"
    if text.startswith(("expected int", "expected float")):
        return _range_at(place)
    if not text.startswith(("invalid enum value", "invalid value", "there is no setting")):
        return ""
    names = _names_at(place, inside=text.startswith("there is no setting"))
    return f"; choose from {', '.join(names)}" if names else ""


def _range_at(place: str) -> str:
    for candidate in _nodes_at(place):
        bare = _bare(candidate)
        types = bare.types if isinstance(bare, msgspec.inspect.UnionType) else (bare,)
        for number in map(_bare, types):
            if isinstance(number, msgspec.inspect.IntType | msgspec.inspect.FloatType):
                what = "a whole number" if isinstance(number, msgspec.inspect.IntType) else "a number"
                return f"; give {what}{_bounds(number)}"
    return ""


def _bounds(number: "msgspec.inspect.IntType | msgspec.inspect.FloatType") -> str:
    words = (("from", number.ge), ("above", number.gt), ("to", number.le), ("to below", number.lt))
    given = [f"{word} {limit:.15g}" for word, limit in words if limit is not None]
    return f" {' '.join(given)}" if given else ""


def _nodes_at(place: str) -> list[object]:
    from .experiment import Experiment

    candidates: list[object] = [msgspec.inspect.type_info(Experiment)]
    for name in place.split(".") if place else []:
        candidates = [child for each in candidates for child in _children(each, name)]
    return candidates


def _names_at(place: str, *, inside: bool) -> list[str]:
    candidates = _nodes_at(place)
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
    if isinstance(bare, msgspec.inspect.NamedTupleType):
        return [field.type for number, field in enumerate(bare.fields) if str(number) == name]
    found: list[object] = [f.type for s in _structs(node) for f in s.fields if f.encode_name == name]
    if not found and name == "kind":
        names = tuple(str(s.tag) for s in _structs(node) if s.tag is not None)
        return [msgspec.inspect.LiteralType(names)]
    return found
