"""A person's first own data: from a file, a drop or the clipboard to a network that learns them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.random import RandomState
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from playground.app.diagram.structure import structure_of
from playground.app.output.words import axis_names
from playground.app.own_data import Pasted
from playground.app.window.window import MainWindow
from playground.experiment import Experiment, File, ImageFiles, UserError, change, encode, for_own_data, load, read
from playground.training import Run
from tests.data.images.files import idx, pictures, write_mnist
from tests.journeys.conftest import Opener


def table_text(rows: int = 120) -> str:
    """Two measures and a kind that they tell."""
    random = RandomState(0)
    lines = ["length;width;kind"]
    for kind, centre in (("oak", 3.0), ("elm", 8.0), ("ash", 13.0)):
        for x, y in centre + random.randn(rows // 3, 2):
            lines.append(f"{x:.2f};{y:.2f};{kind}".replace(".", ","))
    return "\r\n".join(lines) + "\r\n"


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    path = tmp_path / "trees.csv"
    path.write_bytes(table_text().encode("cp1252"))
    return path


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    random, lines = RandomState(1), ["area,city,price"]
    for area, city in zip(random.uniform(30, 250, 200), random.choice(["Bern", "Chur"], 200), strict=True):
        lines.append(f"{area:.1f},{city},{area * 6500 + (city == 'Bern') * 90_000:.0f}")
    path = tmp_path / "houses.csv"
    path.write_text("\n".join(lines))
    return path


def take(qtbot: QtBot, window: MainWindow) -> None:
    """Press Enter in the dialog as soon as its table is read, and wait for the data."""
    dialog = window.own_data.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.choice is not None, timeout=10_000)
    with qtbot.waitSignal(window.controller.experiment_changed, timeout=10_000):
        QTest.keyClick(dialog.preview, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.snapshot is not None and window.snapshot.experiment.name != "petals")


def train(qtbot: QtBot, window: MainWindow, enough: Callable[[], bool]) -> None:
    window.actions_["play"].trigger()
    qtbot.waitUntil(enough, timeout=30_000)
    window.worker.pause()


def score(window: MainWindow, part: str = "test") -> float:
    assert window.snapshot is not None
    return float(window.snapshot.scores[part].accuracy or 0.0)


def test_that_a_dropped_table_is_learned_in_a_few_moments(qtbot: QtBot, window: MainWindow, trees: Path) -> None:
    window.files.drop(trees)
    take(qtbot, window)
    source = window.controller.experiment.data.source
    assert isinstance(source, File)
    assert source.inputs == ("length", "width")
    assert window.left.data.own.text() == "120 samples in trees.csv"
    assert not window.left.data.samples.row.isVisible()
    train(qtbot, window, lambda: score(window) > 0.9)
    assert window.output.class_legend.accessibleName() == "Legend: ash, elm, oak"

    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: window.snapshot is not None and window.snapshot.experiment.name == "petals")
    assert window.controller.experiment == load("petals")


def test_that_a_remedy_for_one_set_is_not_inherited_by_the_next(qtbot: QtBot, window: MainWindow, trees: Path) -> None:
    controller, rate = window.controller, "training.optimizer.learning_rate"
    controller.propose({rate: 1e-3}, "Learning rate")
    controller.propose({"network.layers.0.units": 12}, "Neurons")
    window.worker.play()
    qtbot.waitUntil(lambda: bool(window.insights.findings.current), timeout=15_000)
    (finding,) = window.insights.findings.current
    window.insights.findings.apply(finding)
    assert controller.experiment.training.optimizer.learning_rate == finding.remedy.assignments[rate] > 0.1
    window.files.drop(trees)
    take(qtbot, window)
    experiment = controller.experiment
    assert experiment.training.optimizer == load_fresh(trees).training.optimizer
    assert experiment.network.layers[0].units == 12, "which the person has set, and which suits any data"


def load_fresh(path: Path) -> Experiment:
    return for_own_data(load("petals"), table(task="classification"), name=path.stem, classes=3)


def test_that_values_are_learned_and_told_in_their_own_unit(qtbot: QtBot, window: MainWindow, houses: Path) -> None:
    window.own_data.open_table(houses)
    take(qtbot, window)
    assert window.controller.experiment.data.target_scaling == "standardize"

    def fits() -> bool:
        return window.snapshot is not None and window.snapshot.fits["test"].r_squared > 0.97

    train(qtbot, window, fits)
    qtbot.waitUntil(lambda: not window.frames.training)
    snapshot = window.snapshot
    assert snapshot is not None
    assert 100 < snapshot.fits["test"].rmse < 100_000
    assert snapshot.maps is not None
    assert float(snapshot.maps.output.max()) > 500_000
    low, high = snapshot.dataset.value_range
    assert 200_000 < low < 500_000 < high < 2_000_000


def test_that_cells_copied_in_a_spreadsheet_are_pasted(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("playground.app.own_data.own_data.ask_where_to_save", lambda *_: tmp_path / "pasted.csv")
    QGuiApplication.clipboard().setText(table_text(60).replace(";", "\t"))
    window.actions_["paste"].trigger()
    dialog = window.own_data.dialog
    assert dialog is not None
    assert isinstance(dialog.source, Pasted)
    take(qtbot, window)
    assert (tmp_path / "pasted.csv").read_text(encoding="utf-8").startswith("length\twidth\tkind")
    assert window.controller.experiment.name == "pasted"


def test_that_an_empty_clipboard_is_told(window: MainWindow) -> None:
    clipboard = QGuiApplication.clipboard()
    for empty in (lambda: clipboard.setMimeData(QMimeData()), clipboard.clear):
        empty()
        window.actions_["paste"].trigger()
        assert "copy the cells" in window.banner.text.text()
        window.notices.clear()


def test_that_images_are_opened_and_drawings_are_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.files.drop(write_mnist(tmp_path))
    qtbot.waitUntil(lambda: isinstance(window.controller.experiment.data.source, ImageFiles), timeout=10_000)
    qtbot.waitUntil(lambda: window.snapshot is not None and window.snapshot.dataset.image_shape is not None)
    assert not window.left.data.draw.isVisible(), "no drawing of 3 x 4 pixels is recognised"
    assert not window.left.data.most.row.isVisible(), "of 40 images none is to be left out"
    assert window.actions_["draw"].text() == "Draw an image…"
    window.actions_["draw"].trigger()
    dialog = window.drawing.dialog
    assert dialog is not None
    QTest.mouseClick(dialog.pad.square, Qt.MouseButton.LeftButton, pos=QPoint(80, 80))
    qtbot.waitUntil(lambda: "%" in dialog.pad.bars.accessibleDescription(), timeout=5_000)
    before = dialog.pad.bars.accessibleDescription()
    train(qtbot, window, lambda: dialog.pad.bars.accessibleDescription() != before)


@pytest.mark.parametrize(
    "broken",
    [
        ("broken.npz", b"PK\x03\x04 no more", "nothing to open"),
        ("short-idx3-ubyte", b"\0\0\x08\x03\0\0\0\x05", "short-idx3-ubyte"),
        ("picture.png", b"\x89PNG\r\n", "nothing to open"),
    ],
)
def test_that_what_cannot_be_read_is_told_and_changes_nothing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, broken: tuple[str, bytes, str]
) -> None:
    name, content, reason = broken
    path = tmp_path / name
    path.write_bytes(content)
    before = window.controller.experiment
    window.files.drop(path)
    qtbot.waitUntil(lambda: reason in window.banner.text.text(), timeout=10_000)
    assert window.controller.experiment == before


def test_that_of_two_files_opened_at_once_the_last_is_there_whatever_the_first_was(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.npz"
    np.savez(broken, x=np.zeros((10, 4, 4), np.uint8))
    for first in (broken, write_mnist(tmp_path)):
        window.own_data.open_images(first)
        window.own_data.open_images(*photos(tmp_path))
        qtbot.waitUntil(lambda: window.controller.experiment.name == "photos", timeout=10_000)
        assert "photos" in window.banner.text.text()
        assert window.controller.undo_stack.count() == 1
        window.controller.undo_stack.undo()


def test_that_an_experiment_with_a_table_is_saved_and_opened(
    qtbot: QtBot, open_window: Opener, trees: Path, tmp_path: Path
) -> None:
    window = open_window()
    window.files.drop(trees)
    take(qtbot, window)
    window.files.save_to(tmp_path / "trees.json")
    assert '"path": "trees.csv"' in (tmp_path / "trees.json").read_text(encoding="utf-8")
    again = open_window(load(tmp_path / "trees.json"))
    assert again.snapshot is not None
    assert again.snapshot.dataset.classes == ("ash", "elm", "oak")


def dropped_on(window: MainWindow, *paths: Path, text: str = "", links: tuple[str, ...] = ()) -> bool:
    """Drag these over the window and drop them there; whether the window takes them."""
    content = QMimeData()
    if paths or links:
        content.setUrls([*(QUrl.fromLocalFile(str(path)) for path in paths), *map(QUrl, links)])
    if text:
        content.setText(text)
    place, button, keys = QPoint(400, 400), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, content, button, keys)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, content, button, keys))
    return enter.isAccepted()


def photos(folder: Path) -> tuple[Path, Path]:
    images, labels = pictures(60)
    (folder / "photos").write_bytes(idx(images))
    (folder / "kinds").write_bytes(idx(labels))
    return folder / "photos", folder / "kinds"


def opened_labels(qtbot: QtBot, window: MainWindow) -> str:
    qtbot.waitUntil(lambda: isinstance(window.controller.experiment.data.source, ImageFiles), timeout=10_000)
    source = window.controller.experiment.data.source
    assert isinstance(source, ImageFiles)
    return source.labels


@pytest.mark.parametrize("turn", [1, -1])
def test_that_images_and_labels_are_dropped_together(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, turn: int
) -> None:
    pair = photos(tmp_path)
    assert dropped_on(window, *pair[::turn])
    assert opened_labels(qtbot, window) == str(pair[1])
    assert window.controller.experiment.name == "photos"
    window.files.save_to(tmp_path / "photos.json")
    assert '"labels": "kinds"' in (tmp_path / "photos.json").read_text(encoding="utf-8")
    assert read(tmp_path / "photos.json") == window.controller.experiment


def test_that_images_and_labels_are_chosen_together(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = photos(tmp_path)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path) for path in pair], ""))
    window.actions_["open_images"].trigger()
    assert opened_labels(qtbot, window) == str(pair[1])


def test_that_dragged_cells_are_a_table(window: MainWindow) -> None:
    assert dropped_on(window, text="a\tk\n1\tx\n2\ty\n")
    dialog = window.own_data.dialog
    assert dialog is not None
    assert dialog.source == Pasted("a\tk\n1\tx\n2\ty\n")
    dialog.reject()


def test_that_any_other_drop_is_answered(window: MainWindow, trees: Path, tmp_path: Path) -> None:
    before = window.controller.experiment
    assert dropped_on(window, trees, tmp_path)
    assert "These 2 files do not belong together" in window.banner.text.text()
    assert dropped_on(window, links=("https://example.org/iris.csv",))
    assert "A link cannot be opened" in window.banner.text.text()
    assert dropped_on(window)
    assert "This is nothing to open: drop an experiment" in window.banner.text.text()
    assert window.controller.experiment == before


def test_that_two_columns_of_unlike_scale_keep_their_names_and_fill_the_map(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    random = RandomState(3)
    rows = [f"{30 + 199 * a:.0f},{10 * b:.1f},{5000 * a - 900 * b:.0f}" for a, b in random.rand(120, 2)]
    (tmp_path / "flats.csv").write_text("\n".join(["area,age,price", *rows]))
    window.files.drop(tmp_path / "flats.csv")
    take(qtbot, window)
    canvas, data = window.output.canvas, window.left.data
    qtbot.waitUntil(lambda: canvas.plane_view is not None and canvas.plane_view.stretched)
    assert data.input_names.isVisible() and data.input_names.text() == "x₁ = area, x₂ = age"
    assert data.pills.pills["x1_x2"].accessibleName() == "Feature area · age"
    assert window.snapshot is not None
    assert structure_of(window.snapshot).inputs == ("area", "age")
    dataset = window.snapshot.dataset
    assert axis_names(dataset) == ("area", "age")
    points = dataset.train.points
    low, high = canvas.position_of(*points.min(axis=0)), canvas.position_of(*points.max(axis=0))
    assert min(high.x() - low.x(), low.y() - high.y()) > 0.7 * canvas.side
    first = canvas.position_of(*dataset.train.points[0])
    assert canvas.sample_at(first + QPointF(2, 2)) is not None
    window.left.data.sets.buttons["circle"].click()
    qtbot.waitUntil(lambda: not data.input_names.isVisible())
    assert data.pills.pills["x1"].accessibleName() == "Feature x₁"


def test_that_one_input_is_told_as_one(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "line.csv"
    path.write_text("\n".join(["length,weight", *(f"{i / 8},{i * i / 9:.3f}" for i in range(100))]))
    window.files.drop(path)
    take(qtbot, window)
    assert "100 samples, 1 input, a value to tell" in window.banner.text.text()


def table(**settings: object) -> File:
    return File(path="some.csv", **settings)  # type: ignore[arg-type]


def test_that_what_a_person_chose_stays_and_what_a_lab_chose_gives_way() -> None:
    fresh = for_own_data(load("petals"), table(task="classification"), name="some", classes=3)
    assert fresh.training.optimizer.__struct_config__.tag == "adam"
    assert fresh.network.layers[0].units == 8
    assert (fresh.training.loss, fresh.network.output.activation) == ("softmax_cross_entropy", "softmax")
    assert fresh.data.preprocessing == "standardize"
    own = change(load("petals"), {"network.layers.0.units": 13, "training.optimizer.learning_rate": 0.3})
    kept = for_own_data(own, table(task="classification"), name="some", classes=2)
    assert kept.network.layers == own.network.layers
    assert kept.training.optimizer == own.training.optimizer
    assert (kept.training.loss, kept.network.output.activation) == ("binary_cross_entropy", "sigmoid")


def test_that_values_bring_their_loss_and_leave_no_accuracy_to_wait_for() -> None:
    waiting = change(load("petals"), {"training.stop.target_accuracy": 0.9})
    suited = for_own_data(waiting, table(task="regression"), name="some", classes=0)
    assert (suited.training.loss, suited.network.output.activation) == ("squared_error", "linear")
    assert suited.training.stop.target_accuracy is None
    assert suited.data.target_scaling == "standardize"


def of_table(path: Path, classes: int) -> Experiment:
    task = "classification" if classes else "regression"
    return for_own_data(load("petals"), File(path=str(path), task=task), name="some", classes=classes)


def test_that_scaled_values_come_back_on_their_own_scale(houses: Path) -> None:
    run = Run(of_table(houses, 0))
    run.train(epochs=40)
    dataset = run.dataset
    assert float(dataset.train.y.mean()) == pytest.approx(0, abs=1e-12)
    assert float(dataset.train.y.std()) == pytest.approx(1)
    wanted = dataset.target_scale.raw(dataset.test.y if dataset.test else dataset.train.y)
    assert 100_000 < wanted.min() < wanted.max() < 2_000_000
    part = dataset.test
    assert part is not None
    error = np.sqrt(np.mean((run.predict(part.points) - wanted) ** 2))
    assert run.snapshot().fits["test"].rmse == pytest.approx(error)
    answers = run.answers("test")
    assert answers is not None
    np.testing.assert_allclose(answers.actual, wanted)


def test_that_classes_have_no_scale(trees: Path) -> None:
    experiment = of_table(trees, 3)
    with pytest.raises(UserError, match=r"data\.target_scaling: classes have no scale"):
        change(experiment, {"data.target_scaling": "standardize"})
    assert '"target_scaling"' in encode(experiment)
