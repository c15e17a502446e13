"""A Python file that needs NumPy alone: raw rows in, answers out. It reads like a page of the textbook."""

import base64
import json
import subprocess
import sys
import textwrap
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.activations import OUTPUT_ACTIVATIONS
from playground.experiment import UserError
from playground.experiment.message import Message
from playground.export.description import MATRIX, MEAN, SCALE, Answers, Description, Facts, Target
from playground.export.formats.activations import ELSEWHERE
from playground.export.formats.base import Format, python_reader, remark_on_dates
from playground.export.formats.template import section
from playground.export.trained import Trained

WIDTH = 116
_MOST_WRITTEN_OUT = 2000
"""Numbers of an array that are written as such; more are packed, as nobody reads them."""
_MOST_NUMBERS = 200_000
_PATIENCE = 300.0
"""Seconds until a fresh process that does not answer counts as stuck."""


class PythonFile(Format):
    """`predict(x)` and `classify(x)`; importing it does nothing else; run as a program it answers a CSV file."""

    name = "python"
    suffix = ".py"
    title = "Python file"
    opened_by = "runs with NumPy alone; no other package"
    explains = "The network as a page of Python: predict(rows), classify(rows), and a program that answers a CSV file."
    cannot = "It does not come back into this program."
    is_text = True

    def remarks(self, trained: Trained) -> tuple[Message, ...]:
        return remark_on_dates(trained.description)

    def encode(self, trained: Trained) -> bytes:
        return program(trained.description).encode()

    def preview(self, trained: Trained) -> str:
        return program(trained.description)

    def usage(self, trained: Trained, file: str) -> str:
        facts, first = trained.description.facts, trained.rows.part(0, 2)
        module = Path(file).stem
        lines = [
            f"import {module}"
            if module.isidentifier()
            else f"# First give the file a name that Python can import: {file!r}"
        ]
        rows = [dict(zip((column.name for column in facts.columns), row, strict=True)) for row in first.lists()]
        given = repr(rows) if len(facts.columns) <= 12 else f"[[0.0] * {len(facts.columns)}]"
        name = module if module.isidentifier() else "network"
        if name != module:
            lines.append("import network")
        lines += [f"rows = {given}", f"print({name}.predict(rows))"]
        if facts.classes:
            lines.append(f"print({name}.classify(rows))")
        return "\n".join(lines) + "\n"

    def answers_back(self, path: Path, trained: Trained) -> tuple[Message, Answers]:
        facts = trained.description.facts
        count = min(len(trained.answers), max(1, _MOST_NUMBERS // len(facts.columns)))
        rows = trained.rows.part(0, count).lists()
        lines = ["answers = module['predict'](given)", "told = {'answers': answers.tolist()}"]
        if facts.classes:
            lines.append("told['labels'] = module['classify'](given)")
        told = run_afresh(path, rows, lines)
        values = np.array(told["answers"], facts.precision)
        if not facts.classes:
            return _reader(), Answers(values, None)
        places = {name: place for place, name in enumerate(facts.classes)}
        return _reader(), Answers(values, np.array([places.get(name, -1) for name in told["labels"]]))


def _reader() -> Message:
    return python_reader("a fresh Python process")


def run_afresh(path: Path, given: Any, lines: Sequence[str]) -> dict[str, Any]:
    """Let a Python process of its own load a file, and do with `module` and `given` what the lines say.

    Returns
    -------
    What they put into `told`.

    Raises
    ------
    UserError : when that fails; with the last line of what the process said.
    """
    driver = ["import json, runpy, sys", f"module = runpy.run_path({str(path)!r})", "given = json.load(sys.stdin)"]
    script = "\n".join([*driver, *lines, "sys.stdout.write(json.dumps(told))"])
    if getattr(sys, "frozen", False):
        return _run_here(path, given, lines)  # A program in one piece has no Python beside it.
    try:
        ran = subprocess.run(
            [sys.executable, "-P", "-W", "ignore", "-c", script],
            input=json.dumps(given),
            capture_output=True,
            encoding="utf-8",
            timeout=_PATIENCE,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        if ran.returncode == 0:
            told: dict[str, Any] = json.loads(ran.stdout)
            return told
        said = (ran.stderr.strip().splitlines() or ["it said nothing"])[-1]
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        said = str(error)
    raise UserError(
        "{path}: a fresh Python process could not run what was written ({said})", path=path, said=said[:300]
    )


def _run_here(path: Path, given: Any, lines: Sequence[str]) -> dict[str, Any]:
    module: dict[str, Any] = {"__name__": "exported"}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), module)
    names: dict[str, Any] = {"module": module, "given": given}
    exec("\n".join(lines), names)
    found: dict[str, Any] = names["told"]
    return found


# The text


def program(description: Description) -> str:
    """The whole file that answers."""
    arrays = {identifier(name): array for name, array in description.arrays.items() if not name.startswith("target.")}
    facts = description.facts
    packed = any(array.size > _MOST_WRITTEN_OUT for array in arrays.values())
    libraries = ["csv", "sys", *(["base64", "zlib"] if packed else []), *(["math"] if _needs_math(facts) else [])]
    words = words_of(description)
    return joined(
        heading(description, "It answers rows as the program does that it comes from."),
        imports(libraries),
        names_of(facts),
        section("unpacked") if packed else "",
        "\n".join(array_text(name, array) for name, array in arrays.items()),
        *rows_to_numbers(description),
        *(section(name) for name in activations_of(facts)),
        _outputs(facts),
        answers_of(description, taken="x", outputs="outputs(prepared(numbers(x)))"),
        section(
            "main of answers",
            words,
            unless="and name not in FILLS" if "fills" in words else "",
            unlesstext="" if facts.of_numbers else "and name not in CATEGORIES",
        ),
    )


def joined(*sections: str) -> str:
    """The sections of a file: functions and classes two empty lines apart, what comes before them one."""
    text = ""
    for each in filter(None, sections):
        if text:
            of_code = each.startswith(("def ", "class ", "HEADINGS", "erf")) or text.rstrip().splitlines()[
                -1
            ].startswith(" ")
            text += "\n\n\n" if of_code else "\n\n"
        text += each.strip("\n")
    return text + "\n"


def words_of(description: Description) -> set[str]:
    """Tell what holds for a network, as the template asks for it."""
    facts, target = description.facts, description.facts.target or Target()
    prepared = "plain" if MEAN not in description.arrays else "scale" if SCALE in description.arrays else "matrix"
    chosen = {
        "classes": bool(facts.classes),
        "values": not facts.classes,
        "one": bool(facts.classes) and facts.output.units == 1,
        "tanh_output": facts.output.activation == "tanh",
        "scaled": target.mean != 0.0 or target.scale != 1.0,
        "fills": any(column.fill is not None for column in facts.columns),
        "single": facts.precision == "float32",
        "norm": any(layer.batch_norm for layer in facts.layers),
        "drop": any(layer.dropout for layer in facts.layers),
        prepared: True,
    }
    return {word for word, holds in chosen.items() if holds}


def heading(description: Description, what: str) -> str:
    """Tell what the file is, for whoever opens it."""
    facts = description.facts
    inputs = len(facts.inputs)
    layers = ["1 input" if inputs == 1 else f"{inputs:,} inputs"]
    layers += [f"{each.units:,} {each.activation}" for each in facts.layers]
    given = ", ".join(column.name for column in facts.columns[:8]) + (", ..." if len(facts.columns) > 8 else "")
    answer = "values (n, 1)."
    if facts.classes:
        answer = f"probabilities (n, {len(facts.classes)}), a column a class. classify(x) gives the likeliest classes."
    lines = [
        f"{_safe(description.experiment.name)}: a network of {', '.join(layers)}. {what}",
        "",
        f"predict(x) takes rows of {_safe(given)}, as lists, an array or dicts by column, and gives {answer}",
        f"Made by {facts.program} {facts.version}. It needs NumPy and nothing else.",
    ]
    wrapped = "\n".join(part for line in lines for part in (textwrap.wrap(line, WIDTH) or [""]))
    return f'"""{wrapped}\n"""'


def _safe(text: str) -> str:
    """A text that can stand in a docstring or a comment."""
    return " ".join(text.replace("\\", "/").replace('"', "'").split())


def imports(libraries: Iterable[str]) -> str:
    """Those of the standard library, then NumPy."""
    return "\n".join([*(f"import {name}" for name in sorted(libraries)), "", "import numpy as np"])


def _needs_math(facts: Facts) -> bool:
    return any(layer.activation == "gelu" for layer in facts.layers)


def identifier(name: str) -> str:
    """An array's name as Python has it: layer1_weight, MEAN."""
    return {MEAN: "MEAN", SCALE: "SCALE", MATRIX: "MATRIX"}.get(name, name.replace(".", "_"))


def array_text(name: str, array: NDArray[Any]) -> str:
    """An assignment of an array's numbers, every digit of them, written out or packed."""
    if array.size > _MOST_WRITTEN_OUT:
        packed = base64.b64encode(zlib.compress(array.astype(array.dtype.newbyteorder("<")).tobytes(), 6)).decode()
        lines = "\n".join(textwrap.wrap(packed, WIDTH))
        shape = ", ".join(map(str, array.shape))
        return f'{name} = unpacked("""\n{lines}\n""", "<{array.dtype.kind}{array.dtype.itemsize}", {shape})'
    kind = ", np.float32" if array.dtype == np.float32 else ""
    rows = array[None, :] if array.ndim == 1 else array
    if array.ndim == 0:
        return f"{name} = np.array({_number(array[()])}{kind})"
    lists = [", ".join(_number(value) for value in row) for row in rows]
    if array.ndim == 1:
        line = f"{name} = np.array([{lists[0]}]{kind})"
        return line if len(line) <= WIDTH else f"{name} = np.array([\n{_indented(lists[0], 4)}\n]{kind})"
    line = f"{name} = np.array([{', '.join(f'[{row}]' for row in lists)}]{kind})"
    if len(line) <= WIDTH:
        return line
    body = "\n".join(
        f"    [{row}]," if len(row) < WIDTH - 8 else f"    [\n{_indented(row, 8)}\n    ]," for row in lists
    )
    return f"{name} = np.array([\n{body}\n]{kind})"


def _number(value: Any) -> str:
    """The shortest text that is read as this very number."""
    return str(value) if isinstance(value, np.float32) else repr(float(value))


def _indented(text: str, by: int) -> str:
    return textwrap.indent("\n".join(textwrap.wrap(text + ",", WIDTH - by)), " " * by)


def names_of(facts: Facts) -> str:
    """The columns, the categories and the classes, or what the value is."""
    lines = [listed("COLUMNS", [column.name for column in facts.columns])]
    for column in facts.columns:
        if column.written:
            told = f"# {column.name}: the days from 1970-01-01 on, of dates that the table writes {column.written}."
            lines.append(_safe(told))
    categories = {column.name: list(column.categories) for column in facts.columns if column.categories is not None}
    if categories:
        lines.append(listed("CATEGORIES", categories))
        lines.append("# The inputs: a column of numbers, or a category, 1 where the row has it.")
        lines.append(listed("INPUTS", [(each.column, each.category) for each in facts.inputs]))
    fills = {column.name: column.fill for column in facts.columns if column.fill is not None}
    if fills:
        lines.append("# What stands for an empty cell.")
        lines.append(listed("FILLS", fills))
    if facts.classes:
        lines.append(listed("CLASSES", list(facts.classes)))
    else:
        target = facts.target or Target()
        unit = f"  # in {_safe(target.unit)}" if target.unit else ""
        lines.append(f"TARGET = {target.name!r}{unit}")
        if target.mean != 0.0 or target.scale != 1.0:
            lines.append(f"TARGET_MEAN, TARGET_SCALE = {target.mean!r}, {target.scale!r}")
    return "\n".join(lines)


def listed(name: str, value: list[Any] | dict[str, Any]) -> str:
    """An assignment of a list or a mapping, a line each where they are too long for one."""
    line = f"{name} = {value!r}"
    if len(line) <= WIDTH:
        return line
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    parts = [f"{key!r}: {each!r}" for key, each in value.items()] if isinstance(value, dict) else [*map(repr, value)]
    return f"{name} = {opening}\n" + "".join(f"    {part},\n" for part in parts) + closing


def rows_to_numbers(description: Description) -> Iterator[str]:
    """Tell what makes numbers of rows, and prepares them."""
    facts, words = description.facts, words_of(description)
    yield section("cells", words)
    if facts.of_numbers:
        plain = [(each.column, each.formula) for each in facts.inputs] == [(each.name, None) for each in facts.columns]
        formulas = "x" if plain else f"np.column_stack([{', '.join(_formulas(facts))}])"
        yield section("numbers", words, inputs=len(facts.inputs), formulas=formulas)
    else:
        yield section("texts", words, inputs=len(facts.inputs))
    yield section("prepared", words)


def _formulas(facts: Facts) -> Iterable[str]:
    places = {column.name: f"x[:, {place}]" for place, column in enumerate(facts.columns)}
    for each in facts.inputs:
        first, second = places[each.column], places[each.second or each.column]
        known = {
            None: first,
            "square": f"{first} * {first}",
            "product": f"{first} * {second}",
            "sine": f"np.sin({first})",
            "cosine": f"np.cos({first})",
        }
        yield known[each.formula]


def activations_of(facts: Facts) -> list[str]:
    """The names of the activations that the network calculates with, each before those that need it."""
    used = {layer.activation for layer in facts.layers} - {"linear"}
    needed = {name for each in used & ELSEWHERE.keys() for name in ELSEWHERE[each].needs}
    return sorted(used | needed, key=lambda name: (name not in needed, name != "sigmoid", name))


def _outputs(facts: Facts) -> str:
    lines = ["def outputs(x):", '    """What the network makes of prepared numbers, layer by layer."""']
    for layer in facts.layers:
        name = identifier(layer.name)
        lines.append(f"    z = x @ {name}_weight" + ("" if layer.batch_norm else f" + {name}_bias"))
        if layer.batch_norm:
            deviation = f"np.sqrt({name}_running_variance + {facts.epsilon!r})"
            lines.append(f"    z = (z - {name}_running_mean) / {deviation}")
            lines.append(f"    z = z * {name}_gamma + {name}_beta")
        lines.append(f"    x = {layer.activation}(z)" if layer.activation != "linear" else "    x = z")
    return "\n".join([*lines, "    return x"])


def answers_of(description: Description, *, taken: str, outputs: str) -> str:
    """`predict` and `classify`; `taken` is what they take, `outputs` what gives the network's outputs."""
    facts = description.facts
    unit = (facts.target or Target()).unit
    return section(
        "answers",
        words_of(description),
        taken=taken,
        outputs=outputs,
        unit=f" in {_safe(unit)}" if unit else "",
        classes=len(facts.classes),
        threshold=threshold_of(facts),
    )


def threshold_of(facts: Facts) -> float:
    """Tell what one output must exceed to mean the second class."""
    return OUTPUT_ACTIVATIONS[facts.output.activation].threshold or 0.0
