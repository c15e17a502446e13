"""The spacing of epochs, by a clock that is set by hand."""

import math

import pytest

from playground.app.worker.gate import AUTO, EASE_RATE, EASE_SECONDS, Pace, eased_rate


class Clock:
    """Seconds that pass only when something takes time."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    """One that has just begun to train, the speed being eased in."""
    made = Pace(clock)
    made.set_speed(AUTO)
    made.start(0)
    return made


def epochs_until(pace: Pace, clock: Clock, second: float, *, cost: float = 1e-4) -> int:
    """Train until the clock says so; an epoch takes `cost` seconds of computing."""
    epochs, end = 0, 100.0 + second
    while clock.now + (wait := pace.wait_seconds()) + cost <= end:
        clock.now += wait + cost
        pace.completed_epoch()
        epochs += 1
    clock.now = end
    return epochs


def test_that_a_run_begins_at_thirty_epochs_a_second_and_has_no_limit_after_four() -> None:
    assert eased_rate(0.0) == EASE_RATE == 30
    assert EASE_SECONDS == 4
    assert eased_rate(4.0) is None and eased_rate(1e6) is None
    rates = [eased_rate(0.01 * n) or math.inf for n in range(401)]
    assert rates == sorted(rates)


def test_that_the_ease_in_ends_without_a_jump_however_fast_the_machine_is() -> None:
    for fastest in (100, 5_000, 200_000):
        after = EASE_SECONDS * (1 - math.sqrt(EASE_RATE / fastest))
        assert after < EASE_SECONDS
        assert eased_rate(after) == pytest.approx(fastest)


def test_that_the_first_seconds_are_slow_enough_to_be_seen(pace: Pace, clock: Clock) -> None:
    counts = [epochs_until(pace, clock, second) for second in (1.0, 2.0, 3.0, 4.0)]
    assert counts[0] == pytest.approx(40, abs=3)
    assert counts[1] == pytest.approx(80, abs=4)
    assert counts[2] == pytest.approx(240, abs=20)
    assert counts[3] > 2_000
    assert pace.limit is None and pace.wait_seconds() == 0


def test_that_a_slow_machine_is_not_slowed_down_further(pace: Pace, clock: Clock) -> None:
    assert epochs_until(pace, clock, 4.1, cost=0.2) == 20


def test_that_time_at_rest_is_no_part_of_the_ease_in(pace: Pace, clock: Clock) -> None:
    clock.now += 2
    pace.stop()
    clock.now += 60
    assert pace.limit == eased_rate(2)
    pace.start(80)
    clock.now += 1
    assert pace.limit == pytest.approx(eased_rate(3))
    assert pace.elapsed() == 3


def test_that_a_click_ends_the_ease_in_for_this_run_alone(pace: Pace, clock: Clock) -> None:
    pace.completed_epoch()
    assert pace.wait_seconds() > 0
    pace.end_ease_in()
    assert pace.limit is None and pace.wait_seconds() == 0 and not pace.easing
    clock.now += 1
    pace.reset()
    assert pace.limit == EASE_RATE


def test_that_a_click_that_chooses_auto_does_not_end_it_before_it_began(clock: Clock) -> None:
    pace = Pace(clock)
    for speed in (5.0, AUTO):
        pace.end_ease_in()
        pace.set_speed(speed)
    pace.start(0)
    assert pace.limit == EASE_RATE
    pace.set_speed(5.0)
    clock.now += 2
    pace.end_ease_in()
    pace.set_speed(AUTO)
    assert pace.limit == eased_rate(2)


def test_that_a_run_that_comes_back_is_not_eased_in_and_a_branch_is(pace: Pace, clock: Clock) -> None:
    pace.reset(fresh=False)
    assert pace.limit is None
    clock.now += 5
    pace.ease_in()
    assert pace.limit == EASE_RATE
    assert pace.elapsed() == 5, "the time it has trained goes on"


@pytest.mark.parametrize("speed", [1.0, 60.0, None])
def test_that_a_speed_that_was_chosen_holds_from_the_first_epoch_on(clock: Clock, speed: float | None) -> None:
    pace = Pace(clock)
    pace.set_speed(speed)
    pace.start(0)
    assert pace.limit == speed and not pace.easing
    assert epochs_until(pace, clock, 2.0, cost=0.004) == pytest.approx(2 * speed if speed else 500, abs=2)


def test_that_another_speed_does_not_wait_for_the_epoch_that_the_last_one_planned(clock: Clock) -> None:
    pace = Pace(clock)
    pace.set_speed(0.1)
    pace.start(0)
    pace.completed_epoch()
    assert pace.wait_seconds() == pytest.approx(10)
    pace.set_speed(20.0)
    assert pace.wait_seconds() == 0


def test_that_it_eases_as_long_as_the_measured_rate_is_no_measure_of_what_comes(pace: Pace, clock: Clock) -> None:
    clock.now += 4.5
    assert pace.easing, "the rate is that of the last second and a half"
    clock.now += 1.1
    assert not pace.easing
