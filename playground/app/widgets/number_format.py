"""Numbers as they are shown and typed."""

import math
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from playground.experiment.typed import TwoReadingsError, typed_number

Number = int | float
_SIGNIFICANT = 5


@dataclass(frozen=True)
class NumberFormat:
    """What a field shows for a value, and what it takes from the keyboard.

    `percent` shows a share of 1 as percent. `decimals` fixes the places after the point. `words` are values
    with a name of their own, such as `((None, "all"),)`; the name can be typed too. `grouped` sets the thousands of
    whole numbers apart.
    """

    kind: Literal["integer", "float", "percent"] = "float"
    minimum: Number | None = None
    maximum: Number | None = None
    decimals: int | None = None
    words: tuple[tuple[object, str], ...] = ()
    grouped: bool = True

    def text(self, value: object) -> str:
        for worded, word in self.words:
            if worded == value:
                return word
        if not isinstance(value, int | float):
            return str(value)
        if self.kind == "integer":
            return f"{round(value):,}" if self.grouped else str(round(value))
        if self.kind == "percent":
            return f"{_float_text(100 * value, self.decimals or 0)} %"
        return _float_text(value, self.decimals)

    def value(self, text: str) -> object:
        """The value of what was typed; ValueError says what is wrong and what would be right.

        A comma may stand before decimals or between thousands; what could be either is said, unless only one of the two
        lies within the limits.
        """
        typed = text.strip()
        for worded, word in self.words:
            if typed.casefold() == word.casefold():
                return worded
        number = self._number(typed)
        if self.minimum is not None and number < self.minimum:
            raise ValueError(self._sentence(_tr("{text} is too small. {range}"), typed))
        if self.maximum is not None and number > self.maximum:
            raise ValueError(self._sentence(_tr("{text} is too large. {range}"), typed))
        return number

    def allows(self, number: Number) -> bool:
        """Tell whether a number could also be typed."""
        try:
            self.value(self.text(number))
        except ValueError:
            return False
        return True

    def clamped(self, number: Number) -> Number:
        """The nearest value within the limits."""
        if self.minimum is not None:
            number = max(number, self.minimum)
        return number if self.maximum is None else min(number, self.maximum)

    def _number(self, typed: str) -> Number:
        try:
            plain = typed.removesuffix("%") if self.kind == "percent" else typed
            number = typed_number(plain, whole=self.kind == "integer")
        except TwoReadingsError as either:
            return self._one_of(either)
        except ValueError:
            raise ValueError(self._sentence(_tr("“{text}” is not a number. {range}"), typed)) from None
        return self._in_kind(number, typed)

    def _one_of(self, either: TwoReadingsError) -> Number:
        """The reading that lies within the limits, where only one of the two does."""
        readings = [self._in_kind(number, "") for number in (either.decimal, either.thousands)]
        within = [number for number in readings if self.clamped(number) == number]
        if len(within) < 2:  # Where neither does, the range is what is told.
            return (within or readings)[0]
        first, second = (f"{number:.15g}" for number in (either.decimal, either.thousands))
        sentence = _tr("“{text}” can mean {first} or {second}. Type {first} or {second}.")
        raise ValueError(sentence.format(text=either.text, first=first, second=second))

    def _in_kind(self, number: float, typed: str) -> Number:
        if self.kind == "percent":
            return round(number / 100, 12)
        if self.kind == "float":
            return number
        if not number.is_integer():
            raise ValueError(self._sentence(_tr("{text} is not a whole number. {range}"), typed))
        return int(number)

    def _sentence(self, pattern: str, typed: str) -> str:
        return pattern.format(text=typed, range=self._range()).strip()

    def _range(self) -> str:
        low, high = self.minimum, self.maximum
        if low is not None and high is not None:
            return _tr("Type a value from {low} to {high}.").format(low=self.text(low), high=self.text(high))
        if low is not None:
            return _tr("Type {low} or more.").format(low=self.text(low))
        if high is not None:
            return _tr("Type {high} or less.").format(high=self.text(high))
        return ""


def _float_text(value: Number, decimals: int | None) -> str:
    if decimals is not None and math.isclose(round(value, decimals), value, rel_tol=1e-12, abs_tol=1e-12):
        # Without decimals, a mark between thousands could be taken for that before them.
        return f"{value:,.{decimals}f}" if decimals else f"{value:.0f}"
    # A value typed with more places than usual is shown as typed: 0.125 must not read 0.13.
    mantissa, exponent, power = f"{value:.{_SIGNIFICANT}g}".partition("e")
    return f"{mantissa}e{int(power)}" if exponent else mantissa


def _tr(text: str) -> str:
    return QCoreApplication.translate("NumberFormat", text)
