"""Numbers as they are shown and typed."""

import math
import re
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

Number = int | float
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
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
        """The value of what was typed; ValueError says what is wrong and what would be right."""
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
        """Whether a number could also be typed."""
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
        plain = _plain(typed.removesuffix("%") if self.kind == "percent" else typed)
        try:
            number = float(plain)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(self._sentence(_tr("“{text}” is not a number. {range}"), typed))
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
        return f"{value:,.{decimals}f}"
    # A value typed with more places than usual is shown as typed: 0.125 must not read 0.13.
    mantissa, exponent, power = f"{value:.{_SIGNIFICANT}g}".partition("e")
    return f"{mantissa}e{int(power)}" if exponent else mantissa


def _plain(typed: str) -> str:
    """Without what people and spreadsheets put into numbers: spaces, separators, a true minus sign."""
    text = "".join(typed.split()).replace("\N{MINUS SIGN}", "-")
    if _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


def _tr(text: str) -> str:
    return QCoreApplication.translate("NumberFormat", text)
