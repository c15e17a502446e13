"""The wall of tiles."""

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.studies.tile import TileFace
from playground.app.studies.wall import Wall
from playground.app.studies.wall_layout import fit, fit_whole
from playground.app.theme import ThemeManager


class Faces:
    """A thousand tiles that remember which of them were asked for."""

    def __init__(self) -> None:
        self.asked: set[int] = set()

    def face(self, number: int) -> TileFace:
        return TileFace(f"tile {number}", "90 %", "9 parameters")

    def image(self, number: int) -> QImage:
        self.asked.add(number)
        return QImage(8, 8, QImage.Format.Format_RGB32)

    def can_open(self, number: int) -> bool:
        return number != 1


def opened_wall(qtbot: QtBot, theme: ThemeManager, count: int) -> tuple[Wall, Faces]:
    wall, faces = Wall(theme), Faces()
    qtbot.addWidget(wall)
    wall.resize(800, 500)
    wall.show_tiles(faces, count)
    with qtbot.waitExposed(wall):
        wall.show()
    return wall, faces


def test_that_only_tiles_in_sight_are_painted(qtbot: QtBot, theme: ThemeManager) -> None:
    wall, faces = opened_wall(qtbot, theme, 1000)
    wall.grab()
    assert len(faces.asked) <= 30
    wall.verticalScrollBar().setValue(wall.verticalScrollBar().maximum())
    wall.grab()
    assert 999 in faces.asked
    assert len(faces.asked) <= 60


def test_that_a_tile_that_stays_the_same_is_made_once(qtbot: QtBot, theme: ThemeManager) -> None:
    wall, faces = opened_wall(qtbot, theme, 4)
    wall.grab()
    faces.asked.clear()
    wall.update_tiles([2])
    wall.grab()
    assert faces.asked == {2}


def test_that_arrow_keys_go_about_and_enter_opens_what_can_be_opened(qtbot: QtBot, theme: ThemeManager) -> None:
    wall, _ = opened_wall(qtbot, theme, 4)
    QTest.keyClick(wall, Qt.Key.Key_Home)
    assert wall.current == 0
    with qtbot.waitSignal(wall.current_changed):
        QTest.keyClick(wall, Qt.Key.Key_Right)
    assert "tile 1, 90 %" in wall.accessibleDescription()
    with qtbot.assertNotEmitted(wall.opened):
        QTest.keyClick(wall, Qt.Key.Key_Return)
    QTest.keyClick(wall, Qt.Key.Key_End)
    with qtbot.waitSignal(wall.opened) as opened:
        QTest.keyClick(wall, Qt.Key.Key_Return)
    assert opened.args == [3]


def test_that_a_click_opens(qtbot: QtBot, theme: ThemeManager) -> None:
    wall, _ = opened_wall(qtbot, theme, 4)
    with qtbot.waitSignal(wall.opened) as opened:
        QTest.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=wall.place_of(2))
    assert opened.args == [2]
    with qtbot.assertNotEmitted(wall.opened):
        QTest.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(790, 495))


@pytest.mark.parametrize(("count", "columns", "lines"), [(2, None, 1), (9, 3, 2), (8, None, 2)])
def test_that_few_tiles_are_in_sight_with_their_captions(count: int, columns: int | None, lines: int) -> None:
    room = QSize(580, 560)
    layout = fit_whole(count, room, columns, 330, lines)
    assert layout is not None
    assert (layout.width <= room.width(), layout.height <= room.height()) == (True, True)
    assert layout.place(count - 1).height() == layout.side + layout.caption


def test_that_tiles_that_would_be_too_small_to_see_are_scrolled() -> None:
    assert fit_whole(30, QSize(580, 560)) is None


def test_that_seven_sizes_are_one_row_of_the_least_window() -> None:
    assert fit(7, 1052).rows == 1


def test_that_tiles_fill_a_row_and_a_point_between_two_is_none_of_them() -> None:
    layout = fit(7, 1240)
    assert layout.rows == 1
    assert layout.width <= 1240 < layout.width + 7
    assert layout.at(layout.place(3).center()) == 3
    assert layout.at(QPoint(layout.place(3).right() + 5, 10)) is None
    assert fit(20, 1240, columns=5).rows == 4


def test_that_rows_of_a_given_number_are_whole_even_where_not_all_rows_are_in_sight(
    qtbot: QtBot, theme: ThemeManager
) -> None:
    wall, faces = opened_wall(qtbot, theme, 35)
    wall.show_tiles(faces, 35, 5)
    wanted = wall.width_for(400)
    assert wanted == fit(35, 1, 5).width + wall.verticalScrollBar().sizeHint().width()
