"""The study's window on screens of all sizes."""

import pytest
from PySide6.QtCore import QRect, QSize

from playground.app.studies.studies import FRAME, within_screen

SMALLEST = QSize(980, 640)


@pytest.mark.parametrize("available", [QRect(0, 0, 1280, 800), QRect(0, 27, 1280, 773), QRect(1920, 0, 1440, 900)])
@pytest.mark.parametrize("corner", [(44, 80), (-50, -20), (4000, 4000)])
@pytest.mark.parametrize("size", [(1240, 740), (980, 640), (3000, 2000)])
def test_that_all_of_the_window_and_its_frame_is_on_the_screen(
    available: QRect, corner: tuple[int, int], size: tuple[int, int]
) -> None:
    placed = within_screen(QRect(*corner, *size), SMALLEST, available)
    assert available.contains(placed.marginsAdded(FRAME))
    assert placed.size() == QSize(*size).boundedTo(available.marginsRemoved(FRAME).size())


def test_that_a_screen_too_small_shows_the_corner_with_the_title() -> None:
    placed = within_screen(QRect(44, 80, 1240, 740), SMALLEST, QRect(0, 0, 800, 600))
    assert (placed.left(), placed.top(), placed.size()) == (FRAME.left(), FRAME.top(), SMALLEST)


def test_that_a_window_with_room_stays_where_it_is_wanted() -> None:
    assert within_screen(QRect(124, 124, 1440, 900), SMALLEST, QRect(0, 0, 2560, 1440)) == QRect(124, 124, 1440, 900)
