"""A row of a settings card tied to one setting of the experiment.

A row shows what the experiment says and proposes what the user does; what is refused goes back to the old value by
itself.
"""

from collections.abc import Callable, Mapping
from typing import Any, Self

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.app.controller import Controller
from playground.app.theme import least_width
from playground.app.widgets import ChoiceRow, NumberRow, SettingRow, SliderRow, SwitchRow, colour_property
from playground.app.widgets.rows import LABEL_COLUMN
from playground.app.words.names import in_sentence, setting_change, translated
from playground.experiment import Experiment, Setting, setting, value_at

_ROOM = 9
_DOT = 5.0
_GAP = 2


def restart_sentence() -> str:
    """Tell what is said of every setting that cannot take effect at once."""
    return QCoreApplication.translate("Settings", "Changing it starts the training again.")


class RestartMark(QWidget):
    """Its tooltip says what it stands for."""

    dot = colour_property("_dot")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dot = QColor(Qt.GlobalColor.darkGray)
        self.setFixedSize(_ROOM, _ROOM)
        self.setToolTip(restart_sentence())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._dot)
        edge = (_ROOM - _DOT) / 2
        painter.drawEllipse(QRectF(edge, edge, _DOT, _DOT))
        painter.end()


def mark_restart(row: SettingRow) -> None:
    """Put the mark behind the row's label, closer to it than the control is, which stays in line with the others."""
    holder = QWidget()
    least_width(holder, LABEL_COLUMN if isinstance(row, SliderRow) else 0)
    least_width(row.label, 0)
    labelled = QHBoxLayout(holder)
    labelled.setContentsMargins(0, 0, 0, 0)
    labelled.setSpacing(_GAP)
    row.line.removeWidget(row.label)
    labelled.addWidget(row.label)
    labelled.addWidget(RestartMark())
    labelled.addStretch(1)
    row.line.insertWidget(0, holder)


Condition = Callable[[Experiment], bool]
Obstacle = Callable[[Experiment], str]
"""Why a setting cannot be changed as the experiment is, in a sentence; empty where it can."""


class BoundRow(QObject):
    """Ties a row of the kit to the setting at `path`; it is hidden while the experiment has no such setting."""

    def __init__(
        self, controller: Controller, declared: Setting, row: SliderRow | NumberRow | ChoiceRow | SwitchRow
    ) -> None:
        super().__init__(row)
        self.path = declared.path
        self.subject = in_sentence(translated(declared.title))
        self.reason = ""
        self.row = row
        self._controller = controller
        self._kind = declared.kind
        self._owner: type | None = None
        self._applies = True
        self._condition: Condition | None = None
        self._obstacle: Obstacle | None = None
        row.set_help(help_text(declared))
        if not declared.live:
            mark_restart(row)
        row.value_changed.connect(self._propose)

    @property
    def applies(self) -> bool:
        """Tell whether the row is shown."""
        return self._applies

    def named(self, subject: str) -> Self:
        """Tell what the setting is called in the name of a change."""
        self.subject = subject
        return self

    def only_while(self, condition: Condition) -> Self:
        """Hidden also while `condition` does not hold."""
        self._condition = condition
        return self

    def blocked_by(self, obstacle: Obstacle) -> Self:
        """Disabled while there is an `obstacle`."""
        self._obstacle = obstacle
        return self

    def show(self, experiment: Experiment) -> None:
        """Show what the experiment says; next to nothing happens where that is shown already."""
        owner, value = found_at(experiment, self.path)
        applies = owner is not None and (self._condition is None or self._condition(experiment))
        self._show_whether(applies)
        if owner is None or not applies:
            return
        self._show_obstacle(experiment)
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

    def value_text(self, value: object) -> str:
        """A value as it stands in the name of a change."""
        return str(value)

    def _propose(self, value: object) -> None:
        merge = isinstance(self.row, SliderRow | NumberRow) and value is not None
        name = setting_change(self.subject, value, self.value_text(value))
        self._controller.propose(self.assignments(value), name, merge=merge)

    def _show_obstacle(self, experiment: Experiment) -> None:
        reason = self._obstacle(experiment) if self._obstacle else ""
        if reason != self.reason:
            self.reason = reason
            self.row.set_available(not reason, reason)

    def _show_whether(self, applies: bool) -> None:
        if applies != self._applies:
            self._applies = applies
            self.row.setVisible(applies)


def help_text(declared: Setting) -> str:
    """The declared help, and what changing it costs."""
    help = translated(declared.help)
    return help if declared.live else f"{help}\n{restart_sentence()}"


def found_at(experiment: Experiment, path: str) -> tuple[msgspec.Struct | None, Any]:
    """The struct that holds the setting, and its value; (None, None) where there is no such setting."""
    place, _, last = path.rpartition(".")
    owner = value_at(experiment, place) if place else experiment
    if not isinstance(owner, msgspec.Struct) or last not in owner.__struct_fields__:
        return None, None
    value = getattr(owner, last)
    return owner, value.__struct_config__.tag if isinstance(value, msgspec.Struct) else value
