"""The window at every size it may have, from a projector's to a large screen's, and in every size of type."""

from itertools import combinations, product
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSettings, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from playground.app.diagram.heads import LayerHead
from playground.app.settings import AppSettings
from playground.app.theme import TYPE_SIZES, TypeSize
from playground.app.widgets import CompactCombo, ElidedLabel, Stepper, TextButton, ToggleButton
from playground.app.widgets.rows import FittingLabel
from playground.app.window.window import SMALLEST, MainWindow
from playground.experiment import change, labs, load
from playground.training import SampleKey
from tests.conftest import Themed
from tests.journeys.conftest import Opener

Kind = TypeVar("Kind", bound=QWidget)
PROJECTOR = QSize(1024, 720)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.settled, timeout=10_000)
    QApplication.processEvents()


def shown(window: MainWindow, kind: type[Kind]) -> list[Kind]:
    """Widgets of a kind that can be seen, or scrolled to."""
    return [each for each in window.findChildren(kind) if each.isVisible() and each.window() is window]


def place(window: MainWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def cut_off(window: MainWindow) -> list[str]:
    """What is narrower or lower than its words need; heads of layers stand close where they must."""
    found = []
    for label in shown(window, QLabel):
        bears_less = isinstance(label, ElidedLabel | FittingLabel) or label.wordWrap()
        if not bears_less and label.fontMetrics().horizontalAdvance(label.text()) > label.width():
            found.append(f"label {label.text()}")
        if label.text() and label.fontMetrics().ascent() > label.height():
            found.append(f"label {label.text()} is too low")
    for kind in (TextButton, ToggleButton, CompactCombo):
        for control in shown(window, kind):
            in_head = isinstance(control.parentWidget(), LayerHead)
            if not in_head and control.width() < control.sizeHint().width():
                found.append(f"{kind.__name__} {control.accessibleName()}")
            if control.fontMetrics().ascent() > control.height() and not in_head:
                found.append(f"{kind.__name__} {control.accessibleName()} is too low")
    return found


@pytest.mark.parametrize("layers", [1, 12])
def test_that_the_parts_share_the_window_at_every_size(qtbot: QtBot, open_window: Opener, layers: int) -> None:
    window = open_window(change(load("petals"), {"network.layers": [{"units": 4}] * layers}))
    for size in (QSize(1024, 720), QSize(1280, 800), QSize(1920, 1080), QSize(3840, 2160)):
        window.resize(size)
        settle(qtbot, window)
        assert window.size() == size
        _see_that_the_parts_share(window)


def _see_that_the_parts_share(window: MainWindow) -> None:
    parts = [window.run_bar, window.network, window.output, window.curves, window.fold_handle]
    parts += [window.left] if window.left.isVisible() else []
    for first, second in combinations(parts, 2):
        assert not place(window, first).intersects(place(window, second))
    assert all(window.rect().contains(place(window, part)) for part in parts)
    assert window.network.canvas.width() >= 320
    assert window.output.canvas.side >= 0.35 * window.output.height()


def test_that_the_settings_fold_by_themselves_where_the_window_is_narrow_and_open_by_key_and_handle(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert window.left.isVisible()
    window.resize(PROJECTOR)
    qtbot.waitUntil(lambda: not window.left.isVisible())
    wide = window.network.width()
    assert window.fold_handle.isVisible() and "Ctrl+B" in window.fold_handle.toolTip()
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.left.isVisible)
    qtbot.waitUntil(lambda: window.network.width() < wide)
    assert window.fold_handle.accessibleName() == "Fold the settings away"
    QTest.mouseClick(window.fold_handle, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.left.isVisible())
    assert window.fold_handle.accessibleName() == "Show the settings"


def test_that_a_narrow_and_a_wide_window_keep_what_was_chosen_for_each(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["settings_column"].trigger()
    assert not window.left.isVisible()
    window.resize(PROJECTOR)
    window.actions_["settings_column"].trigger()
    assert window.left.isVisible()
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: not window.left.isVisible())
    window.resize(PROJECTOR)
    qtbot.waitUntil(window.left.isVisible)


def test_that_every_window_fits_a_small_screen(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(SMALLEST)
    window.backprops.open(SampleKey("train", 3), "graph")
    qtbot.waitUntil(lambda: window.backprops.dialog is not None and window.backprops.dialog.story is not None)
    for name in ("check_gradient", "inside", "compare_sizes", "keyboard"):
        window.actions_[name].trigger()
    for lab in labs().values():
        if lab.experiment is None:
            window.lab_windows.open(lab)
    QApplication.processEvents()
    opened = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each.isWindow()]
    assert len(opened) >= 8
    for each in opened:
        least = each.minimumSizeHint().expandedTo(each.minimumSize())
        assert least.width() <= PROJECTOR.width() and least.height() <= PROJECTOR.height(), type(each).__name__


@pytest.mark.parametrize("lab", ["petals", "waves", "digits"])
def test_that_nothing_is_cut_off_in_any_size_of_type(qtbot: QtBot, open_window: Opener, lab: str) -> None:
    window = open_window(lab)
    for size, folded in product(TYPE_SIZES, (False, True)):
        window.theme.set_type_size(size)
        if window.left.isVisible() == folded:
            window.actions_["settings_column"].trigger()
        settle(qtbot, window)
        assert cut_off(window) == []
        assert all(area.horizontalScrollBar().maximum() == 0 for area in shown(window, QScrollArea))


@pytest.mark.parametrize("size", ["large", "largest"])
def test_that_the_heads_of_layers_are_whole_in_larger_type(qtbot: QtBot, window: MainWindow, size: TypeSize) -> None:
    window.theme.set_type_size(size)
    for layers in (1, 3, 6, 12):
        window.controller.propose({"network.layers": [{"units": 4}] * layers}, "Layers")
        settle(qtbot, window)
        header = window.network.view.header
        assert all(header.rect().contains(each.geometry()) for each in (header.inputs, *header.heads))
        for stepper in shown(window, Stepper):
            assert stepper.edit.width() >= stepper.edit.fontMetrics().horizontalAdvance(stepper.edit.text())


def test_that_type_becomes_larger_in_two_steps_and_is_remembered(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, themed: Themed
) -> None:
    sizes, rows = [], []
    for _ in range(4):
        settle(qtbot, window)
        sizes.append(QApplication.font().pixelSize())
        rows.append(window.left.training.rows[0].row.height())
        window.actions_["type_size"].trigger()
    assert sizes == [13, 15, 17, 13]
    assert rows[0] == rows[3] < rows[1]
    settings = AppSettings(QSettings(str(tmp_path / "other.ini"), QSettings.Format.IniFormat))
    settings.keep_theme(window.theme)
    other = themed("light")
    assert QApplication.font().pixelSize() == 13
    settings.restore_theme(other)
    assert (other.type_size, QApplication.font().pixelSize()) == ("large", 15)


def test_that_the_usual_type_comes_back_as_it_was(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    before = pixels(window.left), pixels(window.run_bar)
    window.theme.set_type_size("largest")
    settle(qtbot, window)
    window.theme.set_type_size("normal")
    settle(qtbot, window)
    for widget, there in zip((window.left, window.run_bar), before, strict=True):
        rows, columns = np.nonzero((pixels(widget) != there).any(2))
        assert not len(rows), f"columns {columns.min()} to {columns.max()}, rows {rows.min()} to {rows.max()} differ"


def pixels(widget: QWidget) -> NDArray[np.uint8]:
    """The picture of a widget, (height, width, 4)."""
    image = widget.grab().toImage()
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()
