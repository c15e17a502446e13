"""From a declared range to a slider's places and a number field's limits."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from playground.app.widgets import LinearScale, LogScale, NumberFormat, Scale, StopsScale
from playground.experiment import Setting

Words = tuple[tuple[object, str], ...]

_FEWEST_STEPS = 50
_STOPS = (1, 2, 4, 5, 8, 10, 16, 20, 32, 50, 64, 100, 128, 200, 256, 400, 512, 800, 1000, 1024)


@dataclass(frozen=True)
class DeclaredFormat(NumberFormat):
    """A format whose ends may themselves be forbidden, as 0 is for a learning rate."""

    above_minimum: bool = False
    below_maximum: bool = False

    def value(self, text: str) -> object:
        value = super().value(text)
        if self.above_minimum and value == self.minimum:
            raise ValueError(_tr("{text} is too small. Type a value above it.").format(text=text.strip()))
        if self.below_maximum and value == self.maximum:
            raise ValueError(_tr("{text} is too large. Type a value below it.").format(text=text.strip()))
        return value


def number_format(declared: Setting, words: Words = ()) -> NumberFormat:
    """Tell how the values of a setting are shown and typed."""
    whole, percent = declared.kind == "int", declared.unit == "%"
    return DeclaredFormat(
        kind="integer" if whole else "percent" if percent else "float",
        minimum=_whole(declared.minimum) if whole else declared.minimum,
        maximum=_whole(declared.maximum) if whole else declared.maximum,
        decimals=None if whole or percent or declared.scale == "log" else _decimals(_step(declared)),
        words=words,
        above_minimum=declared.above_minimum,
        below_maximum=declared.below_maximum,
    )


def key_step(declared: Setting) -> float:
    """What an arrow key adds to a number without a slider: a tenth of the size or the last place of a usual value."""
    usual = next((v for v in (declared.suggested, declared.default) if isinstance(v, int | float) and v > 0), 1)
    tenth = 10.0 ** (math.floor(math.log10(usual) + 1e-9) - 1)
    if declared.kind == "int":
        return max(1.0, tenth)
    places = len(f"{usual:.10f}".rstrip("0").partition(".")[2])
    return min(tenth, 10.0 ** -max(places, 1))


def slider_scale(declared: Setting) -> Scale:
    """The places of a slider over the range worth dragging through; not set at all lies beyond its upper end."""
    low, high = _ends(declared)
    scale: Scale
    if declared.scale == "log":
        scale = LogScale(low, high, zero=declared.minimum == 0 and not declared.above_minimum)
    else:
        scale = LinearScale(low, high, _step(declared))
    if not declared.optional:
        return scale
    values = (scale.value(place) for place in range(scale.last + 1))
    return StopsScale((*(value for value in values if isinstance(value, int | float)), None))


def batch_scale(training_samples: int) -> StopsScale:
    """The batch sizes people use, up to the training part, and then all of it (None)."""
    return StopsScale((*(stop for stop in _STOPS if stop < training_samples), None))


def _ends(declared: Setting) -> tuple[float, float]:
    if declared.slider is not None:
        return declared.slider
    if declared.minimum is None or declared.maximum is None:
        raise ValueError(f"{declared.path} has no slider range and no limits; declare one, or show it as a number")
    return declared.minimum, declared.maximum


def _step(declared: Setting) -> float:
    """The power of ten that gives a slider enough steps, and not more than people can tell apart."""
    low, high = _ends(declared)
    step = 10.0 ** math.floor(math.log10((high - low) / _FEWEST_STEPS) + 1e-9)
    return max(1.0, step) if declared.kind == "int" else step


def _decimals(step: float) -> int:
    return max(0, -math.floor(math.log10(step) + 1e-9))


def _whole(limit: float | None) -> int | None:
    return None if limit is None else int(limit)


def _tr(text: str) -> str:
    return QCoreApplication.translate("DeclaredFormat", text)
