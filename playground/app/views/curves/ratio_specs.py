"""Which update ratios a network has, and how they are told apart."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QCoreApplication

from playground.app.theme import Theme, layer_colour, mix
from playground.app.views.curves.curve import CurveSpec

PREFIX = "update_ratio."
_PALER = 0.55


def ratio_specs(columns: Iterable[str]) -> list[CurveSpec]:
    """A curve a parameter, layer by layer: weights first, biases, gamma and beta secondary and paler."""
    names = [column.removeprefix(PREFIX) for column in columns if column.startswith(PREFIX)]
    layers = list(dict.fromkeys(name.rpartition(".")[0] for name in names))
    return [_spec(name, layers) for name in names]


def layer_title(layer: str) -> str:
    """layer3 as "layer 3"."""
    if layer == "output":
        return QCoreApplication.translate("Curves", "output")
    return QCoreApplication.translate("Curves", "layer {n}").format(n=layer.removeprefix("layer"))


def _spec(name: str, layers: list[str]) -> CurveSpec:
    layer, _, parameter = name.rpartition(".")
    secondary = parameter != "weight"
    label = f"{layer_title(layer)} {_parameter_title(parameter)}" if secondary else layer_title(layer)
    return CurveSpec(PREFIX + name, label, partial(_colour, layers.index(layer), len(layers), secondary), secondary)


def _parameter_title(parameter: str) -> str:
    return QCoreApplication.translate("Curves", "biases") if parameter == "bias" else parameter


def _colour(layer: int, layers: int, secondary: bool, theme: Theme) -> str:
    colour = layer_colour(theme, layer, layers)
    # Paler rather than dashed: a dashed line of many points costs as much as all the others together.
    return mix(colour, theme.card, _PALER) if secondary else colour
