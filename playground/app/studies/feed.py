"""Runs one study at a time, and hands over what comes of it often enough for an eye, and no oftener."""

from PySide6.QtCore import QObject, QTimer, Signal

from playground.app.studies.pools import Pools
from playground.app.studies.runner import StudyThread
from playground.app.studies.show import Show
from playground.studies import StudyRun

_LOOK_MILLISECONDS = 50
"""Between two looks at what has come: twenty times a second."""


class Feed(QObject):
    """The thread of the study under way, the timer that looks at it, and the workers, which it keeps."""

    came = Signal(object)
    """News of the study."""
    ended = Signal(object)
    """The StudyThread that was the study's: it is over."""
    failed = Signal(str)
    noticed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pools = Pools()
        self.thread_: StudyThread | None = None
        self.study_run: StudyRun | None = None
        """The study that came last, under way or over: its trials can be opened."""
        self._look = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._look.timeout.connect(self._look_for_news)

    def start(self, show: Show, *, only_tells: bool = False) -> None:
        """Begin with a study, or go on with it where its journal ends, or tell what that holds and no more."""
        tiles = len(show.board.groups)
        thread = StudyThread(
            show.study,
            tiles,
            self.pools,
            address=show.plan.address,
            journal=show.journal,
            only_tells=only_tells,
            parent=self,
        )
        thread.failed.connect(self.failed)
        thread.noticed.connect(self.noticed)
        thread.finished.connect(self._end)
        self.thread_, self.study_run = thread, None
        thread.start()
        self._look.start()
        self._look_for_news()

    def cancel(self) -> None:
        """Stop soon; what has come stays."""
        if self.thread_ is not None:
            self.thread_.cancel()

    def close(self) -> None:
        """Stop, wait, and let the workers go."""
        thread = self.thread_
        if thread is not None:
            thread.finished.disconnect(self._end)
            thread.cancel()
            thread.wait()
            self._end()
        self.pools.close()

    def _look_for_news(self) -> None:
        thread = self.thread_
        if thread is not None:
            self.study_run = thread.running
            self.came.emit(thread.take())

    def _end(self) -> None:
        """The thread has ended, of itself or because it was told."""
        thread = self.thread_
        if thread is None:
            return
        self._look_for_news()
        self._look.stop()
        self.thread_ = None
        self.ended.emit(thread)
        thread.deleteLater()
