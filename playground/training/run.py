"""One run under way: its data, what its trainer has come to, its past, and the snapshots of it."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.data import Dataset, build_dataset
from playground.engine import Network, overflow_is_expected
from playground.experiment import Experiment, changed_settings, check
from playground.training.answers import Answers, Fit, answers_of, fit_of
from playground.training.build import AnyOptimizer, build_network
from playground.training.edits import Edits
from playground.training.history import History
from playground.training.inspection import Inspection, Inspector, Target
from playground.training.maps import MapMaker
from playground.training.moments import Moments
from playground.training.snapshot import MapRequest, Snapshot
from playground.training.state import State
from playground.training.stopping import Outcome, Reason
from playground.training.trainer import Trainer


class Run:
    """Trains the network of an experiment, epoch by epoch or step by step.

    Parameters
    ----------
    experiment : what to do; checked as a whole.
    dataset : the experiment's data, where it has been built already.

    Raises
    ------
    UserError : when the experiment's settings do not fit together.

    Attributes
    ----------
    experiment, dataset, network
    edits : what is changed by hand between two steps, and what is muted.
    moments : the run's past: its bearings at epochs evenly apart.
    outcome : how it ended after the last epoch, if it did.
    beginnings : how often the history has begun at epoch 0: whoever follows it sees by this that it did so again.
    leaving : called before the run leaves all that it has come to for first weights.
    """

    def __init__(self, experiment: Experiment, dataset: Dataset | None = None) -> None:
        check(experiment)
        dataset = build_dataset(experiment) if dataset is None else dataset
        self._maps, self._inspector = MapMaker(), Inspector()
        self.leaving: Callable[[], object] = _go_on
        self.beginnings = 0
        self.outcome: Outcome | None = None
        self._begin_with(experiment, dataset, build_network(experiment, dataset))

    def reset(self) -> None:
        """Back to the first weights of this experiment, and epoch 0."""
        self.leaving()
        self._begin_with(self.experiment, self.dataset, build_network(self.experiment, self.dataset))

    def _begin_with(self, experiment: Experiment, dataset: Dataset, network: Network) -> None:
        """Leave everything for a new trainer; where one cannot be made, everything stays."""
        trainer, moments = Trainer(experiment, dataset, network), Moments()
        moments.add(0, trainer.bearings())
        self.experiment: Experiment = experiment
        self.dataset: Dataset = dataset
        self.network: Network = network
        self.edits: Edits = trainer.edits
        self.moments: Moments = moments
        self._trainer: Trainer = trainer
        self.beginnings += 1
        self.outcome = None

    def put_parameters(self, arrays: Mapping[str, NDArray[np.floating]]) -> None:
        """Begin again, from these arrays (by name) instead of the first weights."""
        self.reset()  # Momentum gathered by other weights would push these about.
        for name, place in {**self.network.parameters, **self.network.running}.items():
            place[...] = arrays[name]
        self._trainer.begin()
        self._begin_past()

    # What it has come to

    @property
    def history(self) -> History:
        """Every epoch's figures, columns by name."""
        return self._trainer.ledger.history

    @property
    def optimizer(self) -> AnyOptimizer:
        """With the momentum it has gathered; another one after each change of its kind."""
        return self._trainer.optimizer

    @property
    def epochs_done(self) -> int:
        """Epochs completed."""
        return self._trainer.epochs_done

    @property
    def steps_done(self) -> int:
        """Minibatches used of the epoch under way; 0 between epochs."""
        batches = self._trainer.batches
        return 0 if batches.finished else batches.steps

    @property
    def learning_rate(self) -> float:
        """The rate of the epoch under way, as the schedule has it."""
        return self._trainer.learning_rate

    # Training

    def step(self) -> bool:
        """Train on one minibatch; whether that completed an epoch."""
        return self.advance(_stop_at_once)

    def epoch(self) -> Outcome | None:
        """Train for one epoch (or what is left of the one under way); why the run should end, if it should."""
        self.advance(_go_on)
        return self.outcome

    def advance(self, go_on: Callable[[], bool]) -> bool:
        """Train, batch by batch, until an epoch is complete or `go_on` says no; whether an epoch was completed."""
        trainer = self._trainer
        trainer.take_stock()
        self._leave_what_comes_after()
        self.outcome = None
        step = trainer.step
        with overflow_is_expected():
            while not step():
                if not go_on():
                    return False
            self._end_epoch()
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

    def _leave_what_comes_after(self) -> None:
        """Going on from an earlier moment: forget what has followed it."""
        history, epoch = self._trainer.ledger.history, self._trainer.epochs_done
        if history.rows > epoch + 1:
            history.tell_again(epoch)
            history.truncate(epoch + 1)
            self.moments.truncate(epoch)

    def _end_epoch(self) -> None:
        trainer = self._trainer
        epoch = trainer.epochs_done + 1
        self.outcome = trainer.end_epoch()
        if trainer.epochs_done == epoch:  # Not gone back, as from a state that has run away.
            self._keep_moment()

    # Answers

    def predict(self, points: ArrayLike) -> NDArray[np.floating]:
        """Raw points (n, columns) in; probabilities, or values for regression, (n, outputs) out."""
        x = self.dataset.preparation(points).astype(self.network.values.dtype)
        return self.dataset.target_scale.raw(self.network.predict(x))

    def snapshot(
        self, request: MapRequest | None = None, answers: str | None = None, inspect: Target | None = None
    ) -> Snapshot:
        """The run as it is now, in arrays of its own, with the maps, answers and closer look that were asked for."""
        self._trainer.take_stock()
        ledger = self._trainer.ledger
        return Snapshot(
            experiment=self.experiment,
            dataset=self.dataset,
            epoch=self.epochs_done,
            step=self.steps_done,
            scores=dict(ledger.scores),
            penalty=self.network.penalty(),
            learning_rate=self.learning_rate,
            parameters={name: array.copy() for name, array in self.network.parameters.items()},
            base_rate_loss=ledger.base_loss,
            base_rate_accuracy=ledger.base_accuracy,
            update_ratios=ledger.update_ratios,
            fits=self.fits(),
            maps=None if request is None else self._maps.make(self.network, self.dataset, request),
            answers=None if answers is None else self._answers(answers),
            muted=self.edits.muted,
            inspected=None if inspect is None else self._inspect(inspect),
        )

    def _inspect(self, target: Target) -> Inspection | None:
        return self._inspector.look(self.network, self._trainer.ledger.held["train"], self.moments, target)

    def _answers(self, part: str) -> Answers | None:
        return answers_of(self.network, self.dataset, part, self.experiment.network.output.activation)

    def fits(self) -> dict[str, Fit]:
        """How well the values of each part are met as the network is now; empty for classification."""
        if self.dataset.classifies:
            return {}
        raw = self.dataset.target_scale.raw
        held = self._trainer.ledger.held.items()
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
            self._begin_with(experiment, dataset, network)
            return True
        self.experiment, self.dataset = experiment, dataset
        if other_data:
            self._trainer.take_data(dataset, experiment.training)
        self._trainer.take_settings(experiment, dataset.outputs)
        return False

    # State

    def state(self) -> State:
        """Copies of all that the run has come to, as arrays by name.

        Restored into a run of the same experiment they let it go on bit for bit: parameters, running averages,
        optimizer, random streams, the minibatches used, the judge's memory, and the history.
        """
        return self._trainer.state()

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Return to an earlier `state()` of this experiment.

        Raises
        ------
        UserError : when it is the state of another experiment; the run is then as it was.
        """
        self._trainer.restore(state)
        self._begin_past()

    def bearings(self) -> State:
        """Copies of what of `state()` going on from here needs, in as little memory as it takes.

        Random streams that nothing has been drawn from are left out (to ask one takes a while), and so is the history.
        """
        return self._trainer.bearings()

    def turn_to(self, bearings: Mapping[str, NDArray[Any]]) -> None:
        """Stand where this run stood when it told these `bearings()`, and go on from there with its present settings.

        With the settings it had then it goes on bit for bit as it did then. Momentum of another optimizer is left out.
        The later rows of the history, and the later moments, stay until training goes on.
        """
        self._trainer.turn_to(bearings)
        self.outcome = None

    # Inside

    def _begin_past(self) -> None:
        """The past begins with what the trainer was given."""
        self.moments.truncate(-1)
        self._keep_moment()
        self.beginnings += 1
        self.outcome = None

    def _keep_moment(self) -> None:
        epoch = self._trainer.epochs_done
        if self.moments.due(epoch):
            self.moments.add(epoch, self._trainer.bearings())


def _stop_at_once() -> bool:
    return False


def _go_on() -> bool:
    return True
