"""PyTorch's names and shapes for the equivalent `nn.Sequential`, in the safetensors format: no code, no pickles.

A file is eight bytes with the header's length, the header as JSON, and the tensors' bytes one after the other.
https://huggingface.co/docs/safetensors
"""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground.experiment import UserError, encode
from playground.experiment.message import Message, say
from playground.export.description import (
    MATRIX,
    MEAN,
    NOT_OF_LAYERS,
    SCALE,
    Answers,
    Arrays,
    Description,
    Facts,
    LayerFacts,
)
from playground.export.formats.activations import ELSEWHERE
from playground.export.formats.base import Format, asked, listed_arrays, python_reader, remark_on_dates
from playground.export.stored import Weights, description_of, weights_of
from playground.export.trained import Trained

LARGEST_HEADER, LARGEST_LIST = 64_000_000, 400_000
"""Bytes of the header, in which the preparation of wide inputs by a matrix stands as text; of its list of tensors."""
_DIGITS = 22
_TYPES: dict[str, np.dtype[Any]] = {
    "F64": np.dtype("<f8"),
    "F32": np.dtype("<f4"),
    "F16": np.dtype("<f2"),
    "I64": np.dtype("<i8"),
}
_OF_NORM = {"weight": "gamma", "bias": "beta", "running_mean": "running_mean", "running_var": "running_variance"}

_FINAL = {"sigmoid": "torch.sigmoid(z)", "softmax": "torch.softmax(z, dim=1)", "tanh": "torch.tanh(z)", "linear": "z"}


class Safetensors(Format):
    """Tensors as `load_state_dict` of the `nn.Sequential` takes them; the rest is in the file's metadata as JSON."""

    name = "safetensors"
    suffix = ".safetensors"
    title = "Weights for PyTorch"
    opened_by = "load_state_dict, as it is; comes back into this program"
    explains = "The tensors of an nn.Sequential; the lines that build it and prepare rows stand in the metadata."
    cannot = "Preparation and the final activation are not tensors: they stand in the metadata."
    comes_back = True

    def obstacle(self, trained: Trained) -> Message | None:
        matrix = trained.description.arrays.get(MATRIX)
        if matrix is None or matrix.size * _DIGITS < LARGEST_HEADER:
            return None
        text = "the preparation of {count:,} inputs by a matrix is too large for this format; choose .npz or .onnx"
        return say(text, count=len(matrix))

    def remarks(self, trained: Trained) -> tuple[Message, ...]:
        return remark_on_dates(trained.description)

    def encode(self, trained: Trained) -> bytes:
        from safetensors.numpy import save

        return bytes(save(_tensors(trained.description), _metadata(trained.description)))

    def preview(self, trained: Trained) -> str:
        return listed_arrays(list(_tensors(trained.description).items())) + "\n\n" + python_lines(trained.description)

    def usage(self, trained: Trained, file: str) -> str:
        return python_lines(trained.description, file)

    def answers_back(self, path: Path, trained: Trained) -> tuple[Message, Answers]:
        from safetensors import __version__, safe_open

        with safe_open(path, "numpy") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no mapping
            metadata = _Metadata(**{name: file.metadata()[name] for name in _Metadata.__struct_fields__})
        read = description_of(_weights(path, tensors, metadata), path).answers
        return python_reader("safetensors", __version__), asked(read, trained)


# Writing


def _places(facts: Facts) -> Iterator[tuple[int, LayerFacts]]:
    """The place of each layer's Linear among the modules of the `nn.Sequential`."""
    place = 0
    for layer in facts.layers:
        yield place, layer
        place += 2 + layer.batch_norm + (layer.dropout > 0)


def _tensors(description: Description) -> dict[str, NDArray[Any]]:
    arrays, tensors = description.arrays, {}
    for place, layer in _places(description.facts):
        tensors[f"{place}.weight"] = np.ascontiguousarray(arrays[f"{layer.name}.weight"].T)
        if layer.batch_norm:
            for theirs, ours in _OF_NORM.items():
                tensors[f"{place + 1}.{theirs}"] = arrays[f"{layer.name}.{ours}"]
            tensors[f"{place + 1}.num_batches_tracked"] = np.array(0, np.int64)
        else:
            tensors[f"{place}.bias"] = arrays[f"{layer.name}.bias"]
    return tensors


