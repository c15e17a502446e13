"""The dialog of pictures: which view, how large, and where to."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from playground.app.pictures.rendering import LARGEST, SMALLEST, View, size_for
from playground.app.widgets import (
    Banner,
    CompactCombo,
    NumberFormat,
    NumberRow,
    TextButton,
    resize_within_screen,
    scaled_size,
    styled_label,
)

_WIDTH, _HEIGHT = 640, 560
_FIRST_RATIO = 2


class PicturesDialog(QDialog):
    """Asks for pictures; shows what they would be."""

    preview_wanted = Signal()
    copy_wanted = Signal()
    save_wanted = Signal(str)
    """To a file of this kind: "png" or "svg"."""
    all_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Pictures"))
        self.setModal(True)
        resize_within_screen(self, scaled_size(_WIDTH, _HEIGHT))
        self._views: list[View] = []
        self._image: QImage | None = None
        self.view = CompactCombo()
        self.view.setAccessibleName(self.tr("View"))
        self.view.activated.connect(self._choose)
        self.width_row = NumberRow(
            self.tr("Width"),
            NumberFormat("integer", SMALLEST, LARGEST),
            1200,
            help_text=self.tr("In pixels; what is drawn becomes sharper, not more"),
        )
        self.width_row.value_changed.connect(self._tell_size)
        self.width_row.edit.setFixedWidth(64)
        self.size_label = styled_label("", "small")
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.picture.setAccessibleName(self.tr("Preview"))
        self.banner = Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        top = QHBoxLayout()
        top.setSpacing(14)
        for widget in (styled_label(self.tr("View"), "quiet"), self.view, self.width_row, self.size_label):
            top.addWidget(widget)
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(self.picture, 1)
        column.addWidget(self.banner)
        column.addLayout(self._foot())

    @property
    def chosen(self) -> View | None:
        """The view that is chosen."""
        return self._views[self.view.currentIndex()] if self._views else None

    @property
    def pixels(self) -> int:
        """The width that is asked for."""
        return int(str(self.width_row.value()))

    def open_with(self, views: Sequence[View], first: View | None) -> None:
        """Offer these views, one of them first."""
        self._views = list(views)
        self.view.clear()
        self.view.addItems([view.title for view in views])
        names = [view.name for view in views]
        self.view.setCurrentIndex(names.index(first.name) if first is not None and first.name in names else 0)
        self.banner.hide()
        self.show()
        self.raise_()
        self.activateWindow()
        self._choose()

    def show_image(self, image: QImage) -> None:
        """Show a preview."""
        self._image = image
        self._draw()

    def show_said(self, text: str, *, fine: bool) -> None:
        """Tell how it went."""
        said = text[:1].upper() + text[1:] if not fine else text
        self.banner.show_message("success" if fine else "error", said, closable=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def _choose(self) -> None:
        widget = None if self.chosen is None else self.chosen.shown
        if widget is not None:
            self.width_row.set_value(min(LARGEST, max(SMALLEST, _FIRST_RATIO * widget.width())))
        self._tell_size()
        self.preview_wanted.emit()

    def _tell_size(self) -> None:
        widget = None if self.chosen is None else self.chosen.shown
        if widget is not None:
            size = size_for(widget, self.pixels)
            self.size_label.setText(self.tr("{w} x {h} pixels").format(w=size.width(), h=size.height()))

    def _draw(self) -> None:
        if self._image is None:
            return
        ratio = self.devicePixelRatioF()
        room = QSize(round(self.picture.width() * ratio), round(self.picture.height() * ratio))
        if room.isEmpty():
            return
        shown = self._image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        pixmap = QPixmap.fromImage(shown)
        pixmap.setDevicePixelRatio(ratio)
        self.picture.setPixmap(pixmap)

    def _foot(self) -> QHBoxLayout:
        self.all_button = TextButton(self.tr("Save all…"))
        self.all_button.setToolTip(self.tr("A PNG of every view that can be seen, and of the window, into a folder"))
        self.copy_button = TextButton(self.tr("Copy"))
        self.svg_button = TextButton(self.tr("Save SVG…"))
        self.svg_button.setToolTip(self.tr("Lines and texts, sharp at any size; a map is an image within"))
        self.png_button = TextButton(self.tr("Save PNG…"), "export", variant="primary")
        close = TextButton(self.tr("Close"))
        self.all_button.clicked.connect(self.all_wanted)
        self.copy_button.clicked.connect(self.copy_wanted)
        self.svg_button.clicked.connect(lambda: self.save_wanted.emit("svg"))
        self.png_button.clicked.connect(lambda: self.save_wanted.emit("png"))
        close.clicked.connect(self.close)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.all_button)
        line.addStretch(1)
        for button in (close, self.copy_button, self.svg_button, self.png_button):
            line.addWidget(button)
        for button in (close, self.all_button, self.copy_button, self.svg_button, self.png_button):
            button.setAutoDefault(False)
        return line
