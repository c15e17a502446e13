"""What the line under the network says."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.diagram.layout import Room, place
from playground.app.diagram.legend import NetworkLegend
from playground.app.diagram.structure import Kind
from playground.app.theme import ThemeManager


@pytest.fixture
def legend(qtbot: QtBot, qapp: QApplication) -> NetworkLegend:
    made = NetworkLegend(ThemeManager(qapp, "light"))
    qtbot.addWidget(made)
    made.resize(640, 16)
    made.show()
    return made


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_that_it_shows_both_signs_in_their_colours(qapp: QApplication, qtbot: QtBot, mode: str) -> None:
    manager = ThemeManager(qapp, "dark" if mode == "dark" else "light")
    made = NetworkLegend(manager)
    qtbot.addWidget(made)
    made.resize(640, 16)
    image = made.grab().toImage()
    seen = {image.pixelColor(x, 8).name() for x in range(640)}
    assert {manager.theme.positive, manager.theme.negative} <= seen


@pytest.mark.parametrize("width", [320, 420, 592, 900, 2700])
def test_that_it_stays_on_one_line_and_names_weight_size_bias_and_output(legend: NetworkLegend, width: int) -> None:
    legend.resize(width, 16)
    assert legend.heightForWidth(width) == 16
    told = legend.accessibleName()
    assert all(word in told for word in ("> 0", "< 0") if "positive" not in told)
    assert all(word in told for word in ("size", "bias", "output"))


def test_that_it_speaks_of_bars_where_biases_are_bars(legend: NetworkLegend) -> None:
    assert "square: bias" in legend.accessibleName()
    columns = [(Kind.INPUT, 2), *[(Kind.HIDDEN, 4)] * 12, (Kind.OUTPUT, 1)]
    legend.show_layout(place(columns, Room(592, 400)))
    assert "bar: bias" in legend.accessibleName()
