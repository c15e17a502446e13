"""A setting to compare and its values: a combo of all settings and a line of text."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from playground.app.widgets import CompactCombo, set_style_property, styled_label
from playground.experiment import Experiment

_FIELD_HEIGHT = 27
_AROUND, _NARROWEST, _WIDEST = 30, 196, 400


class SettingField(QWidget):
    """Which setting, and which of its values; a fixed setting shows its name alone."""

    changed = Signal()
    entered = Signal()
    """Enter was pressed in the text."""

    def __init__(self, name: str, suggest: Callable[[Experiment, str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggest = suggest
        self._experiment: Experiment | None = None
        self._typed: dict[tuple[str, str], str] = {}
        self._kind = ""
        self.label = styled_label("", "body")
        self.combo = CompactCombo()
        self.combo.setAccessibleName(name)
        self.text = QLineEdit()
        self.text.setObjectName("textField")
        self.text.setFixedHeight(_FIELD_HEIGHT)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        line.addWidget(self.label)
        line.addWidget(self.combo)
        line.addWidget(self.text)
        self.combo.activated.connect(self._choose)
        self.text.textEdited.connect(self._remember)
        self.text.textChanged.connect(self.changed)
        self.text.returnPressed.connect(self.entered)

    @property
    def path(self) -> str:
        return str(self.combo.currentData() or "")

    @property
    def values(self) -> str:
        return self.text.text()

    def offer(
        self, experiment: Experiment, choices: Mapping[str, str], chosen: str, label: str = "", kind: str = ""
    ) -> None:
        """Offer these settings, path to title; one alone is no choice, and called `label`.

        What was typed for a setting comes back with it, as long as the `kind` of values is the same.
        """
        self._experiment, self._kind = experiment, kind
        self.combo.clear()
        for each, title in choices.items():
            self.combo.addItem(title, each)
        self.combo.setCurrentIndex(max(0, self.combo.findData(chosen)))
        self.combo.setVisible(len(choices) > 1)
        self.label.setText(label)
        self.label.setVisible(bool(label))
        self._choose()

    def set_values(self, text: str) -> None:
        """Fill in values as if they had been typed."""
        self._remember(text)
        self.text.setText(text)

    def show_wrong(self, wrong: bool) -> None:
        """Mark the text as what has to be put right."""
        set_style_property(self.text, "invalid", wrong)

    def _choose(self) -> None:
        path = self.path
        if self._experiment is None or not path:
            return
        text = self._typed.get((self._kind, path)) or self._suggest(self._experiment, path)
        self.text.setAccessibleName(self.tr("Values of {setting}").format(setting=self.combo.currentText()))
        self.text.setToolTip(self.tr("A list (1, 2, 5), a range (1-5), or both; choices by name"))
        if text == self.text.text():
            self.changed.emit()
        self.text.setText(text)
        self.text.setCursorPosition(0)
        # Not while it is typed into: what stands beside it would run away.
        wanted = self.text.fontMetrics().horizontalAdvance(text) + _AROUND
        self.text.setFixedWidth(min(_WIDEST, max(_NARROWEST, wanted)))

    def _remember(self, text: str) -> None:
        if self.path:
            self._typed[self._kind, self.path] = text
