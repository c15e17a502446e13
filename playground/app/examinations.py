"""Has the run examined now and then, in the worker's thread, as long as there is something new to see."""

import time

from PySide6.QtCore import QObject, QTimer, Signal

from playground.app.worker import TrainingThread
from playground.training import Snapshot
from playground.training.examination import Examination, Examiner

_TASK = "examine"
_TICK = 50
_SELDOM, _CLOSELY = 0.5, 0.25
"""Seconds between two examinations: for the doctor alone, and while somebody looks inside the layers."""
_SHARE_SELDOM, _SHARE_CLOSELY = 0.05, 0.1
"""Of the worker's time, what examining a large network may take in either case."""


class Examinations(QObject):
    """Asks for an examination after every change that a snapshot shows, but not more often than it is worth."""

    examined = Signal(object)
    """An Examination."""

    def __init__(self, worker: TrainingThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._examiner = worker, Examiner()
        self._snapshot: Snapshot | None = None
        self._seen: Snapshot | None = None
        self._under_way = False
        self._closely = False
        self._stopped = False
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._tick)
        worker.looked.connect(self._on_looked)

    def at_snapshot(self, snapshot: Snapshot) -> None:
        """The run has come to this; cheap enough for every frame."""
        self._snapshot = snapshot
        if not self._timer.isActive():
            self._timer.start()

    def look_closely(self, closely: bool) -> None:
        """Whether somebody looks inside the layers, who wants to see them move."""
        self._closely = closely
        if closely:
            self._due = 0.0
            self.look_again()

    def look_again(self) -> None:
        """What was seen last counts no more, whether or not the run looks the same."""
        self._seen = None
        self._timer.start()

    def stop(self) -> None:
        """Ask for nothing any more: the worker is about to end."""
        self._stopped = True
        self._timer.stop()

    @property
    def settled(self) -> bool:
        """Whether the newest snapshot has been examined."""
        return not self._under_way and not _differ(self._snapshot, self._seen)

    def _tick(self) -> None:
        if self._stopped or self._under_way or time.perf_counter() < self._due:
            return
        if _differ(self._snapshot, self._seen):
            self._seen, self._under_way = self._snapshot, True
            self._worker.examine(_TASK, self._examiner.examine)
        else:
            self._timer.stop()  # until the next snapshot

    def _on_looked(self, name: str, result: object) -> None:
        if name != _TASK or self._stopped:
            return
        self._under_way = False
        if isinstance(result, Examination):
            wait, share = (_CLOSELY, _SHARE_CLOSELY) if self._closely else (_SELDOM, _SHARE_SELDOM)
            self._due = time.perf_counter() + max(wait, result.seconds / share)
            self.examined.emit(result)
            if result.suspects:  # A run at rest brings no snapshot to look at it by.
                self.look_again()


def _differ(snapshot: Snapshot | None, seen: Snapshot | None) -> bool:
    """Whether a snapshot shows another state of the run, not only other maps of it."""
    if snapshot is None or snapshot is seen:
        return False
    return seen is None or _state(snapshot) != _state(seen)


def _state(snapshot: Snapshot) -> tuple[object, ...]:
    return snapshot.epoch, snapshot.step, snapshot.experiment, snapshot.scores
