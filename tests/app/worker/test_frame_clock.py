"""Sixty frames a second from waits of whole milliseconds."""

import pytest
from pytestqt.qtbot import QtBot

from playground.app.worker.gate import FRAME_SECONDS, FrameClock, next_due


def test_that_whole_milliseconds_add_up_to_sixty_a_second() -> None:
    due = now = 0.0
    for _ in range(600):
        due = next_due(due, now)
        now += round((due - now) * 1e3) / 1e3
    assert now == pytest.approx(10.0, abs=1e-3)


def test_that_a_long_frame_is_not_made_up_for() -> None:
    due = next_due(1.0, 1.1)
    assert due == 1.1
    assert next_due(due, 1.1) == pytest.approx(1.1 + FRAME_SECONDS)


def test_that_frames_come_until_the_clock_is_stopped(qtbot: QtBot) -> None:
    clock = FrameClock()
    calls: list[None] = []
    clock.due.connect(lambda: calls.append(None))
    clock.start()
    qtbot.waitUntil(lambda: len(calls) >= 3)
    clock.stop()
    seen = len(calls)
    qtbot.wait(60)
    assert len(calls) == seen
