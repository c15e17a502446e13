"""The time machine: looking back, going on from there bit for bit, and the runs that were left."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.experiment import Experiment, change, load
from playground.training import MapRequest, ParameterInspection, Place, Region, Run, Timeline
from playground.training.branches import Branches, RunInfo, branch_of
from playground.training.moments import Moments

SETTINGS: dict[str, dict[str, Any]] = {
    "plain": {},
    "minibatches": {"training.batch_size": 30},
    "adam": {"training.optimizer.kind": "adam", "training.optimizer.learning_rate": 0.01, "training.batch_size": 30},
    "momentum": {"training.optimizer.kind": "momentum", "training.l1": 0.001, "training.l2": 0.01},
    "schedule": {"training.schedule.kind": "cosine", "training.epochs": 200},
    "dropout": {"network.layers.0.dropout": 0.3, "training.batch_size": 50},
    "batch norm": {
        "network.layers.0.batch_norm": True,
        "training.optimizer.kind": "nesterov",
        "training.batch_norm_learning_rate": 0.05,
        "training.batch_size": 30,
    },
    "float32": {"training.precision": "float32", "training.batch_size": 7},
    "patience": {"data.split.train": 0.5, "data.split.validation": 0.5, "training.stop.patience": 1000},
}
REQUEST = MapRequest(Region(-2, 2, -2, 2), 32, (16,))


def begun(experiment: Experiment) -> tuple[Run, Timeline]:
    timeline = Timeline(Run(experiment))
    return timeline.run, timeline


def assert_same_run(run: Run, other: Run, but: tuple[str, ...] = ()) -> None:
    first, second = run.state(), other.state()
    assert first.keys() == second.keys()
    for name in first:
        if not name.startswith(but):
            np.testing.assert_array_equal(first[name], second[name], err_msg=name)


def check_retracing(name: str, back: int, more: int) -> None:
    """Going on from an earlier moment is what going on at once would have been."""
    experiment = change(load("petals"), {"data.source.samples": 60, **SETTINGS[name]})
    run, timeline = begun(experiment)
    run.train(epochs=back + more)
    straight = Run(experiment)
    straight.restore(run.state())
    timeline.look_at(back)
    timeline.depart()
    assert run.epochs_done == back
    assert run.history.rows == back + 1
    run.train(epochs=more)
    # What the best state was is remembered only where someone waits for a better one; a full batch's steps are not.
    spare = () if experiment.training.stop.patience is not None else ("judge.best", "judge.patience")
    assert_same_run(run, straight, ("batches.", *spare))


@pytest.mark.parametrize("name", SETTINGS)
def test_that_a_branch_without_a_change_retraces_the_run_bit_for_bit(name: str) -> None:
    check_retracing(name, 11, 30)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.sampled_from(sorted(SETTINGS)), st.integers(0, 30), st.integers(1, 30))
def test_that_any_moment_of_any_run_can_be_gone_on_from(name: str, back: int, more: int) -> None:
    check_retracing(name, back, more)


def test_that_a_branch_retraces_even_the_divergence() -> None:
    run, timeline = begun(change(load("petals"), {"training.optimizer.learning_rate": 30}))
    expected = run.train()
    timeline.look_at(4)
    timeline.depart()
    assert run.train() == expected


def test_that_a_branch_retraces_how_patience_ends() -> None:
    split = {"data.split.train": 0.5, "data.split.validation": 0.5, "training.stop.patience": 25}
    run, timeline = begun(change(load("petals"), split))
    expected = run.train()
    assert expected is not None
    values = run.network.values.copy()
    timeline.look_at(expected.epoch + 10)
    timeline.depart()
    assert run.epochs_done == expected.epoch + 10
    assert run.train() == expected
    np.testing.assert_array_equal(run.network.values, values)


def test_that_patience_switched_on_since_counts_from_the_branch() -> None:
    split = {"data.split.train": 0.5, "data.split.validation": 0.5}
    run, timeline = begun(change(load("petals"), split))
    run.train(epochs=60)
    timeline.apply(change(run.experiment, {"training.stop.patience": 20}))
    timeline.look_at(40)
    timeline.depart()
    run.train(epochs=1)
    assert run.outcome is None


def test_that_another_optimizer_begins_at_rest_on_a_branch() -> None:
    run, timeline = begun(change(load("petals"), {"training.optimizer.kind": "momentum"}))
    run.train(epochs=30)
    timeline.look_at(10)
    timeline.apply(change(run.experiment, {"training.optimizer.kind": "nesterov"}))
    assert run.epochs_done == 10
    assert run.optimizer.state() == {"steps": 0}
    run.train(epochs=5)


def test_that_looking_back_shows_the_moment_and_leaves_the_run_alone() -> None:
    run, timeline = begun(load("petals"))
    straight = Run(load("petals"))
    straight.train(epochs=40)
    run.train(epochs=100)
    before = run.state()
    timeline.look_at(40.7)
    shown, expected = timeline.snapshot(REQUEST), straight.snapshot(REQUEST)
    assert (shown.epoch, shown.step) == (40, 0)
    assert shown.scores == expected.scores
    assert shown.learning_rate == expected.learning_rate
    assert shown.penalty == expected.penalty
    assert shown.base_rate_loss == expected.base_rate_loss
    assert shown.base_rate_accuracy == expected.base_rate_accuracy
    assert shown.update_ratios == pytest.approx(expected.update_ratios, rel=1e-6)
    assert shown.maps is not None
    assert expected.maps is not None
    np.testing.assert_array_equal(shown.maps.output, expected.maps.output)
    for name, array in expected.parameters.items():
        np.testing.assert_array_equal(shown.parameters[name], array)
    for name, array in run.state().items():
        np.testing.assert_array_equal(array, before[name])


def test_that_what_is_asked_of_an_earlier_moment_is_answered_as_it_was_then() -> None:
    run, timeline = begun(load("petals"))
    run.train(epochs=40)
    answers, look = run.answers("train"), run.inspection(Place("layer1.bias", (1,)))
    run.train(epochs=60)
    timeline.look_at(40)
    with timeline.standing_where_seen():
        then, closer = run.answers("train"), run.inspection(Place("layer1.bias", (1,)))
    assert answers is not None
    assert then is not None
    np.testing.assert_array_equal(then.predicted, answers.predicted)
    assert isinstance(look, ParameterInspection)
    assert isinstance(closer, ParameterInspection)
    assert closer.gradient == pytest.approx(look.gradient)
    assert closer.course[-1] == look.course[-1]


def test_that_values_are_looked_back_at_with_their_fit() -> None:
    run, timeline = begun(change(load("petals"), {"data.source.kind": "plane"}))
    run.train(epochs=10)
    expected = run.snapshot().fits
    run.train(epochs=10)
    timeline.look_at(10)
    assert timeline.snapshot().fits == expected


def test_that_the_moment_shown_is_the_last_kept_one_up_to_the_epoch() -> None:
    run, timeline = begun(load("petals"))
    run.moments = Moments(count_limit=8)
    run.reset()
    run.moments = Moments(count_limit=8)
    run.train(epochs=50)
    assert run.moments.epochs == (8, 16, 24, 32, 40, 48)
    seen = []
    for epoch in (23.9, 24, 49, 50, 700):
        timeline.look_at(epoch)
        seen.append(timeline.snapshot().epoch)
    assert seen == [16, 24, 48, 50, 50]
    assert not timeline.standing().looking_back


def test_that_stepping_goes_from_moment_to_moment_and_ends_at_the_present() -> None:
    run, timeline = begun(load("petals"))
    run.train(epochs=3)
    seen = []
    for by in (-1, -1, -1, -1, 1, 1, 1, 1):
        timeline.look_beside(by)
        seen.append(timeline.snapshot().epoch)
    assert seen == [2, 1, 0, 0, 1, 2, 3, 3]
    assert timeline.viewed is None


def test_that_what_a_diverged_run_went_through_can_be_looked_at() -> None:
    run, timeline = begun(change(load("petals"), {"training.optimizer.learning_rate": 30}))
    outcome = run.train()
    assert outcome is not None
    assert outcome.epoch < outcome.stopped_at - 2
    timeline.look_at(outcome.stopped_at - 2)
    assert timeline.snapshot().epoch == outcome.stopped_at - 2
    standing = timeline.standing()
    assert (standing.newest, standing.end) == (outcome.epoch, run.history.rows - 1)


def test_that_looking_back_does_not_make_one_forget_how_the_run_ended() -> None:
    run, timeline = begun(change(load("petals"), {"training.optimizer.learning_rate": 30}))
    outcome = run.train()
    timeline.look_at(3)
    with timeline.standing_where_seen():
        assert run.epochs_done == 3
    assert run.outcome is outcome


def test_that_it_is_remembered_where_a_run_diverged_that_was_left() -> None:
    run, timeline = begun(change(load("petals"), {"training.optimizer.learning_rate": 30}))
    outcome = run.train()
    assert outcome is not None
    timeline.look_at(3)
    timeline.depart()
    left, here = timeline.standing().runs
    assert (left.diverged_at, here.diverged_at) == (outcome.stopped_at, None)
    timeline.return_to(left.key)
    assert timeline.standing().runs[0].diverged_at == outcome.stopped_at


def test_that_a_task_meets_the_run_where_it_is_seen_and_leaves_it_where_it_is() -> None:
    run, timeline = begun(change(load("petals"), {**SETTINGS["adam"], "training.batch_size": 30}))
    run.train(epochs=20)
    run.step()
    before = run.state()
    timeline.look_at(5)
    with timeline.standing_where_seen():
        assert run.epochs_done == 5
        seen = timeline.snapshot().parameters["layer1.weight"]
        np.testing.assert_array_equal(run.network.parameters["layer1.weight"], seen)
    for name, array in run.state().items():
        if not name.startswith(("judge.best", "judge.patience")):
            # The history keeps the update ratios in single precision.
            exact = name != "ledger.last_ratios"
            np.testing.assert_allclose(array, before[name], 0 if exact else 1e-6, err_msg=name)


def test_that_the_run_that_was_left_can_be_returned_to_and_so_can_the_other() -> None:
    run, timeline = begun(change(load("petals"), SETTINGS["adam"]))
    run.train(epochs=40)
    first, epochs = run.state(), run.moments.epochs
    timeline.look_at(10)
    changed = change(run.experiment, {"training.optimizer.learning_rate": 0.1})
    assert not timeline.apply(changed)
    run.train(epochs=7)
    second = run.state()
    one, two = timeline.standing().runs
    assert (one.number, one.epochs, one.experiment) == (1, 40, load_adam())
    assert (two.number, two.fork, two.experiment) == (2, 10, changed)
    assert timeline.return_to(one.key)
    assert run.experiment == load_adam()
    assert run.moments.epochs == epochs
    for name, array in run.state().items():
        np.testing.assert_array_equal(array, first[name], err_msg=name)
    assert timeline.standing().current == one.key
    assert timeline.return_to(two.key)
    for name, array in run.state().items():
        np.testing.assert_array_equal(array, second[name], err_msg=name)
    assert not timeline.return_to(99)


def load_adam() -> Experiment:
    return change(load("petals"), SETTINGS["adam"])


def test_that_a_run_of_another_shape_is_left_by_a_change_and_returned_to() -> None:
    run, timeline = begun(load("petals"))
    run.train(epochs=20)
    before = run.state()
    assert timeline.apply(change(run.experiment, {"network.layers.0.units": 6}))
    assert run.epochs_done == 0
    left, current = timeline.standing().runs
    assert (left.epochs, current.epochs, current.fork) == (20, 0, None)
    run.train(epochs=5)
    assert timeline.return_to(left.key)
    for name, array in run.state().items():
        np.testing.assert_array_equal(array, before[name], err_msg=name)


def test_that_reset_and_given_weights_leave_the_run_as_a_branch() -> None:
    run, timeline = begun(load("petals"))
    run.train(epochs=20)
    run.reset()
    run.train(epochs=10)
    run.put_parameters({**run.network.parameters, **run.network.running})
    assert [info.epochs for info in timeline.standing().runs] == [20, 10, 0]


def test_that_weights_given_in_the_past_leave_the_run_as_it_was_at_present() -> None:
    run, timeline = begun(load("petals"))
    run.train(epochs=20)
    before = run.state()
    timeline.look_at(5)
    with timeline.standing_where_seen():
        run.put_parameters({**run.network.parameters, **run.network.running})
    left, here = timeline.standing().runs
    assert (left.epochs, here.epochs, timeline.viewed) == (20, 0, None)
    timeline.return_to(left.key)
    np.testing.assert_array_equal(run.state()["network.values"], before["network.values"])


def test_that_a_run_that_hardly_began_leaves_no_branch() -> None:
    run, timeline = begun(load("petals"))
    run.train(epochs=1)
    run.reset()
    assert len(timeline.standing().runs) == 1


def test_that_a_slider_dragged_over_many_sizes_leaves_one_branch() -> None:
    run, timeline = begun(load("petals"))
    run.train(epochs=20)
    for units in (5, 6, 7, 8):
        timeline.apply(change(run.experiment, {"network.layers.0.units": units}))
        run.train(epochs=5)
    assert [info.epochs for info in timeline.standing().runs] == [20, 0]


def test_that_runs_are_named_and_forgotten() -> None:
    run, timeline = begun(load("petals"))
    run.train(epochs=5)
    run.reset()
    left, current = timeline.standing().runs
    timeline.rename(left.key, "the first")
    timeline.rename(current.key, "the second")
    assert [info.name for info in timeline.standing().runs] == ["the first", "the second"]
    timeline.forget(left.key)
    assert [info.name for info in timeline.standing().runs] == ["the second"]


def branch(epochs: int, key: int) -> Any:
    run = Run(load("petals"))
    run.train(epochs=epochs)
    return branch_of(run, RunInfo(key, key, run.experiment))


def test_that_only_the_last_six_branches_are_kept() -> None:
    branches = Branches()
    for key in range(8):
        branches.add(branch(3, key))
    assert [each.info.key for each in branches] == [2, 3, 4, 5, 6, 7]


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(1000, 60_000), st.lists(st.integers(3, 60), min_size=1, max_size=5))
def test_that_branches_stay_within_their_memory_by_thinning_their_past_first(limit: int, lengths: list[int]) -> None:
    branches = Branches(bytes_limit=limit)
    for key, epochs in enumerate(lengths):
        branches.add(branch(epochs, key))
        assert branches.nbytes <= limit
    if len(branches) < len(lengths):
        assert all(each.moments.epochs == (0,) for each in branches)


def test_that_what_branches_hold_in_common_counts_once() -> None:
    run, timeline = begun(load("petals"))
    run.train(epochs=50)
    timeline.look_at(40)
    timeline.depart()
    run.train(epochs=1)
    timeline.look_at(40)
    timeline.depart()
    first, second = timeline.branches
    own = sum(each.state.nbytes for each in timeline.branches) + first.moments.nbytes
    assert timeline.branches.nbytes == own + second.moments.kept[-1].nbytes
