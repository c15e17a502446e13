"""The card with the rest of the training's settings, and the button that opens it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from playground.app.controller import Controller
from playground.app.panels.bound_row import RestartMark
from playground.app.panels.training_panel import MoreTraining, TrainingPanel, TrainingPopover
from playground.app.widgets import ChoiceRow, OptionalRow
from playground.experiment import Experiment, change, load, setting, settings_of, with_kind

MakeController = Callable[[Experiment | str], Controller]
Open = Callable[[Experiment | str], TrainingPopover]


@pytest.fixture
def opened(controller_of: MakeController, window: QWidget) -> Open:
    """The popover over a window of the smallest size."""

    def open_on(experiment: Experiment | str) -> TrainingPopover:
        popover = TrainingPopover(controller_of(experiment), window)
        popover.open_at(window.mapToGlobal(QPoint(260, 480)))
        return popover

    return open_on


def changed(**settings: object) -> Experiment:
    return change(load("petals"), {name.replace("__", "."): value for name, value in settings.items()})


def titles(popover: TrainingPopover) -> list[str]:
    return [row.row.label.text() for row in popover.rows if row.row.isVisible()]


def optional(popover: TrainingPopover, name: str) -> OptionalRow:
    row = popover.row(f"training.{name}").row
    assert isinstance(row, OptionalRow)
    return row


def test_that_a_beginner_sees_seven_settings(opened: Open) -> None:
    few = ["Schedule", "Gradient clip", "Target loss", "Target accuracy", "Patience", "Precision"]
    assert titles(opened("petals")) == few


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("sgd", []),
        ("momentum", []),
        ("nesterov", []),
        ("adagrad", ["Epsilon"]),
        ("rmsprop", ["Epsilon"]),
        ("adam", ["Beta 1", "Beta 2", "Epsilon"]),
        ("adamw", ["Beta 1", "Beta 2", "Epsilon"]),
    ],
)
def test_that_an_optimizer_brings_its_finer_settings(opened: Open, kind: str, names: list[str]) -> None:
    popover = opened("petals")
    popover._controller.propose({"training.optimizer.kind": kind}, "")
    shown = titles(popover)
    assert [name for name in shown if name in ("Beta 1", "Beta 2", "Epsilon")] == names


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("constant", []),
        ("exponential", ["Factor per epoch"]),
        ("step", ["Drops every", "Drop factor"]),
        ("cosine", ["Ends at"]),
        ("warmup", ["Climbs for"]),
    ],
)
def test_that_a_schedule_brings_its_settings(opened: Open, kind: str, names: list[str]) -> None:
    popover = opened("petals")
    row = popover.row("training.schedule").row
    assert isinstance(row, ChoiceRow)
    row.value_changed.emit(kind)
    assert titles(popover)[: 1 + len(names)] == ["Schedule", *names]
    assert popover._controller.experiment.training.schedule.__struct_config__.tag == kind


def test_that_every_setting_of_training_has_exactly_one_row(opened: Open, controller: Controller) -> None:
    popover, panel = opened("petals"), TrainingPanel(controller)
    rows = [row.path for row in (*popover.rows, *panel.rows)]
    assert len(rows) == len(set(rows))
    assert set(rows) - {"seed"} == set(declared_in_training(controller.experiment))


def declared_in_training(experiment: Experiment) -> Iterator[str]:
    yield from (each.path for each in settings_of(experiment.training, "training") if each.kind != "group")
    yield from (each.path for each in settings_of(experiment.training.stop, "training.stop"))
    for union in ("optimizer", "schedule"):
        for kind in setting(experiment, f"training.{union}").choices:
            other = with_kind(experiment, f"training.{union}.kind", kind)
            struct = getattr(other.training, union)
            yield from (each.path for each in settings_of(struct, f"training.{union}"))


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("gradient_clip", 1.0, "Set gradient clip to 1"),
        ("stop.target_loss", 0.1, "Set target loss to 0.1"),
        ("stop.target_accuracy", 0.95, "Set target accuracy to 95 %"),
        ("batch_norm_learning_rate", 0.1, "Set batch norm rate to 0.1"),
    ],
)
def test_that_a_switch_begins_with_the_suggestion_and_comes_back_to_the_last_value(
    opened: Open, name: str, value: float, says: str
) -> None:
    popover = opened(changed(network__layers__0__batch_norm=True))
    row, stack = optional(popover, name), popover._controller.undo_stack
    assert row.edit.isHidden()
    row.switch.click()
    assert row.value() == value
    assert row.edit.isVisible()
    assert stack.undoText() == says
    row.edit.stepped.emit(1)
    stepped = row.value()
    assert stepped != value
    row.switch.click()
    assert row.value() is None
    assert stack.undoText() == says.replace("Set", "Switch").rpartition(" to ")[0] + " off"
    row.switch.click()
    assert row.value() == stepped


def test_that_patience_needs_a_validation_part_and_says_so(opened: Open) -> None:
    popover = opened("petals")
    row, note = optional(popover, "stop.patience"), next(n for r, n in popover._notes if r.path.endswith("patience"))
    assert not row.isEnabled()
    assert "validation part" in note.text()
    assert note.isVisible()
    shares = {"data.split.train": 0.8, "data.split.validation": 0.2}
    popover._controller.propose(shares, "Split")
    assert row.isEnabled()
    assert note.isHidden()
    row.switch.click()
    assert popover._controller.experiment.training.stop.patience == 50


def test_that_batch_norms_own_settings_come_with_batch_norm(opened: Open) -> None:
    popover = opened("petals")
    assert optional(popover, "batch_norm_learning_rate").isHidden()
    popover._controller.propose({"network.layers.0.batch_norm": True}, "")
    assert optional(popover, "batch_norm_learning_rate").isVisible()
    assert not optional(popover, "batch_norm_momentum").isEnabled()
    popover._controller.propose({"training.optimizer.kind": "momentum"}, "")
    assert optional(popover, "batch_norm_momentum").isEnabled()


def test_that_another_optimizer_takes_batch_norms_momentum_with_it(controller_of: MakeController) -> None:
    experiment = changed(
        network__layers__0__batch_norm=True, training__optimizer__kind="momentum", training__batch_norm_momentum=0.5
    )
    controller = controller_of(experiment)
    TrainingPanel(controller).optimizer.row.value_changed.emit("adam")
    training = controller.experiment.training
    assert (training.optimizer.__struct_config__.tag, training.batch_norm_momentum) == ("adam", None)


def test_that_hubers_delta_comes_with_its_loss(opened: Open) -> None:
    assert "Huber delta" not in titles(opened("petals"))
    assert "Huber delta" in titles(opened(changed(training__loss="huber")))


def test_that_exactly_the_settings_that_restart_carry_the_mark(opened: Open) -> None:
    popover = opened("petals")
    marked = {row.path for row in popover.rows if row.row.findChild(RestartMark)}
    assert marked == {"training.class_weights", "training.huber_delta", "training.precision"}


FULLEST = changed(
    network__layers__0__batch_norm=True,
    training__optimizer__kind="adamw",
    training__schedule__kind="step",
    training__loss="huber",
    training__gradient_clip=0.123,
    training__batch_norm_learning_rate=0.123,
    training__stop__target_loss=0.123,
    training__stop__target_accuracy=0.955,
)
MOMENTUM = {"training.optimizer.kind": "momentum", "training.batch_norm_momentum": 0.123}


@pytest.mark.parametrize("also", [{}, MOMENTUM])
def test_that_the_fullest_card_is_whole_in_the_smallest_window_and_nothing_is_cut(
    opened: Open, also: dict[str, object]
) -> None:
    popover = opened(change(FULLEST, also))
    assert popover._window.geometry().contains(popover.geometry())
    for row in popover.rows:
        if row.row.isVisible():
            label = row.row.label
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width(), label.text()
            popover.area.ensureWidgetVisible(row.row, 0, 0)
            corner = row.row.mapTo(popover, QPoint(0, 0))
            assert popover.rect().contains(QRect(corner, row.row.size()))


def test_that_it_grows_upwards_where_there_is_no_room_below(opened: Open) -> None:
    popover = opened("petals")
    before = popover.geometry()
    popover._controller.replace(FULLEST, "")
    assert popover.height() > before.height()
    assert popover.y() < before.y()


def test_that_tab_reaches_every_control_and_each_has_a_name(opened: Open) -> None:
    popover = opened(FULLEST)
    expected = {
        child
        for child in popover.findChildren(QWidget)
        if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    reached = set()
    for _ in range(len(expected) + 1):
        QTest.keyClick(popover.focusWidget() or popover, Qt.Key.Key_Tab)
        focused = popover.focusWidget()
        assert focused is not None
        reached.add(focused)
    assert reached >= expected
    assert all(widget.accessibleName() for widget in expected)


def test_that_undo_works_while_it_is_open(opened: Open) -> None:
    popover = opened("petals")
    optional(popover, "gradient_clip").switch.click()
    undo = popover.actions()[0]
    assert undo.isEnabled()
    undo.trigger()
    assert optional(popover, "gradient_clip").value() is None


def test_that_escape_closes_it(opened: Open) -> None:
    popover = opened("petals")
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()


def test_that_an_emptied_field_switches_off(opened: Open) -> None:
    popover = opened(changed(training__gradient_clip=2.0))
    edit = optional(popover, "gradient_clip").edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert popover._controller.experiment.training.gradient_clip is None


def test_that_the_button_counts_what_is_not_as_usual_and_names_it(
    controller: Controller, shown: Callable[..., None]
) -> None:
    button = MoreTraining(controller)
    shown(button, 80)
    button.show_experiment(controller.experiment)
    assert button.text() == "More"
    settings = {"training.gradient_clip": 3.0, "training.schedule.kind": "cosine", "training.huber_delta": 2.0}
    button.show_experiment(change(controller.experiment, settings))
    assert button.text() == "More · 2"
    assert "Schedule, Gradient clip" in button.toolTip()
    popover = button.open()
    assert popover.isVisible()
    popover.close()
