"""A student writes a lab report beside the run, and has its page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from playground.app.lab_report.form import ReportForm
from playground.app.settings import AppSettings
from playground.app.taking_home.items import ReportItem
from playground.app.window.window import MainWindow
from playground.experiment import load
from playground.export.report import StudyTold
from playground.session import Desk
from playground.studies import Axis, InProcess, StudyRun, Sweep, with_validation
from tests.journeys.conftest import Opener


class Browser(QObject):
    """What the system would open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def browser(qapp: QApplication) -> Iterator[Browser]:
    del qapp
    browser = Browser()
    # It takes a name, whatever its declaration says.
    QDesktopServices.setUrlHandler("file", browser, "open")  # type: ignore[arg-type]
    yield browser
    QDesktopServices.unsetUrlHandler("file")


def form_of(window: MainWindow) -> ReportForm:
    window.actions_["lab_report"].trigger()
    form = window.lab_report.form
    assert form is not None
    return form


def test_that_what_is_written_is_on_the_page_and_in_the_session(
    window: MainWindow, qtbot: QtBot, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = form_of(window)
    asked = []

    def answer(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(start).name)
        return str(tmp_path / "mine"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    QTest.keyClicks(form.fields["name"], "Li Lei")
    form.fields["class_name"].setText("三年二班")
    QTest.keyClicks(form.fields["number"], "14")
    form.texts["purpose"].setPlainText("To see & to tell.\n\nTwice <b>.")
    form.texts["analysis"].setPlainText("It bends.")
    form.language.pill("zh_CN").click()
    with qtbot.waitSignal(window.lab_report.exported, timeout=20_000):
        form.write_button.click()
    page = (tmp_path / "mine.html").read_text(encoding="utf-8")
    assert asked == ["petals-三年二班-14-Li Lei.html"]
    assert browser.opened == [str(tmp_path / "mine.html")]
    assert "<p>To see &amp; to tell.</p><p>Twice &lt;b&gt;.</p>" in page
    assert "<p>It bends.</p>" in page
    assert "运行结果与分析" in page and "未经训练时" in page
    desk = window.controller.desk
    assert (desk.class_name, desk.number, desk.name) == ("三年二班", "14", "Li Lei")
    assert desk.report == {"purpose": "To see & to tell.\n\nTwice <b>.", "analysis": "It bends."}


def test_that_a_session_that_is_opened_brings_its_own_texts(window: MainWindow) -> None:
    form = form_of(window)
    form.texts["summary"].setPlainText("mine")
    window.controller.desk = Desk(name="Han Meimei", report={"purpose": "hers"})
    assert form.written.name == "Han Meimei"
    assert (form.written.purpose, form.written.summary) == ("hers", "")


def test_that_the_next_start_knows_who_writes_but_not_what_was_written(open_window: Opener, tmp_path: Path) -> None:
    first: MainWindow = open_window()
    form = form_of(first)
    form.fields["name"].setText("Li Lei")
    form.texts["summary"].setPlainText("mine")
    second: MainWindow = open_window()
    again = form_of(second)
    assert again.written.name == "Li Lei"
    assert again.written.summary == ""
    stored = AppSettings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    assert stored.report_person["name"] == "Li Lei"


def test_that_the_sheet_leads_to_the_form(window: MainWindow) -> None:
    window.actions_["export_weights"].trigger()
    sheet = window.taking_home.sheet
    assert sheet is not None
    next(row for row in sheet.rows if isinstance(row.item, ReportItem)).click()
    sheet.save_button.click()
    assert not sheet.isVisible()
    assert window.lab_report.form is not None
    assert window.lab_report.form.isVisible()


def test_that_a_place_that_cannot_be_written_to_is_told_in_the_form(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, browser: Browser
) -> None:
    form = form_of(window)
    window.lab_report.save(tmp_path / "nowhere" / "x.html")
    qtbot.waitUntil(lambda: form.write_button.isEnabled(), timeout=10_000)
    assert "nowhere" in form.banner.text.text()
    assert browser.opened == []


def test_that_the_report_of_a_study_shows_its_verdict(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, browser: Browser
) -> None:
    study = Sweep(with_validation(load("petals")), (Axis("network.layers.0.units", (1, 3)),), seeds=2, epochs=30)
    running = StudyRun(study, InProcess())
    seen = StudyTold(study, running.run())
    window.studies.report_wanted.emit(seen, running)
    assert window.lab_report.form is not None
    assert "study" in window.lab_report.form.about.text()
    with qtbot.waitSignal(window.lab_report.exported, timeout=20_000):
        window.lab_report.save(tmp_path / "study.html")
    assert str(seen.verdict.sentence) in (tmp_path / "study.html").read_text(encoding="utf-8")
    assert len(browser.opened) == 1
