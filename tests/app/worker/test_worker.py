"""The worker: every epoch told, commands before the next step, errors in words, and an end at any moment."""

from collections.abc import Iterator

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.app.worker.gate import AUTO, EASE_RATE, EASE_SECONDS, FrameGate, Mailbox
from playground.app.worker.worker import TrainingThread
from playground.experiment import UserError, change, load
from playground.training import Answers, MapRequest, Reason, Region, Report, Run
from tests.asking import refusal, told

MISFIT = "softmax_cross_entropy"
"""A loss that petals' sigmoid output does not fit."""


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[TrainingThread]:
    """A running worker on the lab petals, whose first report has been taken."""
    thread = TrainingThread(load("petals"), FrameGate())
    with qtbot.waitSignal(thread.epochs_completed):
        thread.start()
    thread.mailbox.take()
    yield thread
    thread.stop()


def next_report(qtbot: QtBot, worker: TrainingThread) -> Report:
    qtbot.waitUntil(lambda: not worker.mailbox.empty, timeout=5_000)
    report = worker.mailbox.take()
    assert report is not None
    return report


def test_that_a_paused_run_emits_no_report(qtbot: QtBot, worker: TrainingThread) -> None:
    with qtbot.assertNotEmitted(worker.epochs_completed, wait=150):
        pass


def test_that_at_most_one_report_waits_and_the_next_has_every_epoch_since(qtbot: QtBot, worker: TrainingThread) -> None:
    worker.play()
    first = next_report(qtbot, worker)
    qtbot.wait(100)
    second, third = next_report(qtbot, worker), next_report(qtbot, worker)
    epochs = np.concatenate([report.rows["epoch"] for report in (first, second, third)])
    assert np.array_equal(epochs, np.arange(epochs[0], epochs[0] + len(epochs)))


def epochs_allowed(seconds: float) -> float:
    """Epochs of an ease-in: its rate, summed up to so many seconds of training."""
    return np.inf if seconds >= EASE_SECONDS else 1 + EASE_RATE * seconds / (1 - seconds / EASE_SECONDS)


def test_that_a_run_is_eased_in_and_a_branch_again(qtbot: QtBot, worker: TrainingThread) -> None:
    worker.set_speed(AUTO)
    worker.play()
    while (report := next_report(qtbot, worker)).snapshot.epoch < 20:
        assert report.snapshot.epoch <= epochs_allowed(report.seconds)
    assert report.easing
    worker.end_ease_in()
    while (report := next_report(qtbot, worker)).snapshot.epoch < 600:
        pass
    assert report.seconds < EASE_SECONDS * 600 / 720, "sooner than the ease-in allows"
    worker.travel(lambda timeline: timeline.look_at(100))
    while not (report := next_report(qtbot, worker)).standing.looking_back:
        pass
    before = report.seconds
    worker.play()
    while (report := next_report(qtbot, worker)).snapshot.epoch < 110:
        assert report.standing.looking_back or report.snapshot.epoch - 100 <= epochs_allowed(report.seconds - before)
    worker.pause()


def test_that_a_closed_gate_holds_the_worker(qtbot: QtBot, worker: TrainingThread) -> None:
    worker.play()
    next_report(qtbot, worker)
    with worker._gate.closed():
        qtbot.wait(30)  # whatever step was under way is over
        before = worker._bench.run.epochs_done, worker._bench.run.steps_done
        qtbot.wait(50)
        assert (worker._bench.run.epochs_done, worker._bench.run.steps_done) == before
    qtbot.waitUntil(lambda: worker._bench.run.epochs_done > before[0], timeout=5_000)


def test_that_snapshots_share_nothing_with_the_network(qtbot: QtBot, worker: TrainingThread) -> None:
    worker.look_at(MapRequest(Region(-4, 4, -4, 4)))
    report = next_report(qtbot, worker)
    assert report.snapshot.maps is not None
    pictures = [report.snapshot.maps.output, *report.snapshot.maps.layers, *report.snapshot.parameters.values()]
    before = [picture.copy() for picture in pictures]
    told(qtbot, worker, lambda run: run.train(50))
    next_report(qtbot, worker)
    assert all(np.array_equal(one, other) for one, other in zip(before, pictures, strict=True))


