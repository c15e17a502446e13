"""Rows of a settings card made from the declarations: title, help, range and choices are read there."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from playground.app.controller import Controller
from playground.app.panels.bound_row import BoundRow, found_at, help_text, restart_sentence
from playground.app.panels.ranges import Words, key_step, number_format, slider_scale
from playground.app.theme import scaled
from playground.app.widgets import Choice, ChoiceRow, NumberRow, OptionalRow, Scale, SettingRow, SliderRow, SwitchRow
from playground.app.words.names import choice_name, null_word, translated
from playground.experiment import Experiment, Setting, setting_of_any_kind, settings_of_kinds

_ROWS = (29, 26, 24, 22)
"""Heights of a row, the roomiest first; below the last, text touches text."""
_MOST_ROWS = 16
"""Of both cards together, whatever set and optimizer are chosen, so that a choice moves no more than it must."""
_FRAMES, _HEADERS = 86, 50
"""Margins and gaps of both cards, and their headers, which grow with the type alone."""
_COLUMNS = (4, 5)
_LINES = 3
"""Of so few lines that pictures are given more columns for, where there are many of them."""
_LOWEST = 26
PICTURE_GAP = 4
PILL_LINES = 3


@dataclass(frozen=True)
class Density:
    """Pixels: the height of a row, and of the pictures, which stand in so many columns."""

    row: int
    columns: int
    picture: int

    @property
    def heading(self) -> int:
        return self.row - 1

    @property
    def control(self) -> int:
        """The height of a combo or a pill."""
        return _control(self.row)


def fitting(width: int, height: int, pictures: int) -> Density:
    """The roomiest for cards with `width` px inside in a column of `height`, with pictures as square as they may be.

    Pictures beside low rows are worth more than rows beside low pictures.
    """
    most = max(_COLUMNS[-1], -(-pictures // _LINES))
    offered = [columns for columns in (*_COLUMNS, most) if _square(width, columns) >= _LOWEST or columns in _COLUMNS]
    for row in map(scaled, _ROWS):
        for columns in offered:
            if _picture(row, -(-pictures // columns), height) >= _square(width, columns):
                return Density(row, columns, _square(width, columns))
    low, columns = scaled(_ROWS[-1]), offered[-1]
    return Density(low, columns, max(_LOWEST, _picture(low, -(-pictures // columns), height)))


def _square(width: int, columns: int) -> int:
    """The side of a picture that is as high as it is wide."""
    return (width - (columns - 1) * PICTURE_GAP) // columns


def _control(row: int) -> int:
    return min(scaled(25), row - 3 if row >= scaled(26) else row - 2)


def _picture(row: int, lines: int, height: int) -> int:
    """Tell what is left for the height of a picture, of which there are so many lines."""
    rest = height - _FRAMES - scaled(_HEADERS) - _MOST_ROWS * row - (row - 1)
    rest -= PILL_LINES * _control(row) + (PILL_LINES - 1) * PICTURE_GAP
    return (rest - (lines - 1) * PICTURE_GAP) // lines


__all__ = [
    "BoundRow",
    "ChoiceSetting",
    "NumberSetting",
    "SliderSetting",
    "SwitchSetting",
    "fit_rows",
    "help_text",
    "restart_sentence",
]

Assign = Callable[[Experiment, Any], Mapping[str, Any]]
"""From an experiment and a chosen value to the settings that have to change together."""


class SliderSetting(BoundRow):
    """A number with a slider. `scale` gives its places where they depend on the rest of the experiment."""

    row: SliderRow

    def __init__(
        self,
        controller: Controller,
        path: str,
        *,
        label: str = "",
        scale: Callable[[Experiment], Scale] | None = None,
        words: Words = (),
    ) -> None:
        declared = setting_of_any_kind(controller.experiment, path)
        self._scale_of = scale
        self._scale = scale(controller.experiment) if scale else slider_scale(declared)
        self._words = words + (((None, null_word(path)),) if declared.optional else ())
        self._numbers = number_format(declared, self._words)
        row = SliderRow(label or translated(declared.title), self._scale, self._numbers, declared.default)
        super().__init__(controller, declared, row)

    def adapt_to(self, declared: Setting) -> None:
        self._numbers = number_format(declared, self._words)
        if self._scale_of is None:
            self._scale = slider_scale(declared)
        self.row.set_range(self._scale, self._numbers)

    def value_text(self, value: object) -> str:
        return self._numbers.text(value)

    def adapt(self, experiment: Experiment) -> None:
        if self._scale_of is not None and (scale := self._scale_of(experiment)) != self._scale:
            self._scale = scale
            self.row.set_range(scale, self._numbers)


class NumberSetting(BoundRow):
    """A number to type, with a switch where it may also not be set; `step` is what an arrow key adds."""

    row: NumberRow

    def __init__(self, controller: Controller, path: str, *, step: float | None = None, label: str = "") -> None:
        declared = setting_of_any_kind(controller.experiment, path)
        self._numbers = number_format(declared)
        title, by = label or translated(declared.title), key_step(declared) if step is None else step
        if declared.optional:
            row: NumberRow = OptionalRow(title, self._numbers, None, suggested=declared.suggested, step=by)
        else:
            row = NumberRow(title, self._numbers, declared.default, step=by)
        if declared.kind == "int":
            row.widen_for(self._numbers.text(self._numbers.maximum))
        super().__init__(controller, declared, row)

    def adapt_to(self, declared: Setting) -> None:
        self._numbers = number_format(declared)
        self.row.set_numbers(self._numbers)

    def value_text(self, value: object) -> str:
        return "" if value is None else self._numbers.text(value)


class SwitchSetting(BoundRow):
    """On or off."""

    row: SwitchRow

    def __init__(self, controller: Controller, path: str) -> None:
        declared = setting_of_any_kind(controller.experiment, path)
        super().__init__(controller, declared, SwitchRow(translated(declared.title), bool(declared.default)))


class ChoiceSetting(BoundRow):
    """One of the declared choices, or of those that `offered` picks; the present one is always among them.

    `assign` gives the settings that a choice changes, `remark` what it brings with it, shown behind its name, and
    `refusal` why a choice cannot be made. What `fits` says no to is left out.
    """

    row: ChoiceRow

    def __init__(
        self,
        controller: Controller,
        path: str,
        *,
        label: str = "",
        offered: Iterable[str] | None = None,
        assign: Assign | None = None,
        remark: Callable[[Experiment, str], str] | None = None,
        refusal: Callable[[str], str] | None = None,
        fits: Callable[[Experiment, str], bool] | None = None,
    ) -> None:
        declared = setting_of_any_kind(controller.experiment, path)
        self._declared = declared
        self._offered = frozenset(declared.choices if offered is None else offered)
        self._assign = assign
        self._remark = remark
        self._refusal = refusal
        self._fits = fits
        super().__init__(controller, declared, ChoiceRow(label or translated(declared.title), (), None))

    def adapt(self, experiment: Experiment) -> None:
        present = found_at(experiment, self.path)[1]
        offered = (name for name in self._declared.choices if name in self._offered or name == present)
        shown = (name for name in offered if self._fits is None or self._fits(experiment, name))
        self.row.set_choices(self._choice(experiment, name) for name in shown)

    def assignments(self, value: Any) -> Mapping[str, Any]:
        if self._assign is not None:
            return self._assign(self._controller.experiment, value)
        return super().assignments(value)

    def value_text(self, value: object) -> str:
        return choice_name(self.path, str(value))

    def _choice(self, experiment: Experiment, name: str) -> Choice:
        helps = dict(zip(self._declared.choices, self._declared.choice_help, strict=False))
        text = choice_name(self.path, name)
        remark = self._remark(experiment, name) if self._remark else ""
        refusal = self._refusal(name) if self._refusal else ""
        help = refusal or translated(helps.get(name, ""))
        return Choice(name, f"{text} ({remark})" if remark else text, help, available=not refusal)


def fit_rows(rows: Iterable[SettingRow], density: Density) -> None:
    """Lower rows, where the window is low."""
    for row in rows:
        row.set_heights(density.row, density.control)


_INDENT = 12


def row_for(controller: Controller, path: str) -> BoundRow:
    """A switch, a choice, a slider or a number, as the setting is declared."""
    declared = setting_of_any_kind(controller.experiment, path)
    if declared.kind == "bool":
        return SwitchSetting(controller, path)
    if declared.kind in ("choice", "kind"):
        return ChoiceSetting(controller, path)
    if declared.slider is not None and not declared.optional:
        return SliderSetting(controller, path)
    return NumberSetting(controller, path)


def kind_rows(controller: Controller, path: str, *, without: Collection[str] = ()) -> list[BoundRow]:
    """A row for each setting of any kind at `path`, a little indented; what fewer kinds have comes first."""
    found = Counter(declared.path for declared in settings_of_kinds(controller.experiment, path))
    own_first = sorted(found, key=found.__getitem__)
    rows = [row_for(controller, each) for each in own_first if each.rpartition(".")[2] not in without]
    for row in rows:
        row.row.line.setContentsMargins(_INDENT, 0, 0, 0)
    return rows
