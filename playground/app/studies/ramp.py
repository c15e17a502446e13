"""A scale of colours for results: the nearer to the card's own brightness, the worse.

Even the worst stands out from the card with a contrast of 3 : 1, so that no result is lost to sight.
"""

import math

from playground.app.theme import Theme, mix

_WORST = {False: 0.72, True: 0.9}
"""The share of the full colour in that of the worst, in the light and in the dark theme."""
_BEST = {False: ("#000000", 0.4), True: ("#ffffff", 0.6)}
"""What the full colour is mixed with for the best, and how much of it."""
_BRIGHT = 118


def ramp(theme: Theme, value: float, worst: float, best: float) -> str:
    """The colour of a value between the worst and the best, which may be the smaller one."""
    span = best - worst
    share = 1.0 if span == 0 or not math.isfinite(span) else min(1.0, max(0.0, (value - worst) / span))
    pale = mix(theme.card, theme.positive, _WORST[theme.is_dark])
    return mix(pale, mix(theme.positive, *_BEST[theme.is_dark]), share)


def text_on(theme: Theme, value: float, worst: float, best: float) -> str:
    """The colour of figures on that."""
    colour = ramp(theme, value, worst, best)
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#ffffff" if 0.299 * red + 0.587 * green + 0.114 * blue < _BRIGHT else "#10182c"
