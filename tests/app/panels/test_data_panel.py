"""The data card."""

from collections.abc import Callable
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.controller import Controller
from playground.app.panels.data_panel import DataPanel
from playground.app.panels.features import feature_picture
from playground.app.panels.set_chooser import thumbnail
from playground.app.panels.setting_rows import PICTURE_GAP, fitting
from playground.app.theme import DARK, LIGHT, Theme, ThemeManager, value_colours
from playground.data import build_dataset
from playground.experiment import FEATURES, READY_SOURCES, Experiment, Painted, Point, change, load

MakeController = Callable[[Experiment | str], Controller]
KINDS = [str(source.__struct_config__.tag) for source in READY_SOURCES]


@pytest.fixture
def panel(controller: Controller, theme: ThemeManager, shown: Callable[..., None]) -> DataPanel:
    made = DataPanel(controller, theme)
    shown(made, 268)
    return made


def on(panel: DataPanel) -> list[str]:
    return [name for name, pill in panel.pills.pills.items() if pill.isChecked()]


@pytest.mark.parametrize("kind", KINDS)
def test_that_each_picture_chooses_its_set(panel: DataPanel, controller: Controller, kind: str) -> None:
    QTest.mouseClick(panel.sets.buttons[kind], Qt.MouseButton.LeftButton)
    assert controller.experiment.data.source.__struct_config__.tag == kind
    assert [k for k, button in panel.sets.buttons.items() if button.isChecked()] == [kind]


def test_that_each_picture_has_a_name_and_a_tooltip(panel: DataPanel) -> None:
    names = {button.accessibleName() for button in panel.sets.buttons.values()}
    assert len(names) == len(KINDS)
    assert all(len(button.toolTip()) > 20 for button in panel.sets.buttons.values())


@pytest.mark.usefixtures("qapp")
def test_that_pictures_show_their_classes_in_the_colours_of_the_theme() -> None:
    image = thumbnail("quadrants", LIGHT, 48, 1.0).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(48) for y in range(48)}
    assert set(LIGHT.classes[:4]) <= seen
    assert not thumbnail("spiral", DARK, 48, 2.0).isNull()
    image = thumbnail("points", LIGHT, 48, 1.0).toImage()
    assert image.pixelColor(12, 15).name() == LIGHT.classes[0]
    assert image.pixelColor(14, 35).name() == LIGHT.classes[1]


def test_that_painting_begins_with_two_points_that_all_teach_and_finds_its_points_again(
    controller_of: MakeController, theme: ThemeManager, qtbot: QtBot
) -> None:
    split = {"train": 0.5, "validation": 0.25, "test": 0.25}
    controller = controller_of(change(load("petals"), {"data.split": split, "training.stop.patience": 20}))
    panel = DataPanel(controller, theme)
    qtbot.addWidget(panel)
    panel.sets.buttons["points"].click()
    source = controller.experiment.data.source
    assert isinstance(source, Painted)
    assert len(source.points) == 2
    assert controller.experiment.data.split.train == 1
    assert controller.experiment.training.stop.patience is None, "nothing is left to validate on"
    assert panel.classes.applies
    assert not panel.noise.applies

    controller.propose({"data.source.classes": 3, "data.source.points": [[1.0, 2.0, 2]]}, "Paint")
    panel.sets.buttons["plane"].click()
    panel.sets.buttons["points"].click()
    source = controller.experiment.data.source
    assert isinstance(source, Painted)
    assert (source.points, source.classes) == ((Point(1.0, 2.0, 2),), 3)
    assert panel.rows[0].row.isEnabled()


def test_that_who_leaves_painted_points_finds_split_patience_and_name_again(
    controller_of: MakeController, theme: ThemeManager, qtbot: QtBot
) -> None:
    before = change(load("playground"), {"data.split": {"train": 0.5, "validation": 0.25, "test": 0.25}})
    controller = controller_of(change(before, {"training.stop.patience": 20}))
    before = controller.experiment
    panel = DataPanel(controller, theme)
    qtbot.addWidget(panel)
    panel.sets.buttons["points"].click()
    assert controller.experiment.name == "Your own points"
    panel.sets.buttons["points"].click()
    panel.sets.buttons["gauss"].click()
    after = controller.experiment
    assert (after.data.split, after.training, after.name) == (before.data.split, before.training, "playground")

    panel.sets.buttons["points"].click()
    panel.split.bar.split_changed.emit((80, 20, 0))
    panel.sets.buttons["gauss"].click()
    split = controller.experiment.data.split
    assert (split.train, split.validation, split.test) == (0.8, 0.2, 0), "a person set it while painting"


