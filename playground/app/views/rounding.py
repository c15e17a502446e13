"""Steps and ends of scales that read well: 1, 2 or 5 times a power of ten."""

import math
from collections.abc import Sequence


def round_step(span: float, most: int, mantissas: Sequence[float] = (1, 2, 5)) -> float:
    """The least step of mantissa times a power of ten that parts `span` into at most `most` pieces."""
    wanted = span / most
    power = 10.0 ** math.floor(math.log10(wanted) + 1e-9)
    return next(m * power for m in (*mantissas, 10) if m * power >= wanted * (1 - 1e-9))


def round_up(value: float) -> float:
    """The least of 1, 2, 5 times a power of ten that is no less than `value`."""
    return round_step(value, 1)
