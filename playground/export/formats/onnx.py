"""ONNX: raw values in, answers out, with preparation, batch norm and final activation inside.

Inputs and preparation are in double precision, since large raw columns lose digits otherwise. Operators for which ONNX
Runtime has no kernel in double (measured with 1.32: Elu, Softplus, Erf) stand between two casts.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.activations import OUTPUT_ACTIVATIONS
from playground.experiment import encode
from playground.experiment.message import Message, say
from playground.export.description import MATRIX, MEAN, SCALE, Answers, Description, Facts, LayerFacts, Target
from playground.export.formats.activations import ELSEWHERE
from playground.export.formats.base import TOLERANCES, Format, asked, python_reader, remark_on_dates
from playground.export.inputs import Column, Input, RawRows
from playground.export.trained import Trained

OPSET = 19
"""The first in which texts can be compared."""
IN_SINGLE = tuple(name for name, each in ELSEWHERE.items() if each.only_single)
"""Activations whose operator has no kernel in double precision."""
_ROWS = "rows"
_FLOAT, _INTEGER, _DOUBLE = 1, 7, 11
"""ONNX's numbers for types of tensors."""


class Onnx(Format):
    """Input `x` (n, columns), or one input a column by its name; outputs `probabilities`, `label`, or `values`."""

    name = "onnx"
    suffix = ".onnx"
    title = "ONNX model"
    opened_by = "ONNX Runtime, C#, Java, a browser, a phone"
    explains = "Raw values in, answers out: whoever opens it needs neither this program nor Python."
    cannot = "It does not come back into this program."

    def encode(self, trained: Trained) -> bytes:
        return bytes(_model(trained.description).SerializeToString())

    def remarks(self, trained: Trained) -> tuple[Message, ...]:
        facts, said = trained.description.facts, list(remark_on_dates(trained.description))
        for column, name in input_names(facts).items():
            if name != column:
                said.append(
                    say(
                        'the input "{column}" is called "{name}" in it, as an output is called so',
                        column=column,
                        name=name,
                    )
                )
        if facts.precision == "float64":
            single = sorted({layer.activation for layer in facts.layers[:-1]} & set(IN_SINGLE))
            if single:
                said.append(
                    say(
                        "{names} is calculated in single precision, as ONNX Runtime has no other",
                        names=", ".join(single),
                    )
                )
        return tuple(said)

    def preview(self, trained: Trained) -> str:
        import onnx

        model = _model(trained.description)
        lines = ["inputs"]
        lines += [f"  {each.name}  {_spoken(each)}" for each in model.graph.input]
        lines += ["outputs", *(f"  {each.name}  {_spoken(each)}" for each in model.graph.output), "nodes"]
        lines += [f"  {', '.join(node.output)} = {node.op_type}({', '.join(node.input)})" for node in model.graph.node]
        return "\n".join([f"opset {OPSET}, IR {model.ir_version}, onnx {onnx.__version__}", *lines]) + "\n"

    def usage(self, trained: Trained, file: str) -> str:
        facts = trained.description.facts
        lines = ["import numpy as np", "import onnxruntime", "", f"session = onnxruntime.InferenceSession({file!r})"]
        first = trained.rows.part(0, 2)
        if facts.of_numbers:
            lines.append(
                f"rows = {_literal(first.lists())}  # {', '.join(column.name for column in facts.columns[:8])}"
            )
            lines.append('given = {"x": np.array(rows)}')
        else:
            lines.append("given = {")
            for column, name in input_names(facts).items():
                lines.append(f"    {name!r}: np.array({[[value] for value in first.columns[column].tolist()]!r}),")
            lines.append("}")
        answered = "probabilities, label" if facts.classes else "(values,)"
        lines.append(f"{answered} = session.run(None, given)")
        lines.append("print(label, probabilities)" if facts.classes else "print(values)")
        return "\n".join(lines) + "\n"

    def tolerance(self, description: Description) -> float:
        single = any(layer.activation in IN_SINGLE for layer in description.facts.layers[:-1])
        return TOLERANCES["float32"] if single else super().tolerance(description)

    def answers_back(self, path: Path, trained: Trained) -> tuple[Message, Answers]:
        import onnx
        from onnx.reference import ReferenceEvaluator

        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        evaluator = ReferenceEvaluator(model)
        facts = trained.description.facts
        classes = json.loads({each.key: each.value for each in model.metadata_props}.get("classes", "[]"))
        places = {name: place for place, name in enumerate(classes)}

        def read(rows: RawRows) -> Answers:
            found: Any = evaluator.run(None, fed(facts, rows))
            if not classes:
                return Answers(found[0], None)
            return Answers(found[0], np.array([places.get(name, -1) for name in found[1].tolist()]))

        return python_reader("ONNX's reference evaluator", onnx.__version__), asked(read, trained)


