"""The line below the map that tells what its two directions are, where they are not the inputs themselves."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from playground.app.widgets import set_style_property


class AxisNote(QLabel):
    """Not for points of a plane: there the axes are x₁ and x₂."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setText(self.tr("→ 1st principal axis    ↑ 2nd principal axis"))
        self.setToolTip(
            self.tr(
                "The network on the plane of the two directions in which the samples spread most; points are seen in "
                "projection, so one may lie on another class's colour without being a mistake."
            )
        )
        set_style_property(self, "role", "quiet")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContentsMargins(0, 4, 0, 0)
        self.hide()
