"""JSON: the same names as in NumPy's archive, arrays as nested lists with all their digits."""

import json
import math
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground.experiment import UserError, encode
from playground.experiment.message import Message, say
from playground.export.description import NOT_OF_LAYERS, TARGET_MEAN, TARGET_SCALE, Answers, Description, spelled_out
from playground.export.formats.base import Format, asked, python_reader
from playground.export.stored import Weights, description_of, facts_in, shapes_of, weights_of
from playground.export.trained import Trained

LARGEST_TEXT = 500_000_000
_REMEDY = say("choose a .json file of weights that the playground exported")
_TEXTS = ("about", "inputs", "classes", "target", "experiment")
_WIDEST, _MOST_LINES = 200, 100


class Json(Format):
    """One object: `about`, `inputs`, `classes` or `target`, `experiment`, then the arrays by their names."""

    name = "json"
    suffix = ".json"
    title = "Weights as text"
    opened_by = "any language; readable by eye"
    explains = "The same as the NumPy archive, as text with all digits."
    comes_back = True
    is_text = True

    def encode(self, trained: Trained) -> bytes:
        return _written(trained.description).encode()

    def preview(self, trained: Trained) -> str:
        lines = _written(trained.description).splitlines()
        shown = [line if len(line) <= _WIDEST else line[:_WIDEST] + " ..." for line in lines[:_MOST_LINES]]
        return "\n".join([*shown, *(["..."] if len(lines) > _MOST_LINES else [])]) + "\n"

    def usage(self, trained: Trained, file: str) -> str:
        first = trained.description.facts.layers[0].name
        lines = (
            "import json",
            "",
            f'with open({file!r}, encoding="utf-8") as file:',
            "    network = json.load(file)",
            'print(network["inputs"], network["about"]["layers"])',
            f'print(network["{first}.weight"])',
        )
        return "\n".join(lines) + "\n"

    def answers_back(self, path: Path, trained: Trained) -> tuple[Message, Answers]:
        # By Python's own parser, as anybody's program would, besides the one that brings the weights back.
        content = path.read_bytes()
        described = description_of(read_json(content, path), path)
        for name, listed in json.loads(content).items():
            if name not in _TEXTS and not np.array_equal(np.array(listed), described.arrays[name]):
                raise UserError("{name} did not come back from the file as it was written", name=name)
        return python_reader("Python's JSON parser"), asked(described.answers, trained)


def _written(description: Description) -> str:
    facts = description.facts
    said = {
        "about": spelled_out(facts),
        "inputs": [each.name for each in facts.inputs],
        **({"classes": list(facts.classes)} if facts.classes else {"target": list(facts.answer_names)}),
        "experiment": json.loads(encode(description.experiment)),
    }
    parts = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in said.items()]
    parts += [f"{json.dumps(name)}: {_listed(array)}" for name, array in description.arrays.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _listed(array: NDArray[np.floating]) -> str:
    """Nested lists, a row of a matrix a line; single precision as the double that it is, which no reader rounds."""
    if array.ndim < 2:
        return json.dumps(array.astype(np.float64).tolist())
    return "[\n" + ",\n".join(json.dumps(row) for row in array.astype(np.float64).tolist()) + "\n]"


def read_json(content: bytes, path: str | Path) -> Weights:
    """The weights in a file's content; memory is used for nothing but what the network that it describes has.

    Raises
    ------
    UserError : when it is something else, or wrong in any way.
    """
    try:
        about = msgspec.json.decode(content, type=_Beginning).about
        if not bytes(about):
            text = "{path}: this is a JSON file, as experiments are, not weights; {remedy}"
            raise UserError(text, path=path, remedy=_REMEDY)
        facts = facts_in(path, bytes(about))
        shapes = shapes_of(facts, mixes=False) | shapes_of(facts, mixes=True)
        # Of what else is in the file nothing is made: a struct takes the names that it knows.
        names = {f"array{place}": name for place, name in enumerate([*shapes, TARGET_MEAN, TARGET_SCALE])}
        fields = [(field, msgspec.Raw, msgspec.Raw(b"")) for field in (*names, "experiment")]
        known: Any = msgspec.defstruct("Known", fields, rename=names)
        parts: Any = msgspec.json.decode(content, type=known)
        raw = {name: bytes(getattr(parts, field)) for field, name in names.items()}
        arrays = {name: _array(path, name, part, shapes.get(name, ())) for name, part in raw.items() if part}
    except UserError:
        raise
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        text = "{path}: this is no JSON file of weights ({reason}); {remedy}"
        reason = str(error).removeprefix("JSON is malformed: ")[:200]
        raise UserError(text, path=path, reason=reason, remedy=_REMEDY) from None
    dtype = np.dtype(facts.precision)
    layers = {name: array if name in NOT_OF_LAYERS else array.astype(dtype) for name, array in arrays.items()}
    return weights_of(path, layers, bytes(parts.experiment) or None, bytes(about))


class _Beginning(msgspec.Struct):
    about: msgspec.Raw = msgspec.Raw(b"")


def _array(path: str | Path, name: str, part: bytes, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """The numbers of an array, row by row, once it is certain that as many as its shape has can be there."""
    lists = 1 + shape[0] if len(shape) == 2 else len(shape)
    if part.count(b"[") != lists or part.count(b",") != max(math.prod(shape), 1) - 1:
        text = "{path}: {name} has not the shape {shape} of its network; {remedy}"
        raise UserError(text, path=path, name=name, shape=shape, remedy=_REMEDY)
    if len(shape) == 2:
        found = np.empty(shape)
        for place, row in enumerate(msgspec.json.decode(part, type=list[msgspec.Raw])):
            numbers = msgspec.json.decode(row, type=list[float])
            if len(numbers) != shape[1]:
                text = "{path}: a row of {name} has {count:,} numbers and not {wanted:,}; {remedy}"
                raise UserError(text, path=path, name=name, count=len(numbers), wanted=shape[1], remedy=_REMEDY)
            found[place] = numbers
        return found
    kind: Any = list[float] if shape else float
    return np.array(msgspec.json.decode(part, type=kind), np.float64)
