"""Numbers as the diagram writes them: short, and of steady width while they change."""

import math

from playground.app.views.numbers import ABSENT, MINUS


def short(value: float) -> str:
    """Two places after the point where there is room for them: 0.41, −12.3, 135, 2e+06."""
    size = abs(value)
    if not math.isfinite(value):
        return ABSENT
    places = 2 if size < 99.995 else 1 if size < 999.95 else 0
    digits = f"{size:.{places}f}" if size < 99_999.5 else f"{size:.0e}"
    return digits if value >= 0 or float(digits) == 0 else MINUS + digits


def precise(value: float) -> str:
    """Three places, for a number that is looked at on its own."""
    if not math.isfinite(value):
        return ABSENT
    size = abs(value)
    digits = f"{size:.3e}" if size >= 1e5 or 0 < size < 5e-4 else f"{size:.3f}"
    return digits if value >= 0 else MINUS + digits
