"""The player: trains the run while it plays, or for one epoch or minibatch; in the worker's thread."""

import time
from collections import deque
from enum import Enum, auto
from threading import Event

from playground.app.worker.gate import FRAME_SECONDS, FrameGate, Pace
from playground.app.worker.reporter import Reporter
from playground.app.worker.runs import Workbench
from playground.training import Outcome, Reason, Run


class Turn(Enum):
    """What a player does from now on."""

    PLAYING = auto()
    PAUSED = auto()


class Player:
    """Steps behind the frame gate until it is called.

    Parameters
    ----------
    bench : where the run is.
    reporter : is told when there is news, and tells when there is room for it.
    gate : closed while a frame is drawn.
    called : set when a command waits.

    Attributes
    ----------
    turns : what is to be told, oldest first, by whoever takes it away; an Outcome where training stopped by itself.
    training : whether there are steps to take.
    """

    def __init__(self, bench: Workbench, reporter: Reporter, gate: FrameGate, called: Event) -> None:
        self._bench, self._reporter, self._gate, self._called = bench, reporter, gate, called
        self._one_epoch = False
        self._until = 0.0
        self.turns: deque[Turn | Outcome] = deque()
        self.training = False
        self.pace = Pace()

    def play(self) -> None:
        """Train until something stops it."""
        if self.training and not self._one_epoch:
            return
        left_at = self._bench.run.epochs_done
        run = self._bench.depart()
        if run.epochs_done < left_at:
            self.pace.ease_in()  # A branch, whose beginning is why one went back.
        if not self._ended_already(run):
            self.training, self._one_epoch = True, False
            self.pace.start(run.epochs_done)
            self.turns.append(Turn.PLAYING)

    def pause(self) -> None:
        """Take no more steps."""
        if not self.training:
            return
        self.training = False
        self._reporter.news = True
        if not self._one_epoch:
            self.pace.stop()
            self.turns.append(Turn.PAUSED)

    def step_epoch(self) -> None:
        """Train for one epoch, then pause."""
        self.pause()
        self._bench.depart()
        self.training = self._one_epoch = True

    def step_batch(self) -> None:
        """Train on one minibatch, here and now."""
        self.pause()
        run = self._bench.depart()
        outcome = run.outcome if run.step() else None
        if outcome is not None and outcome.reason is not Reason.EPOCHS:
            self.turns.append(outcome)

    def follow_settings(self) -> None:
        """The settings have changed: as many epochs as there are to be may be done already."""
        if self.training and not self._one_epoch and self._ended_already(self._bench.run):
            self.pause()

    def go_on(self, seconds: float) -> None:
        """Step until a frame, a command or an epoch that there is room to report wants attention, or for so long."""
        self._until = time.perf_counter() + seconds
        run = self._bench.run
        wait = 0.0 if self._one_epoch else self.pace.wait_seconds()
        if wait > 0 and run.steps_done == 0:
            self._called.wait(min(wait, FRAME_SECONDS))
            return
        advance, is_open, is_called = run.advance, self._gate.is_open, self._called.is_set
        while is_open() and not is_called() and time.perf_counter() < self._until:
            if advance(self._may_step) and self._completed_epoch(run):
                return

    def _may_step(self) -> bool:
        return self._gate.is_open() and not self._called.is_set() and time.perf_counter() < self._until

    def _completed_epoch(self, run: Run) -> bool:
        """Tell whether something is to be seen to before the next epoch."""
        reporter, outcome, single = self._reporter, run.outcome, self._one_epoch
        reporter.news = True
        if single or outcome is not None:
            self.pause()
        # Stepping past the last epoch is no news to whoever does it.
        if outcome is not None and not (single and outcome.reason is Reason.EPOCHS):
            self.turns.append(outcome)
        return self.pace.completed_epoch() or not self.training or reporter.has_room

    def _ended_already(self, run: Run) -> bool:
        """Tell whether all epochs are done, which is told."""
        outcome = run.finish()
        if outcome is not None:
            self.turns.append(outcome)
        return outcome is not None
