"""Which classes were taken for which, and what is said of it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication

from playground.app.views.class_names import class_titles
from playground.app.views.numbers import count_text, percent_text
from playground.engine import confusion_matrix, precision, recall
from playground.training import Answers


class Confusion:
    """Answers counted: `counts` (classes, classes), rows the true class, with precision, recall and accuracy."""

    def __init__(self, answers: Answers, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._titles = class_titles(names)
        self.counts = confusion_matrix(answers.predicted, answers.actual, len(names))
        self.precision, self.recall = precision(self.counts), recall(self.counts)
        self.accuracy = float(np.trace(self.counts)) / max(1, len(answers.actual))

    @property
    def shares(self) -> npt.NDArray[np.float64]:
        """Each count as a share of its row; 0 in rows without samples."""
        return np.asarray(self.counts / np.maximum(self.counts.sum(axis=1, keepdims=True), 1))

    def told(self) -> str:
        """All of it in two sentences."""
        accuracy = _tr("Accuracy {accuracy}.").format(accuracy=percent_text(self.accuracy))
        wrong = self.counts.copy()
        np.fill_diagonal(wrong, 0)
        if not wrong.any():
            return accuracy + " " + _tr("No class was taken for another.")
        row, column = divmod(int(wrong.argmax()), len(self.names))
        return accuracy + " " + _tr("The worst confusion: {cell}").format(cell=self.told_cell(row, column))

    def told_cell(self, row: int, column: int) -> str:
        """One count in words."""
        count, true, taken = count_text(self.counts[row, column]), self._titles[row], self._titles[column]
        total = count_text(self.counts[row].sum())
        if row == column:
            return _tr("{count} of the {total} of {true} were recognized.").format(count=count, total=total, true=true)
        text = _tr("{count} of {true} were taken for {taken}.")
        return text.format(count=count, true=true, taken=taken)

    def told_precision(self, column: int) -> str:
        """The figure below a column in words."""
        if not self.counts[:, column].any():
            return _tr("Nothing was taken for {taken}.").format(taken=self._titles[column])
        share = percent_text(float(self.precision[column]))
        return _tr("Precision: of what was taken for {taken}, {share} is right.").format(
            taken=self._titles[column], share=share
        )

    def told_recall(self, row: int) -> str:
        """The figure beside a row in words."""
        if not self.counts[row].any():
            return _tr("There are no samples of {true}.").format(true=self._titles[row])
        share = percent_text(float(self.recall[row]))
        return _tr("Recall: {share} of {true} was recognized.").format(true=self._titles[row], share=share)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Confusion", text)
