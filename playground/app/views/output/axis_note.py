"""The line below the map that tells what its two directions are, where they are not simply x₁ and x₂."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from playground.app.views.output.region import is_plane
from playground.app.widgets import set_style_property
from playground.data import Dataset

_MARKS = 60
"""Pixels for the arrows and what is between the names."""


class AxisNote(QLabel):
    """Principal axes, or the columns of a table with two inputs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._names: tuple[str, ...] = ()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(1)
        set_style_property(self, "role", "quiet")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContentsMargins(0, 4, 0, 0)
        self.hide()

    def tell_of(self, dataset: Dataset) -> bool:
        """Tell of the plane of these data; whether there is anything to tell."""
        self._names, tip = dataset.plane_names, ""
        if not is_plane(dataset):
            self._names = (self.tr("1st principal axis"), self.tr("2nd principal axis"))
            tip = self.tr(
                "The network on the plane of the two directions in which the samples spread most; points are seen in "
                "projection, so one may lie on another class's colour without being a mistake."
            )
        self.setToolTip(tip)
        self._write()
        return bool(self._names)

    @property
    def told(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self._names)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    def _write(self) -> None:
        if self._names:
            room, metrics = (self.width() - _MARKS) // 2, QFontMetrics(self.font())
            across, up = (metrics.elidedText(name, Qt.TextElideMode.ElideRight, room) for name in self._names)
            self.setText(f"→ {across}    ↑ {up}")
