"""The line under the curves: which moment is shown, how much is kept, and the way back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from playground.app.views.numbers import count_text
from playground.app.widgets import ElidedLabel, TextButton, styled_label
from playground.training import Standing

HEIGHT = 25
_MEGABYTE = 2**20


class PastBar(QWidget):
    """Says in one line what looking back would show, or shows."""

    now_clicked = Signal()
    runs_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.text = ElidedLabel()
        self.text.setProperty("role", "small")
        # What it says may not ask for more room than there is.
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.kept: QLabel = styled_label("", "small")
        self.kept.setToolTip(
            self.tr("Moments that can be returned to, and the memory that they and earlier runs take.")
        )
        self.now = TextButton(self.tr("Now"), "arrow-right", variant="chip")
        self.now.setToolTip(self.tr("Back to the newest epoch (Esc)"))
        self.runs = TextButton(self.tr("Runs"), "compare", variant="chip")
        self.runs.setToolTip(self.tr("Earlier runs: compare, name, return"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.text, 1)
        for widget in (self.kept, self.now, self.runs):
            line.addWidget(widget)
        self.now.clicked.connect(self.now_clicked)
        self.runs.clicked.connect(self.runs_clicked)
        self.now.hide()
        self.runs.hide()

    def show_standing(self, standing: Standing, epoch: int) -> None:
        """The run stands here, and this epoch is shown."""
        if standing.looking_back:
            self._say(
                self.tr("Looking back: epoch {n} of {newest}. Play goes on from here, as a new run.").format(
                    n=count_text(epoch), newest=count_text(standing.newest)
                )
            )
        else:
            self._say(self.tr("Drag along a curve to look back.") if standing.end else "")
        self._say_kept(standing)
        self.now.setVisible(standing.looking_back)
        others = len(standing.runs) - 1
        self.runs.setVisible(others > 0)
        if others:
            self.runs.setText(self.tr("{n} runs").format(n=others + 1))

    def _say(self, text: str) -> None:
        if text != self.text.text():
            self.text.setText(text)

    def _say_kept(self, standing: Standing) -> None:
        memory = memory_text(standing.nbytes)
        if standing.stride == 1:
            text = self.tr("every epoch kept · {memory}").format(memory=memory)
        else:
            text = self.tr("every {n} epochs kept · {memory}").format(n=count_text(standing.stride), memory=memory)
        if not standing.end:
            text = ""
        if text != self.kept.text():
            self.kept.setText(text)


def memory_text(nbytes: int) -> str:
    """Megabytes, with a place where there are few."""
    megabytes = nbytes / _MEGABYTE
    return f"{megabytes:.0f} MB" if megabytes >= 10 else f"{megabytes:.1f} MB"