def test_that_another_set_keeps_its_shared_settings_within_its_ranges(
    controller_of: MakeController, theme: ThemeManager, qtbot: QtBot
) -> None:
    controller = controller_of(change(load("quadrants"), {"data.source.noise": 0.9, "data.source.samples": 700}))
    panel = DataPanel(controller, theme)
    qtbot.addWidget(panel)
    panel.sets.buttons["circle"].click()
    source = controller.experiment.data.source
    assert (source.noise, source.samples) == (0.5, 700)
    assert panel.noise.row.value() == 0.5
    controller.undo_stack.undo()
    assert controller.experiment.data.source.noise == 0.9
    assert panel.sets.buttons["quadrants"].isChecked()


def test_that_the_arrow_keys_move_between_the_sets(panel: DataPanel, controller: Controller) -> None:
    panel.sets.buttons["petals"].setFocus()
    QTest.keyClick(panel.sets.buttons["petals"], Qt.Key.Key_Right)
    assert controller.experiment.data.source.__struct_config__.tag == "quadrants"
    assert panel.sets.buttons["quadrants"].hasFocus()


def test_that_regenerate_draws_the_next_seed_and_shows_it(panel: DataPanel, controller: Controller) -> None:
    panel.regenerate.click()
    assert controller.experiment.data.source.seed == 2
    assert panel.seed.row.value() == 2


def test_that_the_three_parts_change_as_one(panel: DataPanel, controller: Controller) -> None:
    panel.split.bar.handles[0].moved.emit(0, -50)
    split = controller.experiment.data.split
    assert (split.train, split.validation, split.test) == (0.5, 0.5, 0)
    controller.undo_stack.undo()
    assert controller.experiment == load("petals")
    assert panel.split.bar.split() == (100, 0, 0)


def test_that_shares_that_are_not_whole_percent_are_shown_with_a_sum_of_100(
    controller_of: MakeController, theme: ThemeManager, qtbot: QtBot
) -> None:
    third = {"data.split.train": 1 / 3, "data.split.validation": 1 / 3, "data.split.test": 1 / 3}
    panel = DataPanel(controller_of(change(load("petals"), third)), theme)
    qtbot.addWidget(panel)
    assert panel.split.bar.split() == (33, 34, 33)


def test_that_fresh_test_points_are_a_number_or_none(panel: DataPanel, controller: Controller) -> None:
    assert panel.fresh_test.row.edit.text() == "400"
    panel.fresh_test.row.slider.setValue(0)
    assert controller.experiment.data.source.fresh_test == 0
    assert panel.fresh_test.row.edit.text() == "none"


def test_that_features_keep_their_declared_order(panel: DataPanel, controller: Controller) -> None:
    panel.pills.pills["sin_x1"].click()
    panel.pills.pills["x1_squared"].click()
    assert controller.experiment.data.features == ("x1", "x2", "x1_squared", "sin_x1")


def test_that_the_last_feature_refuses_to_go_and_says_why(panel: DataPanel, controller: Controller) -> None:
    panel.pills.pills["x1"].click()
    panel.pills.pills["x2"].click()
    assert controller.experiment.data.features == ("x2",)
    assert on(panel) == ["x2"]
    assert "at least one" in panel.pills.pills["x2"].toolTip()


def test_that_undo_shows_in_every_control(panel: DataPanel, controller: Controller) -> None:
    panel.pills.pills["x1"].click()
    controller.propose({"data.preprocessing": "pca_whitening"}, "Prepare")
    assert panel.prepare.row.combo.currentText() == "PCA whitening"
    controller.undo_stack.undo()
    controller.undo_stack.undo()
    assert on(panel) == ["x1", "x2"]
    assert panel.prepare.row.combo.currentText() == "none"


def test_that_the_pictures_follow_the_theme_while_open(panel: DataPanel, theme: ThemeManager) -> None:
    light = panel.sets.buttons["xor"].grab().toImage().pixelColor(10, 10)
    theme.set_mode("dark")
    assert panel.sets.buttons["xor"].grab().toImage().pixelColor(10, 10) != light