def fail(_run: Run) -> None:
    raise RuntimeError("a bolt came loose")


def test_that_a_task_that_fails_says_so_and_the_thread_lives_on(qtbot: QtBot, worker: TrainingThread) -> None:
    assert "a bolt came loose" in str(refusal(qtbot, worker, fail))
    told(qtbot, worker, lambda run: run.epoch())


def test_that_commands_that_fail_hold_up_neither_the_next_ones_nor_the_end(
    qtbot: QtBot, worker: TrainingThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_memory(*_: object) -> bool:
        raise MemoryError

    monkeypatch.setattr(Run, "prepare", out_of_memory)
    with qtbot.waitSignals([worker.failed, worker.failed, worker.worked]):
        worker.apply(load("quadrants"))
        worker.apply(load("playground"))
        worker.ask(lambda run: run.epochs_done)
    worker.apply(load("quadrants"))
    worker.stop()
    assert worker.isFinished()


def test_that_a_run_that_could_not_be_built_is_built_by_the_next_change(qtbot: QtBot) -> None:
    petals = load("petals")
    misfit = msgspec.structs.replace(petals, training=msgspec.structs.replace(petals.training, loss=MISFIT))
    thread = TrainingThread(misfit, FrameGate())
    with qtbot.waitSignal(thread.failed):
        thread.start()
    with qtbot.waitSignal(thread.epochs_completed):
        thread.apply(petals)
    thread.stop()


def test_that_going_on_after_divergence_tells_every_row_that_took_the_place_of_another(
    qtbot: QtBot, worker: TrainingThread
) -> None:
    worker.apply(change(load("petals"), {"training.optimizer.learning_rate": 30.0}))
    rows: dict[float, float] = {}

    def follow() -> None:
        report = worker.mailbox.take()
        if report is not None:
            if report.restarted:
                rows.clear()
            rows.update(zip(report.rows["epoch"].tolist(), report.rows["train_loss"].tolist(), strict=True))

    with qtbot.waitSignal(worker.ended) as ended:
        worker.play()
    assert ended.args[0].reason is Reason.DIVERGENCE
    follow()
    worker.apply(change(load("petals"), {"training.optimizer.learning_rate": 1.0}))
    worker.play()
    qtbot.wait(150)
    worker.pause()
    for _ in range(5):
        qtbot.wait(40)
        follow()
    answer = told(qtbot, worker, lambda run: run.history["train_loss"].tolist())
    assert [rows[epoch] for epoch in sorted(rows)] == answer[1:]  # row 0 came with the first report
    assert sorted(rows) == list(range(1, len(rows) + 1))


def test_that_stopping_does_not_wait_for_a_single_long_epoch(qtbot: QtBot) -> None:
    long = {"data.source.samples": 10_000, "training.batch_size": 1, "training.epochs": 3}
    thread = TrainingThread(change(load("playground"), long), FrameGate())
    with qtbot.waitSignal(thread.epochs_completed):
        thread.start()
    thread.mailbox.take()
    thread.step_epoch()
    qtbot.wait(50)
    thread.stop()
    assert thread._bench.run.epochs_done == 0
    assert 0 < thread._bench.run.steps_done < 5_000


def test_that_beginning_another_experiment_pauses_and_starts_from_nothing(qtbot: QtBot, worker: TrainingThread) -> None:
    worker.play()
    next_report(qtbot, worker)
    with qtbot.waitSignal(worker.paused):
        worker.leave(1, load("petals"))
    assert told(qtbot, worker, lambda run: run.epochs_done) == 0


def test_that_fewer_epochs_than_are_done_end_the_run_at_once(qtbot: QtBot, worker: TrainingThread) -> None:
    worker.play()
    qtbot.waitUntil(lambda: worker._bench.run.epochs_done > 50, timeout=5_000)
    with qtbot.waitSignals([worker.ended, worker.paused]):
        worker.apply(change(load("petals"), {"training.epochs": 10}))


def test_that_a_refused_task_gives_its_reason(qtbot: QtBot, worker: TrainingThread) -> None:
    def refuse(_run: Run) -> None:
        raise UserError("not today; try tomorrow")

    assert str(refusal(qtbot, worker, refuse)) == "not today; try tomorrow"


def test_that_an_experiment_that_does_not_fit_is_told_and_the_run_goes_on(qtbot: QtBot, worker: TrainingThread) -> None:
    petals = load("petals")
    training = msgspec.structs.replace(petals.training, loss=MISFIT)
    misfit = msgspec.structs.replace(petals, training=training)
    with qtbot.waitSignal(worker.failed) as failed:
        worker.apply(misfit)
    assert failed.args[0].startswith("training.loss")
    assert told(qtbot, worker, lambda run: run.experiment) == load("petals")


def test_that_a_rate_changed_while_it_trains_counts_from_the_next_step(qtbot: QtBot, worker: TrainingThread) -> None:
    worker.play()
    next_report(qtbot, worker)
    worker.apply(change(load("petals"), {"training.optimizer.learning_rate": 0.25}))
    answer = told(qtbot, worker, lambda run: (run.optimizer.learning_rate, run.epochs_done))
    assert answer[0] == 0.25
    assert answer[1] > 0


def test_that_play_at_the_last_epoch_says_so(qtbot: QtBot, worker: TrainingThread) -> None:
    worker.apply(change(load("petals"), {"training.epochs": 3}))
    with qtbot.waitSignal(worker.ended) as ended:
        worker.play()
    assert ended.args[0].reason is Reason.EPOCHS
    with qtbot.waitSignal(worker.ended):
        worker.play()


@pytest.mark.parametrize("training", [False, True])
def test_that_stopping_takes_a_moment_only(qtbot: QtBot, training: bool) -> None:
    worker = TrainingThread(load("playground"), FrameGate())
    worker.start()
    if training:
        with qtbot.waitSignal(worker.playing):
            worker.play()
    worker.stop()
    assert worker.isFinished()


def test_that_the_mailbox_holds_the_newest_letter() -> None:
    box: Mailbox[int] = Mailbox()
    assert box.take() is None
    box.put(1)
    box.put(2)
    assert not box.empty
    assert box.take() == 2
    assert box.empty


def test_that_weights_put_into_an_untrained_run_begin_a_new_curve(qtbot: QtBot, worker: TrainingThread) -> None:
    weights = {name: array + 1 for name, array in Run(load("petals")).network.parameters.items()}
    worker.ask(lambda run: run.put_parameters(weights))
    report = next_report(qtbot, worker)
    assert report.restarted
    assert np.array_equal(report.snapshot.parameters["output.bias"], weights["output.bias"])


def test_that_a_stop_in_the_very_moment_of_another_command_ends_the_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = TrainingThread(change(load("playground"), {"training.epochs": 10_000_000}), FrameGate())
    obey = thread._obey
    told: list[bool] = []

    def told_to_stop_just_before() -> None:
        if told:
            thread._stopping = True
            thread._called.set()
        obey()

    monkeypatch.setattr(thread, "_obey", told_to_stop_just_before)
    thread.start()
    with qtbot.waitSignal(thread.playing):
        thread.play()
    told.append(True)
    thread.set_speed(None)
    assert thread.wait(5_000)


def test_that_answers_come_while_they_are_asked_for(qtbot: QtBot, worker: TrainingThread) -> None:
    worker.watch("answers", lambda run: run.answers("test"))
    answers = next_report(qtbot, worker).snapshot.watched["answers"]
    assert isinstance(answers, Answers)
    assert (answers.part, len(answers.predicted)) == ("test", 400)
    worker.watch("answers", None)
    assert next_report(qtbot, worker).snapshot.watched == {}


def test_that_training_sends_answers_now_and_then_and_the_last_when_it_pauses(
    qtbot: QtBot, worker: TrainingThread
) -> None:
    worker.watch("answers", lambda run: run.answers("train"))
    worker.play()
    reports = [next_report(qtbot, worker) for _ in range(60)]
    answered = [report for report in reports if "answers" in report.snapshot.watched]
    assert 1 <= len(answered) < len(reports)
    with qtbot.waitSignal(worker.paused):
        worker.pause()
    # A report of before the pause may wait still; it must not be thrown away unseen, since it may be the last already.
    while "answers" not in (last := next_report(qtbot, worker).snapshot).watched:
        pass
    answers = last.watched["answers"]
    assert isinstance(answers, Answers)
    assert (answers.predicted == answers.actual).mean() == pytest.approx(last.scores["train"].accuracy)