def fed(facts: Facts, rows: RawRows) -> dict[str, NDArray[Any]]:
    """Rows as the model takes them, by the names of its inputs."""
    if facts.of_numbers:
        return {"x": np.ascontiguousarray(rows.matrix())}
    return {name: rows.columns[column][:, None] for column, name in input_names(facts).items()}


def input_names(facts: Facts) -> dict[str, str]:
    """The name of each column's input where there are texts: its own, unless an output is called so."""
    outputs = ("probabilities", "label") if facts.classes else ("values",)
    taken = {*outputs, *(column.name for column in facts.columns)}
    names = {}
    for column in facts.columns:
        name = column.name
        while name in outputs or (name != column.name and name in taken):
            name += "_input"
        taken.add(name)
        names[column.name] = name
    return names


def _literal(rows: list[list[Any]]) -> str:
    text = repr(rows)
    return text if len(text) < 200 else "[...]"


def _spoken(value: Any) -> str:
    kinds: dict[int, str] = {_FLOAT: "float", 8: "string", _DOUBLE: "double"}
    tensor = value.type.tensor_type
    shape = ", ".join(each.dim_param or str(each.dim_value) for each in tensor.shape.dim)
    return f"{kinds.get(tensor.elem_type, tensor.elem_type)} ({shape})"


@dataclass
class _Graph:
    """A graph under construction: nodes that each give one value, and the constants that they take.

    No value of it is called as an input or output of the model is, whatever a table's columns are called.
    """

    reserved: frozenset[str]
    nodes: list[Any] = field(default_factory=list)
    constants: dict[str, NDArray[Any]] = field(default_factory=dict)

    def add(self, operator: str, *inputs: str, name: str, output: bool = False, **attributes: Any) -> str:
        """A node; the name of what it gives, which may be an output of the model."""
        from onnx import helper

        name = name if output else self._unused(name)
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name, **attributes))
        return name

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """A constant; its name."""
        name = self._unused(name)
        self.constants[name] = value
        return name

    def _unused(self, name: str) -> str:
        used = {output for node in self.nodes for output in node.output} | set(self.constants) | self.reserved
        while name in used:
            name += "_"
        return name


def _model(description: Description) -> Any:
    """The model as ONNX's own object."""
    from onnx import TensorProto, helper, numpy_helper

    facts = description.facts
    names = {} if facts.of_numbers else input_names(facts)
    graph = _Graph(frozenset({"x", "probabilities", "label", "values", *names.values()}))
    if facts.of_numbers:
        inputs = [helper.make_tensor_value_info("x", TensorProto.DOUBLE, [_ROWS, len(facts.columns)])]
    else:
        kinds = {True: TensorProto.DOUBLE, False: TensorProto.STRING}
        inputs = [
            helper.make_tensor_value_info(names[column.name], kinds[column.categories is None], [_ROWS, 1])
            for column in facts.columns
        ]
    outputs = _outputs(graph, description, names)
    opset = [helper.make_opsetid("", OPSET)]
    constants = [numpy_helper.from_array(value, name) for name, value in graph.constants.items()]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "network", inputs, outputs, constants),
        opset_imports=opset,
        ir_version=helper.find_min_ir_version_for(opset),
        producer_name=facts.program,
        producer_version=facts.version,
    )
    helper.set_model_props(
        model,
        {
            "classes": json.dumps(facts.classes, ensure_ascii=False),
            "inputs": json.dumps([column.name for column in facts.columns], ensure_ascii=False),
            "about": facts.as_json().decode(),
            "experiment": encode(description.experiment),
        },
    )
    return model


def _outputs(graph: _Graph, description: Description, names: Mapping[str, str]) -> list[Any]:
    """Lay the whole way from the inputs, and return the outputs' declarations."""
    from onnx import TensorProto, helper

    facts = description.facts
    x, missing = _inputs(graph, facts, names)
    x = _prepared(graph, description, x)
    kind = np.dtype(facts.precision)
    declared = TensorProto.FLOAT if kind == np.float32 else TensorProto.DOUBLE
    if kind == np.float32:
        x = graph.add("Cast", x, name="single_precision", to=TensorProto.FLOAT)
    for layer in facts.layers:
        x = _layer(graph, description, layer, x, kind)
    nothing = graph.constant("no_answer", np.array(np.nan, kind))
    if not facts.classes:
        values = _in_unit(graph, facts.target or Target(), x, kind)
        graph.add("Where", missing, nothing, values, name="values", output=True)
        return [helper.make_tensor_value_info("values", declared, [_ROWS, 1])]
    probabilities = _probabilities(graph, facts, x, kind)
    graph.add("Where", missing, nothing, probabilities, name="probabilities", output=True)
    label = graph.add(
        "Gather", graph.constant("classes", _texts(facts.classes)), _decided(graph, facts, x, kind), name="class"
    )
    flat = graph.add("Squeeze", missing, graph.constant("across", np.array([1])), name="is_missing_flat")
    graph.add("Where", flat, graph.constant("no_label", _texts([""])), label, name="label", output=True)
    return [
        helper.make_tensor_value_info("probabilities", declared, [_ROWS, len(facts.classes)]),
        helper.make_tensor_value_info("label", TensorProto.STRING, [_ROWS]),
    ]


