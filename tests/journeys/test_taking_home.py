"""The live page on the sheet of what can be taken home: shown, written and checked in the worker's thread."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from playground.app.taking_home import TakingHome
from playground.app.taking_home.sheet import Sheet
from playground.app.window.window import MainWindow


def opened(home: TakingHome, qtbot: QtBot) -> Sheet:
    home.open()
    assert home.sheet is not None
    row = next(row for row in home.sheet.rows if row.item.suffix == ".html")
    row.click()
    sheet = home.sheet
    qtbot.waitUntil(lambda: "Sliders and lists" in sheet.text.toPlainText())
    return sheet


def test_that_the_live_page_is_shown_saved_and_checked_from_the_sheet(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    home = window.taking_home
    sheet = opened(home, qtbot)
    assert sheet.size_label.text().endswith(" kB")
    with qtbot.waitSignal(home.exported):
        home.save(sheet.item, tmp_path / "petals.html")
    assert "800 predictions read back by Qt's JavaScript engine agree" in sheet.banner.text.text()
    assert (tmp_path / "petals.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    home.close()
