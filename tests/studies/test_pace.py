"""How soon losses come down: the ladder, the pace of one trial, and the race of several."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.experiment import Experiment, change
from playground.studies import Axis, InProcess, Journal, StudyRun, Sweep, run_study
from playground.studies.pace import Pace, pace_of, race, rung, rung_below

losses = st.lists(st.floats(1e-9, 1e6) | st.just(math.nan), min_size=1, max_size=60)


def test_that_the_ladder_has_round_steps() -> None:
    assert [rung(number) for number in range(-3, 12)] == [
        *(0.5, 0.6, 0.8),
        *(1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0),
        *(10.0, 12.0),
    ]
    for loss in (1e-7, 0.0099, 0.01, 0.79, 0.8, 1.0, 11.9, 1e6):
        assert rung(rung_below(loss)) <= loss < rung(rung_below(loss) + 1)


@settings(max_examples=200, deadline=None)
@given(losses)
def test_that_a_pace_tells_the_first_epoch_at_each_step(losses: list[float]) -> None:
    known = np.array(losses)
    pace = pace_of(known)
    if not losses[0] > 0:
        assert pace == Pace() or math.isnan(losses[0])
        return
    lowest = pace.lowest
    for number in range(pace.top, (pace.top + 1 if lowest is None else lowest) - 1, -1):
        epoch = pace.epoch_of(number)
        assert epoch is not None
        assert known[epoch] <= rung(number)
        assert not np.any(known[:epoch] <= rung(number))
    assert pace.epoch_of(pace.top - len(pace.epochs)) is None


def test_that_a_race_is_told_where_it_is_one() -> None:
    def falling(epochs: float) -> Pace:
        return pace_of(0.7 * 0.1 ** (np.arange(100) / epochs))

    found = race([[falling(8 + turn) for turn in range(5)], [falling(32 + 4 * turn) for turn in range(5)]])
    assert found is not None
    # The loss is one that the median trial of the slower comes to.
    assert (found.fastest, found.slower, found.reached) == (0, (1,), (5, 3))
    ratio, low, high = found.ratios[1]
    assert low < 4 < high
    assert ratio == pytest.approx(4, rel=0.1)
    alike = race([[falling(8 + turn) for turn in (0, 3, 1, 4)], [falling(8 + turn) for turn in (3, 0, 4, 1)]])
    assert alike is not None
    assert alike.slower == ()
    flat = pace_of(np.full(50, 0.7))
    assert race([[flat] * 3, [falling(9)] * 3]) is None
    single = race([[falling(8)], [falling(32)]])
    assert single is not None
    assert (single.slower, single.fastest) == ((), 0)


def test_that_a_trial_cut_into_slices_has_the_pace_of_its_whole_history(small: Experiment) -> None:
    sweep, journal = Sweep(change(small, {"training.epochs": 200}), (Axis("network.layers.0.units", (3,)),)), Journal()
    (result,) = run_study(sweep, InProcess(), journal=journal)
    history = StudyRun(sweep, InProcess(), journal=journal).open(0).history
    assert result.pace == pace_of(history["train_loss"])
    assert result.pace.start == history["train_loss"][0]
