"""Loss and output activation fit each other, whichever is chosen."""

import pytest

from playground.experiment import OUTPUTS_FOR_LOSS, change, load, loss_assignments, output_assignments


@pytest.mark.parametrize("output", ["linear", "tanh", "sigmoid", "softmax"])
@pytest.mark.parametrize("lab", ["petals", "playground"])
def test_that_choosing_an_output_brings_a_loss_that_fits(lab: str, output: str) -> None:
    experiment = load(lab)
    changed = change(experiment, output_assignments(experiment, output))
    assert output in OUTPUTS_FOR_LOSS[changed.training.loss]


def test_that_choosing_an_output_keeps_a_loss_that_fits_it() -> None:
    experiment = load("playground")
    assert output_assignments(experiment, "sigmoid") == {"network.output.activation": "sigmoid"}
    assert output_assignments(load("petals"), "softmax")["training.loss"] == "softmax_cross_entropy"


@pytest.mark.parametrize("loss", list(OUTPUTS_FOR_LOSS))
def test_that_choosing_a_loss_brings_an_output_that_fits(loss: str) -> None:
    experiment = load("petals")
    changed = change(experiment, loss_assignments(experiment, loss))
    assert changed.network.output.activation in OUTPUTS_FOR_LOSS[loss]
