"""A journal belongs to one study at a time and to its data, and what is under way is kept now and then."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest

from playground.experiment import Experiment, UserError, change, encode
from playground.studies import (
    Axis,
    DataChanged,
    InProcess,
    Journal,
    OneOf,
    Result,
    Search,
    StudyRun,
    Sweep,
    coordinator,
    run_study,
)
from playground.studies import journal as journals
from playground.training.state import State

Numbers = Callable[[Iterable[Result]], list[object]]
ROOT = Path(__file__).parents[2]
UNITS = "network.layers.0.units"


def on_table(small: Experiment, path: Path) -> Sweep:
    """Two sizes, trained on a person's table."""
    rows = "".join(f"{i},{i * i % 7},{'ab'[i % 2]}\n" for i in range(40))
    path.write_text("x,y,k\n" + rows, encoding="utf-8")
    source = {"kind": "file", "path": str(path), "target": "k"}
    return Sweep(change(small, {"data.source": source}), (Axis(UNITS, (1, 3)),), epochs=5)


def test_that_a_journal_of_data_that_have_changed_is_refused_and_left_alone(small: Experiment, tmp_path: Path) -> None:
    table, path = tmp_path / "c.csv", tmp_path / "j"
    sweep = on_table(small, table)
    run_study(sweep, InProcess(), journal=Journal(path))
    before, old = path.read_bytes(), table.read_text()
    table.write_text(old.replace("3,2,b", "3,2,a"), encoding="utf-8")
    with pytest.raises(UserError, match="the data have changed since this journal was begun; choose another file, or"):
        StudyRun(sweep, InProcess(), journal=Journal(path))
    assert path.read_bytes() == before
    table.write_text(old, encoding="utf-8")
    os.utime(table, (1, 1))
    running = StudyRun(sweep, InProcess(), journal=Journal(path))
    assert len(running.results) == 2
    table.unlink()
    with pytest.raises(UserError, match=r"c\.csv"):
        StudyRun(sweep, InProcess(), journal=Journal(path))


def test_that_a_journal_that_is_nowhere_takes_no_other_data_either(small: Experiment, tmp_path: Path) -> None:
    table, journal = tmp_path / "c.csv", Journal()
    sweep = on_table(small, table)
    before = cancelled(sweep, journal, 1).results
    table.write_text(table.read_text().replace("3,2,b", "3,2,a"), encoding="utf-8")
    with pytest.raises(DataChanged, match="changed since this study was begun; begin it anew, with another journal"):
        StudyRun(sweep, InProcess(), journal=journal)
    on_table(small, table)
    assert StudyRun(sweep, InProcess(), journal=journal).results == before


def test_that_a_trial_of_a_search_is_not_opened_on_other_data(small: Experiment, tmp_path: Path) -> None:
    table = tmp_path / "c.csv"
    split = {"data.split.train": 0.5, "data.split.validation": 0.25, "data.split.test": 0.25}
    search = Search(change(on_table(small, table).experiment, split), {UNITS: OneOf((1, 2))}, 2, epochs=5)
    running = StudyRun(search, InProcess())
    running.run()
    assert running.open(1).epochs_done == 5
    table.write_text(table.read_text().replace("3,2,b", "3,2,a"), encoding="utf-8")
    with pytest.raises(DataChanged, match="the data have changed since this trial was trained, so it cannot be opened"):
        running.open(1)


def test_that_the_journal_of_an_earlier_version_is_refused_and_left_alone(sweep: Sweep, tmp_path: Path) -> None:
    (tmp_path / "j").write_bytes(b"playground study journal 1\nwhatever came")
    with pytest.raises(UserError, match="an earlier version's, which did not note the data; choose another file"):
        StudyRun(sweep, InProcess(), journal=Journal(tmp_path / "j"))
    assert (tmp_path / "j").read_bytes() == b"playground study journal 1\nwhatever came"


def test_that_a_second_study_on_one_journal_is_refused_until_the_first_has_closed_it(
    sweep: Sweep, tmp_path: Path
) -> None:
    path = tmp_path / "j"
    first = Journal(path)
    running = StudyRun(sweep, InProcess(), journal=first)
    before = path.read_bytes()
    with pytest.raises(UserError, match="another study is writing to this journal; wait for its end, or choose"):
        StudyRun(sweep, InProcess(), journal=Journal(path))
    assert path.read_bytes() == before
    assert len(running.run()) == 6
    first.close()
    assert len(StudyRun(sweep, InProcess(), journal=Journal(path)).results) == 6


def cancelled(sweep: Sweep, journal: Journal, slices: int) -> StudyRun:
    """A study that was cancelled after so many slices."""
    cancel, seen = threading.Event(), []

    def count(*_: object) -> None:
        seen.append(1)
        if len(seen) == slices:
            cancel.set()

    running = StudyRun(sweep, InProcess(), journal=journal)
    running.run(on_slice=count, cancelled=cancel)
    return running


