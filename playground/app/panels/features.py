"""Which features of a point the network is shown, as pills with pictures."""

from collections.abc import Sequence
from functools import partial
from html import escape

import numpy as np
from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolTip, QWidget

from playground.app.panels.setting_rows import PICTURE_GAP, PILL_LINES, help_text
from playground.app.theme import Theme, ThemeManager, neuron_table, scaled
from playground.app.widgets import ToggleButton, set_style_property
from playground.app.words.names import choice_name, feature_name
from playground.data.preparation import FORMULAS
from playground.experiment import Setting

_PICTURE = 14
_POINTS, _REACH = 28, 5.0
"""Of a picture: points along a side, and how far it reaches from the middle, as most of the sets do."""
_ROUND = 3.0


def feature_picture(name: str, theme: Theme, side: int, ratio: float) -> QPixmap:
    """A feature over the plane, in the colours of its tile in the network, `side` px wide."""
    at = np.linspace(-_REACH, _REACH, _POINTS)
    x1, x2 = np.meshgrid(at, -at)
    values = FORMULAS[name](x1.ravel(), x2.ravel()).reshape(_POINTS, _POINTS)
    levels = np.rint(128 + 127 * values / np.abs(values).max()).clip(0, 255).astype(np.uint8)
    pixels = np.take(neuron_table(theme), levels)
    image = QImage(pixels.data, _POINTS, _POINTS, 4 * _POINTS, QImage.Format.Format_RGB32)
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    edge = QPainterPath()
    edge.addRoundedRect(QRectF(0, 0, side, side), _ROUND, _ROUND)
    painter.setClipPath(edge)
    painter.drawImage(QRectF(0, 0, side, side), image)
    painter.end()
    return picture


class FeaturePills(QWidget):
    """Any number of pills on, but at least one: the last refuses to be switched off."""

    # The user switched one; all that are on, in the declared order.
    features_changed = Signal(object)

    def __init__(self, declared: Setting, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[str, ...] = ()
        self._named: dict[str, str] = {}
        self._help = help_text(declared)
        self.pills = {name: self._pill(declared.path, name) for name in declared.choices}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(PICTURE_GAP)
        across = -(-len(self.pills) // PILL_LINES)
        for number, pill in enumerate(self.pills.values()):
            grid.addWidget(pill, number // across, number % across)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._draw)
        self._draw()

    def show_features(self, features: tuple[str, ...]) -> None:
        """Switch the pills to `features`; nothing is emitted."""
        if features == self._shown:
            return
        self._shown = features
        for name, pill in self.pills.items():
            pill.setChecked(name in features)
            tip = self._last_one() if features == (name,) else self._help
            named = self._named.get(name, "")
            pill.setToolTip(f"<p><b>{escape(named)}</b></p><p>{escape(tip)}</p>" if named else tip)

    def name_columns(self, columns: Sequence[str]) -> None:
        """Tell by tooltip, and to screen readers, what the features are of columns with names; of none, by symbols."""
        for name, pill in self.pills.items():
            told = feature_name(name, columns) if columns else pill.text()
            pill.setAccessibleName(self.tr("Feature {name}").format(name=told))
            self._named[name] = told if columns else ""
        shown, self._shown = self._shown, ()
        self.show_features(shown)

    def set_pill_height(self, height: int) -> None:
        for pill in self.pills.values():
            pill.setFixedHeight(height)

    def _pill(self, path: str, name: str) -> ToggleButton:
        pill = ToggleButton(choice_name(path, name))
        pill.setProperty("variant", "tight")
        pill.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pill.setMinimumWidth(24)
        pill.setAccessibleName(self.tr("Feature {name}").format(name=pill.text()))
        pill.setAccessibleDescription(self._help)
        pill.clicked.connect(partial(self._switched, name))
        return pill

    def _draw(self) -> None:
        """Every pill's picture, in the colours and the size of now."""
        side = scaled(_PICTURE)
        for name, pill in self.pills.items():
            pill.setIcon(QIcon(feature_picture(name, self._theme.theme, side, self.devicePixelRatioF())))
            pill.setIconSize(QSize(side, side))

    def _switched(self, name: str) -> None:
        on = tuple(each for each, pill in self.pills.items() if pill.isChecked())
        if on:
            self.features_changed.emit(on)
            return
        pill = self.pills[name]
        pill.setChecked(True)
        QToolTip.showText(pill.mapToGlobal(QPoint(0, pill.height())), self._last_one(), pill)

    def _last_one(self) -> str:
        return self.tr("The network needs at least one feature. Switch another one on before this one off.")


_CHARACTERS = 54
_LONGEST_NAME = 22
_IN_TOOLTIP = 40


class InputNames(QLabel):
    """A line or two of text; the tooltip has more of the names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        set_style_property(self, "role", "quiet")

    def show_names(self, names: Sequence[str], image_shape: tuple[int, int] | None = None) -> None:
        """Tell of columns with these names, or of images with (rows, columns) of pixels."""
        self.setContentsMargins(0, 0, 0, 0)
        if image_shape is not None:
            rows, columns = image_shape
            # Spaces that do not break hold a size together.
            text = self.tr("{n} inputs: {columns}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{rows}\N{NO-BREAK SPACE}pixels")
            self.setText(text.format(n=len(names), columns=columns, rows=rows))
            self.setToolTip("")
            return
        count = self.tr("1 input") if len(names) == 1 else self.tr("{n} inputs").format(n=len(names))
        self.setText(f"{count}: {self._listed(names, _first(names))}")
        self.setToolTip(f"<p>{escape(self._listed(names, _IN_TOOLTIP))}</p>" if _first(names) < len(names) else "")

    def show_plane(self, names: Sequence[str]) -> None:
        """Tell which two columns the features call x₁ and x₂."""
        first, second = map(_short, names)
        self.setContentsMargins(0, 4, 0, 0)
        self.setText(f"x₁ = {first}, x₂ = {second}")
        self.setToolTip(f"<p>x₁ = {escape(names[0])}, x₂ = {escape(names[1])}</p>")

    def _listed(self, names: Sequence[str], shown: int) -> str:
        words = ", ".join(_short(name) for name in names[:shown])
        rest = len(names) - shown
        return words if rest <= 0 else self.tr("{names} and {n} more").format(names=words, n=rest)


def _first(names: Sequence[str]) -> int:
    """Tell how many names there is room for, at least one."""
    length = 0
    for index, name in enumerate(names):
        length += len(_short(name)) + 2
        if index and length > _CHARACTERS:
            return index
    return len(names)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
