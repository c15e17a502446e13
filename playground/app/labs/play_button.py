"""The button that plays and pauses what moves on the page of a lab."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent

from playground.app.widgets import TextButton


class PlayButton(TextButton):
    """Ticks while it plays, which ends when it is hidden: nothing is computed out of sight.

    Parameters
    ----------
    title : what it says at rest.
    interval : milliseconds between two ticks; with 0 they come as fast as they are answered.
    """

    ticked = Signal()

    def __init__(self, title: str, interval: int = 0) -> None:
        super().__init__("", "play", variant="chip")
        self._title = title
        self._timer = QTimer(self)
        self._timer.setInterval(interval)
        self._timer.timeout.connect(self.ticked)
        self._name()

    @property
    def playing(self) -> bool:
        """Tell whether it ticks."""
        return self._timer.isActive()

    def play(self) -> None:
        """Tick from now on."""
        self._timer.start()
        self._name()

    def pause(self) -> None:
        """Tick no more."""
        self._timer.stop()
        self._name()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.pause()

    def _name(self) -> None:
        text = self.tr("Pause") if self.playing else self._title
        self.set_icon("pause" if self.playing else "play", text)
        self.setText(text)
        self.updateGeometry()
