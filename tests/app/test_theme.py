"""The theme: its tokens, its tables, and how it reaches the application."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.theme import (
    DARK,
    LIGHT,
    Theme,
    ThemeManager,
    canvas_table,
    class_colours,
    layer_colour,
    mix,
    neuron_table,
    series_colour,
)
from playground.app.widgets import Card, SplitBar, TextButton

both = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@pytest.fixture
def manager(qapp: QApplication) -> Iterator[ThemeManager]:
    yield ThemeManager(qapp, "light")
    qapp.setStyleSheet("")


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    share = np.array(QColor(colour).getRgbF()[:3])
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@both
def test_that_every_text_can_be_read_on_its_ground(theme: Theme) -> None:
    for text in (theme.text, theme.quiet):
        for ground in (theme.card, theme.field, theme.field_hover, theme.ground, theme.accent_soft):
            assert contrast(text, ground) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.on_split_train, theme.split_train) >= 4.5
    assert contrast(theme.on_split_rest, theme.split_validation) >= 4.5
    for tone, soft in ((theme.warning, theme.warning_soft), (theme.error, theme.error_soft)):
        assert contrast(tone, soft) >= 4.5


@both
def test_that_a_switch_that_is_off_is_seen_and_does_not_look_disabled(theme: Theme) -> None:
    assert contrast(theme.off, theme.card) >= 3
    disabled = mix(theme.card, theme.off, 0.45)
    assert contrast(theme.off, theme.card) > contrast(disabled, theme.card) + 1


@both
def test_that_the_ten_class_colours_are_distinct(theme: Theme) -> None:
    assert len(theme.classes) == 10
    for first, second in itertools.combinations(theme.classes, 2):
        a, b = (np.array(QColor(colour).getRgb()[:3]) for colour in (first, second))
        assert np.linalg.norm(a - b) > 40


@both
def test_that_the_accent_is_never_the_colour_of_data(theme: Theme) -> None:
    data = {*theme.classes, *theme.hidden_layers, theme.output_layer, theme.positive, theme.negative}
    data |= {theme.train, theme.validation, theme.test}
    assert theme.accent not in data


@both
@pytest.mark.parametrize("table", [canvas_table, neuron_table])
def test_that_a_map_fades_to_the_tone_of_the_card_where_the_network_is_undecided(theme, table) -> None:
    colours = table(theme)
    assert colours.dtype == np.uint32
    assert colours.shape == (256,)
    middle = QColor.fromRgb(int(colours[128]))
    ground = QColor(theme.card)
    assert max(abs(a - b) for a, b in zip(middle.getRgb(), ground.getRgb(), strict=True)) < 20
    first, last = QColor.fromRgb(int(colours[0])), QColor.fromRgb(int(colours[255]))
    assert first.red() > first.blue()
    assert last.blue() > last.red()


def test_that_the_class_colours_of_the_canvas_are_rows_of_rgb() -> None:
    assert class_colours(LIGHT, 3).shape == (3, 3)
    assert class_colours(LIGHT, 12).shape == (12, 3)


def test_that_the_output_layer_has_a_colour_of_its_own() -> None:
    assert layer_colour(LIGHT, 0, 1) == LIGHT.output_layer
    hidden = [layer_colour(LIGHT, layer, 4) for layer in range(3)]
    assert len({*hidden, layer_colour(LIGHT, 3, 4)}) == 4
    assert series_colour(LIGHT, "train") == LIGHT.train


@both
@pytest.mark.parametrize("hidden", [1, 5, 6, 12])
def test_that_layers_are_told_apart_and_none_looks_like_the_validation(theme: Theme, hidden: int) -> None:
    colours = [QColor(layer_colour(theme, layer, hidden + 1)) for layer in range(hidden + 1)]
    assert all(_apart(first, second) > 15 for first, second in itertools.combinations(colours, 2))
    assert all(_apart(colour, QColor(theme.validation)) > 60 for colour in colours)


def _apart(first: QColor, second: QColor) -> float:
    pairs = zip(first.getRgb(), second.getRgb(), strict=True)
    return float(sum((int(a) - int(b)) ** 2 for a, b in pairs)) ** 0.5


def test_that_mixing_goes_from_the_first_to_the_second_colour() -> None:
    assert mix("#000000", "#ffffff", 0) == "#000000"
    assert mix("#000000", "#ff8000", 1) == "#ff8000"


def test_that_the_application_changes_its_theme_while_running(qtbot: QtBot, manager: ThemeManager) -> None:
    button, bar, card = TextButton("Export", variant="primary"), SplitBar(), Card("Data")
    for widget in (button, bar, card):
        qtbot.addWidget(widget)
        widget.show()
    before = card.grab().toImage().pixelColor(30, 5)
    with qtbot.waitSignal(manager.changed):
        manager.set_mode("dark")
    assert manager.theme is DARK
    assert QApplication.palette().color(QPalette.ColorRole.Window) == QColor(DARK.ground)
    assert button.palette().color(QPalette.ColorRole.ButtonText) == QColor(DARK.on_accent)
    assert bar.property("trainColour") == QColor(DARK.split_train)
    assert before == QColor(LIGHT.card)
    assert card.grab().toImage().pixelColor(30, 5) == QColor(DARK.card)


def test_that_setting_the_same_theme_again_announces_nothing(qtbot: QtBot, manager: ThemeManager) -> None:
    with qtbot.assertNotEmitted(manager.changed):
        manager.set_mode("light")


def test_that_toggling_leaves_the_system_mode_for_the_other_theme(manager: ThemeManager) -> None:
    manager.set_mode("system")
    dark = manager.theme.is_dark
    manager.toggle()
    assert manager.mode in ("light", "dark")
    assert manager.theme.is_dark is not dark


def test_that_an_unknown_mode_is_refused_with_those_there_are(manager: ThemeManager) -> None:
    with pytest.raises(ValueError, match="system, light, dark"):
        manager.set_mode("sepia")  # type: ignore[arg-type]
