"""The dialog of predictions in the real window: the answers of a table, the clipboard, typed values, and the run."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from playground.app.predictions import PredictionsDialog
from playground.app.predictions.dialog import CLIPBOARD, RUN, TABLE, TYPED
from playground.app.widgets import CompactCombo
from playground.app.window.window import MainWindow
from playground.data import for_table
from playground.experiment import change, load
from playground.export import run_predictions_as_csv
from tests.asking import told

pytestmark = pytest.mark.slow

TREES = Path(__file__).parents[2] / "export" / "files" / "trees.csv"


@pytest.fixture(scope="module")
def window(opened: Callable[..., MainWindow]) -> MainWindow:
    """A window on a table with columns of texts, trained for a while."""
    return opened(for_table(load("petals"), TREES)[0], 30)


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow) -> PredictionsDialog:
    window.actions_["predict"].trigger()
    found = window.predictions.dialog
    assert found is not None
    found.choice.pill(TYPED).click()
    qtbot.waitUntil(lambda: bool(found.typed.fields), timeout=10_000)
    return found


def rows_of(dialog: PredictionsDialog) -> list[list[str]]:
    return [dialog.table.answers.headings, *dialog.table.answers.rows]


def finished(qtbot: QtBot, dialog: PredictionsDialog) -> str:
    qtbot.waitUntil(lambda: dialog.banner.isVisible() and not dialog.bar.isVisible(), timeout=20_000)
    return dialog.banner.text.text()


def test_that_typed_values_are_answered_at_once_and_kept_as_rows(
    qtbot: QtBot, window: MainWindow, dialog: PredictionsDialog
) -> None:
    fields = dialog.typed.fields
    assert list(fields) == ["length", "colour", "soil"]
    length, colour = fields["length"], fields["colour"]
    assert isinstance(length, QLineEdit)
    assert isinstance(colour, CompactCombo)
    assert [colour.itemText(place) for place in range(colour.count())] == ["blue", "green", "red"]
    length.setText("12.5")
    colour.setCurrentIndex(1)
    row = dialog.typed.row
    expected = told(
        qtbot, window.worker, lambda run: run.predict([[12.5, 0, 1, 0, row["soil"] == "dry", row["soil"] == "wet"]])
    )
    answer = window.snapshot.dataset.classes[int(np.argmax(expected))] if window.snapshot else ""
    assert dialog.typed.answer.text() == answer
    dialog.typed.keep_button.click()
    headings, kept = rows_of(dialog)
    assert headings == ["row", "length", "colour", "soil", "answer", "p.ash", "p.elm", "p.oak"]
    assert kept[:5] == ["1", "12.5", "green", row["soil"], answer]
    np.testing.assert_allclose([float(cell) for cell in kept[5:]], expected[0], rtol=1e-12)

    length.setText("twelve")
    assert dialog.typed.answer.text() == "\"length\" is 'twelve', no number"
    assert not dialog.typed.keep_button.isEnabled()
    length.setText("")
    assert dialog.typed.answer.text() == '"length" is empty'

    # While it trains the answer follows.
    length.setText("12.5")
    before = dialog.typed.answer.text(), [bar.share for bar in dialog.typed._bars]
    window.worker.ask(lambda run: run.train(40))
    qtbot.waitUntil(lambda: [bar.share for bar in dialog.typed._bars] != before[1], timeout=10_000)


def test_that_a_file_is_answered_with_reasons_and_the_clipboard_alike(
    qtbot: QtBot, dialog: PredictionsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "new.csv"
    table.write_text("soil,number,colour,length\nwet,1,red,12\ndry,2,pink,9\nwet,3,blue,\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(table), ""))
    dialog.choice.pill(TABLE).click()
    said = finished(qtbot, dialog)
    assert said.startswith("1 row is answered. 2 rows have no answer (row 3: ")
    headings, first, second, third = rows_of(dialog)
    assert headings == ["row", "answer", "p.ash", "p.elm", "p.oak"]
    assert (first[0], bool(first[1]), second[1:], third[1:]) == ("2", True, [""] * 4, [""] * 4)
    answers = dialog.table.answers
    reasons = [answers.index(row, len(headings)).data() for row in range(3)]
    assert reasons[0] == ""
    assert reasons[1].startswith("\"colour\" is 'pink', which was never seen; known are blue, green")
    assert reasons[2] == '"length" is empty'

    QGuiApplication.clipboard().setText(table.read_text().replace(",", "\t"))
    dialog.choice.pill(CLIPBOARD).click()
    qtbot.waitUntil(lambda: len(answers.rows) == 3 and not dialog.bar.isVisible(), timeout=10_000)
    assert rows_of(dialog)[1] == first
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text().splitlines()[1].split("\t") == first

    QGuiApplication.clipboard().setText("no table")
    dialog.choice.pill(CLIPBOARD).click()
    qtbot.waitUntil(lambda: "no table" not in dialog.banner.text.text() and dialog.banner.isVisible(), timeout=10_000)
    QGuiApplication.clipboard().setText("")
    dialog.choice.pill(CLIPBOARD).click()
    assert dialog.banner.text.text().startswith("The clipboard holds no table")
    table.write_text("soil,colour\nwet,red\n")
    dialog.choice.pill(TABLE).click()
    assert 'there is no column "length" in it' in finished(qtbot, dialog)


def test_that_every_row_of_the_run_is_shown_and_saved_as_the_command_writes_it(
    qtbot: QtBot, window: MainWindow, dialog: PredictionsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog.choice.pill(RUN).click()
    assert finished(qtbot, dialog) == "90 rows are answered."
    expected = told(qtbot, window.worker, lambda run: b"".join(run_predictions_as_csv(run)))
    assert rows_of(dialog) == list(csv.reader(io.StringIO(expected.decode())))
    path = tmp_path / "rows"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(window.predictions.exported):
        dialog.save_button.click()
    assert path.with_suffix(".csv").read_bytes() == expected
    window.predictions.save(tmp_path / "no" / "rows.csv")
    qtbot.waitUntil(
        lambda: "there is no folder" in dialog.banner.text.text() or "cannot be written" in dialog.banner.text.text()
    )


def test_that_a_hundred_thousand_rows_come_with_progress_and_never_hold_the_window(
    qtbot: QtBot, window: MainWindow, dialog: PredictionsDialog, tmp_path: Path
) -> None:
    table = tmp_path / "many.csv"
    cells = (f"{k % 20},{('red', 'blue', 'green')[k % 3]},{('wet', 'dry')[k % 2]}" for k in range(100_000))
    table.write_text("length,colour,soil\n" + "\n".join(cells) + "\n")
    shares: list[float] = []
    dialog.choice.set_value(TABLE)
    window.predictions.answer(table)
    qtbot.waitUntil(lambda: window.predictions._thread is not None, timeout=10_000)
    thread = window.predictions._thread
    assert thread is not None
    thread.progressed.connect(shares.append)
    assert finished(qtbot, dialog) == "100,000 rows are answered."
    assert len(dialog.table.answers.rows) == 100_000
    assert len(shares) > 10

    # Cancelled, nothing more comes.
    window.predictions.answer(table)
    qtbot.waitUntil(lambda: window.predictions._thread is not None, timeout=10_000)
    dialog.cancel_button.click()
    assert dialog.banner.text.text().startswith("Cancelled after ")
    assert len(dialog.table.answers.rows) < 100_000


@pytest.mark.parametrize("name", ["plane", "digits"])
def test_that_values_and_pictures_are_told_as_such(name: str, qtbot: QtBot, opened: Callable[..., MainWindow]) -> None:
    values = {"data.source.kind": "plane", "data.target_scaling": "standardize"}
    window = opened(load("digits") if name == "digits" else change(load("petals"), values))
    window.predictions.open()
    dialog = window.predictions.dialog
    assert dialog is not None
    if name == "digits":
        qtbot.waitUntil(dialog.note.isVisible, timeout=20_000)
        assert "takes pictures" in dialog.note.text()
    else:
        qtbot.waitUntil(lambda: bool(dialog.typed.fields), timeout=10_000)
        assert dialog.typed.answer.text().split()[-1].lstrip("\N{MINUS SIGN}")[0].isdigit()
    window.close()
