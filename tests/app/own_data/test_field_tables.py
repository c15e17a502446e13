"""The dialog and the command line make the same of a table: the tables that people bring, by both ways."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from playground.app.own_data.own_data import file_of
from playground.app.own_data.table_dialog import TableDialog
from playground.app.theme import ThemeManager
from playground.data.proposal import for_table
from playground.data.tables.telling import lines_about
from playground.experiment import File, UserError, load
from tests.data.test_exported_tables import CASES
from tests.data.test_field import FIELD

pytestmark = pytest.mark.slow

PETALS = load("petals")
TABLES = sorted(path for path in FIELD.iterdir() if path.suffix in (".csv", ".tsv"))
EXPORTED = ["UTF-16 without a mark", "commas of full width", "euros behind", "a row of totals", "traditional Chinese"]


def compared(qtbot: QtBot, theme: ThemeManager, path: Path) -> None:
    dialog = TableDialog(path, theme)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.reading.running, timeout=10_000)
    try:
        experiment, plan = for_table(PETALS, path)
    except UserError as refused:
        assert dialog.choice is None
        why = dialog.open_button.toolTip()
        assert why == str(refused) or "No row has a value in each chosen column" in why
        return
    choice = dialog.choice
    assert choice is not None and dialog.plan is not None
    source = experiment.data.source
    assert isinstance(source, File)
    assert file_of(choice, source.seed) == source
    assert list(map(str, lines_about(dialog.plan))) == list(map(str, lines_about(plan)))
    assert dialog.summary.toolTip().splitlines() == list(map(str, lines_about(plan)))


def test_that_the_dialog_makes_of_a_table_what_the_command_line_makes_of_it(qtbot: QtBot, theme: ThemeManager) -> None:
    for path in TABLES:
        compared(qtbot, theme, path)


@pytest.mark.parametrize("name", EXPORTED)
def test_that_exported_tables_are_the_same_by_both_ways(
    qtbot: QtBot, theme: ThemeManager, tmp_path: Path, name: str
) -> None:
    path, text = tmp_path / "table.csv", CASES[name].text
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    compared(qtbot, theme, path)
