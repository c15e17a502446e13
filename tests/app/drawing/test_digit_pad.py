"""A digit drawn by hand, as the network sees it and what it says."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.drawing.digit_pad import DigitPad, resampled
from playground.app.theme import ThemeManager


@pytest.fixture
def pad(qapp: QApplication, qtbot: QtBot) -> DigitPad:
    made = DigitPad(ThemeManager(qapp, "light"))
    qtbot.addWidget(made)
    made.show_classes([str(number) for number in range(10)], (8, 8))
    with qtbot.waitExposed(made):
        made.show()
    return made


def draw(pad: DigitPad, *places: tuple[int, int]) -> None:
    first, *others = (QPoint(*place) for place in places)
    QTest.mousePress(pad.square, Qt.MouseButton.LeftButton, pos=first)
    for place in others:
        QTest.mouseMove(pad.square, place)
    QTest.mouseRelease(pad.square, Qt.MouseButton.LeftButton, pos=[first, *others][-1])


@pytest.mark.parametrize("shape", [(8, 8), (28, 28), (5, 9)])
def test_that_ink_is_centred_and_keeps_its_proportions(shape: tuple[int, int]) -> None:
    drawing = np.zeros((160, 160))
    drawing[5:65, 100:130] = 1
    image = resampled(drawing, shape)
    rows, columns = image.sum(axis=1), image.sum(axis=0)
    assert (rows * np.arange(shape[0])).sum() / rows.sum() == pytest.approx((shape[0] - 1) / 2)
    assert (columns * np.arange(shape[1])).sum() / columns.sum() == pytest.approx((shape[1] - 1) / 2)
    scale = 0.8 * min(shape[0] / 60, shape[1] / 30)
    assert image.sum() == pytest.approx(60 * 30 * scale**2)
    assert image.max() <= 1


def test_that_an_empty_drawing_is_an_empty_image() -> None:
    assert not resampled(np.zeros((30, 30)), (8, 8)).any()


def test_that_every_stroke_is_told_and_answers_move_the_bars(pad: DigitPad) -> None:
    seen = []

    def answer() -> None:
        image = pad.image()
        assert image is not None
        seen.append(image)
        pad.show_shares(np.eye(10)[len(seen) % 10])

    pad.drawn.connect(answer)
    draw(pad, (80, 30), (80, 90), (80, 140))
    assert len(seen) == 3
    assert seen[-1].shape == (1, 64)
    assert 0.3 < seen[-1].max() <= 1
    assert pad.bars.accessibleDescription() == "3 100.0 %"


def test_that_clear_empties_drawing_and_bars(pad: DigitPad) -> None:
    draw(pad, (40, 40), (90, 90))
    pad.show_shares(np.full(10, 0.1))
    pad.wipe.click()
    assert pad.square.empty
    assert pad.image() is None
    assert pad.bars.accessibleDescription() == ""


def test_that_an_answer_to_a_drawing_wiped_away_is_not_shown(pad: DigitPad) -> None:
    draw(pad, (40, 40), (90, 90))
    pad.wipe.click()
    pad.show_shares(np.full(10, 0.1))
    assert pad.bars.accessibleDescription() == ""
