"""A sweep: every value of a setting, or every pair of values of two, each with several repeats."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from playground.experiment import Experiment, Setting, UserError
from playground.experiment.message import Message, say, series
from playground.experiment.settings import suggestion
from playground.experiment.typed import TwoReadingsError, typed_list, with_point
from playground.studies.repeats import Vary, check_not_swept, check_repeats, default_vary, repeats
from playground.studies.search import Draw, LogUniform, OneOf
from playground.studies.trial import Trial, trial_experiment

MOST_TRIALS = 10_000


@dataclass(frozen=True)
class Axis:
    """A setting by its path, and the values it takes."""

    path: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Sweep:
    """Every combination of the axes' values, each with `seeds` repeats from the experiment's own seed on.

    epochs : how long each is trained; the experiment's number where it is None.
    vary : what is another in each repeat; None for what suits the data (see `default_vary`).

    Raises
    ------
    UserError : when a combination cannot be; nothing has been trained then.
    """

    experiment: Experiment
    axes: tuple[Axis, ...]
    seeds: int = 1
    epochs: int | None = None
    vary: Vary | None = None

    def __post_init__(self) -> None:
        _check_axes(self)
        _ = self._trials

    @property
    def paths(self) -> tuple[str, ...]:
        """The settings in which the trials differ."""
        return tuple(axis.path for axis in self.axes)

    @property
    def varies(self) -> Vary:
        """The thing that is another in each repeat."""
        return self.vary or default_vary(self.experiment, self.seeds)

    def trials(self) -> tuple[Trial, ...]:
        """All trials: value by value, seed by seed."""
        return self._trials

    @cached_property
    def _trials(self) -> tuple[Trial, ...]:
        return tuple(self._drawn_up())

    def _drawn_up(self) -> Iterator[Trial]:
        epochs = {} if self.epochs is None else {"training.epochs": self.epochs}
        number = 0
        for values in product(*(axis.values for axis in self.axes)):
            assignments = dict(zip(self.paths, values, strict=True))
            made = trial_experiment(self.experiment, {**epochs, **assignments})
            for turn, experiment in enumerate(repeats(made, self.seeds, self.varies)):
                yield Trial(number, assignments, experiment.seed, experiment, turn)
                number += 1


def _check_axes(sweep: Sweep) -> None:
    check_repeats(sweep.experiment, sweep.seeds, sweep.varies)
    if not 1 <= len(sweep.axes) <= 2:
        raise UserError("a sweep goes over one setting or two; name one or two")
    if len(set(sweep.paths)) < len(sweep.axes):
        raise UserError("{path}: it is swept twice; name two settings, or all values at once", path=sweep.paths[0])
    for axis in sweep.axes:
        if not axis.values:
            raise UserError("{path}: there is no value to try; give at least one", path=axis.path)
    check_not_swept(sweep.paths, sweep.seeds, sweep.varies)
    count = sweep.seeds
    for axis in sweep.axes:
        count *= len(axis.values)
    if count > MOST_TRIALS:
        raise UserError(
            "these are {count:,} trials; give fewer values or seeds, up to {most:,} trials",
            count=count,
            most=MOST_TRIALS,
        )


MOST_VALUES = 1000
_NUMBER = r"[+-]?(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?:\.\.|-)\s*(?P<high>{_NUMBER})(?:\s+(?P<how>step|in|log)\s+(?P<by>{_NUMBER}))?"
)
_SWITCHES = {"true": True, "on": True, "yes": True, "false": False, "off": False, "no": False}


def parse_values(text: str, setting: Setting) -> tuple[Any, ...]:
    """The values that a text stands for, in its order, each once.

    Raises
    ------
    UserError : for what the setting does not take, in one line with what it does take.
    """
    found: dict[str, Any] = {}
    for item in _items(text, setting):
        for value in _values_of(item, setting):
            found[repr(value)] = value
            if len(found) > MOST_VALUES:
                raise UserError(
                    "{path}: more than {most:,} values; give a coarser range",
                    path=setting.path,
                    most=MOST_VALUES,
                )
    return tuple(found.values())


def _items(text: str, setting: Setting) -> list[str]:
    """The items of a list; numbers may have decimal commas, with semicolons or commas and blanks between them."""
    if setting.kind != "float":
        mark = ";" if setting.kind == "int" and ";" in text else ","
        return [item.strip() for item in text.split(mark)]
    try:
        return typed_list(text)
    except TwoReadingsError as either:
        raise UserError("{path}: {why}", path=setting.path, why=either.message) from None
    except ValueError:
        key = "{path}: in {text} commas stand in numbers and between them; write semicolons between, as in 0,1; 0,01"
        raise UserError(key, path=setting.path, text=text.strip()) from None


def parse_draw(text: str, setting: Setting) -> Draw:
    """Parse how a search draws a setting: `0.001..1` by its logarithm, anything else one of the values it stands for.

    Raises
    ------
    UserError : for what the setting does not take.
    """
    text = _pointed(text)
    spelled = _RANGE.fullmatch(text.strip())
    if spelled is None or spelled["how"] or ".." not in text or setting.kind not in ("int", "float"):
        return OneOf(parse_values(text, setting))
    low, high = _number(spelled["low"], setting), _number(spelled["high"], setting)
    if not 0 < low < high:
        raise UserError(
            "{path}: {text} is no logarithmic range; it goes from above 0 up", path=setting.path, text=text.strip()
        )
    return LogUniform(low, high)


def _pointed(text: str) -> str:
    """A range with decimal points; anything else as it is."""
    return with_point(text) if ".." in text and _RANGE.fullmatch(text.strip().replace(",", ".")) else text


def in_range(value: float, setting: Setting) -> bool:
    """Tell if a number is one that the setting takes."""
    low, high = setting.minimum, setting.maximum
    above = low is None or value > low or (value == low and not setting.above_minimum)
    below = high is None or value < high or (value == high and not setting.below_maximum)
    return above and below and math.isfinite(value)


def taken(setting: Setting) -> Message:
    """The values that a setting takes, in words."""
    if setting.kind == "bool":
        return say("true or false")
    if setting.choices:
        return series(setting.choices)
    low, high = setting.minimum, setting.maximum
    parts = [_number_words(setting)]
    if low is not None:
        parts.append(say("above {n:.15g}", n=low) if setting.above_minimum else say("from {n:.15g}", n=low))
    if high is not None:
        parts.append(say("to below {n:.15g}", n=high) if setting.below_maximum else say("to {n:.15g}", n=high))
    return series(parts, " ")


def _values_of(item: str, setting: Setting) -> Iterator[Any]:
    if not item:
        raise UserError("{path}: a value is missing between the commas; {give}", path=setting.path, give=_give(setting))
    if setting.optional and item.lower() in ("null", "none"):
        yield None
        return
    match setting.kind:
        case "int" | "float":
            yield from _numbers(item, setting)
        case "bool":
            yield _switch(item, setting)
        case "choice" | "kind":
            yield _name(item, setting)
        case "choices":
            yield [_name(name.strip(), setting) for name in item.split("+")]
        case "text":
            yield item
        case _:
            raise UserError(
                "{path}: this is a group of settings; name one of them, as in {path}.NAME", path=setting.path
            )


def _give(setting: Setting) -> Message:
    values = taken(setting)
    if setting.choices or setting.kind == "bool":
        return say("choose from {values}", values=values)
    return say("give {values}", values=values)


def _switch(item: str, setting: Setting) -> bool:
    if item.lower() not in _SWITCHES:
        raise UserError(
            "{path}: {item!r} is neither true nor false; {give}", path=setting.path, item=item, give=_give(setting)
        )
    return _SWITCHES[item.lower()]


def _name(item: str, setting: Setting) -> str:
    if item not in setting.choices:
        raise UserError(
            "{path}: there is no {item!r}; {suggestion}",
            path=setting.path,
            item=item,
            suggestion=suggestion(item, list(setting.choices)),
        )
    return item


def _numbers(item: str, setting: Setting) -> Iterator[int | float]:
    spelled = _RANGE.fullmatch(item)
    if spelled is None:
        yield _number(item, setting)
        return
    low, high = _number(spelled["low"], setting), _number(spelled["high"], setting)
    if low > high:
        raise UserError("{path}: {item} runs backwards; put the smaller number first", path=setting.path, item=item)
    for value in _cut(low, high, spelled, setting):
        yield round(value) if setting.kind == "int" else value


def _number(item: str, setting: Setting) -> int | float:
    try:
        value = float(item)
        # Large whole numbers, as seeds, are exact only as what they are.
        exact = int(item) if item.lstrip("+-").isdecimal() else value
    except ValueError:
        raise UserError(
            "{path}: {item!r} is no number or range; {give}", path=setting.path, item=item, give=_give(setting)
        ) from None
    if not in_range(value, setting) or (setting.kind == "int" and value != math.floor(value)):
        raise UserError("{path}: {item} does not fit; {give}", path=setting.path, item=item, give=_give(setting))
    return int(exact) if setting.kind == "int" else value


def _cut(low: float, high: float, spelled: re.Match[str], setting: Setting) -> Iterator[float]:
    """The values of a range; its ends are among them but for a step that does not meet the upper one."""
    how, by = spelled["how"], float(spelled["by"] or 1)
    if how is None and setting.kind != "int" and low != high:
        raise UserError(
            "{path}: how is {range} to be cut? write {low:g}..{high:g} step {step:g}, {low:g}..{high:g} in 5, or "
            "{above:g}..{high:g} log 7",
            path=setting.path,
            range=spelled[0],
            low=low,
            high=high,
            step=(high - low) / 4,
            above=max(low, high / 1000),
        )
    if how in (None, "step"):
        if not by > 0 or (setting.kind == "int" and by != int(by)):
            raise UserError(
                "{path}: a step is {step} above 0, not {by:g}",
                path=setting.path,
                step=_number_words(setting),
                by=by,
            )
        yield from _stepped(low, high, by)
        return
    if by != int(by) or not 2 <= by <= MOST_VALUES:
        raise UserError(
            "{path}: {by:g} values cannot be; give a whole number from 2 to {most:,}",
            path=setting.path,
            by=by,
            most=MOST_VALUES,
        )
    if how == "log" and low <= 0:
        raise UserError("{path}: a logarithmic range starts above 0, not at {low:g}", path=setting.path, low=low)
    yield from _spaced(low, high, int(by), logarithmic=how == "log")


def _number_words(setting: Setting) -> Message:
    return say("a whole number") if setting.kind == "int" else say("a number")


def _stepped(low: float, high: float, step: float) -> Iterator[float]:
    # One more than is allowed is enough to be refused.
    count = min((high - low) / step + 1e-9, MOST_VALUES)
    for index in range(int(count) + 1):
        yield min(high, _short(low + index * step, 12)) if index else low


def _spaced(low: float, high: float, count: int, *, logarithmic: bool) -> Iterator[float]:
    yield low
    for index in range(1, count - 1):
        share = index / (count - 1)
        value = low * math.exp(share * math.log(high / low)) if logarithmic else low + share * (high - low)
        yield min(max(_short(value, 6), low), high)
    yield high


def _short(value: float, digits: int) -> float:
    """Rounded to significant digits, so that a table shows what was trained."""
    return float(f"{value:.{digits}g}")