def _texts(texts: Sequence[str]) -> NDArray[Any]:
    return np.array(texts, dtype=object)


def _inputs(graph: _Graph, facts: Facts, names: Mapping[str, str]) -> tuple[str, str]:
    """The network's inputs (n, inputs), and which rows (n, 1) lack a number or have a text that is unknown.

    Such a row has no answer: of what is no number some runtimes make 0 on the way.
    """
    along = graph.constant("along_inputs", np.array([1]))
    values: dict[str, str] = dict(names)
    fills = [np.nan if column.fill is None else column.fill for column in facts.columns]
    if facts.of_numbers:
        x = _filled(graph, "x", np.array([fills], np.float64))
        plain = [(each.column, each.formula) for each in facts.inputs]
        if plain == [(column.name, None) for column in facts.columns]:
            return x, graph.add("IsNaN", graph.add("ReduceSum", x, along, name="sum", keepdims=1), name="is_missing")
        for place, column in enumerate(facts.columns):
            index = graph.constant(f"place_{place + 1}", np.array([place]))
            values[column.name] = graph.add("Gather", x, index, name=f"x{place + 1}", axis=1)
    unknown = []
    for column, fill in zip(facts.columns, fills, strict=True):
        if column.categories is None and not facts.of_numbers:
            values[column.name] = _filled(graph, names[column.name], np.array([[fill]], np.float64))
        if column.categories is not None:
            known, seen = _one_hot(graph, column, names[column.name], along)
            values[column.name] = known
            unknown.append(graph.add("Div", seen, seen, name=f"{column.name} is known"))  # 0 / 0 where it is not.
    parts = [_part(graph, each, group, values) for each, group in _grouped(facts)]
    x = graph.add("Concat", *parts, name="inputs", axis=1) if len(parts) > 1 else parts[0]
    total = graph.add("ReduceSum", x, along, name="sum", keepdims=1)
    for each in unknown:
        total = graph.add("Add", total, each, name="sum")
    return x, graph.add("IsNaN", total, name="is_missing")


def _filled(graph: _Graph, value: str, fills: NDArray[np.float64]) -> str:
    """Numbers with what stands for those that are missing, where anything does."""
    if np.isnan(fills).all():
        return value
    gaps = graph.add("IsNaN", value, name=f"{value} is empty")
    return graph.add("Where", gaps, graph.constant(f"{value} fills", fills), value, name=f"{value} filled")


def _one_hot(graph: _Graph, column: Column, value: str, along: str) -> tuple[str, str]:
    """A column's categories (n, categories) as 1 and 0, and whether there is a 1 among them (n, 1)."""
    categories = graph.constant(f"{column.name} categories", _texts(column.categories or ())[None, :])
    equal = graph.add("Equal", value, categories, name=f"{column.name} equals")
    known = graph.add("Cast", equal, name=f"{column.name} one-hot", to=_DOUBLE)
    return known, graph.add("ReduceMax", known, along, name=f"{column.name} seen", keepdims=1)


def _grouped(facts: Facts) -> Iterator[tuple[Input, list[int]]]:
    """The inputs in their order; of a text column those that stand together, with their categories' places."""
    categories = {column.name: column.categories or () for column in facts.columns}
    for (_, text), group in groupby(facts.inputs, key=lambda each: (each.column, each.category is not None)):
        members = list(group)
        if text:
            known = categories[members[0].column]
            yield members[0], [known.index(str(each.category)) for each in members]
        else:
            yield from ((each, []) for each in members)


def _part(graph: _Graph, first: Input, group: list[int], values: Mapping[str, str]) -> str:
    value = values[first.column]
    if first.category is None:
        return _calculated(graph, first, values)
    index = graph.constant(f"{first.column} places", np.array(group))
    return graph.add("Gather", value, index, name=f"{first.column} inputs", axis=1)


def _calculated(graph: _Graph, each: Input, columns: Mapping[str, str]) -> str:
    first, second = columns[each.column], columns[each.second or each.column]
    match each.formula:
        case None:
            return first
        case "square":
            return graph.add("Mul", first, first, name=each.name)
        case "product":
            return graph.add("Mul", first, second, name=each.name)
        case "sine":
            return graph.add("Sin", first, name=each.name)
        case "cosine":
            return graph.add("Cos", first, name=each.name)


