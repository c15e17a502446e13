"""The worker: a thread that drives the run, step by step behind the frame gate.

Nothing but this thread touches the run. The window sends commands, each carried out before the next step, and hears of
the rest by signals.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from queue import Empty, SimpleQueue
from threading import Event

from PySide6.QtCore import QObject, QThread, Signal

from playground.experiment import Experiment, UserError
from playground.training import MapRequest, Outcome, Reason, Report, Run, Snapshot, Target, Timeline

from .gate import FrameGate
from .mailbox import Mailbox
from .pace import Pace
from .seldom import Seldom
from .shelf import Shelf
from .watches import Watch, Watches

Command = Callable[[], None]
GONE = "that run is no longer kept, so its settings came back without its weights; press play to train"
_FRAME_SECONDS = 1 / 60


class TrainingThread(QThread):
    """Trains an experiment in the background.

    Parameters
    ----------
    experiment : what to begin with.
    gate : closed by the window while it draws a frame.
    """

    epochs_completed = Signal(object)
    """A Report: the newest snapshot, and the rows of every epoch since the last report. At most one is under way."""
    playing = Signal()
    paused = Signal()
    ended = Signal(object)
    """An Outcome: training stopped by itself."""
    failed = Signal(str)
    """Something went wrong, in words. What failed has changed nothing, and other commands are taken."""
    done = Signal(str, object)
    """A task handed in by `perform` is done: its name and its result (a UserError when it was refused)."""

    looked = Signal(str, object)
    """As `done`, for a task handed in by `examine`."""

    def __init__(self, experiment: Experiment, gate: FrameGate, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mailbox: Mailbox[Report] = Mailbox()
        self._gate = gate
        self._commands: SimpleQueue[Command] = SimpleQueue()
        self._called = Event()
        self._stopping = False
        self._training = False
        self._one_epoch = False
        self._pace = Pace()
        self._request: MapRequest | None = None
        self._part: str | None = None
        self._target: Target | None = None
        self._answers = Seldom()
        self._watches = Watches()
        self._made: Run | None = None
        self._keys = count(1)
        self._timeline = Timeline(self._keys)
        self._shelf = Shelf()
        self._seen_rows = 0
        self._restarted = True
        self._news = True
        self._only_looked = False
        # The first of all commands: others may be given before the thread starts.
        self._post(lambda: self._begin(experiment))

    # Commands: called from the window, carried out here before the next step

    def play(self) -> None:
        """Train until something stops it."""
        self._post(self._play)

    def pause(self) -> None:
        """Stop after the step under way."""
        self._post(self._pause)

    def step_epoch(self) -> None:
        """Train for one epoch, then pause."""
        self._post(self._step_epoch)

    def step_batch(self) -> None:
        """Train on one minibatch, then pause."""
        self._post(self._step_batch)

    def reset(self) -> None:
        """Back to the first weights."""
        self._post(self._reset)

    def apply(self, experiment: Experiment) -> None:
        """Go on with a changed experiment; start again where it has to."""
        self._post(lambda: self._apply(experiment))

    def leave(self, key: int, experiment: Experiment) -> None:
        """Keep the run whole under `key`, for `come_back`, and leave it for a new one, which waits to be played."""
        self._post(lambda: self._leave(key, experiment))

    def come_back(self, key: int, leaving: int, experiment: Experiment) -> None:
        """Go on with the run that was left as `key`, and keep the present one under the key `leaving`."""
        self._post(lambda: self._come_back(key, leaving, experiment))

    def set_speed(self, epochs_per_second: float | None) -> None:
        """Limit the speed; None is as fast as the machine goes."""
        self._post(lambda: self._set_speed(epochs_per_second))

    def look_at(self, request: MapRequest | None) -> None:
        """Send maps of this region from now on."""
        self._post(lambda: self._look_at(request))

    def answer_for(self, part: str | None) -> None:
        """Send the answers to the samples of this part from now on; while training, only now and then."""
        self._post(lambda: self._answer_for(part))

    def watch(self, name: str, watch: Watch | None) -> None:
        """Send what `watch` sees of the run, under `Snapshot.watched[name]`; while training, only now and then."""
        self._post(lambda: self._watches.set(name, watch))

    def inspect(self, target: Target | None) -> None:
        """Look closely at a parameter or a unit from now on; while training, only now and then."""
        self._post(lambda: self._inspect(target))

    def travel(self, move: Callable[[Timeline, Run], object]) -> None:
        """Pause, and let `move` go about in the run's time."""
        self._post(lambda: self._travel(move))

    def edit(self, name: str, task: Callable[[Run], object]) -> None:
        """The same for a task that changes the run: at a moment that is looked at, that begins a branch."""
        self._post(lambda: self._timeline.depart(self._run))
        self.perform(name, task)

    def perform(self, name: str, task: Callable[[Run], object]) -> None:
        """Let `task` work with the run between two steps; `done` tells its result."""
        self._post(lambda: self._perform(name, task))

    def examine(self, name: str, task: Callable[[Run], object]) -> None:
        """As `perform`, for a task that only looks: no report follows from it, and `looked` tells its result."""
        self._post(lambda: self._examine(name, task))

    def give_way(self) -> bool:
        """For a long task, between two pieces of its work: let the window draw. Whether the thread is to end."""
        self._gate.wait()
        return self._stopping

    def stop(self) -> None:
        """End the thread after the step under way, and wait for it: a few milliseconds."""
        self._stopping = True
        self._called.set()
        self.wait()

    def _post(self, command: Command) -> None:
        self._commands.put(command)
        self._called.set()

    # The thread

    def run(self) -> None:
        """The thread's loop; not to be called."""
        while not self._stopping:
            self._gate.wait()
            if self._called.is_set():
                self._obey()
            self._guarded(self._go_on)

    def _guarded(self, work: Command) -> None:
        """Whatever goes wrong is told, and ends neither the thread nor the commands that wait."""
        try:
            work()
        except Exception as error:
            self._pause()
            self.failed.emit(_explain(error))

    def _obey(self) -> None:
        self._called.clear()
        while not self._stopping:
            try:
                command = self._commands.get_nowait()
            except Empty:
                return
            self._only_looked = False
            self._guarded(command)
            if not self._only_looked:
                self._news = True
                self._answers.now()

    def _go_on(self) -> None:
        if self._stopping:
            return  # Told while the call was being answered, which wiped it out: nothing would end the steps below.
        # Before the steps and not after them: the gate has just opened, and the next frame is far.
        self._report_if_due()
        if self._training:
            self._train()
        else:
            self._rest()

    @property
    def _run(self) -> Run:
        if self._made is None:
            raise UserError("there is no run, since it could not be built; undo the last change, or choose a lab")
        return self._made

    def _begin(self, experiment: Experiment) -> None:
        self._pause()
        self._made = Run(experiment)
        self._timeline.begin(self._made)
        self._begin_again()

    def _leave(self, key: int, experiment: Experiment) -> None:
        self._put_away(key)
        self._begin(experiment)

    def _come_back(self, key: int, leaving: int, experiment: Experiment) -> None:
        kept = self._shelf.take(key)
        self._put_away(leaving)
        if kept is None:
            self._begin(experiment)
            raise UserError(GONE)
        self._made, self._timeline = kept
        self._begin_again()

    def _put_away(self, key: int) -> None:
        self._pause()
        if self._made is not None:
            self._shelf.put(key, self._made, self._timeline)
        # Without a run until there is another: one that cannot be built must not leave the old one in its place.
        self._made, self._timeline = None, Timeline(self._keys)

    def _train(self) -> None:
        """Step until a frame, a command or an epoch that there is room to report wants attention."""
        wait = 0.0 if self._one_epoch else self._pace.wait_seconds()
        if wait > 0 and self._run.steps_done == 0:
            self._called.wait(min(wait, _FRAME_SECONDS))
            return
        advance, is_open, is_called = self._run.advance, self._gate.is_open, self._called.is_set
        while is_open() and not is_called():
            if advance(self._may_step) and self._completed_epoch():
                return

    def _may_step(self) -> bool:
        return self._gate.is_open() and not self._called.is_set()

    def _completed_epoch(self) -> bool:
        """Whether something is to be seen to before the next epoch."""
        self._news = True
        outcome = self._run.outcome
        single = self._one_epoch
        if single or outcome is not None:
            self._pause()
        # Stepping past the last epoch is no news to whoever does it.
        if outcome is not None and not (single and outcome.reason is Reason.EPOCHS):
            self.ended.emit(outcome)
        return self._pace.completed_epoch() or not self._training or self.mailbox.empty

    def _rest(self) -> None:
        """Wait for a command; for the window to take the last report, if there is more to say."""
        self._called.wait(_FRAME_SECONDS if self._news else None)

    def _report_if_due(self) -> None:
        """Leave the next report as soon as the last was taken.

        A report made while the window draws would have to fight it for the interpreter.
        """
        if self._news and self._made is not None and self.mailbox.empty:
            self._news = False
            self._report(self._made)

    def _report(self, run: Run) -> None:
        _, rows = run.history.news(self._seen_rows)
        self._seen_rows = run.history.rows
        report = Report(
            snapshot=self._snapshot(run),
            rows=rows,
            restarted=self._restarted,
            epochs_per_second=self._pace.rate(run.epochs_done),
            seconds=self._pace.elapsed(),
            standing=self._timeline.standing(run),
        )
        self._restarted = False
        self.mailbox.put(report)
        self.epochs_completed.emit(report)

    def _snapshot(self, run: Run) -> Snapshot:
        with self._timeline.standing_where_seen(run):
            watched = self._watches.seen(run, training=self._training)
        return replace(self._plain_snapshot(run), watched=watched)

    def _plain_snapshot(self, run: Run) -> Snapshot:
        wanted = self._part is not None or self._target is not None
        if not wanted or (self._training and not self._answers.due):
            return self._timeline.snapshot(run, self._request)
        with self._answers.spending():
            return self._timeline.snapshot(run, self._request, self._part, self._target)

    def _play(self) -> None:
        if self._training and not self._one_epoch:
            return
        self._timeline.depart(self._run)
        if not self._ended_already():
            self._training, self._one_epoch = True, False
            self._pace.start(self._run.epochs_done)
            self.playing.emit()

    def _ended_already(self) -> bool:
        """Whether all epochs are done, which is told."""
        done = self._run.epochs_done
        if done < self._run.experiment.training.epochs:
            return False
        self.ended.emit(Outcome(Reason.EPOCHS, done, done))
        return True

    def _pause(self) -> None:
        if not self._training:
            return
        self._training = False
        self._news = True
        if not self._one_epoch:
            self._pace.stop()
            self.paused.emit()

    def _step_epoch(self) -> None:
        self._pause()
        self._timeline.depart(self._run)
        self._training = self._one_epoch = True

    def _step_batch(self) -> None:
        self._pause()
        self._timeline.depart(self._run)
        outcome = self._run.outcome if self._run.step() else None
        if outcome is not None and outcome.reason is not Reason.EPOCHS:
            self.ended.emit(outcome)

    def _reset(self) -> None:
        self._run.reset()
        self._begin_again()

    def _apply(self, experiment: Experiment) -> None:
        if self._made is None:
            self._begin(experiment)
        elif self._timeline.apply(self._made, experiment):
            self._begin_again()
        elif self._training and not self._one_epoch and self._ended_already():
            self._pause()

    def _begin_again(self) -> None:
        self._seen_rows, self._restarted = 0, True
        self._pace.reset()

    def _set_speed(self, epochs_per_second: float | None) -> None:
        self._pace.limit = epochs_per_second

    def _look_at(self, request: MapRequest | None) -> None:
        self._request = request

    def _answer_for(self, part: str | None) -> None:
        self._part = part

    def _inspect(self, target: Target | None) -> None:
        self._target = target

    def _travel(self, move: Callable[[Timeline, Run], object]) -> None:
        self._pause()
        beginnings = self._run.beginnings
        move(self._timeline, self._run)
        if self._run.beginnings != beginnings:
            self._begin_again()

    def _perform(self, name: str, task: Callable[[Run], object]) -> None:
        try:
            beginnings = self._run.beginnings
            with self._timeline.standing_where_seen(self._run):
                result = task(self._run)
            if self._run.beginnings != beginnings:
                self._begin_again()
        except Exception as error:
            result = UserError(_explain(error))
        self.done.emit(name, result)

    def _examine(self, name: str, task: Callable[[Run], object]) -> None:
        self._only_looked = True
        try:
            result = task(self._run)
        except Exception as error:
            result = UserError(_explain(error))
        self.looked.emit(name, result)


def _explain(error: Exception) -> str:
    """An error from the thread, in words."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory for this network and this data; make one of them smaller"
    return f"training stopped on an unexpected error ({type(error).__name__}: {error}); reset, or undo the last change"
