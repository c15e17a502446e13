"""Everything in the engine is chosen by name; this module turns a wrong name into a helpful sentence."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy.typing as npt

Array = npt.NDArray[Any]
"""An array of floating-point numbers, float32 or float64 as the network has it."""

T = TypeVar("T")


def choose(what: str, name: str, table: Mapping[str, T]) -> T:
    """Return `table[name]`.

    Raises
    ------
    ValueError
        If there is no such name; the message lists the valid ones.
    """
    if name not in table:
        raise ValueError(f"unknown {what} {name!r}; choose one of: {', '.join(table)}")
    return table[name]


def build(what: str, kind: str, table: Mapping[str, Callable[..., T]], settings: Mapping[str, Any]) -> T:
    """Call the factory named `kind` with keyword `settings`.

    Raises
    ------
    ValueError
        If the kind or one of the settings is unknown; the message lists the valid ones.
    """
    factory = choose(what, kind, table)
    valid = list(inspect.signature(factory).parameters)
    for setting in settings:
        if setting not in valid:
            offered = f"its settings are: {', '.join(valid)}" if valid else "it has no settings"
            raise ValueError(f"unknown setting {setting!r} of {what} {kind!r}; {offered}")
    for setting, value in inspect.signature(factory).parameters.items():
        if value.default is inspect.Parameter.empty and setting not in settings:
            raise ValueError(f"{what} {kind!r} needs the setting {setting!r}")
    return factory(**settings)


def require(condition: bool, message: str) -> None:
    """Raise ValueError with the message unless the condition holds (false for NaN comparisons too)."""
    if not condition:
        raise ValueError(message)
