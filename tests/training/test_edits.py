"""Changing a network by hand: what an edit or a mute changes, what training makes of it, and what comes back."""

from typing import Any

import numpy as np
import pytest

from playground.experiment import Experiment, UserError, change, load
from playground.training import MapRequest, MuteEdit, Place, Reason, Region, Run, Target, Unit, ValueEdit

LINK = Place("layer1.weight", (1, 2))
TARGETS: list[Target] = [LINK, Place("layer1.bias", (0,)), Place("output.weight", (3, 0)), Unit(1, 2), Unit(2, 0)]
OPTIMIZERS: list[dict[str, Any]] = [
    {"kind": "sgd", "learning_rate": 0.5},
    {"kind": "momentum", "learning_rate": 0.1},
    {"kind": "adamw", "learning_rate": 0.01},
]


def petals(**settings: Any) -> Experiment:
    layers = [{"units": 4, "activation": "tanh", "initializer": {"kind": "normal", "std": 0.5}}]
    return change(load("petals"), {"network.layers": layers, **settings})


def trained(epochs: int = 5, **settings: Any) -> Run:
    run = Run(petals(**settings))
    run.train(epochs)
    return run


def changed_indices(before: np.ndarray[Any, Any], run: Run) -> list[int]:
    return [int(index) for index in np.flatnonzero(before != run.network.values)]


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_that_an_edit_changes_exactly_one_number(precision: str) -> None:
    run = trained(**{"training.precision": precision})
    before = run.network.values.copy()
    run.edits.set_value(LINK, 0.41)
    assert changed_indices(before, run) == [1 * 4 + 2]
    assert run.network.parameters["layer1.weight"][1, 2] == np.asarray(0.41, precision)


def test_that_an_edit_is_measured_at_once_and_the_history_stays_what_it_was() -> None:
    run = trained()
    rows, loss = run.history["train_loss"].copy(), run.snapshot().scores["train"].loss
    run.edits.set_value(LINK, 9.0)
    snapshot = run.snapshot()
    train = run.dataset.train
    assert snapshot.scores["train"].loss == run.network.evaluate(train.x, train.y)[0] != loss
    np.testing.assert_array_equal(run.history["train_loss"], rows)


def test_that_taking_an_edit_back_gives_the_bits_back() -> None:
    run, untouched = trained(), trained()
    edit = ValueEdit(LINK, 3.3)
    edit.make(run.edits, run.beginnings)
    assert run.edits.value(LINK) == 3.3
    edit.take_back(run.edits, run.beginnings)
    assert run.network.values.tobytes() == untouched.network.values.tobytes()
    run.train(3)
    untouched.train(3)
    assert run.network.values.tobytes() == untouched.network.values.tobytes()


def test_that_an_edit_is_not_taken_back_in_a_run_that_has_begun_again() -> None:
    run = trained()
    edit = ValueEdit(LINK, 3.3)
    edit.make(run.edits, run.beginnings)
    run.reset()
    first = run.network.values.copy()
    with pytest.raises(UserError, match="begun again"):
        edit.take_back(run.edits, run.beginnings)
    assert run.network.values.tobytes() == first.tobytes()


def test_that_an_edit_is_not_taken_back_in_another_run_of_the_same_experiment() -> None:
    """As where the run was opened so long ago that it is no longer kept, and undo had to begin it anew."""
    run, other = trained(), trained()
    edit = ValueEdit(LINK, 3.3)
    edit.make(run.edits, run.beginnings)
    before = other.network.values.tobytes()
    with pytest.raises(UserError, match="nothing to take back"):
        edit.take_back(other.edits, other.beginnings)
    assert other.network.values.tobytes() == before


def test_that_a_refused_edit_leaves_nothing_to_take_back() -> None:
    run = trained()
    before = run.network.values.tobytes()
    edit = ValueEdit(LINK, 1e9)
    with pytest.raises(UserError, match="no value for a parameter"):
        edit.make(run.edits, run.beginnings)
    with pytest.raises(UserError, match="nothing to take back"):
        edit.take_back(run.edits, run.beginnings)
    assert run.network.values.tobytes() == before


def test_that_muting_what_is_muted_is_taken_back_to_muted() -> None:
    """As by two presses of a key within a frame, before the window has heard of the first."""
    run = trained()
    first, second = MuteEdit(LINK, True), MuteEdit(LINK, True)
    for edit in (first, second):
        edit.make(run.edits, run.beginnings)
    second.take_back(run.edits, run.beginnings)
    assert LINK in run.edits.muted
    first.take_back(run.edits, run.beginnings)
    assert not run.edits.muted


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_that_momentum_goes_on_over_an_edit(optimizer: dict[str, Any]) -> None:
    run, by_hand = (trained(**{"training.optimizer": optimizer}) for _ in range(2))
    run.edits.set_value(LINK, 0.7)
    run.snapshot()
    run.train(4)
    by_hand.network.parameters["layer1.weight"][1, 2] = 0.7
    train = by_hand.dataset.train
    for _ in range(4):
        by_hand.network.train_step(train.x, train.y, by_hand.optimizer)
    np.testing.assert_array_equal(run.network.values, by_hand.network.values)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e7])
