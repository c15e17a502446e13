"""The data sets as a grid of pictures, of which one is chosen."""

from functools import partial

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QWidget

from playground.app.names import translated
from playground.app.panels.density import PICTURE_GAP
from playground.app.panels.setting_rows import restart_sentence
from playground.app.panels.thumbnails import source_type, thumbnail
from playground.app.theme import ThemeManager
from playground.app.widgets import Button

_HEIGHT = 42
_INSET = 3
_RADIUS = 7.0


class SetButton(Button):
    """One set: its picture on a soft field, framed in the accent while it is the chosen one."""

    def __init__(self, kind: str, theme: ThemeManager, parent: QWidget | None = None) -> None:
        source = source_type(kind)
        name, help = translated(source.title), translated(source.__doc__ or "")
        super().__init__("", name, 0, parent)
        self.kind = kind
        self._theme = theme
        self.setCheckable(True)
        self.setAccessibleDescription(help)
        self.setToolTip(f"{name}: {help}\n{restart_sentence()}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(_HEIGHT, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(32, self.height())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.field_hover if self.underMouse() or self.isDown() else theme.field))
        painter.setPen(QPen(QColor(theme.accent if self.isChecked() else theme.line), 1))
        painter.drawRoundedRect(_inset(self.rect(), 0.5), _RADIUS, _RADIUS)
        if self.isChecked() or self.hasFocus():
            # A soft edge inside the frame, stronger with the focus.
            halo = QColor(theme.accent)
            halo.setAlpha(150 if self.hasFocus() else 55)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(halo, 2))
            painter.drawRoundedRect(_inset(self.rect(), 2), _RADIUS - 1.5, _RADIUS - 1.5)
        side = min(self.width(), self.height()) - 2 * _INSET
        corner = QPoint((self.width() - side) // 2, (self.height() - side) // 2)
        painter.drawPixmap(corner, thumbnail(self.kind, theme, side, self.devicePixelRatioF()))
        painter.end()


def _inset(rect: QRect, by: float) -> QRectF:
    return QRectF(rect).adjusted(by, by, -by, -by)


class SetChooser(QWidget):
    """The arrow keys move between the sets; a set that is not among them leaves all of them off."""

    # The user chose another set, by its declared name.
    chosen = Signal(str)

    def __init__(self, kinds: tuple[str, ...], theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._shown = ""
        self.buttons = {kind: SetButton(kind, theme) for kind in kinds}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(PICTURE_GAP)
        for kind, button in self.buttons.items():
            self._group.addButton(button)
            button.clicked.connect(partial(self._clicked, kind))
        self.arrange(5, _HEIGHT)
        theme.changed.connect(self.update)

    def show_kind(self, kind: str) -> None:
        """Frame the picture of `kind`; nothing is emitted."""
        if kind == self._shown:
            return
        self._shown = kind
        button = self.buttons.get(kind)
        if button is not None:
            button.setChecked(True)
        elif (old := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            old.setChecked(False)
            self._group.setExclusive(True)

    def arrange(self, columns: int, height: int) -> None:
        """So many pictures a line, each so high."""
        for place, button in enumerate(self.buttons.values()):
            button.setFixedHeight(height)
            self._grid.addWidget(button, place // columns, place % columns)

    def _clicked(self, kind: str) -> None:
        if kind != self._shown:
            self._shown = kind
            self.chosen.emit(kind)
