"""What stands on top of the inputs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from playground.app.views.diagram.head_mode import HEIGHTS, LINE, ROWS, Mode
from playground.app.widgets import styled_label


class InputHead(QWidget):
    """The word, and how many of the features are used."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = styled_label(self.tr("Inputs"), "strong", self)
        self._note = styled_label("", "quiet", self)
        self._notes = ("", "")

    def show_inputs(self, used: int, known: int, image_shape: tuple[int, int] | None = None) -> None:
        """`known` is 0 where the inputs are not chosen from the features."""
        if image_shape is not None:
            rows, columns = image_shape
            size = f"{columns} × {rows}"
            self._notes = (self.tr("{size} pixels").format(size=size), size)
        elif not known:
            self._notes = (self.tr("{n} columns").format(n=used), str(used))
        else:
            long, short = self.tr("{n} of {all} features"), self.tr("{n} of {all}")
            self._notes = (long.format(n=used, all=known), short.format(n=used, all=known))
        self._note.setToolTip(self._notes[0])

    def set_mode(self, mode: Mode) -> None:
        self._note.setText(self._notes[mode.is_brief])
        width = self.wanted(mode)
        self.setFixedSize(width, HEIGHTS[mode])
        for label, lower in ((self._title, False), (self._note, True)):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setGeometry(0, ROWS[mode].top(LINE, lower=lower), width, LINE)

    def wanted(self, mode: Mode) -> int:
        note = self._notes[mode.is_brief]
        return max(self._title.sizeHint().width(), self._note.fontMetrics().horizontalAdvance(note) + 4)
