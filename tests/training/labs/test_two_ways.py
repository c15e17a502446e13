"""Training by numerical slopes alone."""

import numpy as np

from playground.experiment import load
from playground.training import Run
from playground.training.labs.slopes import TwoWays


def test_that_numerical_slopes_train_to_the_same_weights_and_take_longer() -> None:
    ways = TwoWays(units=4)
    ways.advance(100)
    assert ways.parameters == 17
    assert ways.difference < 1e-6 * ways.largest_weight
    assert ways.slower > 5


def test_that_both_ways_are_the_labs_own_training() -> None:
    ways, run = TwoWays(units=4), Run(load("petals"))
    ways.advance(20)
    run.train(20)
    assert np.allclose(ways._backwards.values, run.network.values, rtol=1e-12, atol=0)
