"""A row of a settings card made from a setting's declaration and tied to the experiment.

Title, help, range and choices are read from the declaration. A row shows what the experiment says and proposes what
the user does; what is refused goes back to the old value by itself.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, QObject

from playground.app.controller import Controller
from playground.app.names import choice_name, null_word, translated
from playground.app.panels.ranges import Words, number_format, slider_scale
from playground.app.panels.restart_mark import mark_restart
from playground.app.widgets import Choice, ChoiceRow, NumberRow, Scale, SettingRow, SliderRow
from playground.experiment import Experiment, Setting, UserError, setting, with_kind

Assign = Callable[[Experiment, Any], Mapping[str, Any]]
"""From an experiment and a chosen value to the settings that have to change together."""


class BoundRow(QObject):
    """Ties a row of the kit to the setting at `path`; it is hidden while the experiment has no such setting."""

    def __init__(self, controller: Controller, declared: Setting, row: SliderRow | NumberRow | ChoiceRow) -> None:
        super().__init__(row)
        self.path = declared.path
        self.title = translated(declared.title)
        self.row = row
        self._controller = controller
        self._kind = declared.kind
        self._owner: type | None = None
        self._applies = True
        row.set_help(help_text(declared))
        if not declared.live:
            mark_restart(row)
        row.value_changed.connect(self._propose)

    def show(self, experiment: Experiment) -> None:
        """Show what the experiment says; next to nothing happens where that is shown already."""
        owner, value = _find(experiment, self.path)
        self._show_whether(owner is not None)
        if owner is None:
            return
        if type(owner) is not self._owner:
            # Another kind may have another range for the same setting.
            self._owner = type(owner)
            declared = setting(experiment, self.path)
            self.row.set_help(help_text(declared))
            self.adapt_to(declared)
        self.adapt(experiment)
        if value != self.row.value():
            self.row.set_value(value)

    def adapt_to(self, declared: Setting) -> None:
        """Take over the declaration, which is another one now."""

    def adapt(self, experiment: Experiment) -> None:
        """Take over what the row offers from the rest of the experiment."""

    def assignments(self, value: Any) -> Mapping[str, Any]:
        """The settings to change for `value`."""
        return {f"{self.path}.kind" if self._kind == "kind" else self.path: value}

    def _propose(self, value: object) -> None:
        self._controller.propose(self.assignments(value), self.title, merge=isinstance(self.row, SliderRow))

    def _show_whether(self, applies: bool) -> None:
        if applies != self._applies:
            self._applies = applies
            self.row.setVisible(applies)


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
        declared = declaration(controller.experiment, path)
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

    def adapt(self, experiment: Experiment) -> None:
        if self._scale_of is not None and (scale := self._scale_of(experiment)) != self._scale:
            self._scale = scale
            self.row.set_range(scale, self._numbers)


class NumberSetting(BoundRow):
    """A number to type; `step` is what an arrow key adds."""

    row: NumberRow

    def __init__(self, controller: Controller, path: str, *, step: float = 1, label: str = "") -> None:
        declared = declaration(controller.experiment, path)
        numbers = number_format(declared)
        row = NumberRow(label or translated(declared.title), numbers, declared.default, step=step)
        row.edit.setFixedWidth(max(row.edit.width(), row.edit.width_for(numbers.text(numbers.maximum))))
        super().__init__(controller, declared, row)

    def adapt_to(self, declared: Setting) -> None:
        self.row.set_numbers(number_format(declared))


class ChoiceSetting(BoundRow):
    """One of the declared choices, or of those that `offered` picks; the present one is always among them.

    `assign` gives the settings that a choice changes, and `remark` what it brings with it, shown behind its name.
    What `fits` says no to is left out.
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
        fits: Callable[[Experiment, str], bool] | None = None,
    ) -> None:
        declared = declaration(controller.experiment, path)
        self._declared = declared
        self._offered = frozenset(declared.choices if offered is None else offered)
        self._assign = assign
        self._remark = remark
        self._fits = fits
        super().__init__(controller, declared, ChoiceRow(label or translated(declared.title), (), None))

    def adapt(self, experiment: Experiment) -> None:
        present = _find(experiment, self.path)[1]
        offered = (name for name in self._declared.choices if name in self._offered or name == present)
        shown = (name for name in offered if self._fits is None or self._fits(experiment, name))
        self.row.set_choices(self._choice(experiment, name) for name in shown)

    def assignments(self, value: Any) -> Mapping[str, Any]:
        if self._assign is not None:
            return self._assign(self._controller.experiment, value)
        return super().assignments(value)

    def _choice(self, experiment: Experiment, name: str) -> Choice:
        helps = dict(zip(self._declared.choices, self._declared.choice_help, strict=False))
        text = choice_name(self.path, name)
        remark = self._remark(experiment, name) if self._remark else ""
        return Choice(name, f"{text} ({remark})" if remark else text, translated(helps.get(name, "")))


def declaration(experiment: Experiment, path: str) -> Setting:
    """The declaration at `path`, or, where the experiment has no such setting, that of another kind which has it."""
    try:
        return setting(experiment, path)
    except UserError:
        owner, _, _ = path.rpartition(".")
        for kind in setting(experiment, owner).choices:
            other = with_kind(experiment, f"{owner}.kind", kind)
            if _find(other, path)[0] is not None:
                return setting(other, path)
        raise


def help_text(declared: Setting) -> str:
    """The declared help, and what changing it costs."""
    help = translated(declared.help)
    return help if declared.live else f"{help}\n{restart_sentence()}"


def restart_sentence() -> str:
    """What is said of every setting that cannot take effect at once."""
    return QCoreApplication.translate("Settings", "Changing it starts the training again.")


def set_rows_compact(rows: Iterable[SettingRow], compact: bool) -> None:
    """Lower rows, where the window is low."""
    for row in rows:
        row.set_compact(compact)


def _find(experiment: Experiment, path: str) -> tuple[msgspec.Struct | None, Any]:
    """The struct that holds the setting, and its value; (None, None) where there is no such setting."""
    owner: Any = experiment
    *names, last = path.split(".")
    for name in names:
        owner = owner[int(name)] if isinstance(owner, tuple) else getattr(owner, name, None)
    if not isinstance(owner, msgspec.Struct) or last not in owner.__struct_fields__:
        return None, None
    value = getattr(owner, last)
    return owner, value.__struct_config__.tag if isinstance(value, msgspec.Struct) else value
