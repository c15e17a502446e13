"""Which features of a point the network is shown, as pills."""

from collections.abc import Sequence
from functools import partial
from html import escape

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from playground.app.names import choice_name
from playground.app.panels.setting_rows import help_text
from playground.app.views.feature_names import feature_name
from playground.app.widgets import ToggleButton
from playground.experiment import Setting

_GAP = 5
_HEIGHT = 25
_COMPACT_HEIGHT = 23
_FIRST_LINE = 5


class FeaturePills(QWidget):
    """Any number of pills on, but at least one: the last refuses to be switched off."""

    # The user switched one; all that are on, in the declared order.
    features_changed = Signal(object)

    def __init__(self, declared: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[str, ...] = ()
        self._named: dict[str, str] = {}
        self._help = help_text(declared)
        self.pills = {name: self._pill(declared.path, name) for name in declared.choices}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        pills = list(self.pills.values())
        for line_of in (pills[:_FIRST_LINE], pills[_FIRST_LINE:]):
            line = QHBoxLayout()
            line.setSpacing(_GAP)
            for pill in line_of:
                line.addWidget(pill, 1)
            column.addLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_features(self, features: tuple[str, ...]) -> None:
        """Switch the pills to `features`; nothing is emitted."""
        if features == self._shown:
            return
        self._shown = features
        for name, pill in self.pills.items():
            pill.setChecked(name in features)
            tip = self._last_one() if features == (name,) else self._help
            named = self._named.get(name, "")
            pill.setToolTip(f"<p><b>{escape(named)}</b></p><p>{escape(tip)}</p>" if named else tip)

    def name_columns(self, columns: Sequence[str]) -> None:
        """Tell by tooltip, and to screen readers, what the features are of columns with names; of none, by symbols."""
        for name, pill in self.pills.items():
            told = feature_name(name, columns) if columns else pill.text()
            pill.setAccessibleName(self.tr("Feature {name}").format(name=told))
            self._named[name] = told if columns else ""
        shown, self._shown = self._shown, ()
        self.show_features(shown)

    def set_compact(self, compact: bool) -> None:
        for pill in self.pills.values():
            pill.setFixedHeight(_COMPACT_HEIGHT if compact else _HEIGHT)

    def _pill(self, path: str, name: str) -> ToggleButton:
        pill = ToggleButton(choice_name(path, name))
        pill.setProperty("variant", "tight")
        pill.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pill.setMinimumWidth(24)
        pill.setAccessibleName(self.tr("Feature {name}").format(name=pill.text()))
        pill.setAccessibleDescription(self._help)
        pill.clicked.connect(partial(self._switched, name))
        return pill

    def _switched(self, name: str) -> None:
        on = tuple(each for each, pill in self.pills.items() if pill.isChecked())
        if on:
            self.features_changed.emit(on)
            return
        pill = self.pills[name]
        pill.setChecked(True)
        QToolTip.showText(pill.mapToGlobal(QPoint(0, pill.height())), self._last_one(), pill)

    def _last_one(self) -> str:
        return self.tr("The network needs at least one feature. Switch another one on before this one off.")
