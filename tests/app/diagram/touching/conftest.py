"""A small network in the diagram, and all that is asked for under the hand."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.diagram import NetworkView
from playground.training import Run
from tests.app.diagram.touching.hands import look, petals
from tests.conftest import Themed


@pytest.fixture
def run() -> Run:
    made = Run(petals(4))
    made.train(20)
    return made


@pytest.fixture
def view(themed: Themed, qtbot: QtBot, run: Run) -> NetworkView:
    made = NetworkView(themed("light"))
    qtbot.addWidget(made)
    made.resize(684, 530)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.show_snapshot(look(run))
    made.repaint_now()
    # Another test may have left the mouse on the very spot that this one moves it to, which would be no move.
    QTest.mouseMove(made.canvas, QPoint(2, 2))
    return made


@pytest.fixture
def heard(view: NetworkView) -> dict[str, list[Any]]:
    """Everything the view asks for, by the signal's name."""
    calls: dict[str, list[Any]] = {}
    for name in ("value_requested", "value_dragged", "drag_ended", "mute_requested", "change_requested"):
        getattr(view.hands, name).connect(lambda *told, of=name: calls.setdefault(of, []).append(told))
    for name in ("looked_at", "unit_shown", "column_opened"):
        getattr(view, name).connect(lambda *told, of=name: calls.setdefault(of, []).append(told))
    return calls
