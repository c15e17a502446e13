"""What the form holds before anything is typed: values worth trying of a setting, and sizes of a study that fit."""

import math
from typing import Any

from playground.app.studies.words import UNITS
from playground.experiment import Experiment, Setting, UserError, lab_of, setting, value_at
from playground.studies import Axis, Sweep

SIZES = "1-5, 10, 20"
_MOST_CHOICES = 6
_MOST_EPOCHS = 5000


def suggested_values(experiment: Experiment, path: str) -> str:
    """Values of a setting as they would be typed."""
    if UNITS.fullmatch(path):
        return _suggested_sizes(int(value_at(experiment, path)))
    declared, value = setting(experiment, path), value_at(experiment, path)
    if declared.kind in ("choice", "kind"):
        return ", ".join(_fitting_choices(experiment, path, declared)[:_MOST_CHOICES])
    if declared.kind == "bool":
        return "false, true"
    return ", ".join(_written(number) for number in _numbers(declared, value))


def suggested_draw(experiment: Experiment, path: str) -> str:
    """What a random search would draw of a setting, as it would be typed: what its lab draws, a range, or choices."""
    lab = lab_of(experiment)
    if lab is not None and path in lab.search:
        return lab.search[path]
    declared, value = setting(experiment, path), value_at(experiment, path)
    if declared.kind in ("choice", "kind", "bool"):
        return suggested_values(experiment, path)
    if UNITS.fullmatch(path):
        return "2..64"
    low, high = declared.slider or (1e-5, 1e-1)
    centre = value or declared.suggested
    if centre:
        low, high = centre / (30 if declared.kind == "float" else 8), centre * 8
    least, most = (10 ** math.floor(math.log10(max(low, 1e-6))), 10 ** math.ceil(math.log10(max(high, 1e-5))))
    return f"{_written(_inside(declared, least))}..{_written(_inside(declared, most))}"


def suggested_epochs(experiment: Experiment) -> int:
    """As many as the experiment asks for, up to what a first look needs."""
    return min(experiment.training.epochs, _MOST_EPOCHS)


def _suggested_sizes(units: int) -> str:
    """The first sizes of all, or for a large layer those about its own."""
    if units <= 20:
        return SIZES
    parts = dict.fromkeys(units // part for part in (16, 8, 4, 2, 1))
    return ", ".join(str(size) for size in parts if size)


def _fitting_choices(experiment: Experiment, path: str, declared: Setting) -> list[str]:
    found = []
    for choice in declared.choices:
        try:
            Sweep(experiment, (Axis(path, (choice,)),))
        except UserError:
            continue
        found.append(choice)
    return found


def _numbers(declared: Setting, value: Any) -> list[float]:
    whole = declared.kind == "int"
    own = value if value is not None else declared.suggested or 10.0
    if declared.path.endswith("seed"):
        return [own + step for step in range(5)]
    if declared.slider and declared.scale == "linear" and not whole:
        low, high = declared.slider
        steps = [low + (high - low) * share for share in (0, 0.25, 0.5, 0.75, 1)]
    elif own > 0:
        steps = [own * factor for factor in (0.1, 0.3, 1, 3, 10)]
    else:
        steps = [0, *(10.0**power for power in (-4, -3, -2, -1))]
    fitting = [_inside(declared, float(f"{step:.2g}")) for step in steps]
    return list(dict.fromkeys(round(number) if whole else number for number in fitting))


def _inside(declared: Setting, value: float) -> float:
    low, high = declared.minimum, declared.maximum
    if low is not None and (value < low or (declared.above_minimum and value == low)):
        value = low if not declared.above_minimum else low + 1e-6
    if high is not None and (value > high or (declared.below_maximum and value == high)):
        value = high if not declared.below_maximum else 0.9 * high
    return value


def _written(value: float) -> str:
    return f"{value:.6g}"
