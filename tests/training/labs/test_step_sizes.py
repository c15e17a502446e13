"""What the lab `gradient-descent` says of numerical slopes, measured."""

import numpy as np

from playground.training.labs.slopes import CURVES, STEPS, best_step, central_errors, forward_errors

PARABOLA, SINE = CURVES


def test_that_steps_go_from_a_tenth_to_1e_16() -> None:
    assert (STEPS[0], STEPS[-1]) == (0.1, 1e-16)


def test_that_truncation_and_rounding_balance_near_1e_8_forward_and_1e_5_centrally() -> None:
    assert 1e-9 < best_step(forward_errors(SINE)) < 1e-7
    assert 1e-6 < best_step(central_errors(SINE)) < 1e-4
    assert central_errors(SINE).min() < 0.01 * forward_errors(SINE).min()


def test_that_the_errors_fall_with_h_and_h_squared() -> None:
    step = STEPS > 1e-4
    for errors, order in ((forward_errors(SINE), 1), (central_errors(SINE), 2)):
        slope = np.polyfit(np.log10(STEPS[step]), np.log10(errors[step]), 1)[0]
        assert abs(slope - order) < 0.05


def test_that_the_central_difference_of_a_parabola_errs_by_rounding_alone() -> None:
    assert central_errors(PARABOLA)[0] < 1e-13
    assert best_step(central_errors(PARABOLA)) > 0.01
    assert 1e-9 < best_step(forward_errors(PARABOLA)) < 1e-6


def test_that_a_step_of_1e_16_changes_nothing_so_the_slope_is_lost() -> None:
    assert forward_errors(PARABOLA)[-1] > 0.1
