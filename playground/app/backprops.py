"""Back-propagation for a sample: the worker looks at it now and then while its window is open."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.app.theme import ThemeManager
from playground.app.views.backprop import BackpropDialog
from playground.app.views.backprop.story import Story
from playground.app.views.diagram.structure import structure_of
from playground.training import OneSample, SampleKey, Snapshot, one_sample

_NAME = "one sample"


class Backprops(QObject):
    """Opens the window for a sample, and keeps it up to date, or leaves it at one moment.

    Parameters
    ----------
    window : over which it is shown.
    """

    # What the worker is to look at: a name, and a Watch or None.
    watch_wanted = Signal(str, object)
    # Its window was closed: no sample is looked into any more.
    closed = Signal()

    def __init__(self, window: QWidget, theme: ThemeManager) -> None:
        super().__init__(window)
        self._window, self._theme = window, theme
        self._sample: SampleKey | None = None
        self.dialog: BackpropDialog | None = None

    def open(self, sample: SampleKey) -> None:
        """Show what the network makes of a sample, and how it learns from it."""
        self._sample = sample
        if self.dialog is None:
            self.dialog = BackpropDialog(self._theme, self._window)
            self.dialog.follow_changed.connect(self._watch)
            self.dialog.neuron_changed.connect(self._watch)
            self.dialog.left.connect(self._leave)
        if not self.dialog.isVisible():
            self.dialog.story = None  # Of another time.
        self._watch()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take what was seen of the sample, if it was looked at this time."""
        # What was seen before the view was frozen may come after.
        if self.dialog is None or _NAME not in snapshot.watched or not self._is_wanted():
            return
        seen = snapshot.watched[_NAME]
        if isinstance(seen, OneSample) and seen.sample == self._sample:
            self.dialog.show_story(Story(seen, structure_of(snapshot)))
        elif seen is None:
            self.dialog.show_gone()
        if not self.dialog.follow.isChecked():
            self.watch_wanted.emit(_NAME, None)

    def close(self) -> None:
        if self.dialog is not None:
            self.dialog.close()

    def _watch(self) -> None:
        """Look at the sample from now on; a frozen view is left at the moment it shows, if it shows this sample."""
        dialog, sample = self.dialog, self._sample
        if dialog is None or sample is None:
            return
        watch = partial(one_sample, sample=sample, first=dialog.neuron) if self._is_wanted() else None
        self.watch_wanted.emit(_NAME, watch)

    def _is_wanted(self) -> bool:
        """Whether what is seen of the sample is to be shown: while the view follows, or shows another sample still."""
        if self.dialog is None or self._sample is None:
            return False
        story = self.dialog.story
        return self.dialog.follow.isChecked() or story is None or story.seen.sample != self._sample

    def _leave(self) -> None:
        self._sample = None
        self.watch_wanted.emit(_NAME, None)
        self.closed.emit()
