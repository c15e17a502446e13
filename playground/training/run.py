"""One run under way: it owns data, network, optimizer and random state, and turns them into history and snapshots."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.data import Dataset, build_dataset
from playground.engine import Network, overflow_is_expected
from playground.experiment import Experiment, UserError, changed_settings, check

from .answers import Answers, answers_of
from .batches import Batches
from .build import build_layers, build_network, build_optimizer, build_schedule, retune, set_rate
from .edits import Edits
from .fit import Fit, fit_of
from .history import History
from .inspection import Inspection, Inspector
from .judge import Judge
from .ledger import Ledger
from .maps import MapMaker
from .moment import Moment
from .moments import Moments
from .places import Target
from .snapshot import MapRequest, Snapshot
from .state import State, check_fits, gather, part_of, random_state, restore_random, stream_place
from .stopping import Outcome, Reason


class Run:
    """Trains the network of an experiment, epoch by epoch or step by step.

    Parameters
    ----------
    experiment : what to do; checked as a whole.
    dataset : the experiment's data, where it has been built already.

    Raises
    ------
    UserError : when the experiment's settings do not fit together.
    """

    def __init__(self, experiment: Experiment, dataset: Dataset | None = None) -> None:
        check(experiment)
        self.experiment = experiment
        self.dataset = build_dataset(experiment) if dataset is None else dataset
        self._maps, self._inspector = MapMaker(), Inspector()
        self.leaving: Callable[[], object] = _go_on
        """Called before the run leaves all that it has come to for first weights."""
        self.beginnings = 0
        """How often the history has begun at epoch 0: whoever follows it sees by this that it did so again."""
        self.reset()

    def reset(self) -> None:
        """Back to the first weights of this experiment, and epoch 0."""
        if self.beginnings:
            self.leaving()
        self._begin_with(build_network(self.experiment, self.dataset))

    def _begin_with(self, network: Network) -> None:
        training = self.experiment.training
        self.network = network
        self.optimizer = build_optimizer(training, self.network)
        self.schedule = build_schedule(training.schedule)
        self.epochs_done = 0
        self.outcome: Outcome | None = None
        self._ledger = Ledger(network, self.dataset, training)
        self.edits = Edits(network, self._train_loss)
        """What is changed by hand between two steps, and what is muted."""
        self.moments = Moments()
        """The run's past: its bearings at epochs evenly apart."""
        train = self._ledger.held["train"]
        self._batches = Batches(train.x, train.y, self.experiment.seed)
        self._first_streams = self._streams()
        self._has_dropped = False
        self._cut_batches()
        self._begin()

    @property
    def history(self) -> History:
        """Every epoch's figures, columns by name."""
        return self._ledger.history

    # Training

    @property
    def steps_done(self) -> int:
        """Minibatches used of the epoch under way; 0 between epochs."""
        return 0 if self._batches.finished else self._batches.steps

    @property
    def learning_rate(self) -> float:
        """The rate of the epoch under way, as the schedule has it."""
        training = self.experiment.training
        return float(self.schedule(self.epochs_done, training.epochs, training.optimizer.learning_rate))

    def step(self) -> bool:
        """Train on one minibatch; whether that completed an epoch."""
        return self.advance(_stop_at_once)

    def epoch(self) -> Outcome | None:
        """Train for one epoch (or what is left of the one under way); why the run should end, if it should."""
        self.advance(_go_on)
        return self.outcome

    def advance(self, go_on: Callable[[], bool]) -> bool:
        """Train, batch by batch, until an epoch is complete or `go_on` says no; whether an epoch was completed."""
        self._take_stock()
        self._leave_what_comes_after()
        with overflow_is_expected():
            while not self._step():
                if not go_on():
                    return False
        return True

    def train(
        self, epochs: int | None = None, *, watch: Callable[["Run"], bool | None] | None = None
    ) -> Outcome | None:
        """Train for `epochs` more epochs, or up to the experiment's number; sooner where a stop condition holds.

        `watch` is called after each epoch; when it gives True, training stops there, and there is no outcome.
        """
        last = self.experiment.training.epochs if epochs is None else self.epochs_done + epochs
        while self.epochs_done < last:
            outcome = self.epoch()
            if watch is not None and watch(self):
                return None
            if outcome is not None and outcome.reason is not Reason.EPOCHS:
                return outcome
        return self.outcome or Outcome(Reason.EPOCHS, self.epochs_done, self.epochs_done)

    # Answers

    def predict(self, points: ArrayLike) -> NDArray[np.floating]:
        """Raw points (n, columns) in; probabilities, or values for regression, (n, outputs) out."""
        x = self.dataset.preparation(points).astype(self.network.values.dtype)
        return self.dataset.target_scale.raw(self.network.predict(x))

    def snapshot(
        self, request: MapRequest | None = None, answers: str | None = None, inspect: Target | None = None
    ) -> Snapshot:
        """The run as it is now, in arrays of its own, with the maps, answers and closer look that were asked for."""
        self._take_stock()
        return Snapshot(
            experiment=self.experiment,
            dataset=self.dataset,
            epoch=self.epochs_done,
            step=self.steps_done,
            scores=dict(self._ledger.scores),
            penalty=self.network.penalty(),
            learning_rate=self.learning_rate,
            parameters={name: array.copy() for name, array in self.network.parameters.items()},
            base_rate_loss=self._ledger.base_loss,
            update_ratios=self._ledger.update_ratios,
            fits=self.fits(),
            maps=None if request is None else self._maps.make(self.network, self.dataset, request),
            answers=None if answers is None else self._answers(answers),
            muted=self.edits.muted,
            inspected=None if inspect is None else self._inspect(inspect),
        )

    def _inspect(self, target: Target) -> Inspection | None:
        return self._inspector.look(self.network, self._ledger.held["train"], self.moments, target)

    def _answers(self, part: str) -> Answers | None:
        return answers_of(self.network, self.dataset, part, self.experiment.network.output.activation)

    def fits(self) -> dict[str, Fit]:
        """How well the values of each part are met as the network is now; empty for classification."""
        if self.dataset.classifies:
            return {}
        raw = self.dataset.target_scale.raw
        held = self._ledger.held.items()
        return {name: fit_of(raw(self.network.predict(each.x)), raw(each.y)) for name, each in held}

    # Changes

    def apply(self, experiment: Experiment) -> bool:
        """Go on with a changed experiment; whether that meant starting again from the first weights.

        Live settings take effect before the next step; other data of the same shape keeps the network, and its scores
        are measured at once.
        """
        check(experiment)
        changed = changed_settings(self.experiment, experiment)
        other_data = any(each.path.startswith(("data.", "network.output.activation")) for each in changed)
        # All that may fail comes before anything of this run is changed.
        dataset = build_dataset(experiment) if other_data else self.dataset
        if not all(each.live for each in changed):
            network = build_network(experiment, dataset)
            self.leaving()
            with self._as_it_was_on_error():
                self.experiment, self.dataset = experiment, dataset
                self._begin_with(network)
            return True
        old, self.experiment, self.dataset = self.experiment, experiment, dataset
        if other_data:
            self._replace_data()
        self._apply_live(old, experiment)
        return False

    @contextmanager
    def _as_it_was_on_error(self) -> Iterator[None]:
        """To begin again replaces every part of the run by a new one; if that fails half-way, the old ones stay."""
        before = self.__dict__.copy()
        try:
            yield
        except BaseException:
            self.__dict__.clear()
            self.__dict__.update(before)
            raise

    def put_parameters(self, arrays: Mapping[str, NDArray[np.floating]]) -> None:
        """Begin again, from these arrays (by name) instead of the first weights."""
        self.reset()  # Momentum gathered by other weights would push these about.
        for name, place in {**self.network.parameters, **self.network.running}.items():
            place[...] = arrays[name]
        self._begin()

    # State

    def state(self) -> State:
        """Copies of all that the run has come to, as arrays by name.

        Restored into a run of the same experiment they let it go on bit for bit: parameters, running averages,
        optimizer, random streams, the minibatches used, the judge's memory, and the history.
        """
        network = self.network.state()
        return gather(
            network={"values": network["values"], "running": network["running"]},
            dropout=random_state(self.network.dropout_stream),
            optimizer=self.optimizer.state(),
            batches=self._batches.state(),
            order=random_state(self._batches.random),
            judge=self._judge.state(),
            ledger=self._ledger.state(),
            edits=self.edits.state(),
            run={"epochs_done": self.epochs_done},
        )

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Return to an earlier `state()` of this experiment.

        Raises
        ------
        UserError : when it is the state of another experiment; the run is then as it was.
        """
        own = self.state()
        try:
            check_fits(own, state)
            self._restore(state)
        except (ValueError, TypeError, KeyError, IndexError) as error:
            self._restore(own)
            raise UserError(f"{error}; open the experiment that the state belongs to") from None
        self.moments.truncate(-1)
        self._keep_moment()
        self.beginnings += 1
        self.outcome = None

    def _restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        optimizer = build_optimizer(self.experiment.training, self.network)
        optimizer.restore(part_of(state, "optimizer"))
        self.network.restore(part_of(state, "network"))
        self.edits.restore(part_of(state, "edits"))
        restore_random(self.network.dropout_stream, part_of(state, "dropout"))
        self._has_dropped = self._batches.has_shuffled = True
        self.epochs_done = int(state["run.epochs_done"])
        self.optimizer = optimizer
        set_rate(optimizer, self.learning_rate, self.experiment.training)
        self._batches.restore(part_of(state, "batches"))
        restore_random(self._batches.random, part_of(state, "order"))
        self._ledger.restore(part_of(state, "ledger"))
        self._judge.restore(part_of(state, "judge"))

    def bearings(self) -> State:
        """Copies of what of `state()` going on from here needs, in as little memory as it takes.

        Random streams that nothing has been drawn from are left out (to ask one takes a while), and so is the history.
        """
        self._note_dropout()
        between_epochs = self._batches.finished
        told = gather(
            network={"values": self.network.values.copy(), "running": self.network.running_values.copy()},
            optimizer=self.optimizer.state(),
            judge=self._judge.bearings(self.epochs_done if between_epochs else None, self.experiment.training),
            run={"epochs_done": self.epochs_done, "optimizer": self._optimizer_name},
        )
        if not between_epochs:
            told |= gather(batches=self._batches.state())
        if self.edits.muted:
            told |= gather(edits=self.edits.state())
        if self._batches.has_shuffled:
            told |= gather(order=stream_place(self._batches.random))
        if self._has_dropped:
            told |= gather(dropout=stream_place(self.network.dropout_stream))
        return told

    def turn_to(self, bearings: Mapping[str, NDArray[Any]]) -> None:
        """Stand where this run stood when it told these `bearings()`, and go on from there with its present settings.

        With the settings it had then it goes on bit for bit as it did then. Momentum of another optimizer is left out.
        The later rows of the history, and the later moments, stay until training goes on.
        """
        streams = {**self._first_streams, **bearings}
        self.network.restore(part_of(bearings, "network"))
        self.edits.restore(part_of(bearings, "edits"))
        restore_random(self.network.dropout_stream, part_of(streams, "dropout"))
        restore_random(self._batches.random, part_of(streams, "order"))
        self.epochs_done = int(bearings["run.epochs_done"])
        self.outcome = None
        self.optimizer = build_optimizer(self.experiment.training, self.network)
        if str(bearings["run.optimizer"]) == self._optimizer_name:
            self.optimizer.restore(part_of(bearings, "optimizer"))
        set_rate(self.optimizer, self.learning_rate, self.experiment.training)
        self._batches.finish_epoch()
        if "batches.place" in bearings:
            self._batches.restore(part_of(bearings, "batches"))
        self._ledger.stand_at(self.epochs_done)
        self._judge.take_bearings(part_of(bearings, "judge"), self.network, self._ledger.scores, self.epochs_done)

    # Inside

    @property
    def _optimizer_name(self) -> str:
        return type(self.experiment.training.optimizer).__name__

    def _note_dropout(self) -> None:
        """From a network with dropout on, its stream may have moved, even where there is no dropout any more."""
        self._has_dropped |= any(layer.dropout for layer in self.network.layers)

    def _streams(self) -> State:
        dropout, order = self.network.dropout_stream, self._batches.random
        return gather(dropout=random_state(dropout), order=random_state(order))

    def _begin(self) -> None:
        """Measure the state as it is, and let the history start with it."""
        self.beginnings += 1
        self.epochs_done = 0
        self.outcome = None
        self._batches.finish_epoch()
        ledger = self._ledger
        ledger.begin(self.learning_rate)
        self._judge = Judge(self.network, ledger.scores, ledger.base_loss)
        self.moments.truncate(-1)
        self._keep_moment()

    def _train_loss(self) -> float:
        return self._ledger.held["train"].evaluate()[0]

    def _take_stock(self) -> None:
        """After changes by hand: measure the network as it is, which is no divergence however badly it does."""
        if self.edits.pending:
            self.edits.pending = False
            self._ledger.measure()
            scores, base_loss = self._ledger.scores, self._ledger.base_loss
            self._judge.take_new_data(self.network, scores, self.epochs_done, base_loss)

    def _cut_batches(self) -> None:
        network, self._batches.size = self.experiment.network, self.experiment.training.batch_size
        self._batches.pairs = network.output.batch_norm or any(layer.batch_norm for layer in network.layers)

    def _step(self) -> bool:
        """Take one step; whether that completed an epoch."""
        batches, clip = self._batches, self.experiment.training.gradient_clip
        if batches.finished:
            self._begin_epoch()
        batch = batches.next()
        last = batches.finished
        if batch is None:
            self._ledger.held["train"].train_step(self.optimizer, clip, last)
        else:
            self.network.train_step(*batch, self.optimizer, clip, last)
        if last:
            self._end_epoch()
        return last

    def _leave_what_comes_after(self) -> None:
        """Going on from an earlier moment: forget what has followed it."""
        if self.history.rows > self.epochs_done + 1:
            self.history.tell_again(self.epochs_done)
            self.history.truncate(self.epochs_done + 1)
            self.moments.truncate(self.epochs_done)

    def _begin_epoch(self) -> None:
        self.outcome = None
        set_rate(self.optimizer, self.learning_rate, self.experiment.training)
        self._batches.begin_epoch()

    def _end_epoch(self) -> None:
        epoch = self.epochs_done = self.epochs_done + 1
        self._ledger.add_epoch(self.optimizer.learning_rate)
        self.outcome = self._outcome()
        if self.epochs_done == epoch:  # Not gone back, as from a state that has run away.
            self._keep_moment()

    def _keep_moment(self) -> None:
        if self.moments.due(self.epochs_done):
            self.moments.add(self.epochs_done, self.bearings())

    def _outcome(self) -> Outcome | None:
        """How the run ends after this epoch, if it should."""
        epoch = self.epochs_done
        verdict = self._judge.verdict(self.network, self._ledger.scores, epoch, self.experiment.training)
        if verdict is None:
            return None
        reason, moment = verdict
        if moment is None:
            return Outcome(reason, epoch, epoch)
        rate = self.optimizer.learning_rate
        self._go_back(moment)
        return Outcome(reason, epoch, self.epochs_done, rate)

    def _go_back(self, moment: Moment) -> None:
        """Return to an earlier state. Its later rows stay in the history until training goes on from there."""
        moment.put_back(self.network)
        self.edits.hold()
        # Its momentum belongs to the state that was left.
        self.optimizer = build_optimizer(self.experiment.training, self.network)
        self.epochs_done = moment.epoch
        self._ledger.forget_ratios()
        self._ledger.measure()
        self._judge.go_on_from(self.network, self._ledger.scores, self.epochs_done)

    def _replace_data(self) -> None:
        ledger = self._ledger
        ledger.take_data(self.dataset, self.experiment.training)
        self._batches.replace(ledger.held["train"].x, ledger.held["train"].y)
        ledger.measure()
        self._judge.take_new_data(self.network, ledger.scores, self.epochs_done, ledger.base_loss)

    def _apply_live(self, old: Experiment, new: Experiment) -> None:
        network, training = self.network, new.training
        self._note_dropout()
        network.l1, network.l2 = training.l1, training.l2
        if old.network != new.network:
            network.change_layers(build_layers(new, self.dataset.outputs))
        self._cut_batches()
        if old.training.stop.patience is None:
            self._judge.begin_patience(network, self._ledger.scores, self.epochs_done)
        self.schedule = build_schedule(training.schedule)
        if type(old.training.optimizer) is not type(training.optimizer):
            self.optimizer = build_optimizer(training, self.network)
        else:
            retune(self.optimizer, training)
        set_rate(self.optimizer, self.learning_rate, training)


def _stop_at_once() -> bool:
    return False


def _go_on() -> bool:
    return True
