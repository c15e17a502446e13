"""The worker: a thread that drives the run, step by step behind the frame gate.

Nothing but this thread touches the run. The window sends commands, each carried out before the next step, and hears of
the rest by signals.
"""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Event
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QThread, Signal

from playground.app.worker.gate import FRAME_SECONDS, FrameGate, Mailbox, Speed
from playground.app.worker.player import Player, Turn
from playground.app.worker.reporter import Reporter, Watch
from playground.app.worker.runs import Workbench
from playground.experiment import Experiment, UserError
from playground.training import MapRequest, Report, Run, Timeline

Command = Callable[[], object]
GONE = "that run is no longer kept, so its settings came back without its weights; press play to train"


LOOK_SECONDS = 0.5
"""How often a keeper is asked whether there is something to be kept, at rest and within long epochs."""


class Keeper(Protocol):
    """Keeps what a run has come to, in case of a crash; asked between two steps, in the worker's thread."""

    def due(self, timeline: Timeline, *, training: bool) -> bool:
        """Tell whether there is something new to be kept, and it is time."""

    def take(self, timeline: Timeline) -> None:
        """Take it, by a few copies."""


class Answer(QObject):
    """What a task comes to that the worker was asked to do; told once, in the thread that asked."""

    done = Signal(object)
    """The task is done; what it gave."""
    refused = Signal(object)
    """The task was refused or failed; a UserError that says why."""
    _arrived = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # Queued, so that whoever asked has connected to it before it is told, however quick the worker is.
        self._arrived.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def deliver(self, result: object) -> None:
        """Hand the result over, from the worker's thread."""
        self._arrived.emit(result)

    def _tell(self, result: object) -> None:
        (self.refused if isinstance(result, UserError) else self.done).emit(result)
        self.deleteLater()


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
    unapplied = Signal(object)
    """An experiment that could not be applied, as where its data cannot be read: the run goes on as before."""
    worked = Signal()
    """A task that works with the run is over; its own `Answer` tells the result."""

    def __init__(self, experiment: Experiment, gate: FrameGate, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mailbox: Mailbox[Report] = Mailbox()
        self._gate = gate
        self._commands: SimpleQueue[Command] = SimpleQueue()
        self._called = Event()
        self._stopping = False
        self._only_looked = False
        self._bench = Workbench()
        self._keeper: Keeper | None = None
        self._reporter = Reporter(self.mailbox)
        self._player = Player(self._bench, self._reporter, gate, self._called)
        # The first of all commands: others may be given before the thread starts.
        self._post(lambda: self._begin(experiment))

    # Commands: called from the window, carried out here before the next step

    def play(self) -> None:
        """Train until something stops it."""
        self._post(self._player.play)

    def pause(self) -> None:
        """Stop after the step under way."""
        self._post(self._player.pause)

    def step_epoch(self) -> None:
        """Train for one epoch, then pause."""
        self._post(self._player.step_epoch)

    def step_batch(self) -> None:
        """Train on one minibatch, then pause."""
        self._post(self._player.step_batch)

    def reset(self) -> None:
        """Back to the first weights."""
        self._post(self._reset)

    def apply(self, experiment: Experiment) -> None:
        """Go on with a changed experiment; start again where it has to."""
        self._post(lambda: self._apply(experiment))

    def leave(self, key: int, there: Experiment | Timeline) -> None:
        """Keep the run whole under `key`, for `come_back`, and leave it for a new one, which waits to be played.

        A timeline that was opened is the worker's from then on.
        """
        self._post(lambda: self._leave(key, there))

    def come_back(self, key: int, leaving: int, experiment: Experiment) -> None:
        """Go on with the run that was left as `key`, and keep the present one under the key `leaving`."""
        self._post(lambda: self._come_back(key, leaving, experiment))

    def set_speed(self, speed: Speed) -> None:
        """Train so many epochs a second; None is as fast as the machine goes, AUTO that after an ease-in."""
        self._post(lambda: self._player.pace.set_speed(speed))

    def end_ease_in(self) -> None:
        """Let a run that is being eased in go as fast as the machine."""
        self._post(self._player.pace.end_ease_in)

    def look_at(self, request: MapRequest | None) -> None:
        """Send maps of this region from now on."""
        self._post(lambda: self._reporter.look_at(request))

    def watch(self, name: str, watch: Watch | None) -> None:
        """Send what `watch` sees of the run, under `Snapshot.watched[name]`; while training, only now and then."""
        self._post(lambda: self._reporter.watch(name, watch))

    def travel(self, move: Callable[[Timeline], object]) -> None:
        """Pause, and let `move` go about in the run's time."""
        self._post(lambda: self._travel(move))

    def ask(self, task: Callable[[Run], object], *, only_looks: bool = False, departs: bool = False) -> Answer:
        """Let `task` work with the run between two steps; what it gives is told by the answer.

        It sees the run as it was at the moment that is looked at. only_looks : it changes nothing, so no report
        follows from it, and it sees the run as it is now. departs : it changes the run; at a moment that is looked
        at, that begins a branch.
        """
        answer = Answer(self)
        if departs:
            self._post(self._depart)
        self._post(lambda: self._look(task, answer) if only_looks else self._work(task, answer))
        return answer

    def ask_all(self, task: Callable[[Timeline], object]) -> Answer:
        """Let `task` look at the run as it is now with its past and its branches; it changes nothing."""
        answer = Answer(self)
        self._post(lambda: self._look_at_all(task, answer))
        return answer

    def keep(self, keeper: Keeper) -> None:
        """Let somebody keep what the run comes to, from now on."""
        self._post(lambda: self._keep_by(keeper))

    def give_way(self) -> bool:
        """For a long task, between two pieces of its work: let the window draw. Whether the thread is to end."""
        self._gate.wait()
        return self._stopping

    def stop(self) -> None:
        """End the thread after the step under way, and wait for it: a few milliseconds."""
        self._stopping = True
        self._called.set()
        self.wait()

    @property
    def left(self) -> Timeline | None:
        """The run as it was left, once the thread has ended; None where there is none, or it still goes on."""
        return self._bench.made if self.isFinished() else None

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
            self._tell_turns()
        except Exception as error:
            self._player.pause()
            self._tell_turns()
            self.failed.emit(_explain(error))

    def _tell_turns(self) -> None:
        turns = self._player.turns
        while turns:
            turn = turns.popleft()
            if turn is Turn.PLAYING:
                self.playing.emit()
            elif turn is Turn.PAUSED:
                self.paused.emit()
            else:
                self.ended.emit(turn)

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
                self._reporter.changed_by_hand()

    def _go_on(self) -> None:
        if self._stopping:
            return  # Told while the call was being answered, which wiped it out: nothing would end the steps below.
        player, reporter = self._player, self._reporter
        keeper, timeline = self._keeper, self._bench.made
        # Before the report, which at rest may take a large network seconds to draw.
        if keeper is not None and timeline is not None and keeper.due(timeline, training=player.training):
            keeper.take(timeline)
        # Before the steps and not after them: the gate has just opened, and the next frame is far.
        report = reporter.leave_if_due(self._bench, player.pace, training=player.training)
        if report is not None:
            self.epochs_completed.emit(report)
        if player.training:
            player.go_on(LOOK_SECONDS)
        else:  # For a command; or for the window to take the last report, or for what is to be kept.
            rest = None if keeper is None else LOOK_SECONDS
            self._called.wait(FRAME_SECONDS if reporter.news else rest)

    # How commands are carried out

    def _begin(self, experiment: Experiment) -> None:
        self._player.pause()
        self._bench.begin(experiment)
        self._begin_again()

    def _leave(self, key: int, there: Experiment | Timeline) -> None:
        self._player.pause()
        self._bench.leave(key, there)
        self._begin_again()

    def _come_back(self, key: int, leaving: int, experiment: Experiment) -> None:
        self._player.pause()
        found = self._bench.come_back(key, leaving, experiment)
        self._begin_again()
        if not found:
            raise UserError(GONE)

    def _reset(self) -> None:
        self._bench.run.reset()
        self._begin_again()

    def _apply(self, experiment: Experiment) -> None:
        made = self._bench.made
        if made is None:
            self._begin(experiment)
            return
        try:
            begins_again = made.apply(experiment)
        except Exception:
            self.unapplied.emit(experiment)
            raise
        if begins_again:
            self._begin_again()
        else:
            self._player.follow_settings()

    def _travel(self, move: Callable[[Timeline], object]) -> None:
        self._player.pause()
        timeline = self._bench.timeline
        self._noticing_beginnings(lambda: move(timeline))

    def _depart(self) -> None:
        self._bench.depart()

    def _work(self, task: Callable[[Run], object], answer: Answer) -> None:
        answer.deliver(_tried(lambda: self._noticing_beginnings(lambda: self._bench.where_seen(task))))
        self.worked.emit()

    def _look(self, task: Callable[[Run], object], answer: Answer) -> None:
        self._only_looked = True
        answer.deliver(_tried(lambda: task(self._bench.run)))

    def _look_at_all(self, task: Callable[[Timeline], object], answer: Answer) -> None:
        self._only_looked = True
        answer.deliver(_tried(lambda: task(self._bench.timeline)))

    def _keep_by(self, keeper: Keeper) -> None:
        self._only_looked, self._keeper = True, keeper

    def _noticing_beginnings(self, work: Callable[[], object]) -> object:
        """Tell what `work` gives, by which the run may begin again."""
        run = self._bench.run
        beginnings = run.beginnings
        result = work()
        if run.beginnings != beginnings:
            self._begin_again()
        return result

    def _begin_again(self) -> None:
        self._reporter.begin_again()
        self._player.pace.reset(fresh=self._bench.run.epochs_done == 0)


def _tried(work: Callable[[], object]) -> object:
    """Tell what `work` gives, or why it failed."""
    try:
        return work()
    except Exception as error:
        return UserError(_explain(error))


def _explain(error: Exception) -> str:
    """An error from the thread, in words."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory for this network and this data; make one of them smaller"
    return f"training stopped on an unexpected error ({type(error).__name__}: {error}); reset, or undo the last change"
