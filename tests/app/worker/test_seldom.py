"""How often something that is dear may be done."""

import time

import pytest

from playground.app.worker.reporter import Seldom


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    return now


def test_that_it_is_due_ten_times_a_second(clock: list[float]) -> None:
    seldom = Seldom()
    assert seldom.due
    with seldom.spending():
        pass
    clock[0] += 0.09
    assert not seldom.due
    clock[0] += 0.02
    assert seldom.due


def test_that_what_takes_long_takes_no_more_than_a_tenth_of_the_time(clock: list[float]) -> None:
    seldom = Seldom()
    with seldom.spending():
        clock[0] += 0.2
    clock[0] += 1.9
    assert not seldom.due
    clock[0] += 0.2
    assert seldom.due


def test_that_it_can_be_made_due_at_once(clock: list[float]) -> None:
    seldom = Seldom()
    with seldom.spending():
        clock[0] += 1
    seldom.now()
    assert seldom.due
