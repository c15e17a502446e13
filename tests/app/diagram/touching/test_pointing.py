"""What is pointed at in the diagram: its map, and the card on it."""

from typing import Any

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from playground.app.diagram import Link, NetworkView, Neuron
from playground.training import Place, Run, Unit
from tests.app.diagram.touching.hands import LEFT, look, on_bias, on_link, on_tile, petals


def test_that_pointing_at_a_neuron_asks_for_its_map_and_a_closer_look(
    view: NetworkView, heard: dict[str, list[Any]]
) -> None:
    QTest.mouseMove(view.canvas, on_tile(view, 1, 2))
    QTest.mouseMove(view.canvas, QPoint(3, 3))
    assert heard["looked_at"] == [(Unit(1, 2),), (None,)]
    assert heard["unit_shown"] == [(Unit(1, 2), "Layer 1, neuron 3"), (None, "")]


def test_that_pointing_at_a_link_looks_at_it_and_leaves_the_canvas_alone(
    view: NetworkView, heard: dict[str, list[Any]]
) -> None:
    QTest.mouseMove(view.canvas, on_link(view, Link(1, 0, 3)))
    assert heard["looked_at"] == [(Place("layer1.weight", (0, 3)),)]
    assert "unit_shown" not in heard


def test_that_the_bias_of_a_normalized_layer_is_its_beta(view: NetworkView, heard: dict[str, list[Any]]) -> None:
    view.show_snapshot(look(Run(petals(4, **{"network.layers.0.batch_norm": True}))))
    view.repaint_now()
    QTest.mouseMove(view.canvas, on_bias(view, 1, 2))
    assert heard["looked_at"] == [(Place("layer1.beta", (2,)),)]


def test_that_a_card_gives_the_formula_and_how_flat_the_neuron_is(view: NetworkView, run: Run) -> None:
    run.network.parameters["layer1.weight"][:, 2] = 11.5, 13.45
    run.network.parameters["layer1.bias"][2] = 0.06
    view.show_snapshot(look(run, Unit(1, 2)))
    view.repaint_now()
    card = view.canvas.card_of(Neuron(1, 2))
    assert card is not None
    outputs = run.network.layer_outputs(run.dataset.train.x)[0][:, 2]
    share = round(100 * float(np.mean(np.abs(outputs) > 0.97)))
    text = card.plain.replace("\u00a0", " ")
    assert "z = 11.50 x₁ + 13.45 x₂ + 0.06. a = tanh(z)" in text
    assert f"saturated on {share} % of them" in text


def test_that_a_card_gives_the_gradient_what_it_is_of_and_the_course(view: NetworkView, run: Run) -> None:
    target = Place("layer1.weight", (0, 3))
    view.show_snapshot(look(run, target))
    view.repaint_now()
    card = view.canvas.card_of(Link(1, 0, 3))
    assert card is not None
    train = run.dataset.train
    gradient = run.network.loss_and_gradients(train.x, train.y)[1]["layer1.weight"][0, 3]
    assert f"gradient {abs(gradient):.3f}" in card.plain.replace("−", "")
    assert "on the training samples, without dropout" in card.plain
    assert card.course is not None
    assert len(card.course) == 22


def test_that_a_look_at_one_thing_is_not_told_of_another(view: NetworkView, run: Run) -> None:
    view.show_snapshot(look(run, Place("layer1.weight", (0, 3))))
    view.repaint_now()
    card = view.canvas.card_of(Link(1, 0, 2))
    assert card is not None
    assert "gradient" not in card.plain


def test_that_a_card_that_stays_does_so_wherever_the_mouse_goes(view: NetworkView) -> None:
    QTest.mouseClick(view.canvas, LEFT, pos=on_tile(view, 1, 1))
    for unit in (0, 2, 3):
        QTest.mouseMove(view.canvas, on_tile(view, 1, unit))
    QTest.mouseMove(view.canvas, QPoint(3, 3))
    assert view.pinned.isVisible()
    assert view.pointed_at == Neuron(1, 1)
    QTest.mouseClick(view.canvas, LEFT, pos=on_tile(view, 1, 2))
    assert view.pinned.hit == Neuron(1, 2)
