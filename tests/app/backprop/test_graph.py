"""The graph of one sample: it says what the network computed, and nothing in it lies over anything else."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.backprop.dialog import BackpropDialog
from playground.app.backprop.graph import MOST_TERMS, Graph, Slot, chain, loss_name, neuron_graph
from playground.app.backprop.graph_view import GraphView
from playground.app.backprop.story import Story
from playground.app.diagram.structure import structure_of
from playground.app.theme import ThemeManager
from playground.app.words.numbers import term_text
from playground.experiment import change, load
from playground.training import Run, SampleKey, one_sample

SOFTMAX = {"network.output.activation": "softmax", "training.loss": "softmax_cross_entropy"}
KINDS: list[dict[str, Any]] = [
    {},
    {"network.layers": []},
    {"network.layers": [{"units": 3, "batch_norm": True}, {"units": 40, "activation": "relu"}]},
    {"network.output.activation": "tanh", "training.loss": "squared_error"},
    {"network.output.activation": "sigmoid", "training.loss": "squared_error"},
    {"network.layers": [{"units": 4}] * 12, **SOFTMAX},
]


def story_of(lab: str = "petals", **settings: Any) -> Story:
    run = Run(change(load(lab), settings))
    run.train(3)
    seen = one_sample(run, SampleKey("train", 4))
    assert seen is not None
    return Story(seen, structure_of(run.snapshot()))


def boxes_of(graph: Graph) -> list[QRectF]:
    parts = [part.box for part in (*graph.strips, *graph.slots, *graph.blocks)]
    return [*parts, *(QRectF(each.centre - QPointF(9, 9), each.centre + QPointF(9, 9)) for each in graph.operations)]


def named(graph: Graph, name: str) -> Slot:
    return next(slot for slot in graph.slots if slot.name == name)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("scale", [1.0, 1.31])
@pytest.mark.parametrize("width", [890, 1040])
@pytest.mark.parametrize("settings", KINDS)
def test_that_nothing_lies_over_anything_else(settings: dict[str, Any], width: float, scale: float) -> None:
    story = story_of(**settings)
    for graph in (
        chain(story, width, scale),
        *(neuron_graph(story, each, width * scale, scale) for each in story.neurons),
    ):
        for first, second in combinations(boxes_of(graph), 2):
            assert not first.adjusted(1, 1, -1, -1).intersects(second)
        assert all(box.bottom() <= graph.height + 1 and box.top() >= -1 for box in boxes_of(graph))
        assert all(box.right() <= width * scale + 1 for box in boxes_of(graph)) or len(story.seen.layers) > 4


@pytest.mark.usefixtures("qapp")
def test_that_a_neurons_steps_have_its_numbers_forwards_and_backwards() -> None:
    story = story_of()
    each, graph = story.layer(0), neuron_graph(story, (0, 2), 1040, 1.0)
    for source, name in ((0, "x₁"), (1, "x₂")):
        value, weight, delta = float(each.inputs[source]), float(each.weight[source, 2]), float(each.delta[2])
        assert (named(graph, name).value, named(graph, name).gradient) == (term_text(value), term_text(weight * delta))
        slot = named(graph, f"w{name[1:]}")
        assert (slot.value, slot.gradient) == (term_text(weight), term_text(float(each.gradients["weight"][source, 2])))
    assert each.bias is not None
    assert named(graph, "b").gradient == term_text(float(each.delta[2]))
    assert [operation.sign for operation in graph.operations] == ["×", "×", "+"]
    told = [(wire.value, wire.gradient) for wire in graph.wires if wire.gradient]
    assert each.error is not None
    assert told == [
        (f"z = {term_text(float(each.z[2]))}", f"δ = {term_text(float(each.delta[2]))}"),
        (f"a = {term_text(float(each.a[2]))}", f"dL/da = {term_text(float(each.error[2]))}"),
    ]
    above = story.layer(1)
    onwards = named(graph, "to a₁")
    assert onwards.gradient == term_text(float(above.weight[2, 0] * above.delta[0]))


@pytest.mark.usefixtures("qapp")
def test_that_what_is_folded_is_counted_and_summed() -> None:
    story = story_of(**{"network.layers": [{"units": 40}, {"units": 9}]})
    each, graph = story.layer(1), neuron_graph(story, (1, 3), 1040, 1.0)
    assert len([operation for operation in graph.operations if operation.sign == "×"]) == MOST_TERMS - 1
    shown = [
        int(slot.name[1:].translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789"))) - 1 for slot in graph.slots[:-1:2][:3]
    ]
    rest = float(each.inputs @ each.weight[:, 3]) - sum(float(each.inputs[k] * each.weight[k, 3]) for k in shown)
    assert named(graph, "37 more").value == term_text(rest)
    strip = next(strip for strip in chain(story, 1040, 1.0).strips if strip.layer == 0)
    assert strip.shown + strip.folded == 40


@pytest.mark.usefixtures("qapp")
def test_that_a_chain_names_its_operations_and_ends_with_the_loss() -> None:
    story = story_of("two-layer")
    graph = chain(story, 1040, 1.0)
    assert [block.title for block in graph.blocks] == ["affine", "sigmoid", "affine", "softmax with loss"]
    assert graph.blocks[0].lines == ("64 → 50",)
    assert graph.blocks[-1].lines == (f"L = {term_text(story.seen.loss)}",)
    digit = graph.strips[0]
    assert digit.is_image and digit.shown == 64
    first = story.layer(0)
    assert digit.gradients == pytest.approx(first.weight @ first.delta)
    assert (
        loss_name(story_of(**{"network.output.activation": "tanh", "training.loss": "squared_error"}))
        == "squared error"
    )


@pytest.mark.usefixtures("qapp")
def test_that_the_gradient_of_the_inputs_is_that_of_the_loss() -> None:
    run = Run(load("petals"))
    run.train(50)
    seen = one_sample(run, SampleKey("train", 4))
    assert seen is not None
    strip = chain(Story(seen, structure_of(run.snapshot())), 1040, 1.0).strips[0]
    x, y, step = run.dataset.train.x[4:5].copy(), float(run.dataset.train.y[4, 0]), 1e-6

    def loss(moved: np.ndarray) -> float:
        p = float(run.network.predict(moved)[0, 0])
        return -float(y * np.log(p) + (1 - y) * np.log(1 - p))

    for source in (0, 1):
        more, less = x.copy(), x.copy()
        more[0, source] += step
        less[0, source] -= step
        assert strip.gradients[source] == pytest.approx((loss(more) - loss(less)) / (2 * step), rel=1e-4)


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication) -> BackpropDialog:
    made = BackpropDialog(ThemeManager(qapp, "light"))
    qtbot.addWidget(made)
    made.show_story(story_of())
    made.show_page("graph")
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_that_a_neuron_is_chosen_by_click_and_by_keys_for_both_pages(qtbot: QtBot, dialog: BackpropDialog) -> None:
    graph: GraphView = dialog.graph
    strip = next(strip for strip in graph.graphs[0].strips if strip.layer == 0)
    at = strip.cell(2).center() + QPointF(6, 0)
    with qtbot.waitSignal(dialog.neuron_changed) as heard:
        QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert heard.args == [(0, 2)]
    assert dialog.neuron == (0, 2)
    graph.setFocus()
    QTest.keyClick(graph, Qt.Key.Key_Up)
    assert dialog.neuron == (0, 1)
    QTest.keyClick(graph, Qt.Key.Key_Right)
    assert dialog.neuron == (1, 0)
    assert "Output" in graph.accessibleDescription()
    dialog.show_page("numbers")
    assert dialog.neuron_title.text() == "Output"


def test_that_what_is_under_the_mouse_is_told_with_its_numbers(dialog: BackpropDialog) -> None:
    graph, story = dialog.graph, dialog.story
    assert story is not None
    strip = next(strip for strip in graph.graphs[0].strips if strip.layer == 0 and strip.title == "a")
    told = graph.told_at(strip.cell(1, gradient=True).center() + QPointF(6, 0))
    each = story.layer(0)
    assert each.error is not None
    assert told == f"a₂ = {term_text(float(each.a[1]))}\ndL/da₂ = {term_text(float(each.error[1]))}"
    assert graph.told_at(QPointF(QPoint(2, 2))) == ""


def test_that_the_graph_is_painted_in_both_themes(dialog: BackpropDialog, qapp: QApplication) -> None:
    light = dialog.graph.grab().toImage()
    ThemeManager(qapp, "dark")
    assert light.width() > 700 and light.height() > 250