def _metadata(description: Description) -> dict[str, str]:
    prepared = {name: array.tolist() for name, array in description.arrays.items() if name in NOT_OF_LAYERS}
    return {
        "format": "pt",
        "about": description.facts.as_json().decode(),
        "preparation": json.dumps(prepared),
        "experiment": encode(description.experiment),
        "python": python_lines(description),
    }


def python_lines(description: Description, file: str = "weights.safetensors") -> str:
    """Python that builds the `nn.Sequential`, loads the file into it, prepares rows and turns scores into answers."""
    facts = description.facts
    activations = [layer.activation for layer in facts.layers[:-1]]
    lines = ["import json", "", "import torch", "from safetensors import safe_open", "from torch import nn", ""]
    for name, each in ELSEWHERE.items():
        if each.torch_class and name in activations:
            lines += ["", *each.torch_class, ""]
    lines += [
        "",
        f"model = nn.Sequential(\n{_modules(facts)}).to(torch.{facts.precision}).eval()",
        f'with safe_open({file!r}, "pt") as file:',
        "    model.load_state_dict({name: file.get_tensor(name) for name in file.keys()})",
        '    about = json.loads(file.metadata()["about"])',
        '    preparation = json.loads(file.metadata()["preparation"])',
        *_preparing(description),
        "",
        "",
        "def answers(rows):",
        f'    """{_what_is_answered(facts)}"""',
        "    with torch.no_grad():",
        f"        z = model(prepared(rows).to(torch.{facts.precision}))",
        *_finishing(description),
    ]
    return "\n".join(lines) + "\n"


def _modules(facts: Facts) -> str:
    modules, fan_in = [], len(facts.inputs)
    for layer in facts.layers:
        bias = ", bias=False" if layer.batch_norm else ""
        modules.append(f"nn.Linear({fan_in}, {layer.units}{bias})")
        if layer.batch_norm:
            modules.append(f"nn.BatchNorm1d({layer.units}, eps={facts.epsilon!r})")
        if layer is not facts.output:
            modules.append(ELSEWHERE[layer.activation].torch)
        if layer.dropout:
            modules.append(f"nn.Dropout({layer.dropout!r})")
        fan_in = layer.units
    return "".join(f"    {module},\n" for module in modules)


def _preparing(description: Description) -> list[str]:
    facts, arrays = description.facts, description.arrays
    double = "dtype=torch.float64"
    lines = [
        f'{name.rpartition(".")[2]} = torch.tensor(preparation["{name}"], {double})'
        for name in (MEAN, SCALE, MATRIX)
        if name in arrays
    ]
    fills = {column.name: column.fill for column in facts.columns if column.fill is not None}
    if fills and facts.of_numbers:
        listed = ", ".join(repr(float(fills.get(column.name, math.nan))) for column in facts.columns)
        lines.append(f"fills = torch.tensor([{listed}], {double})".replace("nan", "float('nan')"))
    elif fills:
        lines.append(f"fills = {fills!r}")
    lines += ["", "", "def prepared(rows):"]
    if facts.of_numbers:
        lines.append(f'    """Take rows of {len(facts.columns):,} numbers, in the order of about["columns"]."""')
        lines.append(f"    x = torch.as_tensor(rows, {double})")
        if fills:
            lines.append("    x = torch.where(torch.isnan(x), fills, x)")
        if any(each.formula for each in facts.inputs) or len(facts.inputs) != len(facts.columns):
            lines.append(f"    x = torch.stack([{', '.join(_formulas(facts))}], dim=1)")
    else:
        lines += [
            '    """Take rows as dicts by column; each category that the network knows is an input."""',
            *(
                ['    rows = [{k: fills.get(k, v) if v in (None, "") else v for k, v in row.items()} for row in rows]']
                if fills
                else []
            ),
            '    value = lambda row, i: row[i["column"]] == i["category"] if "category" in i else row[i["column"]]',
            f'    x = torch.tensor([[float(value(row, i)) for i in about["inputs"]] for row in rows], {double})',
        ]
    operator = {SCALE: "* scale", MATRIX: "@ matrix"}
    applied = [f"(x - mean) {operator[name]}" for name in (SCALE, MATRIX) if name in arrays]
    return [*lines, f"    return {applied[0] if applied else 'x'}"]


