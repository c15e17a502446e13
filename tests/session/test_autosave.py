"""The autosave: what changed is written, whole at any moment, found after a crash, and gone after a clean end."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from playground.experiment import UserError, change, load
from playground.session import Autosave, Desk, KeptStudy, open_session, recoverable
from playground.training import Run, Timeline

pytestmark = pytest.mark.slow

PETALS = change(load("petals"), {"data.source.samples": 60, "data.source.fresh_test": 0, "training.batch_size": 20})


def begun(epochs: int = 10) -> Timeline:
    timeline = Timeline(Run(PETALS))
    timeline.run.train(epochs=epochs)
    return timeline


@pytest.fixture
def autosave(tmp_path: Path) -> Iterator[Autosave]:
    made = Autosave(tmp_path / "kept", every=0.0)
    yield made
    made.close()


def written(autosave: Autosave, timeline: Timeline) -> None:
    autosave.take(timeline)
    assert autosave.flush(10), autosave.broken


def assert_opens_as(place: Path, run: Run) -> None:
    other = open_session(place).run
    for name, array in run.state().items():
        np.testing.assert_array_equal(array, other.state()[name], err_msg=name)
    assert other.moments.epochs == run.moments.epochs


def test_that_what_is_kept_opens_at_every_moment_as_the_run_then_was(autosave: Autosave) -> None:
    timeline = begun()
    for _ in range(4):
        written(autosave, timeline)
        assert_opens_as(autosave.place, timeline.run)
        timeline.run.train(epochs=7)
        timeline.run.step()
    timeline.look_at(5)
    timeline.depart()
    timeline.run.train(epochs=2)
    written(autosave, timeline)
    assert_opens_as(autosave.place, timeline.run)
    timeline.run.reset()
    written(autosave, timeline)
    assert_opens_as(autosave.place, timeline.run)
    assert [info.epochs for info in open_session(autosave.place).timeline.standing().runs][:2] == [38, 7]


def test_that_what_grew_is_appended_and_what_stayed_is_not_written_again(autosave: Autosave) -> None:
    timeline = begun(300)
    written(autosave, timeline)
    (packs,) = autosave.place.glob("packs-*.bin")
    size = packs.stat().st_size
    timeline.run.train(epochs=3)
    written(autosave, timeline)
    assert autosave.place.glob("packs-*.bin").__next__() == packs
    assert 0 < packs.stat().st_size - size < size / 50
    assert len(list(autosave.place.iterdir())) == 4, "the lock, the description, what grows and the state"


def test_that_it_is_due_only_after_a_change(autosave: Autosave) -> None:
    timeline = begun()
    assert autosave.due(timeline)
    written(autosave, timeline)
    for change_ in (
        lambda: timeline.run.step(),
        lambda: timeline.run.train(epochs=1),
        lambda: timeline.rename(timeline.standing().current, "mine"),
        lambda: timeline.look_at(3),
        lambda: timeline.run.network.parameters["output.bias"].__setitem__(..., 5.0),
        lambda: setattr(autosave, "desk", Desk(report={"purpose": "to see"})),
        lambda: timeline.run.reset(),
    ):
        wait_until_looked_again(autosave)
        assert not autosave.due(timeline)
        change_()
        wait_until_looked_again(autosave)
        assert autosave.due(timeline)
        written(autosave, timeline)


def test_that_what_training_has_come_to_is_taken_as_soon_as_it_stops(tmp_path: Path) -> None:
    autosave, timeline = Autosave(tmp_path, every=1000.0), begun()
    assert autosave.due(timeline)
    autosave.take(timeline)
    timeline.run.train(epochs=1)
    assert not autosave.due(timeline), "while it trains, the next time is far"
    assert autosave.due(timeline, training=False), "whoever asks may draw for seconds now"
    autosave.take(timeline)
    assert not autosave.due(timeline, training=False)
    autosave.close()


def test_that_nothing_is_written_before_there_is_something_to_lose(autosave: Autosave) -> None:
    autosave.needed, timeline = False, begun()
    assert not autosave.due(timeline)
    autosave.needed = True
    assert autosave.due(timeline)


def wait_until_looked_again(autosave: Autosave) -> None:
    autosave._next = 0.0


def test_that_what_lies_beside_the_runs_is_kept(autosave: Autosave) -> None:
    autosave.desk = Desk(name="Li", report={"purpose": "x"}, studies=(KeptStudy(title="s", content=b"abc" * 1000),))
    timeline = begun()
    written(autosave, timeline)
    timeline.run.train(epochs=2)
    written(autosave, timeline)
    assert open_session(autosave.place).desk == autosave.desk


def test_that_a_long_sitting_does_not_fill_the_disk(autosave: Autosave, monkeypatch: pytest.MonkeyPatch) -> None:
    from playground.session import autosave as module

    monkeypatch.setattr(module, "_SPARE", 10_000)
    timeline = begun(5)
    largest = 0
    for _ in range(40):
        timeline.run.reset()
        timeline.run.train(epochs=20)
        written(autosave, timeline)
        largest = max(largest, sum(file.stat().st_size for file in autosave.place.iterdir()))
    standing = timeline.standing()
    assert largest < 6 * (standing.nbytes + 50_000)
    assert_opens_as(autosave.place, timeline.run)


def test_that_other_data_are_written_when_they_come(autosave: Autosave) -> None:
    timeline = begun()
    written(autosave, timeline)
    timeline.apply(change(PETALS, {"data.source.seed": 9}))
    timeline.run.train(epochs=2)
    written(autosave, timeline)
    assert_opens_as(autosave.place, timeline.run)


def test_that_a_clean_end_leaves_nothing(tmp_path: Path) -> None:
    autosave = Autosave(tmp_path)
    autosave.take(begun())
    autosave.close()
    assert list(tmp_path.iterdir()) == []
    assert recoverable(tmp_path) == []


def test_that_a_full_disk_costs_nothing(autosave: Autosave, monkeypatch: pytest.MonkeyPatch) -> None:
    timeline = begun()
    written(autosave, timeline)
    before = timeline.run.state()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        timeline.run.train(epochs=5)
        autosave.take(timeline)
        assert not autosave.flush(10)
        assert "No space left on device" in str(autosave.broken)
    kept = open_session(autosave.place).run.state()
    for name, array in before.items():
        np.testing.assert_array_equal(array, kept[name], err_msg=name)
    wait_until_looked_again(autosave)
    assert autosave.due(timeline)
    written(autosave, timeline)
    assert autosave.broken is None
    assert_opens_as(autosave.place, timeline.run)
    assert len(list(autosave.place.iterdir())) == 4


def test_that_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="nothing can be kept there"):
        Autosave(tmp_path / "file" / "kept")


SITTING = """
import sys, time
from playground.experiment import change, load
from playground.session import Autosave
from playground.training import Run, Timeline

