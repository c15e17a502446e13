"""A pasted table gets a file, as an experiment refers to one."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.app.own_data.choice import TableChoice
from playground.experiment.files import write_bytes


def ask_where_to_save(parent: QWidget, folder: str) -> Path | None:
    """Ask for a file for the pasted table; None where the person thinks better of it."""
    title = QCoreApplication.translate("Importing", "Save the pasted table")
    kinds = QCoreApplication.translate("Importing", "Tables (*.csv *.tsv *.txt)")
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(folder) / "table.csv"), kinds)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_name(path.name + ".csv")


def saved(choice: TableChoice, path: Path) -> TableChoice:
    """Write a pasted table to a file, in UTF-8, and refer to it from then on.

    Raises
    ------
    UserError
        Where it cannot be written.
    """
    write_bytes(path, choice.text.encode("utf-8", "replace"))
    return replace(choice, path=str(path), text="", dialect=replace(choice.dialect, encoding="utf-8"))
