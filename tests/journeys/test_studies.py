"""Comparing many networks, in the real window and with real processes."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.studies.show import Show
from playground.app.studies.window import StudyWindow
from playground.app.window.window import MainWindow
from playground.experiment import change, load
from playground.studies import Processes
from tests.journeys.conftest import Opener

_LONG = 20_000


def study_window(qtbot: QtBot, main: MainWindow, *, sizes: str, seeds: int, epochs: int) -> StudyWindow:
    """The window of studies as its button opens it, with the form filled in."""
    main.run_bar.compare_button.click()
    window = main.studies.window
    assert window is not None
    qtbot.waitUntil(window.isVisible)
    window.setup.one.set_values(sizes)
    window.setup.seeds.set_value(seeds)
    window.setup.epochs.set_value(epochs)
    return window


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def processes_of(window: StudyWindow) -> tuple[int, ...]:
    pool = window.feed.pools.get("")
    assert isinstance(pool, Processes)
    return pool.processes()


def test_that_sizes_are_compared_a_tile_is_opened_and_the_table_taken_home(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    study = study_window(qtbot, window, sizes="1-3", seeds=2, epochs=40)
    with qtbot.waitActive(study):
        study.activateWindow()
    QTest.keyClick(study.header.start_button, Qt.Key.Key_Return)
    assert study.running
    qtbot.waitUntil(lambda: not study.running, timeout=_LONG)
    show = study.show_
    assert show is not None
    assert show.board.done == 6
    assert [study.table.table.order.index(row, 0).data() for row in range(3)] == ["1", "2", "3"]
    sentence, how, *_ = study.table.finding.text().splitlines()
    assert sentence.endswith(".")
    assert how.startswith("Judged by validation accuracy (400 samples) on 2 draws of the data")
    assert study.header.status.text().startswith("done · 6 trials")
    assert all(not show.image(number).isNull() for number in range(3))

    # A tile becomes the current run, with the accuracy that stands under it in the results of its seed.
    result = show.board.groups[1].results[show.board.groups[1].trials[0].number]
    study.wall.wall.setFocus()
    study.wall.wall.set_current(1)
    QTest.keyClick(study.wall.wall, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.epoch == 40, timeout=_LONG)
    snapshot = window.snapshot
    assert snapshot is not None
    assert snapshot.experiment.network.layers[0].units == 2
    assert snapshot.scores["test"] == result.scores["test"]
    qtbot.waitUntil(lambda: "2 neurons, seed 3" in window.banner.text.text())
    window.time_machine.look_at(20)
    qtbot.waitUntil(lambda: window.epoch == 20, timeout=_LONG)
    window.time_machine.look_at_now()
    qtbot.waitUntil(lambda: window.epoch == 40, timeout=_LONG)
    window.controller.undo_stack.undo()
    qtbot.waitUntil(lambda: window.controller.experiment.network.layers[0].units == 4)

    # The window keeps what it has, though the main window shows one of its trials.
    study.export.save(tmp_path / "sizes.csv")
    rows = list(csv.DictReader((tmp_path / "sizes.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["network.layers.0.units"] for row in rows] == ["1", "1", "2", "2", "3", "3"]
    assert float(rows[2]["test_accuracy"]) == result.scores["test"].accuracy
    study.export.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 7
    assert lines[0].split("\t")[0] == "network.layers.0.units"


def test_that_undo_brings_back_the_run_that_a_trial_took_the_place_of(qtbot: QtBot, open_window: Opener) -> None:
    """The trial differs in no setting but the number of epochs, which alone would not begin another run."""
    main = open_window(change(load("petals"), {"training.epochs": 60}))
    with qtbot.waitSignal(main.worker.ended, timeout=_LONG):
        main.worker.play()
    study = study_window(qtbot, main, sizes="4", seeds=1, epochs=40)
    study.start()
    qtbot.waitUntil(lambda: not study.running, timeout=_LONG)
    qtbot.waitUntil(lambda: main.epoch == 60 and main.settled)
    assert main.snapshot is not None
    before = main.snapshot.parameters["layer1.weight"]
    for _ in range(2):
        study._open_tile(0)
        qtbot.waitUntil(lambda: main.epoch == 40, timeout=_LONG)
        main.controller.undo_stack.undo()
        qtbot.waitUntil(lambda: main.epoch == 60, timeout=_LONG)
        np.testing.assert_array_equal(main.snapshot.parameters["layer1.weight"], before)


def test_that_cancelling_takes_less_than_a_second_and_keeps_what_came(qtbot: QtBot, window: MainWindow) -> None:
    study = study_window(qtbot, window, sizes="1, 2", seeds=1, epochs=1_000_000)
    study.start()
    show = study.show_
    assert show is not None
    qtbot.waitUntil(lambda: show.begun(0) and show.begun(1), timeout=_LONG)
    QTest.keyClick(study, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not study.running, timeout=1_500)
    assert study.header.status.text().startswith("cancelled · 0 of 2 trials")
    assert study.header.start_button.text() == "Go on"
    assert not show.image(0).isNull()


def test_that_a_cancelled_study_tells_how_far_it_came_in_table_and_file(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    study = study_window(qtbot, window, sizes="1, 2", seeds=2, epochs=1_000_000)
    study.start()
    show = study.show_
    assert show is not None
    qtbot.waitUntil(lambda: show.begun(0), timeout=_LONG)
    study.cancel()
    qtbot.waitUntil(lambda: not study.running, timeout=_LONG)
    assert "What is unfinished is shown as at epoch" in study.table.finding.text()
    lines = [line.split("\t") for line in study.table.table.selected_text().splitlines()]
    column = lines[0].index("validation")
    assert float(lines[1][column]) == pytest.approx(show.value(show.board.groups[0])), "as on the wall"
    assert study.header.export_button.isEnabled()
    study.export.save(tmp_path / "half.csv")
    rows = list(csv.DictReader((tmp_path / "half.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == sum(show.begun(number) for number in range(4))
    assert all(0 < int(row["epochs"]) < 1_000_000 and row["test_accuracy"] and not row["seconds"] for row in rows)


def write_table(path: Path, kinds: str) -> None:
    """A table of a person's own with these classes, in turns."""
    rows = "".join(f"{i},{i * i % 7},{kinds[i % len(kinds)]}\n" for i in range(60))
    path.write_text("x,y,k\n" + rows, encoding="utf-8")


