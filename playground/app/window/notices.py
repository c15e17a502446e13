"""What is told in the strip under the network: how a run ended, what was refused, what worked."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from playground.app.controller import Controller
from playground.app.labs.message_page import MessagePage
from playground.app.labs.walk import Walk
from playground.app.widgets.cards import Kind
from playground.app.words.ends import outcome_text
from playground.experiment import setting
from playground.training import Outcome, Reason

_GENTLER = 10.0
"""What the remedy divides a learning rate by that was too high."""
_OPENERS = frozenset(("a", "an", "choose", "no", "that", "the", "there", "these", "this"))
"""What a refusal begins with that does not begin with the name of a file or of a setting."""


class Notices(QObject):
    """Decides what the strip tells, and carries out the remedy it offers.

    Parameters
    ----------
    message : where it is told.
    walk : through the lab's steps; where one of them was just seen, the end of a run needs no words.
    """

    compare_wanted = Signal()
    """Other sizes and settings should be compared, now that a run is over."""

    def __init__(self, message: MessagePage, controller: Controller, walk: Walk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._message, self._controller, self._walk = message, controller, walk
        self._remedy: Callable[[], object] | None = None
        self._other: Callable[[], object] | None = None
        self._ran = self._about_run = self._stays = False
        message.action_triggered.connect(self._take_remedy)
        message.other_triggered.connect(self._take_other)
        self._steps_back = controller.undo_stack.index()
        controller.undo_stack.indexChanged.connect(self._follow_undo)
        message.closed.connect(self._forget)
        controller.refused.connect(self.refuse)

    def started(self) -> None:
        """Training began: whatever was said is out of the way."""
        self._ran = True
        if not self._stays:
            self.clear()

    def ended(self, outcome: Outcome) -> None:
        """A run stopped by itself, or was asked to play when all its epochs were done."""
        ran, self._ran = self._ran, False
        self._tell_end(outcome, ran)

    def _tell_end(self, outcome: Outcome, ran: bool) -> None:
        text = outcome_text(outcome)
        if outcome.reason is Reason.DIVERGENCE:
            rate = self._gentler(outcome.learning_rate)
            action = self.tr("Set learning rate to {rate}").format(rate=f"{rate:g}")
            self._say("warning", text, action, lambda: self._set_rate(rate), mild=self._walk.phase == "seen")
        elif outcome.reason is Reason.EPOCHS:
            if ran and self._walk.lab is not None and self._walk.phase == "seen":
                return
            self._tell_of_run("info", text, self.tr("Twice as many"), self._double_epochs)
        else:
            self._tell_of_run("success", text)
        self._about_run = True

    def _tell_of_run(self, kind: Kind, text: str, action: str = "", remedy: Callable[[], object] | None = None) -> None:
        """Tell how a run ended, with what suits to do next: more epochs, or to compare."""
        compare = self.tr("Compare sizes")
        self._forget()
        self._remedy = remedy or self.compare_wanted.emit
        self._other = self.compare_wanted.emit if action else None
        self._message.show_message(
            kind,
            text,
            action or compare,
            other=compare if action else "",
            what=self.tr("The run is over"),
            mild=True,
        )

    def began_again(self) -> None:
        """Another run has begun: what was said of the last one is over."""
        if self._about_run:
            self.clear()

    def look_back(self, back: bool) -> None:
        """Tell whether an earlier moment is shown: how the run ended steps aside meanwhile."""
        self._message.set_aside(back and self._about_run)

    def inform(self, text: str) -> None:
        """Something takes a while."""
        self._say("info", text)

    def refuse(self, text: str) -> None:
        """Something did not fit or failed."""
        self._say("error", _sentence(text))

    def succeed(self, text: str) -> None:
        """Something worked that cannot be seen."""
        self._say("success", text)

    def tell_done(self, text: str, fine: bool) -> None:
        """Something that was asked for was done, or not."""
        if fine:
            self.succeed(text)
        else:
            self.refuse(text)

    def applied(self, text: str, undo: Callable[[], object]) -> None:
        """A remedy was applied; it can be taken back by a click."""
        self._say("info", text, self.tr("Undo"), undo)

    def offer(
        self,
        text: str,
        one: tuple[str, Callable[[], object]],
        other: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Something can be done, in one way or two, each by its name; the offer stays while a run goes."""
        self._forget()
        name, self._other = ("", None) if other is None else other
        self._remedy, self._stays = one[1], True
        self._message.show_message("info", text, one[0], other=name)

    def clear(self) -> None:
        """Say nothing."""
        self._forget()
        self._message.clear()

    def _say(
        self,
        kind: Kind,
        text: str,
        action: str = "",
        remedy: Callable[[], object] | None = None,
        *,
        mild: bool = False,
    ) -> None:
        self._forget()
        self._remedy = remedy
        self._message.show_message(kind, text, action, mild=mild)

    def _take_remedy(self) -> None:
        remedy = self._remedy
        self.clear()
        if remedy is not None:
            remedy()

    def _take_other(self) -> None:
        other = self._other
        self.clear()
        if other is not None:
            other()

    def _follow_undo(self, index: int) -> None:
        """Tell what was said of a change that is taken back is over."""
        if index < self._steps_back and isValid(self._message):  # A stack that is destroyed empties itself first.
            self.clear()
        self._steps_back = index

    def _forget(self) -> None:
        self._remedy, self._other, self._about_run, self._stays = None, None, False, False

    def _gentler(self, rate: float) -> float:
        return float(f"{rate / _GENTLER:.2g}")

    def _set_rate(self, rate: float) -> None:
        self._controller.propose({"training.optimizer.learning_rate": rate}, self.tr("Learning rate"), by_hand=False)

    def _double_epochs(self) -> None:
        experiment = self._controller.experiment
        most = setting(experiment, "training.epochs").maximum or float("inf")
        epochs = int(min(2 * experiment.training.epochs, most))
        if self._controller.propose({"training.epochs": epochs}, self.tr("Epochs"), by_hand=False):
            self._controller.worker.play()


def _sentence(text: str) -> str:
    """A refusal with a capital at its start; the names of files and settings are left as they are written."""
    return text[:1].upper() + text[1:] if text.partition(" ")[0] in _OPENERS else text
