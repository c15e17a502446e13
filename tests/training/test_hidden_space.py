"""The hidden space: what is drawn is what the network computes."""

from typing import Any

import numpy as np
import pytest

from playground.app.output.samples import shown_rows
from playground.experiment import change, load
from playground.training import HiddenRequest, HiddenSpace, Region, Run, hidden_space
from playground.training.hidden_space import LINES, STEPS

REGION = Region(-3.0, 3.0, -2.0, 2.0)


def run_of(*units: int, epochs: int = 20, **settings: Any) -> Run:
    layers = [{"units": count} for count in units]
    run = Run(change(load("petals"), {"network.layers": layers, **settings}))
    run.train(epochs)
    return run


def seen(run: Run, layer: int, axes: tuple[int, int] | None, region: Region | None = REGION) -> HiddenSpace:
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
    space = seen(run, 0, None)
    values = run.network.layer_outputs(run.dataset.train.x)[0]
    variances = np.sort(np.linalg.eigvalsh(np.cov(values.T, bias=True)))[::-1]
    assert space.explained == pytest.approx(tuple(variances[:2] / variances.sum()))
    assert space.places["train"].var(axis=0) == pytest.approx(variances[:2])


@pytest.mark.parametrize(
    ("output", "loss"), [("sigmoid", "binary_cross_entropy"), ("softmax", "softmax_cross_entropy")]
)
@pytest.mark.parametrize("axes", [(0, 1), (1, 0)])
def test_that_the_decision_line_is_where_the_output_is_undecided(output: str, loss: str, axes: tuple[int, int]) -> None:
    run = run_of(4, 2, **{"network.output.activation": output, "training.loss": loss})
    space = seen(run, 1, axes)
    assert space.decision is not None
    first, second, bias = space.decision
    side = space.lines[..., 0] * first + space.lines[..., 1] * second + bias > 0
    answers = space.outputs
    decided = answers[..., 0] > 0.5 if answers.shape[-1] == 1 else answers[..., 1] > answers[..., 0]
    clear = np.abs(space.lines[..., 0] * first + space.lines[..., 1] * second + bias) > 1e-9
    assert (side == decided)[clear].all()


@pytest.mark.parametrize(
    ("units", "layer", "axes"), [((3,), 0, (0, 1)), ((2, 2), 0, (0, 1)), ((2,), 0, (0, 0)), ((4,), 0, None)]
)
def test_that_there_is_no_line_where_the_picture_does_not_show_all_that_the_output_is_given(
    units: tuple[int, ...], layer: int, axes: tuple[int, int] | None
) -> None:
    assert seen(run_of(*units, epochs=1), layer, axes).decision is None


def test_that_values_have_no_decision_line() -> None:
    settings = {"data.source.kind": "plane", "training.loss": "squared_error", "network.layers": [{"units": 2}]}
    run = Run(change(load("playground"), settings))
    assert seen(run, 0, (0, 1)).decision is None


def test_that_without_a_region_there_are_samples_and_no_grid() -> None:
    run = run_of(4)
    space = seen(run, 0, (0, 1), None)
    assert space.lines.size == 0
    assert len(space.places["train"]) == len(run.dataset.train)


@pytest.mark.parametrize(("layer", "axes"), [(1, (0, 1)), (-1, (0, 1)), (0, (0, 4))])
def test_that_a_layer_or_neuron_that_is_gone_gives_nothing(layer: int, axes: tuple[int, int]) -> None:
    run = run_of(4, epochs=0)
    assert hidden_space(run, HiddenRequest(layer, axes, REGION, shown_rows(run.dataset))) is None


def test_that_a_network_that_ran_away_can_still_be_drawn() -> None:
    run = run_of(4, epochs=0)
    run.network.values[...] = np.nan
    assert np.isfinite(seen(run, 0, (0, 1)).lines).all()
    assert np.isfinite(seen(run, 0, (0, 1)).places["train"]).all()


def test_that_the_run_goes_on_as_if_nobody_had_looked() -> None:
    run, other = run_of(4), run_of(4)
    seen(run, 0, None)
    run.train(5)
    other.train(5)
    assert np.array_equal(run.network.values, other.network.values)
