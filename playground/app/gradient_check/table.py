"""The table of a gradient check: a row for each parameter array, with its worst entry."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from playground.app.diagram.names import plain, symbol
from playground.app.diagram.structure import Kind, Structure, structure_of
from playground.app.theme import ThemeManager
from playground.app.words.numbers import ABSENT, power_text
from playground.engine import CheckedArray, CheckedEntry, GradientCheck
from playground.engine.checks.gradient_check import Watch
from playground.training import Run, check_gradient


@dataclass(frozen=True)
class Finding:
    """A gradient check with what it takes to name its entries, and the experiment and epoch it speaks of."""

    check: GradientCheck
    structure: Structure
    experiment: str
    epoch: int


def find(run: Run, watch: Watch) -> Finding:
    """Check a run's gradient as it is now; for the worker's thread."""
    return Finding(check_gradient(run, watch), structure_of(run.snapshot()), run.experiment.name, run.epochs_done)


def _tr(text: str) -> str:
    return QCoreApplication.translate("GradientCheck", text)


_KINDS = {
    "weight": lambda: (_tr("weights"), _tr("Weight from {source} to {target}")),
    "bias": lambda: (_tr("biases"), _tr("Bias of {target}")),
    "gamma": lambda: (_tr("scales (gamma)"), _tr("Scale (gamma) of {target}")),
    "beta": lambda: (_tr("shifts (beta)"), _tr("Shift (beta) of {target}")),
}


def explanation() -> str:
    """Tell what a gradient check is."""
    return _tr(
        "Back-propagation computes how the loss changes with every parameter. Here the same is measured: "
        "each parameter is made a little larger and a little smaller, and the loss computed anew. "
        "The two must agree. Each row shows the entry that is furthest apart."
    )


def array_name(name: str) -> str:
    """ "layer2.weight" as people say it: "Layer 2, weights"."""
    layer, _, part = name.partition(".")
    pattern = _tr("Output, {parts}") if layer == "output" else _tr("Layer {layer}, {parts}")
    return pattern.format(layer=layer.removeprefix("layer"), parts=_KINDS[part]()[0])


def entry_name(entry: CheckedEntry, structure: Structure) -> str:
    """ "Weight from neuron 2 of layer 1 to neuron 3 of layer 2"."""
    layer, _, part = entry.name.partition(".")
    column = [each.key for each in structure.columns].index(layer)
    source = _place(structure, column - 1, entry.index[0]) if len(entry.index) == 2 else ""
    return _KINDS[part]()[1].format(source=source, target=_place(structure, column, entry.index[-1]))


def array_verdict(array: CheckedArray) -> str:
    """Tell whether an array's entries agree, and what was left out."""
    if not array.checked:
        return _tr("not compared")
    if not array.passed:
        return _tr("{n} of {total} wrong").format(n=f"{array.failures:,}", total=f"{array.checked:,}")
    return _tr("agrees, {n} left out").format(n=f"{array.left_out:,}") if array.left_out else _tr("agrees")


def array_note(array: CheckedArray) -> str:
    """Why entries were left out, or compared without L1; empty where there is nothing to say."""
    notes = (
        (array.kinks, _tr("{n} left out: the loss has a corner there, as of ReLU at 0, and no single slope.")),
        (array.rough, _tr("{n} left out: rounding hides the slope.")),
        (array.at_zero, _tr("{n} at exactly 0, where L1 has no slope: compared without it.")),
    )
    return "\n".join(text.format(n=f"{count:,}") for count, text in notes if count)


def verdict(finding: Finding) -> str:
    """The result in one sentence, and the worst entry in another."""
    check, worst = finding.check, finding.check.worst
    if worst is None:
        return _tr(
            "No entry could be compared: the loss has a corner at every one. Train for an epoch, then try again."
        )
    told = _tr("All {checked} slopes agree.") if check.passed else _tr("{failures} of {checked} slopes are wrong.")
    far = _tr("Furthest apart: {entry}, relative error {error}.")
    return (
        told.format(checked=f"{check.checked:,}", failures=f"{check.failures:,}")
        + " "
        + far.format(entry=lowered(entry_name(worst, finding.structure)), error=power_text(worst.relative_error, 1))
    )


