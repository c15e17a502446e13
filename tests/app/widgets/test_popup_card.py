"""Cards that open over the window."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.theme import ThemeManager
from playground.app.widgets import PopupCard


def test_that_a_card_over_the_window_has_a_ground_and_nothing_beyond_its_round_corners(
    qtbot: QtBot, qapp: QApplication
) -> None:
    theme = ThemeManager(qapp, "dark").theme
    card = PopupCard()
    qtbot.addWidget(card)
    card.resize(120, 80)
    with qtbot.waitExposed(card):
        card.show()
    picture = card.grab().toImage()
    assert picture.pixelColor(60, 40) == QColor(theme.card)
    assert picture.pixelColor(60, 0) == QColor(theme.edge)
    assert picture.pixelColor(0, 0).alpha() == 0
