"""The sheet in the real window: what can be taken home, what a file would hold, and how its check went."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from playground.app.taking_home import Sheet
from playground.app.taking_home.items import NetworkItem
from playground.app.window.window import MainWindow
from playground.data import for_table
from playground.experiment import load
from playground.export import FORMATS

TREES = Path(__file__).parents[2] / "export" / "files" / "trees.csv"


@pytest.fixture(scope="module")
def window(opened: Callable[..., MainWindow]) -> MainWindow:
    """A window on a table with columns of texts, trained for a while."""
    return opened(for_table(load("petals"), TREES)[0], 30)


@pytest.fixture
def sheet(qtbot: QtBot, window: MainWindow) -> Sheet:
    window.run_bar.export_button.click()
    made = window.taking_home.sheet
    assert made is not None
    assert made.isVisible()
    choose(qtbot, made, 0)
    return made


def choose(qtbot: QtBot, sheet: Sheet, number: int) -> None:
    """Choose a line of the list, and wait for its preview."""
    sheet.rows[number].setChecked(True)
    qtbot.waitUntil(lambda: bool(sheet.text.toPlainText()) or sheet.banner.isVisible(), timeout=20_000)


def answered(qtbot: QtBot, sheet: Sheet) -> str:
    """What the sheet says once a file is written, or is not."""
    qtbot.waitUntil(lambda: sheet.save_button.isEnabled() and sheet.banner.isVisible(), timeout=20_000)
    return sheet.banner.text.text()


def test_that_the_list_names_every_format_and_each_line_shows_its_file(qtbot: QtBot, sheet: Sheet) -> None:
    endings = [row.item.suffix for row in sheet.rows]
    assert [form.suffix for form in FORMATS] == [
        row.item.suffix for row in sheet.rows if isinstance(row.item, NetworkItem)
    ]
    assert endings.count(".csv") >= 2
    assert len({row.accessibleName() + row.accessibleDescription() for row in sheet.rows}) >= len(set(endings))
    for number, row in enumerate(sheet.rows):
        choose(qtbot, sheet, number)
        assert sheet.title.text() == row.text()
        assert sheet.file_name.endswith(row.item.suffix)
        assert sheet.text.toPlainText().strip(), row.text()
    choose(qtbot, sheet, 0)
    assert "layer1.weight" in sheet.text.toPlainText()
    assert re.fullmatch(r"[\d.]+ (bytes|kB|MB)", sheet.size_label.text())
    sheet.choice.pill("usage").click()
    assert "np.load" in sheet.text.toPlainText()
    sheet.choice.pill("content").click()


def test_that_each_file_is_saved_and_the_check_told_with_the_largest_difference(
    qtbot: QtBot, window: MainWindow, sheet: Sheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, row in enumerate(sheet.rows):
        choose(qtbot, sheet, number)
        sheet.name.setText(f"mine{number}")
        path = tmp_path / sheet.file_name
        # The name without its ending, as a person types it.
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=f"mine{number}": (str(tmp_path / name), ""))
        with qtbot.waitSignal(window.taking_home.exported, timeout=20_000):
            sheet.save_button.click()
        said = answered(qtbot, sheet)
        assert said.startswith(f"Saved in {path}. ")
        assert path.stat().st_size > 0
        if isinstance(row.item, NetworkItem):
            checked = r"Checked: [\w ,]*\d.* agree (in every digit|to \de-\d+)"
            assert re.search(checked, said), said


def test_that_text_files_are_copied_whole_and_others_as_they_are_shown(qtbot: QtBot, sheet: Sheet) -> None:
    for number, row in enumerate(sheet.rows):
        if row.item.suffix in (".json", ".npz"):
            choose(qtbot, sheet, number)
            sheet.copy_button.click()
            copied = QGuiApplication.clipboard().text()
            assert sheet.banner.text.text() == "Copied."
            if row.item.suffix == ".json":
                assert copied.lstrip().startswith("{")
                assert copied.rstrip().endswith("}")
            else:
                assert copied == sheet.text.toPlainText()


@pytest.mark.parametrize(
    ("place", "said"),
    [("/proc/weights{ending}", "cannot be written"), ("/dev/full", "No space left"), ("/no/such{ending}", "")],
    ids=["read-only", "full", "nowhere"],
)
def test_that_what_cannot_be_written_is_one_line_and_changes_nothing(
    place: str, said: str, qtbot: QtBot, window: MainWindow, sheet: Sheet
) -> None:
    for number, row in enumerate(sheet.rows):
        if row.item.suffix not in (".npz", ".csv", ".onnx"):
            continue
        choose(qtbot, sheet, number)
        path = Path(place.format(ending=row.item.suffix))
        window.taking_home.save(row.item, path)
        told = answered(qtbot, sheet)
        assert told.startswith(str(path)), told
        assert said in told
        assert "\n" not in told
        assert len(told) < 200
        assert window.epoch == 30
