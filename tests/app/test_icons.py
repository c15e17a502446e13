"""The icons: there, in the colour asked for, and sharp."""

import pytest
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtSvg import QSvgRenderer

from playground.app.theme import DARK
from playground.app.theme.icons import application_icon, icon, pixmap
from playground.experiment.files import resource_path

pytestmark = pytest.mark.usefixtures("qapp")

NAMES = (
    *("reset", "play", "pause", "step", "step-batch", "new-weights", "undo", "redo", "compare", "export"),
    *("sun", "moon", "plus", "minus", "more", "close", "open", "save", "folder", "chevron-down", "regenerate"),
    *("warning", "info", "check", "arrow-left", "arrow-right", "trash", "help", "app"),
)


def ink(image: QImage) -> dict[str, int]:
    """How many pixels there are of each opaque colour."""
    found: dict[str, int] = {}
    for y in range(image.height()):
        for x in range(image.width()):
            colour = image.pixelColor(x, y)
            if colour.alpha() > 250:
                found[colour.name()] = found.get(colour.name(), 0) + 1
    return found


@pytest.mark.parametrize("name", NAMES)
def test_that_each_icon_is_a_valid_picture_with_ink(name: str) -> None:
    assert QSvgRenderer(str(resource_path("icons", f"{name}.svg"))).isValid()
    assert ink(pixmap(name, "#ff0000", 24, 2.0).toImage())


def test_that_an_icon_has_the_colour_it_was_asked_for() -> None:
    assert set(ink(pixmap("plus", "#ff0000", 24, 2.0).toImage())) == {"#ff0000"}
    drawn = icon("plus", DARK, size=24).pixmap(24, 24).toImage()
    assert QColor(DARK.text).name() in ink(drawn)


def test_that_a_disabled_icon_is_paler() -> None:
    made = icon("play", "#000000", size=24)
    centre = (11, 12)
    normal = made.pixmap(24, 24).toImage().pixelColor(*centre)
    disabled = made.pixmap(24, 24, QIcon.Mode.Disabled).toImage().pixelColor(*centre)
    assert disabled.alpha() < normal.alpha() / 2


def test_that_a_dense_screen_gets_more_pixels_not_larger_ones() -> None:
    drawn = pixmap("undo", "#000000", 18, 2.0)
    assert drawn.width() == 36
    assert drawn.deviceIndependentSize().width() == 18


def test_that_the_application_icon_keeps_its_own_colours() -> None:
    colours = ink(application_icon().pixmap(64, 64).toImage())
    assert {"#f59322", "#0877bd"} <= set(colours)
