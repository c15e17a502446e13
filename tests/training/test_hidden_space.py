"""The hidden space: what is drawn is what the network computes."""

from typing import Any

import numpy as np
import pytest

from playground.app.output.samples import shown_rows
from playground.experiment import change, load
from playground.training import HiddenAxes, HiddenRequest, HiddenSpace, Region, Run, has_cut, hidden_space
from playground.training.hidden_space import LINES, STEPS

REGION = Region(-3.0, 3.0, -2.0, 2.0)


def run_of(*units: int, epochs: int = 20, **settings: Any) -> Run:
    layers = [{"units": count} for count in units]
    run = Run(change(load("petals"), {"network.layers": layers, **settings}))
    run.train(epochs)
    return run


def seen(run: Run, layer: int, axes: HiddenAxes, region: Region | None = REGION) -> HiddenSpace:
    found = hidden_space(run, HiddenRequest(layer, axes, region, shown_rows(run.dataset)))
    assert found is not None
    return found


def test_that_the_grid_is_the_network_up_to_the_layer_along_straight_lines_of_the_plane() -> None:
    run = run_of(4, 3)
    space = seen(run, 1, (2, 0))
    assert space.lines.shape == (2 * LINES, STEPS, 2)
    along = np.column_stack([np.full(STEPS, REGION.right), np.linspace(REGION.bottom, REGION.top, STEPS)])
    expected = run.network.layer_outputs(run.dataset.plane.inputs(along))
    assert space.lines[LINES - 1] == pytest.approx(expected[1][:, [2, 0]])
    assert space.outputs[LINES - 1] == pytest.approx(expected[-1])
    level = np.column_stack([np.linspace(REGION.left, REGION.right, STEPS), np.full(STEPS, REGION.bottom)])
    assert space.lines[LINES] == pytest.approx(run.network.layer_outputs(run.dataset.plane.inputs(level))[1][:, [2, 0]])


def test_that_every_sample_lies_where_the_layer_puts_it() -> None:
    run = run_of(4)
    space = seen(run, 0, (1, 3))
    for name, part in run.dataset.parts.items():
        assert space.places[name] == pytest.approx(run.network.layer_outputs(part.x)[0][:, [1, 3]])


def test_that_principal_axes_hold_the_largest_shares_of_the_variance() -> None:
    run = run_of(5)
    space = seen(run, 0, "principal")
    values = run.network.layer_outputs(run.dataset.train.x)[0]
    variances = np.sort(np.linalg.eigvalsh(np.cov(values.T, bias=True)))[::-1]
    assert space.explained == pytest.approx(tuple(variances[:2] / variances.sum()))
    assert space.places["train"].var(axis=0) == pytest.approx(variances[:2])


OUTPUTS = [("sigmoid", "binary_cross_entropy"), ("tanh", "squared_error"), ("softmax", "softmax_cross_entropy")]


def sums(run: Run, x: np.ndarray) -> np.ndarray:
    """What the output adds up, found back from what it answers."""
    answers = run.network.layer_outputs(x)[-1]
    if run.network.layers[-1].activation == "softmax":
        logs = np.log(answers)
        return np.asarray(logs - logs.mean(axis=1, keepdims=True))
    return np.asarray(
        np.arctanh(answers) if run.network.layers[-1].activation == "tanh" else np.log(answers / (1 - answers))
    )


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
@pytest.mark.parametrize("axes", [(0, 1), (1, 0), "cut"])
def test_that_of_two_neurons_the_output_is_told_exactly(output: str, loss: str, axes: HiddenAxes) -> None:
    run = run_of(4, 2, **{"network.output.activation": output, "training.loss": loss})
    space = seen(run, 1, axes)
    assert space.scores is not None and space.scores.exact
    assert space.scores(space.places["train"]) == pytest.approx(sums(run, run.dataset.train.x), abs=1e-6)


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
@pytest.mark.parametrize("normalized", [False, True])
def test_that_across_the_cut_the_output_is_told_exactly_of_any_number_of_neurons(
    output: str, loss: str, normalized: bool
) -> None:
    settings = {"network.output.activation": output, "training.loss": loss, "network.output.batch_norm": normalized}
    run = run_of(7, **settings)
    space = seen(run, 0, "cut")
    assert space.scores is not None and space.scores.exact
    wanted, places = sums(run, run.dataset.train.x), space.places["train"]
    assert space.scores(places) == pytest.approx(wanted, abs=1e-6)
    across = wanted[:, 0] if wanted.shape[1] == 1 else wanted[:, 1] - wanted[:, 0]
    assert places[:, 0] == pytest.approx(across, abs=1e-6)
    assert places[:, 1].mean() == pytest.approx(0, abs=1e-9)