def epochs(show: Show | None) -> list[int]:
    """How far each trial is."""
    found = {} if show is None else {result.number: result.epochs for result in show.results}
    return [found.get(number, 0) for number in range(2)]


def test_that_a_study_goes_on_where_it_was_unless_its_table_has_changed(
    qtbot: QtBot, open_window: Opener, tmp_path: Path
) -> None:
    table = tmp_path / "own.csv"
    write_table(table, "ab")
    source = {"kind": "file", "path": str(table), "target": "k"}
    main = open_window(change(load("petals"), {"data.source": source, "training.epochs": 1_000_000}))
    study = study_window(qtbot, main, sizes="1, 2", seeds=1, epochs=1_000_000)

    def started_and_cancelled() -> Show:
        before = epochs(study.show_)
        study.start()
        qtbot.waitUntil(lambda: min(epochs(study.show_)) > 0 and epochs(study.show_) != before, timeout=_LONG)
        study.cancel()
        qtbot.waitUntil(lambda: not study.running, timeout=_LONG)
        assert study.show_ is not None
        return study.show_

    first = started_and_cancelled()
    os.utime(table, (1, 1))
    assert started_and_cancelled() is first, "the same content, later saved again"
    assert not study.banner.isVisible()
    reached = epochs(first)

    write_table(table, "abc")
    second = started_and_cancelled()
    assert second is not first
    assert study.banner.isVisible()
    assert study.banner.text.text() == "The data have changed since this study was begun, so it begins anew"
    assert epochs(first) == reached, "nothing of the new data came to the old results"
    assert study.feed.study_run is not None
    assert study.feed.study_run.open(0).dataset.classes == ("a", "b", "c")
    assert study.header.start_button.text() == "Go on"
    assert started_and_cancelled() is second
    assert not study.banner.isVisible()