def scope(finding: Finding) -> str:
    """Tell what was checked: the experiment, the epoch, samples, and how many of the parameters."""
    check = finding.check
    samples = (
        _tr("{n} training samples")
        if check.samples == check.of_samples
        else _tr("{n} of {total} training samples, drawn by the seed")
    ).format(n=f"{check.samples:,}", total=f"{check.of_samples:,}")
    parameters = _tr("{n} of {total} parameters").format(n=f"{check.checked:,}", total=f"{check.size:,}")
    return _tr("{experiment}, epoch {epoch} · {parameters} · {samples}").format(
        experiment=finding.experiment, epoch=f"{finding.epoch:,}", parameters=parameters, samples=samples
    )


def lowered(text: str) -> str:
    """As it stands within a sentence."""
    return text[:1].lower() + text[1:]


def _place(structure: Structure, column: int, unit: int) -> str:
    kind = structure.columns[column].kind
    if kind is Kind.INPUT:
        name = structure.inputs[unit]
        return _tr("input {name}").format(name=name if structure.named else plain(symbol(name)))
    if kind is Kind.HIDDEN:
        return _tr("neuron {unit} of layer {layer}").format(unit=unit + 1, layer=column)
    if structure.columns[column].units == len(structure.classes):
        return _tr("the output for class {name}").format(name=structure.classes[unit])
    return _tr("the output")


_ROW = 30
_VERDICT = 5


class CheckTable(QTableWidget):
    """Read by arrow keys and screen readers alike; the verdict is told in words and in colour."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(0, _VERDICT + 1, parent)
        self._theme = theme
        self._finding: Finding | None = None
        self.setAccessibleName(self.tr("Gradient check by layer, each with its worst entry"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self._set_headers()
        theme.changed.connect(self._colour)

    def show_finding(self, finding: Finding) -> None:
        """Show another result."""
        self._finding = finding
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        self.setRowCount(len(finding.check.arrays))
        for row, array in enumerate(finding.check.arrays):
            for column, text in enumerate(_cells(array)):
                item = QTableWidgetItem(text)
                item.setTextAlignment(_alignment(column))
                item.setToolTip(_tip(array, finding))
                item.setFont(strong if column == _VERDICT else self.font())
                self.setItem(row, column, item)
        self._colour()

    def text(self) -> str:
        """The table as tab-separated lines, as spreadsheets take it."""
        rows = [] if self._finding is None else [_cells(array) for array in self._finding.check.arrays]
        return "\n".join("\t".join(cells) for cells in (self._headings(), *rows))

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("Parameters"),
            self.tr("Checked"),
            self.tr("Relative error"),
            self.tr("Back-propagation"),
            self.tr("Measured"),
            self.tr("Verdict"),
        )

    def _colour(self) -> None:
        if self._finding is None:
            return
        theme = self._theme.theme
        for row, array in enumerate(self._finding.check.arrays):
            tone = theme.error if not array.passed else theme.success if array.checked else theme.quiet
            item = self.item(row, _VERDICT)
            if item is not None:
                item.setForeground(QColor(tone))

    def _set_headers(self) -> None:
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        for column, text in enumerate(self._headings()):
            item = QTableWidgetItem(text)
            item.setTextAlignment(_alignment(column))
            self.setHorizontalHeaderItem(column, item)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in (0, _VERDICT) else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _cells(array: CheckedArray) -> tuple[str, ...]:
    checked = f"{array.checked:,} / {array.size:,}"
    worst = array.worst
    figures = (ABSENT,) * 3 if worst is None else _figures(worst.relative_error, worst.analytic, worst.numerical)
    return array_name(array.name), checked, *figures, array_verdict(array)


def _figures(error: float, analytic: float, numerical: float) -> tuple[str, ...]:
    return power_text(error, 1), power_text(analytic, 4), power_text(numerical, 4)


def _tip(array: CheckedArray, finding: Finding) -> str:
    lines = [entry_name(array.worst, finding.structure)] if array.worst is not None else []
    return "\n".join([*lines, *filter(None, [array_note(array)])])