def _formulas(facts: Facts) -> Iterator[str]:
    places = {column.name: f"x[:, {place}]" for place, column in enumerate(facts.columns)}
    for each in facts.inputs:
        first, second = places[each.column], places[each.second or each.column]
        known = {
            None: first,
            "square": f"{first} * {first}",
            "product": f"{first} * {second}",
            "sine": f"torch.sin({first})",
            "cosine": f"torch.cos({first})",
        }
        yield known[each.formula]


def _what_is_answered(facts: Facts) -> str:
    if not facts.classes:
        return 'Give the values, (n, 1), of about["target"].'
    return 'Give probabilities, (n, classes), in the order of about["classes"].'


def _finishing(description: Description) -> list[str]:
    facts, target = description.facts, description.facts.target
    if not facts.classes:
        scaled = target is not None and (target.mean != 0.0 or target.scale != 1.0)
        final = _FINAL[facts.output.activation]
        return [
            f"    return {final} * {target.scale!r} + {target.mean!r}" if scaled and target else f"    return {final}"
        ]
    final = _FINAL[facts.output.activation]
    lines = [f"    p = (1 + {final}) / 2" if facts.output.activation == "tanh" else f"    p = {final}"]
    return [*lines, "    return torch.cat([1 - p, p], dim=1)" if facts.output.units == 1 else "    return p"]


# Reading


def read_safetensors(content: bytes, path: str | Path) -> Weights:
    """The weights in a file's content: the header is held against the file before any tensor is looked at.

    Raises
    ------
    UserError : when it is something else, or wrong in any way.
    """
    length = int.from_bytes(content[:8], "little")
    if len(content) < 8 or length > min(len(content) - 8, LARGEST_HEADER):
        raise _refusal(path, say("this is no .safetensors file, or it is cut short"))
    header = content[8 : 8 + length]
    try:
        said = bytes(msgspec.json.decode(header, type=_Header).metadata)
        if length - len(said) > LARGEST_LIST:
            raise _refusal(path, say("it declares far more tensors than a network has"))
        metadata = msgspec.json.decode(said, type=_Metadata)
        parts = msgspec.json.decode(header, type=dict[str, msgspec.Raw])
        parts.pop("__metadata__", None)
        entries = {name: msgspec.json.decode(part, type=_Tensor) for name, part in parts.items()}
    except UserError:
        raise
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise _refusal(path, say("its header cannot be read ({reason})", reason=str(error)[:200])) from None
    tensors = dict(_cut(entries, content, 8 + length, path))
    return _weights(path, tensors, metadata)


class _Header(msgspec.Struct):
    metadata: msgspec.Raw = msgspec.field(name="__metadata__", default=msgspec.Raw(b"{}"))


class _Metadata(msgspec.Struct):
    """What of a file's metadata is read; of what others put there nothing is made."""

    about: str | None = None
    experiment: str | None = None
    preparation: str | None = None


class _Tensor(msgspec.Struct, forbid_unknown_fields=True):
    dtype: str
    shape: list[int]
    data_offsets: tuple[int, int]