def test_that_a_trial_is_not_opened_on_a_table_that_has_changed(
    qtbot: QtBot, open_window: Opener, tmp_path: Path
) -> None:
    table = tmp_path / "own.csv"
    write_table(table, "ab")
    main = open_window(change(load("petals"), {"data.source": {"kind": "file", "path": str(table), "target": "k"}}))
    study = study_window(qtbot, main, sizes="1", seeds=1, epochs=5)
    study.start()
    qtbot.waitUntil(lambda: not study.running, timeout=_LONG)
    study.wall.wall.opened.emit(0)
    qtbot.waitUntil(lambda: main.epoch == 5, timeout=_LONG)
    main.controller.replace(load("petals"), "Open petals")
    write_table(table, "ba")
    study.wall.wall.opened.emit(0)
    qtbot.waitUntil(lambda: "changed since this trial was trained" in main.banner.text.text(), timeout=_LONG)
    qtbot.waitUntil(lambda: main.epoch == 0, timeout=_LONG)
    table.unlink()
    study.wall.wall.opened.emit(0)
    qtbot.waitUntil(lambda: "There is no file" in main.banner.text.text(), timeout=_LONG)
    assert main.controller.experiment == load("petals")


def test_that_closing_the_main_window_ends_a_study_and_its_processes(qtbot: QtBot, open_window: Opener) -> None:
    main = open_window()
    study = study_window(qtbot, main, sizes="1, 2", seeds=1, epochs=1_000_000)
    study.start()
    show = study.show_
    assert show is not None
    qtbot.waitUntil(lambda: show.begun(0) and show.begun(1), timeout=_LONG)
    processes = processes_of(study)
    assert processes
    main.close()
    assert main.studies.window is None
    qtbot.waitUntil(lambda: not any(alive(process) for process in processes), timeout=2_000)


def test_that_every_kind_of_study_shows_its_results(qtbot: QtBot, window: MainWindow) -> None:
    study = study_window(qtbot, window, sizes="1", seeds=1, epochs=3)
    study.setup.trials.set_value(4)
    values = {"setting": ("0.1, 1", ""), "pair": ("1, 2", "0.5, 1"), "search": ("0.1..1", "0.001..0.1")}
    for mode in ("setting", "pair", "variants", "search"):
        study.setup.modes.pill(mode).click()
        one, other = values.get(mode, ("", ""))
        study.setup.one.set_values(one)
        study.setup.other.set_values(other)
        study.start()
        assert not study.setup.problem
        qtbot.waitUntil(lambda: not study.running, timeout=_LONG)
        assert study.show_ is not None
        assert study.show_.board.done == len(study.show_.board.trials) >= 2
        assert study.chart.chart.widget.isVisible()
        assert study.table.finding.text()
        assert study.chart.chart.widget.accessibleDescription() or mode in ("setting", "search")


def test_that_a_cluster_that_cannot_be_reached_is_told_in_one_line(qtbot: QtBot, window: MainWindow) -> None:
    study = study_window(qtbot, window, sizes="1", seeds=1, epochs=3)
    study.setup.address.setText("nowhere")
    study.start()
    qtbot.waitUntil(lambda: not study.running, timeout=_LONG)
    assert study.banner.isVisible()
    assert "\n" not in study.banner.text.text()
    assert study.header.start_button.isVisible()


def test_that_the_form_follows_the_experiment_until_there_are_results(qtbot: QtBot, window: MainWindow) -> None:
    study = study_window(qtbot, window, sizes="1", seeds=1, epochs=2)
    window.controller.propose({"training.l2": 0.01}, "Set L2")
    assert study.setup.experiment.training.l2 == 0.01
    assert study.setup.one.values == "1"
    study.start()
    qtbot.waitUntil(lambda: not study.running, timeout=_LONG)
    assert study.setup.current_button.isHidden()
    window.controller.propose({"training.l2": 0.1}, "Set L2")
    assert study.setup.experiment.training.l2 == 0.01
    study.setup.current_button.click()
    assert study.setup.experiment.training.l2 == 0.1
    assert study.header.export_button.isEnabled()
