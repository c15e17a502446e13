"""The message strip under the network: the first-run hint, how a run ended, what was refused."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from playground.app.controller import Controller
from playground.app.settings import AppSettings
from playground.app.widgets import Banner
from playground.app.widgets.cards import Kind
from playground.app.words.ends import outcome_text
from playground.experiment import Lab, setting
from playground.training import Outcome, Reason

_GENTLER = 10.0
"""What the remedy divides a learning rate by that was too high."""
_OPENERS = frozenset(("a", "an", "choose", "no", "that", "the", "there", "these", "this"))
"""What a refusal begins with that does not begin with the name of a file or of a setting."""


class Notices(QObject):
    """Decides what the banner says, and carries out the remedy it offers."""

    def __init__(
        self, banner: Banner, controller: Controller, settings: AppSettings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._banner, self._controller, self._settings = banner, controller, settings
        self._remedy: Callable[[], object] | None = None
        self._other: Callable[[], object] | None = None
        self._is_hint = False
        self._stays = False
        self._running = False
        self._about_run = False
        self._looking_back = False
        self._lesson: Lab | None = None
        banner.action_triggered.connect(self._take_remedy)
        banner.other_triggered.connect(self._take_other)
        banner.closed.connect(self._closed)
        controller.refused.connect(self.refuse)

    def show_hint(self) -> None:
        """What to do first, unless it has been read."""
        if self._settings.hint_read:
            return
        self._say(
            "info",
            self.tr("Press play, or the space bar, and watch the boundary. Then change the neurons above the layer."),
        )
        self._is_hint = True

    def started(self) -> None:
        """Training began: whatever was said is out of the way."""
        self._running = True
        if self._is_hint:
            self._settings.hint_read = True
        if not self._stays:
            self.clear()

    def show_lesson(self, lab: Lab, seen: Sequence[str] = ()) -> None:
        """What to look for in a lab, and what of it was seen; it stays while the run shows it."""
        self._say("success" if seen else "info", "\n".join([lab.lesson, *seen]))
        self._stays, self._lesson = True, lab

    @property
    def lesson(self) -> Lab | None:
        """The lab whose lesson is shown."""
        return self._lesson if self._stays else None

    def ended(self, outcome: Outcome) -> None:
        """A run stopped by itself, or was asked to play when all its epochs were done."""
        ran, self._running = self._running, False
        self._tell_end(outcome, ran)
        self._about_run = not self._stays

    def _tell_end(self, outcome: Outcome, ran: bool) -> None:
        if outcome.reason is Reason.DIVERGENCE:
            rate = self._gentler(outcome.learning_rate)
            action = self.tr("Set learning rate to {rate}").format(rate=f"{rate:g}")
            self._say("warning", outcome_text(outcome), action, lambda: self._set_rate(rate))
        elif outcome.reason is Reason.EPOCHS and ran and self._stays:
            return
        elif outcome.reason is Reason.EPOCHS:
            self._say("info", outcome_text(outcome), self.tr("Twice as many"), self._double_epochs)
        else:
            self._say("success", outcome_text(outcome))

    def began_again(self) -> None:
        """Another run has begun: what was said of the last one is over."""
        if self._about_run:
            self.clear()

    def look_back(self, back: bool) -> None:
        """Whether an earlier moment is shown: how the run ended steps aside meanwhile."""
        if back != self._looking_back:
            self._looking_back = back
            if self._about_run:
                self._banner.setVisible(not back)

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
        name, self._other = ("", None) if other is None else other
        self._remedy, self._is_hint, self._stays, self._about_run, self._lesson = one[1], False, True, False, None
        self._banner.show_message("info", text, one[0], other=name)

    def clear(self) -> None:
        """Say nothing."""
        self._banner.hide()
        self._remedy, self._is_hint, self._stays, self._about_run = None, False, False, False

    def _say(self, kind: Kind, text: str, action: str = "", remedy: Callable[[], object] | None = None) -> None:
        self._remedy, self._is_hint, self._stays, self._about_run = remedy, False, False, False
        self._banner.show_message(kind, text, action)

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

    def _closed(self) -> None:
        if self._is_hint:
            self._settings.hint_read = True
        self._remedy, self._is_hint, self._stays, self._about_run = None, False, False, False

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
