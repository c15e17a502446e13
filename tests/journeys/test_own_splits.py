"""Groups, a test table and folds of one's own data, by the controls of the data panel."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from playground.app.widgets import ChoiceRow
from playground.app.window.window import MainWindow
from playground.data import build_dataset
from playground.data.proposal import for_table
from playground.experiment import File, load
from tests.journeys.conftest import Opener


def rows(first: int, count: int) -> str:
    """Four visits of each patient, who is ill or is not."""
    head = "patient,visit,age,dose,ill\n"
    cells = (
        (i // 4, i % 4 + 1, 20 + i // 4 * 7 % 50, i * 37 % 100 / 10, i // 4 % 2) for i in range(first, first + count)
    )
    return head + "".join(
        f"P{who:02},{visit},{age},{dose},{['no', 'yes'][ill]}\n" for who, visit, age, dose, ill in cells
    )


@pytest.fixture
def window(open_window: Opener, tmp_path: Path) -> MainWindow:
    (tmp_path / "patients.csv").write_text(rows(0, 120))
    settings = {"data.source.inputs": ["age", "dose"]}
    return open_window(for_table(load("petals"), tmp_path / "patients.csv", settings)[0])


def choose(row: ChoiceRow, text: str) -> None:
    """Choose from a list as a click does."""
    place = row.combo.findText(text)
    assert place >= 0, f"{text} is not offered"
    row.combo.setCurrentIndex(place)
    row.combo.activated.emit(place)


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(
        lambda: window.snapshot is not None and window.snapshot.experiment == window.controller.experiment,
        timeout=5_000,
    )


def test_that_rows_of_a_patient_stay_together_by_two_clicks(qtbot: QtBot, window: MainWindow) -> None:
    data = window.left.data
    assert not data.group.row.isVisibleTo(window)
    choose(data.split_by.row, "by groups")
    settled(qtbot, window)
    assert window.controller.experiment.data.split.column == "patient"
    assert data.group.row.isVisibleTo(window)
    parts = build_dataset(window.controller.experiment).parts.values()
    patients = [{(int(number) - 2) // 4 for number in part.numbers} for part in parts if part.numbers is not None]
    assert sum(map(len, patients)) == 30 == len(set.union(*patients))
    choose(data.group.row, "visit")
    settled(qtbot, window)
    assert window.controller.experiment.data.split.column == "visit"
    choose(data.split_by.row, "at random")
    settled(qtbot, window)
    assert not data.group.row.isVisibleTo(window)


def test_that_a_test_table_is_chosen_told_and_taken_away(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, controller = window.left.data, window.controller
    before = controller.experiment
    for name, content in (("later.csv", rows(120, 40)), ("others.csv", "a,b\n1,2\n3,4\n")):
        (tmp_path / name).write_text(content)

    def pick(name: str) -> None:
        chosen = str(tmp_path / name) if name else ""
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (chosen, ""))
        choose(data.test_table.row, "Choose…")

    pick("")
    assert controller.experiment == before and data.test_table.row.combo.currentText() == "none"
    pick("others.csv")
    qtbot.waitUntil(lambda: controller.experiment == before, timeout=5_000)
    assert 'has no column "age"' in window.banner.text.text()
    assert data.test_table.row.combo.currentText() == "none"
    pick("later.csv")
    settled(qtbot, window)
    source = controller.experiment.data.source
    assert isinstance(source, File) and source.test_path == str(tmp_path / "later.csv")
    assert data.test_table.row.combo.currentText() == "later.csv"
    assert window.snapshot is not None and window.snapshot.dataset.test is not None
    assert len(window.snapshot.dataset.test) == 40
    choose(data.test_table.row, "none")
    settled(qtbot, window)
    assert controller.experiment == before


def test_that_a_set_without_columns_offers_no_groups(open_window: Opener) -> None:
    data = open_window("petals").left.data
    assert not data.split_by.row.isVisibleTo(data)
    assert not data.test_table.row.isVisibleTo(data)
