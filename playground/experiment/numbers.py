"""How numbers are written: figures of a run, values of a person's data, weights, terms of a formula.

Each writer suits one place. They share a sign for what is not finite, the minus sign and the powers of ten.
"""

import math
from collections.abc import Sequence

MINUS = "\N{MINUS SIGN}"
ABSENT = "–"
"""Stands for a number that does not exist, or is not finite."""


def loss_text(value: float | None) -> str:
    """Four places, or a power of ten where four places would say nothing."""
    if value is None or not math.isfinite(value):
        return ABSENT
    if value == 0 or 1e-3 <= abs(value) < 1000:
        return signed(f"{value:.4f}")
    return power_text(value)


def figure_text(value: float | None) -> str:
    """Three places, for figures of which 1 is the best there is."""
    if value is None or not math.isfinite(value):
        return ABSENT
    # Adding 0 takes the sign off a nought.
    return signed(f"{round(value, 3) + 0:.3f}") if abs(value) < 1000 else power_text(value)


def value_text(value: float) -> str:
    """A value of a person's own data, in its own unit, whatever its size."""
    size = abs(value)
    if not math.isfinite(value):
        return ABSENT
    if size == 0 or 1e-3 <= size < 1000:
        return signed(f"{value:.3f}")
    return count_text(value) if 1000 <= size < 1e7 else power_text(value)


def error_text(value: float) -> str:
    """An error in the unit of the values: four places as long as it is small."""
    return loss_text(value) if abs(value) < 1000 else value_text(value)


def end_text(value: float) -> str:
    """Tell where a scale begins or ends, in three digits: -1, 0.25, 51,000."""
    short = float(f"{value:.3g}")
    return count_text(short) if 1000 <= abs(short) < 1e7 else signed(f"{short:g}")


def percent_text(share: float | None) -> str:
    """A share of 1 in percent, with one place."""
    return ABSENT if share is None or not math.isfinite(share) else signed(f"{100 * share:.1f} %")


def power_text(value: float, places: int = 1) -> str:
    """Digits and a power of ten: 1.2e-4, with so many places after the point; 0 as it is."""
    if not math.isfinite(value):
        return ABSENT
    mantissa, _, power = f"{value:.{places}e}".partition("e")
    return signed(f"{mantissa}e{int(power)}") if value else "0"


def short_text(value: float) -> str:
    """Two places after the point where there is room for them: 0.41, −12.3, 135, 2e6."""
    size = abs(value)
    if not math.isfinite(value):
        return ABSENT
    if size >= 99_999.5:
        return power_text(value, 0)
    places = 2 if size < 99.995 else 1 if size < 999.95 else 0
    return signed(_without_minus_nought(f"{value:.{places}f}"))


def precise_text(value: float) -> str:
    """Three places, for a number that is looked at on its own: −0.417, 2.000e-5."""
    if not math.isfinite(value):
        return ABSENT
    size = abs(value)
    return power_text(value, 3) if size >= 1e5 or 0 < size < 5e-4 else signed(_without_minus_nought(f"{value:.3f}"))


def term_text(value: float) -> str:
    """Three digits that count, for a term of a formula: 1.476, −0.00244, 1.21e-5."""
    size = abs(value)
    if size == 0:
        return "0"
    if not 1e-3 <= size < 1e5:
        return power_text(value, 2)
    places = 3 if size >= 0.1 else 2 - math.floor(math.log10(size))
    return signed(f"{value:.{places}f}")


def two_digits(value: float) -> str:
    """Two digits in as little room as they take: 0.46, 1.7e4."""
    if not math.isfinite(value):
        return ABSENT
    if value == 0 or 0.01 <= abs(value) < 1000:
        return signed(f"{value:.2g}" if abs(value) < 100 else f"{value:.0f}")
    return power_text(value)


def count_text(value: float) -> str:
    """A whole number with separators between the thousands."""
    return signed(f"{round(value):,}")


def _without_minus_nought(text: str) -> str:
    return text.removeprefix("-") if not float(text) else text


def tick_texts(values: Sequence[float], step: float, plain_below: float = 1e7) -> list[str]:
    """The ticks of an axis, which are multiples of `step`, with every digit that tells them apart.

    From `plain_below` on all are powers of ten, and where there would be more than four places.
    """
    largest, finest = max(map(abs, values), default=0.0), math.floor(math.log10(step) + 1e-9)
    # A step of 2.5 has one place more than its power of ten says.
    finest -= round(step / 10.0**finest, 6) % 1 != 0
    if largest < plain_below and finest >= -4:
        return [_trimmed(f"{value:,.{max(0, -finest)}f}") for value in values]
    return [_tick_power(value, finest) if abs(value) > step / 2 else "0" for value in values]


def _tick_power(value: float, finest: int) -> str:
    """Down to the digit of 10 to the power `finest`."""
    places = max(0, math.floor(math.log10(abs(value)) + 1e-9) - finest)
    mantissa, _, power = f"{value:.{places}e}".partition("e")
    return f"{_trimmed(mantissa)}e{int(power)}"


def _trimmed(number: str) -> str:
    """Without noughts at the end of its places, nor a minus before nothing."""
    text = number.rstrip("0").rstrip(".") if "." in number else number
    return "0" if text == "-0" else signed(text)


def signed(text: str) -> str:
    """With a true minus sign, which is as wide as a figure."""
    return text.replace("-", MINUS, 1) if text.startswith("-") else text


def round_step(span: float, most: int, mantissas: Sequence[float] = (1, 2, 5)) -> float:
    """The least step of mantissa times a power of ten that parts `span` into at most `most` pieces."""
    wanted = span / most
    power = 10.0 ** math.floor(math.log10(wanted) + 1e-9)
    return next(m * power for m in (*mantissas, 10) if m * power >= wanted * (1 - 1e-9))


def round_up(value: float) -> float:
    """The least of 1, 2, 5 times a power of ten that is no less than `value`."""
    return round_step(value, 1)
