"""The row that a setting's declaration asks for, and the rows of everything that the kinds of a union declare."""

from collections import Counter
from collections.abc import Collection

from playground.app.controller import Controller
from playground.app.panels.bound_row import BoundRow
from playground.app.panels.setting_rows import (
    ChoiceSetting,
    NumberSetting,
    SliderSetting,
    SwitchSetting,
    declaration,
)
from playground.experiment import setting, settings_of, value_at, with_kind

_INDENT = 12


def row_for(controller: Controller, path: str) -> BoundRow:
    """A switch, a choice, a slider or a number, as the setting is declared."""
    declared = declaration(controller.experiment, path)
    if declared.kind == "bool":
        return SwitchSetting(controller, path)
    if declared.kind in ("choice", "kind"):
        return ChoiceSetting(controller, path)
    if declared.slider is not None and not declared.optional:
        return SliderSetting(controller, path)
    return NumberSetting(controller, path)


def kind_rows(controller: Controller, path: str, *, without: Collection[str] = ()) -> list[BoundRow]:
    """A row for each setting of any kind at `path`, a little indented; what fewer kinds have comes first."""
    kinds = setting(controller.experiment, path).choices
    found: Counter[str] = Counter()
    for kind in kinds:
        struct = value_at(with_kind(controller.experiment, f"{path}.kind", kind), path)
        found.update(declared.path for declared in settings_of(struct, path))
    own_first = sorted(found, key=found.__getitem__)
    rows = [row_for(controller, each) for each in own_first if each.rpartition(".")[2] not in without]
    for row in rows:
        row.row.line.setContentsMargins(_INDENT, 0, 0, 0)
    return rows