def test_that_what_cannot_be_calculated_with_is_refused(value: float) -> None:
    run = trained()
    before = run.network.values.copy()
    with pytest.raises(UserError, match="at most"):
        run.edits.set_value(LINK, value)
    assert run.network.values.tobytes() == before.tobytes()


@pytest.mark.parametrize(
    "place", [Place("layer9.weight", (0, 0)), Place("layer1.bias", (40,)), Place("layer1.bias", (0, 0))]
)
def test_that_a_place_that_is_gone_is_refused(place: Place) -> None:
    with pytest.raises(UserError, match="no such part"):
        trained().edits.set_value(place, 1.0)


@pytest.mark.parametrize("target", TARGETS)
def test_that_muting_holds_at_nought_and_unmuting_gives_the_bits_back(target: Target) -> None:
    run = trained()
    before = run.network.values.copy()
    run.edits.mute(target)
    assert not run.network.values[changed_indices(before, run)].any()
    run.edits.unmute(target)
    assert run.network.values.tobytes() == before.tobytes()
    assert run.edits.muted == {}


def test_that_a_muted_neuron_is_not_heard() -> None:
    run = trained()
    run.edits.mute(Unit(1, 2))
    x = np.random.RandomState(0).randn(50, 2)
    answers = run.network.predict(x)
    run.network.parameters["layer1.weight"][:, 2] = 17.0
    np.testing.assert_array_equal(run.network.predict(x), answers)


def test_that_a_muted_output_says_nothing() -> None:
    run = Run(change(load("quadrants"), {"network.output.batch_norm": True}))
    run.train(2)
    run.edits.mute(Unit(len(run.network.layers), 1))
    held = run.network.parameters
    assert not held["output.weight"][:, 1].any()
    assert held["output.gamma"][1] == held["output.beta"][1] == 0


def test_that_muting_tells_the_loss_before_and_after() -> None:
    run = trained(200)
    train = run.dataset.train
    before = run.network.evaluate(train.x, train.y)[0]
    run.edits.mute(Unit(1, 0))
    told = run.snapshot().muted[Unit(1, 0)]
    assert (told.before, told.after) == (before, run.network.evaluate(train.x, train.y)[0])
    assert told.before != told.after
    assert run.snapshot().scores["train"].loss == told.after


