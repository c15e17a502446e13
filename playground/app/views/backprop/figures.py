"""Numbers of the back-propagation view: three digits that say something, however small the number."""

import math

from playground.app.views.numbers import ABSENT, signed


def figure(value: float) -> str:
    """1.476, −0.00244, 1.21e-5."""
    size = abs(value)
    if not math.isfinite(value):
        return ABSENT
    if size == 0:
        return "0"
    if size >= 1e5 or size < 1e-3:
        mantissa, _, power = f"{value:.2e}".partition("e")
        return signed(f"{mantissa}e{int(power)}")
    places = 3 if size >= 0.1 else 2 - math.floor(math.log10(size))
    return signed(f"{value:.{places}f}")
