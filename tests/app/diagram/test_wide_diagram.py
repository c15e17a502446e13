"""The diagram of data of many inputs: tables, images, and layers of hundreds of units."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from playground.app.diagram import NetworkView, Neuron, Summary
from playground.app.diagram.atlas import mean_image
from playground.app.diagram.structure import structure_of
from playground.app.theme import LIGHT
from playground.training import MapRequest, Run, request_region
from tests.conftest import Themed


@pytest.fixture
def view(themed: Themed, qtbot: QtBot) -> NetworkView:
    made = NetworkView(themed("light"))
    qtbot.addWidget(made)
    made.resize(684, 530)
    with qtbot.waitExposed(made):
        made.show()
    return made


def show(view: NetworkView, run: Run) -> None:
    view.show_snapshot(run.snapshot(MapRequest(request_region(run.dataset), 16, (16,))))
    view.repaint_now()


def notes(view: NetworkView) -> set[str]:
    return {label.text() for label in view.header.inputs.findChildren(QLabel)}


@pytest.mark.parametrize(("inputs", "tiles"), [(1, 1), (4, 4), (13, 13), (64, 15), (1000, 15)])
def test_that_the_first_columns_have_tiles_and_the_others_a_count(
    view: NetworkView, wide_run: Callable[..., Run], inputs: int, tiles: int
) -> None:
    show(view, wide_run(inputs))
    assert view.canvas._scene is not None
    column = view.canvas._scene.layout.columns[0]
    assert (len(column.tiles), column.folded) == (tiles, inputs - tiles)
    assert f"{inputs} columns" in notes(view)


@pytest.mark.parametrize("name", ["a_squared", "sin_x", "petal_length_cm", "x_1", "長さ", "<b>&amp;", "long " * 40])
def test_that_columns_may_have_any_name_and_the_name_can_be_pointed_at(
    view: NetworkView, wide_run: Callable[..., Run], name: str
) -> None:
    show(view, wide_run(3, names=(name, "two", "three")))
    scene = view.canvas._scene
    assert scene is not None
    tile = scene.layout.columns[0].tiles[0]
    assert view.canvas.hit(QPointF(6, tile.middle)) == Neuron(0, 0)
    assert scene.names.neuron(0, 0) == f"Input {name}"


def test_that_images_have_one_picture_in_place_of_a_tile_a_pixel(
    view: NetworkView, wide_run: Callable[..., Run]
) -> None:
    show(view, wide_run(784, image_shape=(28, 28)))
    scene = view.canvas._scene
    assert scene is not None
    column = scene.layout.columns[0]
    assert column.tiles == ()
    assert column.summary is not None
    assert view.canvas.hit(QPointF(column.summary.x + 5, column.summary.middle)) == Summary(0)
    assert "28 × 28 pixels" in notes(view)
    card = scene.cards.write(Summary(0), wide_run(784, image_shape=(28, 28)).snapshot())
    assert card.title == "784 inputs, one a pixel"


def test_that_the_picture_is_the_mean_of_the_training_images(wide_run: Callable[..., Run]) -> None:
    dataset = wide_run(12, image_shape=(3, 4)).dataset
    image = mean_image(dataset, LIGHT)
    assert image is not None
    assert (image.width(), image.height()) == (4, 3)
    mean = dataset.train.points.mean(axis=0)
    darkest, lightest = int(mean.argmax()), int(mean.argmin())
    assert image.pixelColor(darkest % 4, darkest // 4).name() == LIGHT.text.lower()
    assert image.pixelColor(lightest % 4, lightest // 4).name() == LIGHT.field.lower()
    assert mean_image(wide_run(12).dataset, LIGHT) is None


def test_that_of_wide_layers_only_what_can_be_shown_is_mapped(wide_run: Callable[..., Run]) -> None:
    run = wide_run(100, (200, 3))
    maps = run.snapshot(MapRequest(request_region(run.dataset), 16, (16,))).maps
    assert maps is not None
    assert [len(maps.features), *(len(layer) for layer in maps.layers)] == [64, 64, 3]
    grid = run.dataset.plane.inputs(request_region(run.dataset).grid(16))
    expected = run.network.layer_outputs(grid)[0].T.reshape(200, 16, 16)[:64]
    np.testing.assert_allclose(maps.layers[0], expected, rtol=1e-3, atol=1e-4)


def test_that_a_network_wide_and_deep_is_painted_to_the_end(view: NetworkView, wide_run: Callable[..., Run]) -> None:
    run = wide_run(64, (512, 512), image_shape=(8, 8))
    assert structure_of(run.snapshot()).columns[1].units == 512
    show(view, run)
    assert not view.grab().isNull()
    assert view.canvas._scene is not None
    assert view.canvas._scene.links.complete