timeline = Timeline(Run(change(load("petals"), {"data.source.samples": 60, "data.source.fresh_test": 0})))
autosave = Autosave(sys.argv[1], every=float(sys.argv[2]))
print("ready", flush=True)
while True:
    timeline.run.train(epochs=5)
    if autosave.due(timeline):
        autosave.take(timeline)
        print(timeline.run.epochs_done, flush=True)
    if timeline.run.epochs_done % 400 == 0:
        timeline.run.reset()
"""


def sitting(folder: Path, every: float = 0.0) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", SITTING, str(folder), str(every)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_that_a_kill_at_any_moment_leaves_something_whole(tmp_path: Path) -> None:
    """A tenth of what `benchmarks/long` tries."""
    source, found = random.Random(2), 0
    for number in range(10):
        folder = tmp_path / str(number)
        with sitting(folder) as process:
            assert process.stdout is not None
            for _ in range(source.randint(1, 12)):  # A line each time that something is about to be written.
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
        for recovery in recoverable(folder):
            run = open_session(recovery.path).run
            assert (run.epochs_done, run.experiment.name) == (recovery.epoch, recovery.name)
            run.train(epochs=1)
            recovery.discard()
            found += 1
        assert recoverable(folder) == []
    assert found >= 8


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_that_the_sittings_of_others_are_theirs_until_they_crash(tmp_path: Path) -> None:
    with sitting(tmp_path) as one, sitting(tmp_path) as two:
        assert one.stdout is not None
        one.stdout.readline()
        assert recoverable(tmp_path) == []
        one.send_signal(signal.SIGKILL)
        one.wait()
        two.send_signal(signal.SIGSTOP)
        (left,) = recoverable(tmp_path)
        assert left.saved <= time.time()
        two.send_signal(signal.SIGKILL)


def test_that_empty_places_of_the_dead_are_cleared_away(tmp_path: Path) -> None:
    old = tmp_path / "sitting-old"
    old.mkdir()
    (old / "lock").touch()
    os.utime(old, (1, 1))
    new = tmp_path / "sitting-new"
    new.mkdir()
    assert recoverable(tmp_path) == []
    assert not old.exists()
    assert new.exists()
    assert recoverable(tmp_path / "nowhere") == []
