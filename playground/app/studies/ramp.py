"""A scale of colours for results: pale is the worst there is, full the best."""

import math

from playground.app.theme import Theme, mix

_PALEST = 0.14


def ramp(theme: Theme, value: float, worst: float, best: float) -> str:
    """The colour of a value between the worst and the best, which may be the smaller one."""
    span = best - worst
    share = 1.0 if span == 0 or not math.isfinite(span) else min(1.0, max(0.0, (value - worst) / span))
    return mix(theme.card, theme.positive, _PALEST + (1 - _PALEST) * share)


def text_on(theme: Theme, value: float, worst: float, best: float) -> str:
    """The colour of figures on that."""
    colour = ramp(theme, value, worst, best)
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#ffffff" if 0.299 * red + 0.587 * green + 0.114 * blue < 150 else "#10182c"
