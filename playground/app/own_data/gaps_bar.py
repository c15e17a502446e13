"""The marks for missing cells, what fills these, and the use of dates: preset to what is usual, and open to change."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from playground.app.widgets import Choice, ChoiceRow, SwitchRow
from playground.data.tables.plan import Plan

_FOUND, _EMPTY, _TOLD = "found", "empty", "told"
_WIDEST = 150


class GapsBar(QWidget):
    """Two lists, a field for texts and a switch. Dates are asked for only where there are some."""

    # The person told which texts mean a missing cell: a tuple of them, or None to have them found out.
    missing_chosen = Signal(object)
    # The person chose what fills a missing cell.
    fill_chosen = Signal(str)
    # The person wants columns of dates as numbers, or not.
    dates_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.missing = ChoiceRow(self.tr("Missing cells"), self._meanings(), _FOUND)
        self.texts = QLineEdit()
        self.texts.setMaximumWidth(_WIDEST)
        self.texts.setPlaceholderText(self.tr("NA, unknown"))
        self.texts.setAccessibleName(self.tr("Texts that mean a missing cell, with commas between them"))
        self.texts.hide()
        self.fill = ChoiceRow(self.tr("Fill them"), self._fills(), "none")
        self.dates = SwitchRow(
            self.tr("Dates as numbers"), False, help_text=self.tr("As the days since 1970; else they are left out")
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(22)
        line.addWidget(self.missing)
        line.addWidget(self.texts)
        line.addWidget(self.fill)
        line.addWidget(self.dates)
        line.addStretch(1)
        self.missing.value_changed.connect(self._choose_meaning)
        self.texts.editingFinished.connect(self._tell)
        self.fill.value_changed.connect(lambda fill: self.fill_chosen.emit(str(fill)))
        self.dates.value_changed.connect(lambda on: self.dates_chosen.emit(bool(on)))
        self._told: tuple[str, ...] | None = None

    def show_plan(self, plan: Plan) -> None:
        """Show what a plan does with gaps and dates."""
        self.fill.set_value(plan.fill)
        self.dates.set_value(plan.dates)
        self.dates.setVisible(bool(plan.date_columns))

    def _choose_meaning(self, meaning: object) -> None:
        self.texts.setVisible(meaning == _TOLD)
        if meaning == _TOLD:
            self.texts.setFocus()
            self._tell()
        else:
            self._emit(() if meaning == _EMPTY else None)

    def _tell(self) -> None:
        texts = tuple(text.strip() for text in self.texts.text().split(",") if text.strip())
        if texts:
            self._emit(texts)

    def _emit(self, texts: tuple[str, ...] | None) -> None:
        if texts != self._told:
            self._told = texts
            self.missing_chosen.emit(texts)

    def _meanings(self) -> tuple[Choice, ...]:
        found = self.tr("The usual marks, and a text that comes back among numbers; in texts unless it comes often")
        return (
            Choice(_FOUND, self.tr("found out"), found),
            Choice(_EMPTY, self.tr("empty ones only")),
            Choice(_TOLD, self.tr("these texts")),
        )

    def _fills(self) -> tuple[Choice, ...]:
        median = self.tr("Numbers with the median of the training part, texts with a category of their own")
        category = self.tr("Missing texts are a category of their own; rows that lack a number are left out")
        return (
            Choice("none", self.tr("no"), self.tr("A row that lacks a value is left out")),
            Choice("median", self.tr("median, or a category"), median),
            Choice("category", self.tr("texts only"), category),
        )