@pytest.mark.usefixtures("thin_slices")
def test_that_a_study_goes_on_from_its_states_with_a_journal_that_is_still_open(sweep: Sweep, numbers: Numbers) -> None:
    journal = Journal()
    before = cancelled(sweep, journal, 8)
    states = {number: before.state(number) for number in range(6)}
    again = StudyRun(sweep, InProcess(), journal=journal)
    assert again.results == before.results
    assert any(states.values())
    for number, state in states.items():
        after = again.state(number)
        assert (state is None) == (after is None)
        if state is not None and after is not None:
            for name, array in state.items():
                np.testing.assert_array_equal(array, after[name])
    assert numbers(again.run()) == numbers(run_study(sweep, InProcess()))


def test_that_states_written_again_and_again_do_not_fill_the_disk(
    sweep: Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, state = tmp_path / "j", {"a": np.arange(10_000.0)}
    journal = Journal(path)
    journal.begin(sweep.trials())
    monkeypatch.setattr(journals, "MOST_STATE_BYTES", 700_000)
    for moment in range(200):
        journal.add_state(moment % 3, moment, moment + 1.0, {"a": state["a"] + moment})
    assert path.stat().st_size < 700_000
    assert not journal.broken
    journal.close()
    again = Journal(path)
    again.begin(sweep.trials())
    for number, moment in ((0, 198), (1, 199), (2, 197)):
        kept = again.state(number)
        assert kept is not None
        assert (kept[0]["a"][0], kept[1:]) == (moment, (moment, moment + 1.0))


def test_that_growing_states_of_many_sessions_are_all_kept(
    sweep: Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "MOST_STATE_BYTES", 3_000_000)
    for session in range(40):
        journal = Journal(tmp_path / "j")
        journal.begin(sweep.trials())
        for number in range(4):
            journal.add_state(number, session, session + 1.0, {"a": np.zeros(1000 + 250 * session)})
            kept = journal.state(number)
            assert kept is not None
            assert kept[1] == session
        journal.close()
    assert (tmp_path / "j").stat().st_size < 2_000_000


def test_that_a_state_torn_in_the_room_of_another_costs_nothing_else(sweep: Sweep, tmp_path: Path) -> None:
    path = tmp_path / "j"
    journal = Journal(path)
    journal.begin(sweep.trials())
    journal.add_state(1, 9, 9.0, {"a": np.full(1000, 9)})
    for moment in range(4):
        journal.add_state(0, moment, moment + 1.0, {"a": np.full(1000, moment)})
    journal.close()
    content = bytearray(path.read_bytes())
    place = content.index(np.full(1000, 3).tobytes())
    content[place + 50] ^= 255
    path.write_bytes(content)
    again = Journal(path)
    again.begin(sweep.trials())
    first, second = again.state(0), again.state(1)
    assert first is not None
    assert second is not None
    assert (first[1], second[1]) == (2, 9)


@pytest.mark.usefixtures("thin_slices")
def test_that_what_is_under_way_is_written_in_time_and_no_state_stays_where_none_is_wanted(
    sweep: Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coordinator, "ASIDE_SECONDS", 0.0)
    journal = Journal(tmp_path / "j", ends=False)
    written: list[int] = []
    add = journal.add_state

    def count(number: int, epoch: int, seconds: float, state: State, **last: bool) -> None:
        written.append(number)
        add(number, epoch, seconds, state, **last)

    monkeypatch.setattr(journal, "add_state", count)
    run_study(sweep, InProcess(), journal=journal)
    assert written
    assert all(journal.state(number) is None for number in range(6))
    journal.close()
    again = Journal(tmp_path / "j", ends=False)
    again.begin(sweep.trials())
    assert len(again.results) == 6
    assert all(again.state(number) is None for number in range(6))


KILLED = """
import os, signal, sys
from playground.experiment import decode
from playground.studies import Axis, InProcess, Journal, Sweep, coordinator, run_study, queue
coordinator.ASIDE_SECONDS, coordinator._ASIDE_SHARE = 0, 1e9
queue.FIRST_SECONDS = queue.SECONDS = 0.02
study = Sweep(decode(sys.stdin.read(), "stdin"), (Axis("network.layers.0.units", (1, 3, 8)),), epochs=100000)
seen = []
def kill(trial, piece):
    seen.append(trial.number)
    if len(seen) == 12:
        os.kill(os.getpid(), signal.SIGKILL)
run_study(study, InProcess(), journal=Journal(sys.argv[1]), on_slice=kill)
"""


@pytest.mark.skipif(os.name != "posix", reason="a signal that cannot be caught")
def test_that_a_study_that_was_killed_goes_on_from_what_was_under_way(small: Experiment, tmp_path: Path) -> None:
    path = tmp_path / "j"
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)], input=encode(small), text=True, cwd=ROOT, timeout=60, check=False
    )
    assert ran.returncode == -signal.SIGKILL
    study = Sweep(small, (Axis(UNITS, (1, 3, 8)),), epochs=100000)
    running = StudyRun(study, InProcess(), journal=Journal(path))
    epochs = [running.open(number).epochs_done for number in range(3)]
    assert min(epochs) > 0
