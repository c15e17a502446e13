"""The chart of a study: what is read off it has to be right at every size."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.studies.axes import share_axis
from playground.app.studies.spread_chart import Line, SpreadChart
from playground.app.theme import ThemeManager


def chart_of(qtbot: QtBot, theme: ThemeManager, width: int, height: int) -> SpreadChart:
    chart = SpreadChart(theme)
    qtbot.addWidget(chart)
    chart.resize(width, height)
    mean = np.array([60.0, 70.0, 94.0])
    chart.show_lines("abc", [Line("test", "test", mean, mean - 2, mean + 2)], share_axis(0.58, 0.96), str)
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def picture_of(chart: SpreadChart) -> QImage:
    """The chart as it stands when all that is due has been done; what is due paints it, as on a screen."""
    for _ in range(5):
        QApplication.processEvents()
    return chart.grab().toImage()


@pytest.mark.parametrize(("width", "height"), [(560, 320), (520, 520), (500, 200)])
def test_that_a_resized_chart_is_the_picture_of_one_made_at_that_size(
    qtbot: QtBot, theme: ThemeManager, width: int, height: int
) -> None:
    chart = chart_of(qtbot, theme, 520, 240)
    picture_of(chart)
    chart.resize(width, height)
    assert picture_of(chart) == picture_of(chart_of(qtbot, theme, width, height))


def test_that_a_chart_in_another_theme_is_the_picture_of_one_made_in_it(qtbot: QtBot, theme: ThemeManager) -> None:
    chart = chart_of(qtbot, theme, 520, 240)
    picture_of(chart)
    theme.set_mode("dark")
    chart.resize(540, 300)
    assert picture_of(chart) == picture_of(chart_of(qtbot, theme, 540, 300))
    theme.set_mode("light")
