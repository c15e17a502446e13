"""A journal keeps what came, whatever happens to the program."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from playground.experiment import Experiment, UserError, encode
from playground.studies import Axis, InProcess, Journal, Result, StudyRun, Sweep, run_study
from playground.studies import journal as journal_module

Numbers = Callable[[Iterable[Result]], list[object]]
ROOT = Path(__file__).parents[2]


def kept(sweep: Sweep, path: Path) -> tuple[Result, ...]:
    """What a journal holds."""
    journal = Journal(path)
    running = StudyRun(sweep, InProcess(), journal=journal)
    journal.close()
    return running.results


def trained(sweep: Sweep, path: Path) -> tuple[tuple[Result, ...], list[int]]:
    """The results with this journal, and which trials had to be trained."""
    ended: list[int] = []
    journal = Journal(path)
    results = run_study(sweep, InProcess(), journal=journal, on_result=lambda trial, _: ended.append(trial.number))
    journal.close()
    return results, ended


def test_that_a_study_that_is_done_is_not_trained_again(sweep: Sweep, tmp_path: Path) -> None:
    first, ended = trained(sweep, tmp_path / "j")
    assert len(ended) == 6
    assert trained(sweep, tmp_path / "j") == (first, [])


def test_that_r_squared_is_kept_and_a_journal_of_before_it_is_gone_on_with(
    values: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = Sweep(values, (Axis("network.layers.0.units", (1, 3)),))
    first, _ = trained(sweep, tmp_path / "j")
    assert all(set(each.r_squared) == set(each.scores) for each in first)
    assert kept(sweep, tmp_path / "j") == first

    class Before(msgspec.Struct, tag="result"):
        """A result's record without the field."""

        number: int
        epochs: int
        reason: str
        message: str
        scores: dict[str, tuple[float, float | None]]
        parameters: int
        seconds: float

    monkeypatch.setattr(journal_module, "_Result", lambda *fields: Before(*fields[:7]))
    trained(sweep, tmp_path / "old")
    monkeypatch.undo()
    old, ended = trained(sweep, tmp_path / "old")
    assert (ended, [each.scores for each in old]) == ([], [each.scores for each in first])
    assert old[0].figure("test_r2") is None


def test_that_the_states_of_trials_are_opened_from_the_journal(sweep: Sweep, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    running = StudyRun(sweep, InProcess(), journal=journal)
    running.run()
    before = running.open(4)
    journal.close()
    again = Journal(tmp_path / "j")
    after = StudyRun(sweep, InProcess(), journal=again).open(4)
    again.close()
    assert after.epochs_done == 50
    np.testing.assert_array_equal(before.network.values, after.network.values)
    np.testing.assert_array_equal(before.history["test_loss"], after.history["test_loss"])


@pytest.mark.parametrize("cut", [1, 7, 13, 40])
def test_that_a_torn_last_record_is_done_again_and_the_others_stand(cut: int, sweep: Sweep, tmp_path: Path) -> None:
    whole, _ = trained(sweep, tmp_path / "j")
    content = (tmp_path / "j").read_bytes()
    (tmp_path / "j").write_bytes(content[:-cut])
    assert len(kept(sweep, tmp_path / "j")) == 5
    results, ended = trained(sweep, tmp_path / "j")
    assert len(ended) == 1
    assert [each.scores for each in results] == [each.scores for each in whole]
    assert kept(sweep, tmp_path / "j") == results


def test_that_a_journal_cut_anywhere_is_read(sweep: Sweep, tmp_path: Path) -> None:
    trained(sweep, tmp_path / "j")
    content = (tmp_path / "j").read_bytes()
    for length in [*range(60), *range(60, len(content), 997)]:
        (tmp_path / "cut").write_bytes(content[:length])
        assert len(kept(sweep, tmp_path / "cut")) <= 6


def test_that_the_journal_of_another_study_or_another_file_is_refused_and_left_alone(
    sweep: Sweep, small: Experiment, tmp_path: Path
) -> None:
    trained(sweep, tmp_path / "j")
    content = (tmp_path / "j").read_bytes()
    other = Sweep(small, (Axis("network.layers.0.units", (1, 3)),), seeds=2)
    with pytest.raises(UserError, match="this is the journal of another study; choose another file"):
        kept(other, tmp_path / "j")
    assert (tmp_path / "j").read_bytes() == content
    (tmp_path / "text").write_text("my only copy", encoding="utf-8")
    with pytest.raises(UserError, match="this is no journal of a study; choose another file"):
        kept(sweep, tmp_path / "text")
    assert (tmp_path / "text").read_text(encoding="utf-8") == "my only copy"
    with pytest.raises(UserError, match="cannot be written"):
        kept(sweep, tmp_path)


def test_that_a_trial_that_failed_is_tried_again(sweep: Sweep, tmp_path: Path, numbers: Numbers) -> None:
    class Broken(InProcess):
        def submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
            if arguments[0].experiment.network.layers[0].units == 3:
                raise ConnectionError("gone")
            return super().submit(function, *arguments)

    journal = Journal(tmp_path / "j")
    first = run_study(sweep, Broken(), journal=journal)
    journal.close()
    assert [result.reason for result in first] == ["epochs"] * 2 + ["failed"] * 2 + ["epochs"] * 2
    results, ended = trained(sweep, tmp_path / "j")
    assert sorted(ended) == [2, 3]
    assert numbers(results) == numbers(run_study(sweep, InProcess()))


KILLED = """
import os, signal, sys
from playground.experiment import decode
from playground.studies import Axis, InProcess, Journal, Sweep, run_study
study = Sweep(decode(sys.stdin.read(), "stdin"), (Axis("network.layers.0.units", (1, 3, 8)),), seeds=2)
seen = []
def kill(trial, result):
    seen.append(trial.number)
    if len(seen) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
run_study(study, InProcess(), journal=Journal(sys.argv[1]), on_result=kill)
"""


@pytest.mark.skipif(os.name != "posix", reason="a signal that cannot be caught")
def test_that_a_study_goes_on_after_its_coordinator_was_killed(
    sweep: Sweep, small: Experiment, tmp_path: Path, numbers: Numbers
) -> None:
    path = tmp_path / "j"
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)], input=encode(small), text=True, cwd=ROOT, timeout=60, check=False
    )
    assert ran.returncode == -signal.SIGKILL
    assert len(kept(sweep, path)) == 3
    results, ended = trained(sweep, path)
    assert len(ended) == 3
    assert numbers(results) == numbers(run_study(sweep, InProcess()))
