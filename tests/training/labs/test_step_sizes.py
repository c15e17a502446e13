"""What the lab `gradient-descent` says of numerical slopes, measured."""

import numpy as np

from playground.training.labs.slopes import (
    CURVES,
    STEPS,
    best_step,
    central_errors,
    forward_errors,
    lost_from,
    secant,
    single_precision_word,
)

PARABOLA, SINE = CURVES


def test_that_steps_go_from_a_tenth_to_1e_50() -> None:
    assert (STEPS[0], STEPS[-1]) == (0.1, 1e-50)


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


def test_that_a_step_below_the_last_digit_of_x_loses_the_slope_and_gives_no_wrong_number() -> None:
    for errors in (forward_errors(PARABOLA), central_errors(PARABOLA)):
        lost = lost_from(PARABOLA) >= STEPS
        assert lost.sum() > 100
        # The quotient is 0 there, so the error is the whole of the steepest slope.
        assert np.allclose(errors[lost], 0.22)
        assert np.isfinite(errors).all()
    assert 1e-16 <= lost_from(PARABOLA) < 1e-15


def test_that_the_secant_is_off_by_h_over_a_hundred_and_the_central_one_by_nothing() -> None:
    for step in (10.0, 1.0, 0.1):
        assert abs(secant(PARABOLA, 5.0, step).error - 0.01 * step) < 1e-12
        assert secant(PARABOLA, 5.0, step, central=True).error < 1e-12
    line = secant(PARABOLA, 5.0, 2.0)
    assert np.allclose(line.ends, [[5.0, 0.75], [7.0, 1.19]])
    assert (round(line.slope, 12), line.exact, line.lost) == (0.22, 0.2, False)


def test_that_a_step_that_is_lost_is_told_as_such() -> None:
    lost = secant(PARABOLA, 5.0, 1e-50)
    assert (lost.lost, lost.slope) == (True, 0.0)
    assert str(lost.told).startswith("x + h is x itself: the difference is 0, and so is the quotient")
    assert str(secant(PARABOLA, 5.0, 1.0).told) == "a slope of 0.21 where 0.2 is exact"
    assert "is 0 itself, and the quotient 0 / 0" in str(single_precision_word(1e-50))
    assert "can still be told from 0" in str(single_precision_word(1e-4))