def _prepared(graph: _Graph, description: Description, x: str) -> str:
    arrays = description.arrays
    if MEAN not in arrays:
        return x
    x = graph.add("Sub", x, graph.constant(MEAN, _double(arrays[MEAN])), name="centred")
    if SCALE in arrays:
        return graph.add("Mul", x, graph.constant(SCALE, _double(arrays[SCALE])), name="standardized")
    return graph.add("MatMul", x, graph.constant(MATRIX, _double(arrays[MATRIX])), name="whitened")


def _double(array: NDArray[np.floating]) -> NDArray[np.float64]:
    return array.astype(np.float64)


def _layer(graph: _Graph, description: Description, layer: LayerFacts, x: str, kind: np.dtype[Any]) -> str:
    name = layer.name

    def constant(part: str) -> str:
        return graph.constant(f"{name}.{part}", np.ascontiguousarray(description.arrays[f"{name}.{part}"].astype(kind)))

    z = graph.add("MatMul", x, constant("weight"), name=f"{name} scores")
    if layer.batch_norm:
        # In single steps: the operator for all of it holds epsilon in single precision.
        variance = description.arrays[f"{name}.running_variance"].astype(kind)
        deviation = np.sqrt(variance + np.array(description.facts.epsilon, kind))
        z = graph.add("Sub", z, constant("running_mean"), name=f"{name} centred")
        z = graph.add("Div", z, graph.constant(f"{name}.running_deviation", deviation), name=f"{name} normalized")
        z = graph.add("Mul", z, constant("gamma"), name=f"{name} scaled")
        z = graph.add("Add", z, constant("beta"), name=f"{name} shifted")
    else:
        z = graph.add("Add", z, constant("bias"), name=f"{name} biased")
    return _activated(graph, name, layer.activation, z, kind)


def _activated(graph: _Graph, name: str, activation: str, z: str, kind: np.dtype[Any]) -> str:
    """Apply an activation to the scores z: one operator, or a few where there is none that is exact in double."""
    scores = _Scores(graph, name, activation, z, single=kind == np.float32)
    if activation == "softmax":
        return scores.add("Softmax", z, axis=1)
    return ELSEWHERE[activation].onnx(scores)


@dataclass
class _Scores:
    """The scores z of a layer, for the operators of its activation."""

    graph: _Graph
    name: str
    activation: str
    z: str
    single: bool

    def add(self, operator: str, *inputs: str, step: str = "", **attributes: Any) -> str:
        return self.graph.add(operator, *inputs, name=f"{self.name} {step or self.activation}", **attributes)

    def number(self, value: float) -> str:
        kind = np.float32 if self.single else np.float64
        return self.graph.constant(f"{self.name} {value:g}", np.array(value, kind))

    def in_single(self, operator: str, inner: str) -> str:
        if self.single:
            return self.add(operator, inner)
        narrow = self.add("Cast", inner, step="single", to=_FLOAT)
        return self.add("Cast", self.add(operator, narrow), step="double", to=_DOUBLE)

    def as_number(self, truth: str) -> str:
        return self.add("Cast", truth, to=_FLOAT if self.single else _DOUBLE)


def _in_unit(graph: _Graph, target: Target, x: str, kind: np.dtype[Any]) -> str:
    if target.scale != 1.0:
        x = graph.add("Mul", x, graph.constant("target.scale", np.array(target.scale, kind)), name="target_scaled")
    if target.mean != 0.0:
        x = graph.add("Add", x, graph.constant("target.mean", np.array(target.mean, kind)), name="target_in_unit")
    return x


def _probabilities(graph: _Graph, facts: Facts, x: str, kind: np.dtype[Any]) -> str:
    """One column a class: of a tanh t, (1 + t) / 2; of one output p, 1 - p and p."""
    one = graph.constant("one", np.array(1.0, kind))
    if facts.output.activation == "tanh":
        x = graph.add("Add", x, one, name="shifted")
        x = graph.add("Mul", x, graph.constant("half", np.array(0.5, kind)), name="share")
    if facts.output.units == 1:
        x = graph.add("Concat", graph.add("Sub", one, x, name="other_class"), x, name="both_classes", axis=1)
    return x


def _decided(graph: _Graph, facts: Facts, x: str, kind: np.dtype[Any]) -> str:
    """The class (n,) by its number, as the program decides: the largest, or of one output by its threshold."""
    if facts.output.units > 1:
        return graph.add("ArgMax", x, name="largest", axis=1, keepdims=0)
    threshold = graph.constant("threshold", np.array(OUTPUT_ACTIVATIONS[facts.output.activation].threshold, kind))
    above = graph.add("Cast", graph.add("Greater", x, threshold, name="above"), name="second", to=_INTEGER)
    return graph.add("Squeeze", above, graph.constant("column", np.array([1])), name="chosen")