def _cut(
    entries: dict[str, _Tensor], content: bytes, start: int, path: str | Path
) -> Iterator[tuple[str, NDArray[Any]]]:
    """The tensors by name, which have to fill the rest of the file without a gap."""
    expected = 0
    for name, entry in sorted(entries.items(), key=lambda item: item[1].data_offsets):
        begin, end = entry.data_offsets
        dtype = _TYPES.get(entry.dtype)
        if dtype is None:
            raise _refusal(path, say("{name} holds {kind}, not decimals", name=name[:200], kind=entry.dtype[:20]))
        size = math.prod(entry.shape) * dtype.itemsize
        if min(entry.shape, default=1) < 0 or len(entry.shape) > 2 or (begin, end) != (expected, expected + size):
            raise _refusal(path, say("its header tells another place or size of {name} than it has", name=name[:200]))
        if start + end > len(content):
            raise _refusal(path, say("it is cut short"))
        yield name, np.frombuffer(content, dtype, math.prod(entry.shape), start + begin).reshape(entry.shape)
        expected = end
    if start + expected != len(content):
        raise _refusal(path, say("it has more bytes than its header tells"))


def _weights(path: str | Path, tensors: dict[str, NDArray[Any]], metadata: _Metadata) -> Weights:
    arrays = _named(path, tensors)
    if metadata.preparation is not None:
        inputs = arrays.get("layer1.weight", arrays["output.weight"]).shape[0]
        if metadata.preparation.count(",") > (inputs + 2) ** 2:
            raise _refusal(path, say("its preparation is of more inputs than its network has"))
        try:
            prepared = msgspec.json.decode(metadata.preparation, type=_Preparation)
        except (msgspec.MsgspecError, RecursionError) as error:
            raise _refusal(path, say("its preparation cannot be read ({reason})", reason=str(error)[:200])) from None
        for field, name in zip(_Preparation.__struct_fields__, NOT_OF_LAYERS, strict=True):
            value = getattr(prepared, field)
            if value is not None:
                arrays[name] = _array(path, name, value)
    return weights_of(path, arrays, metadata.experiment, metadata.about)


class _Preparation(msgspec.Struct):
    """In the order of `NOT_OF_LAYERS`."""

    mean: list[float] | None = msgspec.field(name=MEAN, default=None)
    scale: list[float] | None = msgspec.field(name=SCALE, default=None)
    matrix: list[list[float]] | None = msgspec.field(name=MATRIX, default=None)
    target_mean: float | None = msgspec.field(name="target.mean", default=None)
    target_scale: float | None = msgspec.field(name="target.scale", default=None)


def _array(path: str | Path, name: str, value: float | list[float] | list[list[float]]) -> NDArray[np.float64]:
    try:
        return np.array(value, np.float64)
    except ValueError:  # Rows of several lengths.
        raise _refusal(path, say("{name} is no matrix", name=name)) from None


def _named(path: str | Path, tensors: dict[str, NDArray[Any]]) -> Arrays:
    """Tensors by the program's names, layer by layer: a matrix begins one, what has a running mean normalizes it."""
    found: dict[int, dict[str, NDArray[Any]]] = {}
    for name, tensor in tensors.items():
        place, dot, kind = name.partition(".")
        if not dot or not place.isdecimal() or len(place) > 6:
            raise _refusal(path, say("{name} is no tensor of an nn.Sequential", name=name[:200]))
        found.setdefault(int(place), {})[kind] = tensor
    layers: list[Arrays] = []
    for number in sorted(found):
        kinds = found[number]
        weight = kinds.get("weight")
        if weight is not None and weight.ndim == 2:
            layers.append({kind: tensor.T if kind == "weight" else tensor for kind, tensor in kinds.items()})
        elif layers and "running_mean" in kinds:
            kinds.pop("num_batches_tracked", None)
            layers[-1] |= {_OF_NORM.get(kind, kind): tensor for kind, tensor in kinds.items()}
        else:
            raise _refusal(path, say("{place} is no layer that this program knows", place=number))
    if not layers:
        raise _refusal(path, say("it holds no weights"))
    names = [*(f"layer{number}" for number in range(1, len(layers))), "output"]
    return {f"{name}.{kind}": array for name, layer in zip(names, layers, strict=True) for kind, array in layer.items()}


def _refusal(path: str | Path, reason: Message) -> UserError:
    text = "{path}: {reason}; choose a .safetensors file that the playground exported"
    return UserError(text, path=path, reason=reason)
