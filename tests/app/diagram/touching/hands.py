"""Hands for the tests of the diagram: where its parts are, and what is shown of a run."""

from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from playground.app.diagram import Link, NetworkView
from playground.app.diagram.canvas import CLOSER_LOOK
from playground.experiment import Experiment, change, load
from playground.training import MapRequest, Region, Run, Snapshot, Target

REGION = Region(-6, 6, -6, 6)
LEFT = Qt.MouseButton.LeftButton


def petals(*units: int, **settings: Any) -> Experiment:
    layers = [{"units": n, "activation": "tanh", "initializer": {"kind": "normal", "std": 0.7}} for n in units]
    return change(load("petals"), {"network.layers": layers, **settings})


def look(run: Run, inspect: Target | None = None, opened: int | None = None) -> Snapshot:
    snapshot = run.snapshot(MapRequest(REGION, 32, (32,), opened=opened))
    return snapshot if inspect is None else replace(snapshot, watched={CLOSER_LOOK: run.inspection(inspect)})


def on_tile(view: NetworkView, column: int, unit: int) -> QPoint:
    tile = view.canvas.layout_shown.columns[column].tiles[unit]
    return QPoint(round(tile.x + tile.width / 2), round(tile.middle))


def on_bias(view: NetworkView, column: int, unit: int) -> QPoint:
    box = view.canvas.layout_shown.columns[column].biases[unit]
    return QPoint(round(box.x + 5), round(box.y + 6))


def on_link(view: NetworkView, link: Link) -> QPoint:
    """A point of the canvas where that link, and no other, is under the mouse."""
    scene = view.canvas._current_scene()
    assert scene is not None
    path = scene.links.path(link.column - 1, link.source, link.unit)
    for share in np.linspace(0.1, 0.9, 60):
        at = path.pointAtPercent(float(share)).toPoint()
        if view.canvas.hit(QPointF(at)) == link:
            return at
    raise AssertionError(f"{link} is nowhere on top")


def press_key(view: NetworkView, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(view.canvas, key)
