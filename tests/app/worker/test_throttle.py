"""The rate at which something that costs much may be done."""

import time

import pytest

from playground.app.worker.reporter import Throttle


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    return now


def test_that_it_is_due_ten_times_a_second(clock: list[float]) -> None:
    throttle = Throttle()
    assert throttle.due
    with throttle.spending():
        pass
    clock[0] += 0.09
    assert not throttle.due
    clock[0] += 0.02
    assert throttle.due


def test_that_what_takes_long_takes_no_more_than_a_twentieth_of_the_time(clock: list[float]) -> None:
    throttle = Throttle()
    with throttle.spending():
        clock[0] += 0.2
    clock[0] += 3.9
    assert not throttle.due
    clock[0] += 0.2
    assert throttle.due
