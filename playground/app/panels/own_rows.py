"""Rows for a table of one's own: the column whose groups stay together, and a table of its own for the test part."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from playground.app.controller import Controller
from playground.app.panels.bound_row import BoundRow
from playground.app.widgets import Choice, ChoiceRow
from playground.app.words.names import translated
from playground.data import Dataset
from playground.experiment import Experiment, File, setting_of_any_kind

_ASK = "?"
"""No path is called so."""


def is_table(experiment: Experiment) -> bool:
    """Tell whether the data are a person's own table."""
    return isinstance(experiment.data.source, File)


class GroupColumn(BoundRow):
    """The column of the table whose groups stay together; there while the split goes by groups."""

    row: ChoiceRow

    def __init__(self, controller: Controller) -> None:
        declared = setting_of_any_kind(controller.experiment, "data.split.column")
        self.offered: tuple[str, ...] = ()
        super().__init__(controller, declared, ChoiceRow(translated(declared.title), (), None))
        self.only_while(lambda experiment: is_table(experiment) and experiment.data.split.by == "group")

    def take(self, dataset: Dataset) -> None:
        """Offer the columns of these data."""
        self.offered = dataset.group_columns
        self.show(self._controller.experiment)

    def adapt(self, experiment: Experiment) -> None:
        present = experiment.data.split.column
        names = self.offered if present in self.offered else (present, *self.offered)
        self.row.set_choices(Choice(name, name) for name in names)

    def split_by(self, experiment: Experiment, by: str) -> Mapping[str, Any]:
        """The settings for a split by groups, in order or at random: of groups, the likeliest column with them."""
        if by != "group" or experiment.data.split.column in self.offered:
            return {"data.split.by": by}
        return {"data.split.by": by, "data.split.column": self.offered[0] if self.offered else ""}


class TestTable(BoundRow):
    """No test table, the present one, or another to be chosen."""

    row: ChoiceRow

    def __init__(self, controller: Controller) -> None:
        declared = setting_of_any_kind(controller.experiment, "data.source.test_path")
        super().__init__(controller, declared, ChoiceRow(translated(declared.title), (), None))

    def adapt(self, experiment: Experiment) -> None:
        source = experiment.data.source
        path = source.test_path if isinstance(source, File) else ""
        present = [Choice(path, Path(path).name, path)] if path else []
        self.row.set_choices([Choice("", self.tr("none")), *present, Choice(_ASK, self.tr("Choose…"))])

    def value_text(self, value: object) -> str:
        return Path(str(value)).name if value else self.tr("none")

    def _propose(self, value: object) -> None:
        if value == _ASK:
            value = self._asked()
            if value is None:
                self.show(self._controller.experiment)
                return
        super()._propose(value)

    def _asked(self) -> str | None:
        kinds = self.tr("Tables (*.csv *.tsv *.tab *.txt *.dat *.data *.psv);;All files (*)")
        source = self._controller.experiment.data.source
        folder = str(Path(source.path).parent) if isinstance(source, File) else ""
        chosen, _ = QFileDialog.getOpenFileName(self.row.window(), self.tr("Test table"), folder, kinds)
        return chosen or None
