"""A row typed in: a field for each input by its name, and the answer to it at once."""

from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from playground.app.theme import ThemeManager, fix_size
from playground.app.widgets import CompactCombo, ElidedLabel, TextButton, scrolling, set_style_property, styled_label
from playground.app.words.numbers import percent_text, signed
from playground.experiment import UserError
from playground.export import Description, Predictions, asked_of_dicts
from playground.export.inputs import Column

_MOST_FIELDS, _MOST_BARS = 200, 40
_FORM = 380
_BAR = 10


class _Bar(QWidget):
    """A share of one, as a bar."""

    def __init__(self, theme: ThemeManager) -> None:
        super().__init__()
        self._theme, self.share = theme, 0.0
        fix_size(self, height=_BAR)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        for colour, width in ((theme.field, whole.width()), (theme.accent, self.share * whole.width())):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(0, 0, width, whole.height()), 4, 4)
        painter.end()


class TypedRow(QWidget):
    """Fields named for the inputs; categories are chosen from those that the network knows."""

    kept = Signal(object, object)
    """The headings and the row of texts that should be in the table."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._description: Description | None = None
        self.fields: dict[str, QLineEdit | CompactCombo] = {}
        self._bars: list[_Bar] = []
        self._percents: list[QLabel] = []
        self._form = QVBoxLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._answer = QVBoxLayout()
        self._answer.setSpacing(8)
        self.answer = styled_label("", "title")
        self.answer.setWordWrap(True)
        self.shares = QGridLayout()
        self.shares.setHorizontalSpacing(10)
        self.shares.setVerticalSpacing(6)
        self.keep_button = TextButton(self.tr("Add to the table"))
        self.keep_button.setToolTip(self.tr("Keep this row and its answer below, to be saved or copied (Enter)"))
        self.keep_button.setAutoDefault(False)
        self.keep_button.clicked.connect(self.keep)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(24)
        form = QWidget()
        form.setLayout(self._form)
        self._scroll = scrolling(form)
        self._scroll.setMinimumWidth(_FORM)
        line.addWidget(self._scroll, 3)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(styled_label(self.tr("Answer"), "heading"))
        right.addWidget(self.answer)
        right.addLayout(self.shares)
        right.addWidget(self.keep_button, 0, Qt.AlignmentFlag.AlignLeft)
        right.addStretch(1)
        line.addLayout(right, 2)
        self._row: list[str] | None = None

    def take(self, description: Description, sample: dict[str, Any]) -> None:
        """Ask this network from now on; the fields begin with a sample, or keep what was typed for the same columns."""
        same = self._description is not None and self._description.facts.columns == description.facts.columns
        self._description = description
        if not same:
            self._build(description, sample)
        self._build_shares(description)
        self._ask()

    @property
    def row(self) -> dict[str, Any]:
        """Tell what is typed, by column; None for nothing."""
        found: dict[str, Any] = {}
        for name, field in self.fields.items():
            found[name] = field.currentData() if isinstance(field, CompactCombo) else field.text().strip() or None
        return found

    def keep(self) -> None:
        """Have the row in the table, if it has an answer."""
        if self._row is not None and self._description is not None:
            self.kept.emit(self.headings, [*self._typed(), *self._row])

    @property
    def headings(self) -> list[str]:
        """Of the table of rows that were typed: what was typed, and what was answered."""
        assert self._description is not None
        facts = self._description.facts
        return ["row", *self.fields, "answer", *(f"p.{name}" for name in facts.classes)]

    def _typed(self) -> list[str]:
        return ["" if value is None else str(value) for value in self.row.values()]

    def _build(self, description: Description, sample: dict[str, Any]) -> None:
        while (item := self._form.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.fields = {}
        columns = description.facts.columns
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for place, column in enumerate(columns[:_MOST_FIELDS]):
            label = ElidedLabel()
            label.setText(column.name)
            label.setToolTip(column.name)
            field = self._field(column, sample.get(column.name))
            field.setAccessibleName(column.name)
            self.fields[column.name] = field
            grid.addWidget(label, place, 0)
            grid.addWidget(field, place, 1)
        self._form.addWidget(holder)
        self._form.addStretch(1)

    def _field(self, column: Column, value: Any) -> QLineEdit | CompactCombo:
        if column.categories is None:
            edit = QLineEdit("" if value is None else f"{float(value):.6g}")
            edit.setObjectName("textField")
            if column.fill is not None:
                edit.setPlaceholderText(self.tr("empty: {value} is taken").format(value=f"{column.fill:.6g}"))
            edit.textChanged.connect(self._ask)
            edit.returnPressed.connect(self.keep)
            return edit
        combo = CompactCombo()
        for category in column.categories:
            combo.addItem(category or self.tr("(missing)"), category)
        if column.fill is not None:
            combo.addItem(self.tr("(empty)"), None)
        combo.setCurrentIndex(max(0, combo.findData(value)))
        combo.currentIndexChanged.connect(self._ask)
        return combo

    def _build_shares(self, description: Description) -> None:
        while (item := self.shares.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._bars, self._percents = [], []
        for place, name in enumerate(description.facts.classes[:_MOST_BARS]):
            label, bar, percent = ElidedLabel(), _Bar(self._theme), styled_label("", "small")
            label.setText(name)
            label.setMaximumWidth(140)
            self.shares.addWidget(label, place, 0)
            self.shares.addWidget(bar, place, 1)
            self.shares.addWidget(percent, place, 2, Qt.AlignmentFlag.AlignRight)
            self._bars.append(bar)
            self._percents.append(percent)
        self.shares.setColumnStretch(1, 1)

    def _ask(self) -> None:
        """Answer what is typed; say what is missing where it cannot be answered."""
        description = self._description
        if description is None:
            return
        self._row, problem = None, ""
        try:
            predictions = Predictions(description, asked_of_dicts(description.facts, [self.row]))
            (lines,) = predictions.blocks()
            if predictions.gaps:
                problem = str(predictions.gaps[0].text)
            else:
                self._row = lines[0][1:]
        except UserError as error:
            problem = str(error).partition(": ")[2] or str(error)
        self._show(problem)

    def _show(self, problem: str) -> None:
        row, description = self._row, self._description
        set_style_property(self.answer, "role", "error" if row is None else "title")
        self.keep_button.setEnabled(row is not None)
        shares = [0.0] * len(self._bars)
        if row is None or description is None:
            self.answer.setText(problem[:1].upper() + problem[1:])
        elif description.facts.classes:
            self.answer.setText(row[0])
            shares = [float(each) for each in row[1 : 1 + len(self._bars)]]
        else:
            target = description.facts.target
            name = "" if target is None else target.name
            self.answer.setText(f"{name} {signed(f'{float(row[0]):.6g}')}".strip())
        for bar, label, share in zip(self._bars, self._percents, shares, strict=True):
            bar.share = min(1.0, max(0.0, share))
            bar.update()
            label.setText(percent_text(share) if row is not None else "")