def test_that_changes_of_set_split_and_features_say_what_they_set(controller: Controller, theme: ThemeManager) -> None:
    panel = DataPanel(controller, theme)
    stack = controller.undo_stack
    panel.sets.chosen.emit("spiral")
    assert stack.undoText() == "Set data to Spiral"
    panel.split.bar.split_changed.emit((60, 20, 20))
    assert stack.undoText() == "Set split to 60 / 20 / 20"
    panel.pills.features_changed.emit(("x1", "x2", "sin_x1"))
    assert stack.undoText() == "Set features to x₁, x₂, sin x₁"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_that_pictures_of_values_shade_between_the_two_colours(look: Theme) -> None:
    image = thumbnail("plane", look, 28, 1.0).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(28) for y in range(28)}
    assert len(seen & set(value_colours(look, 17))) > 8


def test_that_the_pictures_are_few_enough_rows_to_leave_room_for_the_rest(panel: DataPanel) -> None:
    panel.fit(fitting(220, 660, len(panel.sets.buttons)))
    tops = {button.y() for button in panel.sets.buttons.values()}
    assert len(tops) == 3
    assert panel.sets.sizeHint().height() <= 120


@pytest.mark.parametrize("count", [1, 4, 9, 15, 16, 22, 31])
@pytest.mark.parametrize(("width", "height"), [(220, 660), (240, 820), (240, 1400)])
def test_that_the_grid_takes_any_number_of_pictures(width: int, height: int, count: int) -> None:
    density = fitting(width, height, count)
    assert density.columns * density.picture + (density.columns - 1) * PICTURE_GAP <= width
    assert density.picture >= 26
    roomier = fitting(width, height + 400, count)
    assert roomier.picture >= density.picture and roomier.row >= density.row


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_that_every_feature_has_a_picture_of_its_own(look: Theme) -> None:
    pictures = [feature_picture(name, look, 14, 1.0).toImage() for name in FEATURES]
    for first, second in combinations(pictures, 2):
        assert first != second
    left, right = (pictures[0].pixelColor(x, 7) for x in (1, 12))
    assert left.red() > left.blue() and right.blue() > right.red()


def test_that_a_drawing_is_offered_of_images_and_named_after_digits_alone(
    panel: DataPanel,
) -> None:
    draw = QAction("Draw")
    panel.follow(QAction(), QAction(), draw)
    panel.show_dataset(build_dataset(load("petals")))
    assert not panel.draw.isVisible()
    panel.show_dataset(build_dataset(load("digits")))
    assert panel.draw.isVisible()
    assert (panel.draw.text(), draw.text()) == ("Draw a digit…", "Draw a digit…")


def test_that_values_bring_their_loss_and_output_in_one_change_to_undo(
    panel: DataPanel, controller: Controller
) -> None:
    panel.sets.buttons["plane"].click()
    experiment = controller.experiment
    assert (experiment.training.loss, experiment.network.output.activation) == ("squared_error", "linear")
    controller.undo_stack.undo()
    assert controller.experiment == load("petals")
    assert panel.sets.buttons["petals"].isChecked()


def test_that_only_blobs_ask_how_many_classes(panel: DataPanel, controller: Controller) -> None:
    assert not panel.classes.row.isVisible()
    panel.sets.buttons["blobs"].click()
    assert panel.classes.row.isVisible()
    panel.classes.row.slider.setValue(panel.classes.row.slider.maximum())
    assert controller.experiment.data.source.class_count == 10


def test_that_the_help_of_noise_says_what_it_means_for_the_set(panel: DataPanel) -> None:
    panel.sets.buttons["gauss"].click()
    assert "variance" in panel.noise.row.toolTip()
    panel.sets.buttons["bumps"].click()
    assert "value of a place" in panel.noise.row.toolTip()


def test_that_painted_points_show_without_what_only_a_drawn_set_has(
    controller_of: MakeController, theme: ThemeManager, qtbot: QtBot
) -> None:
    panel = DataPanel(controller_of(change(load("petals"), {"data.source.kind": "points"})), theme)
    qtbot.addWidget(panel)
    assert [kind for kind, button in panel.sets.buttons.items() if button.isChecked()] == ["points"]
    assert panel.samples.row.isHidden()


def test_that_noise_nobody_touched_becomes_that_of_the_set(panel: DataPanel, controller: Controller) -> None:
    for kind, noise in (("circle", 0.0), ("blobs", 0.5), ("spiral", 0.0)):
        panel.sets.buttons[kind].click()
        assert controller.experiment.data.source.noise == noise  # type: ignore[union-attr]
    panel.noise.row.slider.setValue(panel.noise.row.slider.maximum())
    panel.sets.buttons["xor"].click()
    assert controller.experiment.data.source.noise == 0.5  # type: ignore[union-attr]
