"""Every kind of network in PyTorch: its `.safetensors` through `load_state_dict`, answering as the program does.

    python -m pip install torch            # 2.13.0 was used; the tests do without it
    python -m benchmarks.long.torch_weights

For each kind the lines that stand in the file's metadata are run as they are, and the largest difference from the live
network is told. The state is also loaded, strictly, into an `nn.Sequential` that is built here by the rule alone:
Linear (without bias before a BatchNorm1d), BatchNorm1d, the activation, Dropout where it is above 0.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from playground.export import Trained, export, trained
from playground.export.description import LayerFacts
from playground.export.formats.safetensors import python_lines
from tests.export.kinds import KINDS, run_of


def answers_in_torch(thing: Trained, file: Path) -> Any:
    """Run the lines of a file's metadata and ask what they define."""
    names: dict[str, Any] = {}
    exec(python_lines(thing.description, str(file)), names)
    rows: Any = thing.rows.lists()
    if not thing.description.facts.of_numbers:
        columns = [column.name for column in thing.description.facts.columns]
        rows = [dict(zip(columns, row, strict=True)) for row in rows]
    return names["answers"](rows).numpy()


def load_strictly(layers: tuple[LayerFacts, ...], inputs: int, precision: str, file: Path) -> None:
    """Load a state, as it is, into an `nn.Sequential` built by the rule."""
    import torch
    from safetensors.torch import load_file
    from torch import nn

    plain = {"tanh": nn.Tanh, "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "elu": nn.ELU, "silu": nn.SiLU, "gelu": nn.GELU}
    modules: list[Any] = []
    for layer in layers:
        modules.append(nn.Linear(inputs, layer.units, bias=not layer.batch_norm))
        if layer.batch_norm:
            modules.append(nn.BatchNorm1d(layer.units))
        if layer is not layers[-1]:
            modules.append(plain.get(layer.activation, nn.Identity)())
        if layer.dropout:
            modules.append(nn.Dropout(layer.dropout))
        inputs = layer.units
    nn.Sequential(*modules).to(getattr(torch, precision)).load_state_dict(load_file(file), strict=True)


def main() -> int:
    """Print a line for each kind; 1 where a difference is larger than it may be."""
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            thing = trained(run_of(kind))
            file = Path(folder) / "network.safetensors"
            export(run_of(kind), file)
            facts = thing.description.facts
            load_strictly(facts.layers, len(facts.inputs), facts.precision, file)
            found, expected = answers_in_torch(thing, file), thing.answers.values
            far = float(np.max(np.abs(found - expected) / np.maximum(1.0, np.abs(expected))))
            allowed = 1e-9 if facts.precision == "float64" else 1e-5
            worst |= far > allowed
            print(f"{kind:<40} {far:.0e}{'' if far <= allowed else '  TOO MUCH'}")
    return int(worst)


if __name__ == "__main__":
    sys.exit(main())
