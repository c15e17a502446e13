"""The two tables of the back-propagation view: all neurons, and the weights of the chosen one."""

import math
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from playground.app.backprop.story import Story
from playground.app.theme import ThemeManager
from playground.app.words.numbers import ABSENT, term_text
from playground.training import Mark

Index = QModelIndex | QPersistentModelIndex
_ROW = 26
_NOTHING = QModelIndex()


class StoryModel(QAbstractTableModel):
    """Formats a cell when it is looked at, so that large networks cost no more than small ones."""

    headings: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.story: Story | None = None
        self._rows = 0

    def count(self) -> int:
        """Tell how many rows the story has."""
        raise NotImplementedError

    def text(self, row: int, column: int) -> str:
        raise NotImplementedError

    def mark(self, row: int) -> Mark:
        """Tell what was found of the row."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Other numbers, and perhaps other rows."""
        rows = 0 if self.story is None else self.count()
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, len(self.headings) - 1))

    def rowCount(self, parent: Index = _NOTHING) -> int:  # noqa: N802
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = _NOTHING) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.story is None:
            return None
        last = index.column() == len(self.headings) - 1
        if role == Qt.ItemDataRole.DisplayRole:
            return mark_text(self.mark(index.row())) if last else self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.ForegroundRole and last:
            theme = self._theme.theme
            tones = {Mark.AGREES: theme.success, Mark.DIFFERS: theme.error}
            return QColor(tones.get(self.mark(index.row()), theme.quiet))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tips[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None


class NeuronModel(StoryModel):
    """A row a neuron, layer by layer."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.headings = (self.tr("Neuron"), "z", "a", "δ = dL/dz", self.tr("Checked"))
        self.tips = (
            "",
            self.tr("The weighted sum of what the neuron is given, and its bias."),
            self.tr("What the activation makes of it: the neuron's output."),
            self.tr("How the loss of this sample changes with z."),
            self.tr("The gradient of all of its weights against finite differences."),
        )

    def count(self) -> int:
        return 0 if self.story is None else len(self.story.neurons)

    def text(self, row: int, column: int) -> str:
        assert self.story is not None
        number, unit = self.story.neurons[row]
        layer = self.story.layer(number)
        if column == 0:
            return self.story.neuron_name(number, unit)
        return term_text(float((layer.z, layer.a, layer.delta)[column - 1][unit]))

    def mark(self, row: int) -> Mark:
        assert self.story is not None
        return self.story.mark(*self.story.neurons[row])


class WeightModel(StoryModel):
    """A row a weight into one neuron, then its bias, or batch norm's gamma and beta."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.neuron = (0, 0)
        self.headings = (
            self.tr("From"),
            self.tr("Weight"),
            self.tr("Input"),
            self.tr("Gradient"),
            self.tr("Measured"),
            self.tr("Pull"),
            self.tr("Checked"),
        )
        self.tips = (
            "",
            "w",
            self.tr("What is multiplied with the weight."),
            self.tr("dL/dw = δ · input"),
            self.tr("The same by finite differences: the loss with a slightly larger and a slightly smaller weight."),
            self.tr("What this sample alone adds to a plain step: −learning rate · gradient / samples of a step."),
            self.tr("Whether gradient and measurement agree."),
        )

    def count(self) -> int:
        assert self.story is not None
        each = self.story.layer(self.neuron[0])
        return len(each.inputs) + len(each.gradients) - 1

    def text(self, row: int, column: int) -> str:
        assert self.story is not None
        number = self.neuron[0]
        each, (kind, index) = self.story.layer(number), self._entry(row)
        if column == 0:
            return self.story.source(number, row) if kind == "weight" else self._own_name(kind)
        if column == 2:
            return term_text(float(each.inputs[row])) if kind == "weight" else ABSENT
        values = {
            1: each.weight if kind == "weight" else self._values(kind),
            3: each.gradients[kind],
            4: self.story.measured(number, kind),
            5: self.story.seen.pull(number, kind),
        }[column]
        value = float(values[index])
        return ABSENT if math.isnan(value) else term_text(value)

    def mark(self, row: int) -> Mark:
        assert self.story is not None
        kind, index = self._entry(row)
        return Mark(int(self.story.marks(self.neuron[0], kind)[index]))

    def _entry(self, row: int) -> tuple[str, tuple[int, ...]]:
        assert self.story is not None
        each = self.story.layer(self.neuron[0])
        if row < len(each.inputs):
            return "weight", (row, self.neuron[1])
        return [kind for kind in each.gradients if kind != "weight"][row - len(each.inputs)], (self.neuron[1],)

    def _values(self, kind: str) -> Any:
        assert self.story is not None
        each = self.story.layer(self.neuron[0])
        if each.norm is None:
            return each.bias
        return each.norm.gamma if kind == "gamma" else each.norm.beta

    def _own_name(self, kind: str) -> str:
        return {"bias": self.tr("bias b"), "gamma": self.tr("scale γ"), "beta": self.tr("shift β")}[kind]


class StoryTable(QTableView):
    """Read by arrow keys and screen readers alike."""

    def __init__(self, model: StoryModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)


def mark_text(mark: Mark) -> str:
    """ "agrees", in the tables' words."""
    return {
        Mark.AGREES: _tr("agrees"),
        Mark.DIFFERS: _tr("differs"),
        Mark.LEFT_OUT: _tr("corner"),
        Mark.UNMEASURED: ABSENT,
    }[mark]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Backprop", text)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
