"""Calculates what a formula says, from the very MathML that a browser draws: so a formula can be held to be true."""

import math
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Self
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from playground.export.report.markup import math as drawn

Node = ElementTree.Element
Values = Mapping[str, Any]
_SIGNS = {"−": "-", "·": "*", "⊙": "%", "≤": "<=", "≥": ">=", "[": "(", "]": ")"}
_KNOWN: Values = {
    "np": np,
    "abs": np.abs,
    "tanh": np.tanh,
    "sin": np.sin,
    "cos": np.cos,
    "log": np.log,
    "max": lambda each: np.maximum(*each),
    "min": lambda each: np.minimum(*each),
    "erf": np.vectorize(math.erf),
    "clip": lambda each: np.clip(*each),
    "π": math.pi,
}


class Rows(np.ndarray):
    """Rows of numbers whose product is that of matrices; ⊙, which Python has as %, goes number by number."""

    @classmethod
    def of(cls, array: NDArray[np.floating]) -> Self:
        return np.asarray(array, np.float64).view(cls)

    def __mul__(self, other: Any) -> Any:
        return self @ other if isinstance(other, Rows) else np.multiply(self, other)

    def __mod__(self, other: Any) -> Any:
        return np.multiply(self, other).view(Rows)

    __rmod__ = __mod__


def says(formula: str) -> str:
    """The name that a formula gives a value to: W_1 for the first layer's W."""
    left, _ = _sides(formula)
    return "".join(_piece(node, _KNOWN)[1] for node in left)


def calculated(formula: str, **values: Any) -> Any:
    """What the right side comes to.

    values : by name; an index, or a layer's number, is joined to it: p_i, a_1, a_1_2. Functions among them take the
    place of those that are known. Equations behind a comma are left out.
    """
    known = {**_KNOWN, **values}
    _, right = _sides(formula)
    return eval(_python(right, known), {"__builtins__": {}}, known)


def _sides(formula: str) -> tuple[list[Node], list[Node]]:
    row = list(ElementTree.fromstring(drawn(formula))[0])
    place = next(place for place, node in enumerate(row) if node.text in ("=", "←"))
    return row[:place], row[place + 1 :]


def _python(nodes: list[Node], known: Values) -> str:
    pieces: list[tuple[str, str]] = [("sign", "")]
    in_brackets = len(nodes) > 1 and nodes[0].text in ("(", "[") and nodes[-1].text in (")", "]")
    rest = list(nodes[1:-1] if in_brackets else nodes)
    while rest:
        node = rest.pop(0)
        called = _function(node, known)
        if node.tag == "mspace" and node.get("width") == "2em":
            break
        if node.tag == "mspace" or (node.text == "," and rest and rest[0].tag == "mspace"):
            continue
        if node.text == "∑" or (len(node) and node[0].text == "∑"):
            pieces.append(("value", f"np.asarray(np.sum({_python(rest, known)}, axis=0))"))
            break
        if node.text == "|":
            end = next(place for place, each in enumerate(rest) if each.text == "|")
            pieces.append(("value", f"abs({_python(rest[:end], known)})"))
            rest = rest[end + 1 :]
        elif called and rest:
            slope = rest.pop(0) if rest[0].text == "′" else None
            name, power = called
            name += "" if slope is None else "_slope"
            pieces.append(("value", f"({name}({_python([rest.pop(0)], known)}){power})"))
        else:
            pieces.append(_piece(node, known))
    text = ""
    for before, (kind, piece) in pairwise(pieces):
        text += f" * {piece}" if kind == before[0] == "value" else f" {piece}"
    return f"({text.strip()})"


def _function(node: Node, known: Values) -> tuple[str, str] | None:
    """The name of a function, and the power that its value is raised to."""
    base, power = node, ""
    if node.tag == "msup" and not _is_index(node[1]):
        base, power = node[0], f" ** {_python([node[1]], known)}"
    name = base.text or ""
    return (name, power) if base.tag == "mi" and callable(known.get(name)) else None


def _is_index(node: Node) -> bool:
    return "".join(node.itertext()).startswith("(")


def _piece(node: Node, known: Values) -> tuple[str, str]:  # noqa: PLR0911
    children = list(node)
    if node.tag == "mo":
        return "sign", _SIGNS.get(node.text or "", node.text or "")
    if node.tag in ("mn", "mi"):
        return "value", (node.text or "").replace(",", "")
    if node.tag == "mfrac":
        return "value", f"({_python([children[0]], known)} / {_python([children[1]], known)})"
    if node.tag == "msqrt":
        return "value", f"np.sqrt({_python(children, known)})"
    if node.tag == "mtable":
        (one, when), (other, _) = ([_python(list(cell), known) for cell in row] for row in children)
        return "value", f"np.where({when}, {one}, {other})"
    if node.tag in ("msub", "msup", "msubsup", "mover"):
        *named, last = children
        if node.tag not in ("msub", "mover") and not _is_index(last):
            base = _piece(named[0], known)[1] if len(named) == 1 else _name(named)
            return "value", f"({base} ** {_python([last], known)})"
        return "value", _name(children)
    if children and children[0].text == "{":
        return _piece(children[1], known)
    return "value", _python(children, known)


def _name(nodes: list[Node]) -> str:
    """A name with what stands below and above it: δ_u_1, W_2_T."""
    told = [re.sub(r"[^\w]+", " ", " ".join(node.itertext()).replace("^", "hat").replace("¯", "bar")) for node in nodes]
    return "_".join(" ".join(told).split())
