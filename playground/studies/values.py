"""The values of a sweep as a person types them: `1-5, 10, 20`, `0.001..1 log 7`, `sgd, adam`."""

from typing import Any

from playground.experiment import Setting


def parse_values(text: str, setting: Setting) -> tuple[Any, ...]:
    """The values that a text stands for, in its order, each once."""
    raise NotImplementedError
