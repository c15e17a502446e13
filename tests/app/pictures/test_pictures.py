"""Pictures of the real window's views: their size, their sharpness, what their files tell, and the ways to them."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from playground.app.pictures import View
from playground.app.pictures.rendering import LARGEST, image_of, size_for
from playground.app.widgets import Menu
from playground.app.window.window import MainWindow
from playground.experiment import load
from playground.experiment.files import decode

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def window(opened: Callable[..., MainWindow]) -> MainWindow:
    """A window on the lab petals, trained for a while."""
    return opened(load("petals"), 50)


def views(window: MainWindow) -> dict[str, View]:
    return {view.name: view for view in window.pictures.views_of(window)}


def ask_for_menu(widget: QWidget) -> list[Menu]:
    """Click with the right button, and give the menus that opened."""
    before = set(widget.findChildren(Menu))
    at = QPoint(20, 60)
    QApplication.sendEvent(widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at)))
    return [menu for menu in widget.findChildren(Menu) if menu not in before]


def test_that_every_view_is_drawn_at_any_size_and_its_files_tell_what_made_them(
    window: MainWindow, tmp_path: Path
) -> None:
    seen = views(window)
    assert list(seen) == ["network", "map", "output", "loss", "accuracy", "update-ratio", "window"]
    for name, view in seen.items():
        widget = view.shown
        assert widget is not None
        for ending in ("png", "svg"):
            assert window.pictures.save(view, tmp_path / f"{name}.{ending}", 900)
        image = QImage(str(tmp_path / f"{name}.png"))
        assert image.size() == size_for(widget, 900)
        assert image.width() == 900
        assert image.text("Description") == "petals, epoch 50"
        assert decode(image.text("experiment"), "it") == load("petals")
        assert len({image.pixel(x, y) for x in range(0, 900, 7) for y in range(0, image.height(), 5)}) > 3
        svg = (tmp_path / f"{name}.svg").read_text(encoding="utf-8")
        assert QSvgRenderer(svg.encode()).isValid()
        assert f'viewBox="0 0 {widget.width()} {widget.height()}"' in svg
        assert f"<title>{view.title}</title>" in svg
        assert "epoch 50" in svg
    for name in ("network", "loss", "accuracy"):
        assert (tmp_path / f"{name}.svg").read_text().count("<text") >= 4, "texts stay texts"
    curves = (tmp_path / "loss.svg").read_text()
    assert "<image" not in curves, "curves are lines"

    # As sharp as it is large: what is kept as an image for the screen is made anew.
    canvas = window.output.canvas
    coarse = canvas.grab().toImage().scaledToWidth(1200)
    fine = image_of(canvas, 1200, window.theme, {})
    assert edges(fine) > 1.5 * edges(coarse)
    before = window.grab().toImage()
    window.pictures.copy(seen["map"])
    assert QGuiApplication.clipboard().image().width() == 2 * canvas.width()
    window.notices.clear()
    QApplication.processEvents()
    assert window.grab().toImage().size() == before.size()


def edges(image: QImage) -> int:
    """How many neighbours in some rows are of quite other lightness."""
    found = 0
    for y in range(100, image.height(), 40):
        row = [image.pixelColor(x, y).lightness() for x in range(image.width())]
        found += sum(abs(one - two) > 60 for one, two in pairwise(row))
    return found


def test_that_a_menu_on_each_view_leads_to_its_picture_but_not_while_points_are_painted(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    curves = window.curves.view
    assert curves is not None
    for widget in (window.network.view, window.output.canvas, curves.loss):
        (menu,) = ask_for_menu(widget)
        assert [action.text() for action in menu.actions()] == ["Copy picture", "Save picture…"]
        menu.close()
    (menu,) = ask_for_menu(window.output.canvas)
    menu.actions()[1].trigger()
    dialog = window.pictures.dialog
    assert dialog is not None
    assert dialog.chosen is not None
    assert dialog.chosen.name == "map"
    assert not dialog.picture.pixmap().isNull()
    dialog.width_row.set_value(1000)
    path = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    dialog.png_button.click()
    assert QImage(f"{path}.png").width() == 1000
    dialog.svg_button.click()
    assert (tmp_path / "mine.svg").exists()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "x.png"), ""))
    dialog.png_button.click()
    assert "cannot be written" in dialog.banner.text.text() or "no folder" in dialog.banner.text.text()
    (tmp_path / "all").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "all"))
    dialog.all_button.click()
    assert len(list((tmp_path / "all").glob("petals-*.png"))) == len(views(window))
    assert dialog.banner.text.text() == f"{len(views(window))} pictures are saved in {tmp_path / 'all'}."
    dialog.close()
    window.controller.propose({"data.source": {"kind": "points", "points": [[0, 0, 0], [1, 1, 1]]}}, "x")
    qtbot.waitUntil(lambda: window.output.canvas.paintable, timeout=10_000)
    assert ask_for_menu(window.output.canvas) == [], "the right button takes points away"


def test_that_windows_beside_it_have_their_pictures(window: MainWindow, tmp_path: Path) -> None:
    window.actions_["inside"].trigger()
    inside = window.insights.inside
    assert inside is not None
    window.studies.show()
    study = window.studies.window
    assert study is not None
    for other, names in ((inside, ["layers", "window"]), (study, ["wall", "chart", "table", "window"])):
        assert [view.name for view in window.pictures.views_of(other)] == names
        window.pictures.save_all(other, tmp_path)
        for name in names:
            assert not QImage(str(tmp_path / f"petals-{name}.png")).isNull()


@pytest.mark.usefixtures("qapp")
def test_that_a_picture_is_never_larger_than_memory_bears() -> None:
    tall = QWidget()
    tall.resize(10, 4000)
    assert size_for(tall, 8000).height() == LARGEST
