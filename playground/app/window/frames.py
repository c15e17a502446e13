"""The window's frames: each is drawn while the worker waits at the gate."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from playground.app.diagram.canvas import DiagramCanvas
from playground.app.worker.gate import FrameClock, FrameGate, Mailbox
from playground.training import Report


class Frames(QObject):
    """Takes the newest report at every frame, has it shown, and paints the window there and then.

    Parameters
    ----------
    window : what is painted.
    gate : closed while that lasts.
    mailbox : where reports are left.
    canvas : moves between two reports too.
    show : brings the views up to a report.
    """

    def __init__(
        self,
        window: QWidget,
        gate: FrameGate,
        mailbox: Mailbox[Report],
        canvas: DiagramCanvas,
        show: Callable[[Report], None],
    ) -> None:
        super().__init__(window)
        self._window, self._gate, self._mailbox, self._canvas = window, gate, mailbox, canvas
        self.show = show
        self.training = False
        """Whether the run trains; then there is a report for nearly every frame."""
        self._overdue = self._easing = False
        self._clock = FrameClock(self)
        self._clock.due.connect(self.draw)

    def start(self) -> None:
        self._clock.start()

    def stop(self) -> None:
        self._clock.stop()

    def draw(self) -> None:
        """Draw the newest report, while the worker waits at the gate; where there is none yet, draw as it comes."""
        # A run that is eased in has time to spare: then what flows moves in every frame that has no report.
        easing, empty = self._easing and self.training, self._mailbox.empty
        self._overdue = empty and not easing
        if self._overdue and not self._canvas.flow_due:
            return
        with self._gate.closed():
            report = self._mailbox.take()
            if report is not None:
                self._easing = report.easing
                self.show(report)
            else:
                self._canvas.update()
            self._paint()

    def draw_overdue(self) -> None:
        """A report came just after the frame that wanted it: waiting for the next would skip one.

        At rest a report answers something that a person did, as dragging through time, and is drawn at once.
        """
        if self._overdue or not self.training:
            self.draw()

    def paint_between(self) -> None:
        """While it trains: paint what a person has just done, without waiting for the next frame."""
        if self.training and self._gate.is_open():
            with self._gate.closed():
                self._paint()

    def _paint(self) -> None:
        """Paint what wants it, here and now: left to the event loop, it would happen after the worker is let go."""
        QCoreApplication.sendPostedEvents(self._window, QEvent.Type.UpdateRequest.value)
