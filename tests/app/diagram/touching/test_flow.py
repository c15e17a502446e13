"""Links that flow while the network trains."""

import numpy as np
from PySide6.QtTest import QTest

from playground.app.diagram import NetworkView
from playground.training import Run
from tests.app.diagram.touching.hands import look, petals


def test_that_links_flow_only_while_it_trains_and_leave_no_trace(view: NetworkView) -> None:
    still = view.canvas.grab().toImage()
    view.show_training(True)
    first = view.canvas.grab().toImage()
    assert first != still
    QTest.qWait(1)
    later = view.canvas.grab().toImage()
    view.show_training(False)
    assert view.canvas.grab().toImage() == still
    assert later != still


def test_that_beads_wander_from_the_inputs_to_the_output(view: NetworkView) -> None:
    run = Run(petals(**{"data.features": ["x1"]}))
    run.network.parameters["output.weight"][...] = 5.0
    view.show_snapshot(look(run))
    view.repaint_now()
    scene = view.canvas._current_scene()
    assert scene is not None
    across = []
    for seconds in (0.1, 0.2, 0.3):
        scene.flow.lay(scene.links.wanted, seconds)
        assert scene.flow._below is not None
        across.append(float(np.mean(scene.flow._below[0] % (scene.links.image.bytesPerLine() // 4))))
    scene.still()
    assert across == sorted(set(across))
