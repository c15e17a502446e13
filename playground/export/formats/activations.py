"""Each hidden activation as other programs have it: PyTorch's module, ONNX's operators, a line of JavaScript.

Its functions in Python, which are longer, are the sections of its name in `resources/export/python.txt`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


class Scores(Protocol):
    """The scores of a layer in an ONNX graph, and the operators that are applied to them."""

    z: str

    def add(self, operator: str, *inputs: str, step: str = "", **attributes: Any) -> str:
        """Apply an operator, and give the name of what comes out."""

    def number(self, value: float) -> str:
        """Give the name of a constant."""

    def in_single(self, operator: str, inner: str) -> str:
        """Apply an operator that has no double precision."""

    def as_number(self, truth: str) -> str:
        """Turn true and false into 1 and 0."""


@dataclass(frozen=True)
class Elsewhere:
    """One activation in other languages.

    torch : the expression that makes its module. torch_class : the lines of that module where PyTorch has none.
    javascript : f(z) as an expression of z, with `sigmoid` and `erf` at hand.
    onnx : adds its operators to a graph, and gives the name of the output.
    only_single : ONNX has an operator of it in single precision alone.
    needs : other activations that its Python functions call; slope_needs : those that only its slope calls.
    """

    torch: str
    javascript: str
    onnx: Callable[[Scores], str]
    torch_class: tuple[str, ...] = ()
    only_single: bool = False
    needs: tuple[str, ...] = ()
    slope_needs: tuple[str, ...] = ()


def _gelu(s: Scores) -> str:
    error = s.in_single("Erf", s.add("Mul", s.z, s.number(math.sqrt(0.5)), step="scaled"))
    shifted = s.add("Add", error, s.number(1.0), step="shifted")
    return s.add("Mul", s.z, s.add("Mul", shifted, s.number(0.5), step="share"))


ELSEWHERE: dict[str, Elsewhere] = {
    "tanh": Elsewhere("nn.Tanh()", "Math.tanh(z)", lambda s: s.add("Tanh", s.z)),
    "relu": Elsewhere("nn.ReLU()", "Math.max(z, 0)", lambda s: s.add("Relu", s.z)),
    "sigmoid": Elsewhere("nn.Sigmoid()", "sigmoid(z)", lambda s: s.add("Sigmoid", s.z)),
    "linear": Elsewhere("nn.Identity()", "z", lambda s: s.add("Identity", s.z)),
    "leaky_relu": Elsewhere(
        "nn.LeakyReLU(0.01)",
        "Math.max(z, z * 0.01)",
        # The operator LeakyRelu holds its slope in single precision, and has no kernel in double.
        lambda s: s.add("Max", s.z, s.add("Mul", s.z, s.number(0.01), step="slope")),
    ),
    "elu": Elsewhere(
        "nn.ELU()",
        "Math.max(z, Math.expm1(Math.min(z, 0)))",
        lambda s: s.in_single("Elu", s.z),
        only_single=True,
    ),
    "softplus": Elsewhere(
        # Beyond its threshold PyTorch takes z itself, which at the default of 20 is off by 2e-9.
        "nn.Softplus(threshold=40)",
        "Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))",
        lambda s: s.in_single("Softplus", s.z),
        only_single=True,
        slope_needs=("sigmoid",),
    ),
    "silu": Elsewhere(
        "nn.SiLU()",
        "sigmoid(z) * z",
        lambda s: s.add("Mul", s.z, s.add("Sigmoid", s.z, step="sigmoid")),
        needs=("sigmoid",),
    ),
    "gelu": Elsewhere("nn.GELU()", "z * (0.5 * (1 + erf(z * Math.SQRT1_2)))", _gelu, only_single=True),
    "sine": Elsewhere(
        "Sine()",
        "Math.sin(z)",
        lambda s: s.add("Sin", s.z),
        torch_class=("class Sine(nn.Module):", "    def forward(self, z):", "        return torch.sin(z)"),
    ),
    "step": Elsewhere(
        "Step()",
        "z > 0 ? 1 : z === z ? 0 : z",
        lambda s: s.as_number(s.add("Greater", s.z, s.number(0.0), step="sign")),
        torch_class=("class Step(nn.Module):", "    def forward(self, z):", "        return (z > 0).to(z.dtype)"),
    ),
}
"""By the name that the engine has."""
