"""The command "pictures", and the menu that a click of the right button opens on every view."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from playground import __version__
from playground.app.pictures.dialog import PicturesDialog
from playground.app.pictures.rendering import View, image_of, png_of, svg_of
from playground.app.settings import AppSettings
from playground.app.theme import ThemeManager
from playground.app.widgets import Menu
from playground.experiment import UserError
from playground.experiment.files import encode, write_bytes
from playground.training import Snapshot

_RATIO = 2
"""Pixels of a picture that nobody chose the size of, for each of the screen's."""


class Picturesque(Protocol):
    """A window whose views pictures can be made of."""

    def views(self) -> Sequence[View]:
        """Those views."""


class Pictures(QObject):
    """Makes pictures of the views that windows offer.

    Parameters
    ----------
    snapshot : gives what is shown, which a picture's file tells.
    tell : is told how it went where no dialog is open: the text, and whether it went well.
    """

    def __init__(
        self,
        window: QWidget,
        theme: ThemeManager,
        settings: AppSettings,
        *,
        snapshot: Callable[[], Snapshot | None],
        tell: Callable[[str, bool], object],
    ) -> None:
        super().__init__(window)
        self._window, self._theme, self._settings = window, theme, settings
        self._snapshot, self._tell = snapshot, tell
        self._offered: list[tuple[QWidget, tuple[View, ...]]] = []
        self.dialog: PicturesDialog | None = None

    def offer_window(self, window: Picturesque) -> None:
        """Make pictures of another window's views from now on."""
        assert isinstance(window, QWidget)
        self.offer(window, window.views())

    def offer(self, window: QWidget, views: Sequence[View]) -> None:
        """Make pictures of a window's views from now on; the window itself is one of them."""
        whole = View("window", self.tr("The whole window"), lambda: window)
        self._offered.append((window, (*views, whole)))
        window.destroyed.connect(partial(self._forget, views))
        for view in views:
            widget = view.widget()
            if widget is not None:
                widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                widget.customContextMenuRequested.connect(partial(self._open_menu, window, view, widget))

    def views_of(self, window: QWidget) -> list[View]:
        """The views of a window that can be seen now."""
        offered = next((views for each, views in self._offered if each is window), ())
        return [view for view in offered if view.shown is not None]

    def open(self, window: QWidget | None = None, first: View | None = None) -> None:
        """Show the dialog for the views of a window, one of them first."""
        window = window or self._window
        views = self.views_of(window)
        if not views:
            return
        if self.dialog is not None:
            self.dialog.deleteLater()
        dialog = self.dialog = PicturesDialog(window)
        dialog.preview_wanted.connect(self._preview)
        dialog.copy_wanted.connect(self._copy_chosen)
        dialog.save_wanted.connect(self._ask_where)
        dialog.all_wanted.connect(partial(self._ask_for_folder, window))
        dialog.open_with(views, first)

    def copy(self, view: View, width: int | None = None) -> None:
        """Put a picture on the clipboard."""
        image = self._image(view, width)
        if image is not None:
            QGuiApplication.clipboard().setImage(image)
            self._say(self.tr("The picture is on the clipboard."))

    def save(self, view: View, path: Path, width: int | None = None) -> bool:
        """Write a picture to a file, whose ending tells the kind; whether that went well, which is told."""
        widget = view.shown
        if widget is None:
            return False
        try:
            if path.suffix.lower() == ".svg":
                content = svg_of(widget, view.title, self._theme, self._facts(view))
            else:
                content = png_of(image_of(widget, width or _RATIO * widget.width(), self._theme, self._facts(view)))
            write_bytes(path, content)
        except UserError as error:
            self._say(str(error), fine=False)
            return False
        self._say(self.tr("The picture is saved in {path}.").format(path=path))
        return True

    def save_all(self, window: QWidget, folder: Path) -> None:
        """Write a picture of every view of a window that can be seen, and of the window, into a folder."""
        views, stem = self.views_of(window), self._stem()
        try:
            # All are drawn before anything is said: the window is one of them.
            made = {view.name: png_of(image) for view in views if (image := self._image(view, None)) is not None}
            for name, content in made.items():
                write_bytes(folder / f"{stem}-{name}.png", content)
        except UserError as error:
            self._say(str(error), fine=False)
            return
        said = self.tr("{n} pictures are saved in {folder}.")
        self._say(said.format(n=len(made), folder=folder))

    # Inside

    def _open_menu(self, window: QWidget, view: View, widget: QWidget, at: QPoint) -> None:
        if not view.free():
            return
        menu = Menu(widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy picture"), partial(self.copy, view))
        menu.addAction(self.tr("Save picture…"), partial(self.open, window, view))
        menu.popup(widget.mapToGlobal(at))

    def _forget(self, views: Sequence[View]) -> None:
        self._offered = [each for each in self._offered if each[1][:-1] != tuple(views)]

    def _image(self, view: View, width: int | None) -> QImage | None:
        widget = view.shown
        if widget is None:
            return None
        try:
            return image_of(widget, width or _RATIO * widget.width(), self._theme, self._facts(view))
        except UserError as error:
            self._say(str(error), fine=False)
            return None

    def _preview(self) -> None:
        dialog = self.dialog
        if dialog is not None and dialog.chosen is not None:
            image = self._image(dialog.chosen, None)
            if image is not None:
                dialog.show_image(image)

    def _copy_chosen(self) -> None:
        if self.dialog is not None and self.dialog.chosen is not None:
            self.copy(self.dialog.chosen, self.dialog.pixels)

    def _ask_where(self, kind: str) -> None:
        dialog = self.dialog
        if dialog is None or dialog.chosen is None:
            return
        start = str(Path(self._settings.folder) / f"{self._stem()}-{dialog.chosen.name}.{kind}")
        chosen, _ = QFileDialog.getSaveFileName(
            dialog, self.tr("Save picture"), start, self.tr("Pictures (*.{kind})").format(kind=kind)
        )
        if chosen:
            path = Path(chosen)
            self._settings.folder = str(path.parent)
            wanted = path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}")
            self.save(dialog.chosen, wanted, dialog.pixels)

    def _ask_for_folder(self, window: QWidget) -> None:
        chosen = QFileDialog.getExistingDirectory(self.dialog, self.tr("Save all pictures in"), self._settings.folder)
        if chosen:
            self._settings.folder = chosen
            self.save_all(window, Path(chosen))

    def _say(self, text: str, *, fine: bool = True) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.show_said(text, fine=fine)
        else:
            self._tell(text, fine)

    def _stem(self) -> str:
        snapshot = self._snapshot()
        return "playground" if snapshot is None else snapshot.experiment.name or "playground"

    def _facts(self, view: View) -> dict[str, str]:
        """Tell what made the picture, for its file's metadata: anyone may draw it again from that."""
        facts = {"Title": view.title, "Software": f"Neural playground {__version__}"}
        snapshot = self._snapshot()
        if snapshot is not None:
            facts["Description"] = f"{snapshot.experiment.name}, epoch {snapshot.epoch:,}"
            facts["experiment"] = encode(snapshot.experiment)
        return facts