def test_that_where_more_is_left_out_the_sums_hold_on_the_slice_through_the_mean() -> None:
    run = run_of(4)
    space = seen(run, 0, (1, 2))
    assert space.scores is not None and not space.scores.exact
    mean = run.network.layer_outputs(run.dataset.train.x)[0].mean(axis=0)
    values = np.tile(mean, (3, 1))
    values[:, [1, 2]] = [[0.3, -0.2], [0.9, 0.1], [-0.5, 0.7]]
    parameters = run.network.parameters
    expected = values @ parameters["output.weight"] + parameters["output.bias"]
    assert space.scores(values[:, [1, 2]]) == pytest.approx(expected)
    assert seen(run, 0, "principal").scores is not None


def test_that_the_space_of_a_lower_layer_has_no_straight_cut() -> None:
    assert seen(run_of(2, 2, epochs=1), 0, (0, 1)).scores is None


def test_that_several_classes_have_sums_of_their_own_but_no_single_cut() -> None:
    run = Run(change(load("quadrants"), {"network.layers": [{"units": 2}]}))
    space = seen(run, 0, (0, 1))
    assert space.scores is not None and space.scores.exact and space.scores.weights.shape == (2, 4)
    assert not has_cut(run.network, 0)
    assert hidden_space(run, HiddenRequest(0, "cut", REGION, shown_rows(run.dataset))) is None


@pytest.mark.parametrize("units", [1, 2, 3, 9])
def test_that_values_are_cut_too(units: int) -> None:
    layers = {"network.layers": [{"units": units}]}
    run = Run(change(load("playground"), {"data.source.kind": "plane", "training.loss": "squared_error", **layers}))
    space = seen(run, 0, "cut")
    assert space.scores is not None and space.scores.exact
    assert np.isfinite(space.places["train"]).all()


def test_that_without_a_region_there_are_samples_and_no_grid() -> None:
    run = run_of(4)
    space = seen(run, 0, (0, 1), None)
    assert space.lines.size == space.grid.size == 0
    assert len(space.places["train"]) == len(run.dataset.train)


@pytest.mark.parametrize(("layer", "axes"), [(1, (0, 1)), (-1, (0, 1)), (0, (0, 4))])
def test_that_a_layer_or_neuron_that_is_gone_gives_nothing(layer: int, axes: tuple[int, int]) -> None:
    run = run_of(4, epochs=0)
    assert hidden_space(run, HiddenRequest(layer, axes, REGION, shown_rows(run.dataset))) is None


def test_that_a_network_that_ran_away_can_still_be_drawn() -> None:
    run = run_of(4, epochs=0)
    run.network.values[...] = np.nan
    axes: HiddenAxes
    for axes in ((0, 1), "principal", "cut"):
        space = seen(run, 0, axes)
        assert np.isfinite(space.lines).all() and np.isfinite(space.places["train"]).all()
        assert space.scores is not None and np.isfinite(space.scores(space.places["train"])).all()


def test_that_the_run_goes_on_as_if_nobody_had_looked() -> None:
    run, other = run_of(4), run_of(4)
    seen(run, 0, "principal")
    run.train(5)
    other.train(5)
    assert np.array_equal(run.network.values, other.network.values)