@pytest.mark.parametrize("clip", [None, 0.05])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("target", TARGETS)
def test_that_training_goes_on_as_if_the_muted_part_were_not_there(
    target: Target, optimizer: dict[str, Any], clip: float | None
) -> None:
    settings = {"training.optimizer": optimizer, "training.gradient_clip": clip, "training.l2": 0.01}
    run, other = (trained(**settings) for _ in range(2))
    before = run.network.values.copy()
    run.edits.mute(target)
    held = changed_indices(before, run)
    run.train(5)
    run.edits.unmute(target)
    run.train(2)
    # The same by the textbook: gradients of the held numbers are nought, and each step puts them back.
    network, train = other.network, other.dataset.train
    network.values[held] = 0.0
    for step in range(7):
        if step == 5:
            network.values[held] = before[held]
        network.backpropagate(train.x, train.y)
        if step < 5:
            network.gradient[held] = 0.0
        if clip is not None:
            network.gradient[...] *= min(1.0, clip / float(np.linalg.norm(network.gradient)))
        other.optimizer.step(network.values, network.gradient)
        if step < 5:
            network.values[held] = 0.0
    np.testing.assert_allclose(run.network.values, network.values, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("l1", [0.0, 0.01])
def test_that_what_is_muted_stays_at_nought_through_minibatches(l1: float) -> None:
    run = trained(**{"training.batch_size": 10, "training.l1": l1, "training.optimizer": OPTIMIZERS[1]})
    run.edits.mute(LINK)
    run.edits.mute(Unit(1, 0))
    run.train(3)
    assert run.network.parameters["layer1.weight"][1, 2] == 0
    assert run.network.parameters["output.weight"][0, 0] == 0


def test_that_what_is_muted_twice_comes_back_with_the_last() -> None:
    run = trained()
    link = Place("output.weight", (2, 0))
    before = run.network.values.copy()
    run.edits.mute(link)
    run.edits.mute(Unit(1, 2))
    run.edits.unmute(link)
    assert run.network.parameters["output.weight"][2, 0] == 0
    run.edits.unmute(Unit(1, 2))
    assert run.network.values.tobytes() == before.tobytes()


def test_that_a_muted_number_can_be_edited_and_comes_back_as_that() -> None:
    run = trained()
    run.edits.mute(LINK)
    run.edits.set_value(LINK, 0.41)
    assert run.network.parameters["layer1.weight"][1, 2] == 0
    assert run.snapshot().muted[LINK].value == 0.41
    run.edits.unmute(LINK)
    assert run.network.parameters["layer1.weight"][1, 2] == 0.41


def test_that_a_reset_unmutes_everything() -> None:
    run = trained()
    first = Run(petals()).network.values
    run.edits.mute(Unit(1, 1))
    run.reset()
    assert run.snapshot().muted == {}
    assert run.network.values.tobytes() == first.tobytes()
    run.train(1)
    assert run.network.parameters["output.weight"][1, 0] != first[8 + 4 + 1]


def test_that_freezing_and_thawing_a_layer_keeps_what_is_muted() -> None:
    run = trained()
    run.edits.mute(LINK)
    run.apply(change(run.experiment, {"network.layers.0.frozen": True}))
    run.apply(change(run.experiment, {"network.layers.0.frozen": False}))
    run.train(2)
    assert run.network.parameters["layer1.weight"][1, 2] == 0


def test_that_a_loss_raised_by_hand_is_no_divergence() -> None:
    run = trained(1500, **{"training.optimizer": {"kind": "sgd", "learning_rate": 0.001}})
    run.edits.set_value(Place("output.bias", (0,)), 40.0)
    assert run.train(60) is not None
    assert run.epochs_done == 1560


def test_that_what_is_muted_stays_so_where_a_divergence_goes_back_to_a_time_before() -> None:
    run = trained(0, **{"training.optimizer": {"kind": "sgd", "learning_rate": 100.0}})
    first = run.network.parameters["layer1.weight"][1, 2]
    run.edits.mute(LINK)
    outcome = run.train(200)
    assert outcome is not None
    assert outcome.reason is Reason.DIVERGENCE
    assert run.network.parameters["layer1.weight"][1, 2] == 0
    run.edits.unmute(LINK)
    assert run.network.parameters["layer1.weight"][1, 2] == first


def test_that_a_state_with_mutes_goes_on_bit_for_bit() -> None:
    settings = {"training.optimizer": OPTIMIZERS[1], "training.batch_size": 20}
    run, other = trained(**settings), Run(petals(**settings))
    run.edits.mute(Unit(1, 3))
    run.edits.mute(LINK)
    other.restore(run.state())
    for each in (run, other):
        each.train(3)
        each.edits.unmute(Unit(1, 3))
        each.train(2)
    assert run.network.values.tobytes() == other.network.values.tobytes()
    assert run.snapshot().muted == other.snapshot().muted
    run.restore(trained(**settings).state())
    assert run.snapshot().muted == {}


@pytest.mark.parametrize("settings", [{}, {"network.layers.0.dropout": 0.4}, {"network.layers.0.batch_norm": True}])
def test_that_a_closer_look_tells_the_gradient_without_dropout_and_disturbs_nothing(settings: dict[str, Any]) -> None:
    settings = {**settings, "training.l2": 0.01}
    run, undisturbed, plain = trained(**settings), trained(**settings), trained(**settings)
    look = run.inspection(LINK)
    plain.apply(change(plain.experiment, {"network.layers.0.dropout": 0.0}))
    train = plain.dataset.train
    expected = plain.network.loss_and_gradients(train.x, train.y)[1]["layer1.weight"][1, 2]
    assert look is not None
    assert look.gradient == pytest.approx(expected, rel=1e-12)  # type: ignore[union-attr]
    run.train(3)
    undisturbed.train(3)
    assert run.network.values.tobytes() == undisturbed.network.values.tobytes()


def test_that_a_course_ends_with_the_present_value() -> None:
    run = trained(300)
    run.edits.set_value(LINK, 5.0)
    look = run.inspection(LINK)
    assert look is not None
    assert look.course[-1] == 5.0  # type: ignore[union-attr]
    assert len(look.course) == 121  # type: ignore[union-attr]
    first = run.moments.at(look.since)  # type: ignore[union-attr]
    assert first is not None
    assert look.course[0] == first["network.values"][6]  # type: ignore[union-attr]


def test_that_a_look_at_a_unit_gives_its_outputs_to_the_training_samples() -> None:
    run = trained()
    look = run.inspection(Unit(1, 2))
    assert look is not None
    expected = run.network.layer_outputs(run.dataset.train.x)[0][:, 2]
    np.testing.assert_allclose(look.outputs, expected)  # type: ignore[union-attr]
    assert run.inspection(Unit(1, 40)) is None
    assert run.inspection(Place("layer7.bias", (0,))) is None


def test_that_a_unit_s_map_and_all_maps_of_a_column_come_when_asked_for() -> None:
    run = Run(petals(**{"network.layers": [{"units": 100, "activation": "tanh"}]}))
    region = Region(-6, 6, -6, 6)
    maps = run.snapshot(MapRequest(region, 32, (32,), Unit(1, 99), 1)).maps
    assert maps is not None
    assert maps.unit_map is not None
    assert maps.opened_maps is not None
    expected = run.network.layer_outputs(region.grid(32))[0][:, 99].reshape(32, 32)
    np.testing.assert_allclose(maps.unit_map, expected, atol=1e-5)
    assert maps.opened_maps.shape == (100, 32, 32)
    np.testing.assert_array_equal(maps.opened_maps[:64], maps.layers[0])
    gone = run.snapshot(MapRequest(region, 32, (16,), Unit(1, 100), 5)).maps
    assert gone is not None
    assert (gone.unit, gone.unit_map, gone.opened, gone.opened_maps) == (None, None, None, None)
