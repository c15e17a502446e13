"""What a setting takes, in words, read from its declared type."""

from collections.abc import Sequence

from msgspec import inspect

from playground.experiment.settings import in_declared_order

_PLAIN: dict[type, str] = {
    inspect.BoolType: "true or false",
    inspect.NoneType: "null",
    inspect.StructType: "a group of settings",
}


def wanted(types: Sequence[object]) -> str:
    """What one of these types takes: "a whole number from 1 to 1024 or null"."""
    return " or ".join(dict.fromkeys(word for each in types if (word := _word(each))))


def bare_types(node: object) -> list[object]:
    """The types that a declaration allows, without their annotations."""
    while isinstance(node, inspect.Metadata):
        node = node.type
    if isinstance(node, inspect.UnionType):
        return [each for type_ in node.types for each in bare_types(type_)]
    return [node]


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
