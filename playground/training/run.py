"""One run under way: its data, what its trainer has come to, its past, and the snapshots of it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from operator import index
from os import PathLike
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.data import Dataset, build_dataset
from playground.engine import Network, overflow_is_expected
from playground.experiment import Experiment, UserError, changed_settings, check, load
from playground.experiment.message import series
from playground.experiment.settings import suggestion
from playground.training.answers import Answers, Fit, Measures, answers_of, as_points, fit_of, measures_of
from playground.training.build import AnyOptimizer, build_network
from playground.training.edits import Edits
from playground.training.history import History
from playground.training.inspection import Inspection, Inspector, Target
from playground.training.maps import MapMaker
from playground.training.moments import Arrays, Moments
from playground.training.snapshot import MapRequest, Snapshot
from playground.training.state import State
from playground.training.stopping import Outcome, Reason
from playground.training.trainer import Trainer


@dataclass(frozen=True)
class Change:
    """A changed experiment on its way into a run: all that may fail has been done, and nothing of the run is changed.

    paths : of the settings that differ.
    dataset : what to go on with. network : with its first weights; None where the one that is there goes on.
    """

    experiment: Experiment
    paths: tuple[str, ...]
    dataset: Dataset
    network: Network | None


class Run:
    """Trains the network of an experiment, epoch by epoch or step by step.

    Parameters
    ----------
    experiment : what to do, checked as a whole; a lab's name or an experiment file will do.
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
    held_back : why it cannot be trained, as where its data are not here; None where it can.
    leaving : called before the run leaves all that it has come to for first weights, with the paths of the settings
        that have changed, if that is why.
    """

    def __init__(self, experiment: Experiment | str | PathLike[str], dataset: Dataset | None = None) -> None:
        if isinstance(experiment, str | PathLike):
            experiment = load(Path(experiment))
        if not isinstance(experiment, Experiment):
            raise UserError(_NO_EXPERIMENT, given=type(experiment).__name__)
        check(experiment)
        dataset = build_dataset(experiment) if dataset is None else dataset
        self._maps, self._inspector = MapMaker(), Inspector()
        self._past: Network | None = None
        self._last: int | None = None
        self.held_back: UserError | None = None
        self.leaving: Callable[[tuple[str, ...]], object] = _ignore
        self.beginnings = 0
        self.outcome: Outcome | None = None
        self._begin_with(experiment, dataset, build_network(experiment, dataset))

    def __repr__(self) -> str:
        scores = self._trainer.ledger.scores.items()
        losses = "".join(f", {part} loss {score.loss:.6g}" for part, score in scores)
        return f"<Run of {self.experiment.name}: epoch {self.epochs_done:,}{losses}>"

    def reset(self) -> None:
        """Back to the first weights of this experiment, and epoch 0."""
        self.leaving(())
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

    def put_parameters(
        self,
        arrays: Mapping[str, ArrayLike],
        *,
        experiment: Experiment | None = None,
        dataset: Dataset | None = None,
    ) -> None:
        """Begin again, from these arrays (by name) instead of the first weights.

        Parameters
        ----------
        arrays : parameters and running averages, all of them.
        experiment, dataset : those to begin with, where what the arrays were trained on is prepared otherwise.

        Raises
        ------
        UserError : when an array is missing, unknown, of another shape or not of finite numbers; nothing has changed
            then.
        """
        experiment, dataset = experiment or self.experiment, dataset or self.dataset
        network = build_network(experiment, dataset)
        wanted = {**network.parameters, **network.running}
        given = {name: _fitting(name, array, wanted) for name, array in arrays.items()}
        if missing := [name for name in wanted if name not in given]:
            remedy = "{name} is missing; give an array for each of {wanted}"
            raise UserError(remedy, name=missing[0], wanted=series(wanted))
        self.leaving(())
        # A new trainer: momentum gathered by other weights would push these about.
        self._begin_with(experiment, dataset, network)
        for name, place in {**self.network.parameters, **self.network.running}.items():
            place[...] = given[name]
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
        return self._trainer.steps_done

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

    @overflow_is_expected()
    def advance(self, go_on: Callable[[], bool]) -> bool:
        """Train, batch by batch, until an epoch is complete or `go_on` says no; whether an epoch was completed."""
        if self.held_back is not None:
            raise self.held_back
        trainer = self._trainer
        trainer.take_stock()
        self._leave_what_comes_after()
        self.outcome = None
        if not trainer.advance(go_on):
            return False
        self._end_epoch()
        return True

    def train(
        self, epochs: int | None = None, *, watch: Callable[["Run"], bool | None] | None = None
    ) -> Outcome | None:
        """Train for `epochs` more epochs, or up to the experiment's number; sooner where a stop condition holds.

        Parameters
        ----------
        epochs : at least 0; they may lead beyond the experiment's number.
        watch : called after each epoch; when it gives True, training stops there, and there is no outcome.

        Returns
        -------
        How training ended: by the experiment's conditions, or with the epochs that were asked for.

        Raises
        ------
        UserError : when `epochs` is no whole number from 0 on.
        """
        asked, limit = None if epochs is None else _whole(epochs), self.experiment.training.epochs
        if asked is None and (outcome := self.finish()) is not None:
            return outcome
        last = limit if asked is None else self.epochs_done + asked
        self._last = max(last, limit)
        try:
            while self.epochs_done < last:
                outcome = self.epoch()
                if watch is not None and watch(self):
                    return None
                if outcome is not None:
                    return replace(outcome, asked=asked) if outcome.stopped_at > limit else outcome
        finally:
            self._last = None
        return Outcome(Reason.EPOCHS, self.epochs_done, self.epochs_done, asked=asked)

    def finish(self) -> Outcome | None:
        """End the run where as many epochs as the experiment has are done; how it ended, or None where more are to do.

        With patience the best weights come back.
        """
        limit, outcome = self.experiment.training.epochs, self.outcome
        if outcome is not None and outcome.reason is Reason.EPOCHS:
            return outcome if outcome.stopped_at >= limit else None
        if self.epochs_done < limit:
            return None
        self.outcome = self._trainer.finish()
        return self.outcome

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
        self.outcome = trainer.end_epoch(self.experiment.training.epochs if self._last is None else self._last)
        if trainer.epochs_done == epoch:  # Not gone back, as from a state that has run away.
            self._keep_moment()

    # Answers

    def predict(self, points: ArrayLike) -> NDArray[np.floating]:
        """Answer raw points.

        Parameters
        ----------
        points : (n, columns), as the data have them; one point alone may be (columns,).

        Returns
        -------
        (n, outputs) probabilities, or values for regression.

        Raises
        ------
        UserError : when they are not of that shape, or not finite numbers.
        """
        preparation = self.dataset.preparation
        x = preparation(as_points(points, preparation.columns)).astype(self.network.values.dtype)
        return self.dataset.target_scale.raw(self.network.predict(x))

    def measures(self, part: str = "train") -> Measures | None:
        """Tell how good the decisions on a part are now; None for regression, or where there is no such part."""
        return measures_of(self.network, self.dataset, part)

    def snapshot(
        self,
        request: MapRequest | None = None,
        *,
        at: int | None = None,
    ) -> Snapshot:
        """The run as it is now, or as it was at an epoch that is kept, in arrays of its own.

        Parameters
        ----------
        request : the maps that are wanted.
        at : an epoch; where its moment is not kept, the present. Losses and accuracies are then those of the history,
            and the learning rate is the one that training would go on with.
        """
        self._trainer.take_stock()
        moment = None if at is None else self.moments.at(at)
        network = self.network if moment is None else self._network_at(moment)
        now = network is self.network
        figures = self._trainer.figures(None if now else at)
        return Snapshot(
            experiment=self.experiment,
            dataset=self.dataset,
            epoch=figures.epoch,
            step=figures.step,
            scores=figures.scores,
            penalty=network.penalty(),
            learning_rate=figures.learning_rate,
            parameters={name: array.copy() for name, array in network.parameters.items()},
            base_rate_loss=self._trainer.ledger.base_loss,
            base_rate_accuracy=self._trainer.ledger.base_accuracy,
            update_ratios=figures.update_ratios,
            fits=self._fits(network),
            maps=None if request is None else self._maps.make(network, self.dataset, request),
            muted=self.edits.muted if now else {},
        )

    def _network_at(self, moment: Arrays) -> Network:
        """A twin of the network, as it was at a moment."""
        network, twin = self.network, self._past
        if twin is None or twin.layers is not network.layers:
            twin = self._past = network.twin()
        twin.l1, twin.l2 = network.l1, network.l2
        twin.restore({"values": moment["network.values"], "running": moment["network.running"]})
        return twin

    def answers(self, part: str) -> Answers | None:
        """Answer the samples of a part ("train", "validation" or "test"); None where there is no such part."""
        return answers_of(self.network, self.dataset, part, self.network.output_activation)

    def inspection(self, target: Target) -> Inspection | None:
        """Look closely at a parameter or a unit; None where the network has no such part."""
        train = self._trainer.ledger.held["train"]
        return self._inspector.look(self.network, train, self.moments, target, until=self.epochs_done)

    def _fits(self, network: Network) -> dict[str, Fit]:
        """Tell how well a network meets the values of each part; empty for classification."""
        if self.dataset.classifies:
            return {}
        raw = self.dataset.target_scale.raw
        held = self._trainer.ledger.held.items()
        return {name: fit_of(raw(network.predict(each.x)), raw(each.y)) for name, each in held}

    # Changes

    def apply(self, experiment: Experiment) -> bool:
        """Go on with a changed experiment; whether that meant starting again from the first weights.

        Live settings take effect before the next step; other data of the same shape keeps the network, and its scores
        are measured at once.
        """
        return self.carry_out(self.prepare(experiment))

    def prepare(self, experiment: Experiment) -> Change:
        """Do all of `apply` that may fail; nothing of the run is changed yet."""
        check(experiment)
        changed = changed_settings(self.experiment, experiment)
        paths = tuple(each.path for each in changed)
        dataset = build_dataset(experiment) if any(path.startswith(_ABOUT_DATA) for path in paths) else self.dataset
        goes_on = all(each.live for each in changed)
        return Change(experiment, paths, dataset, None if goes_on else build_network(experiment, dataset))

    def carry_out(self, change: Change) -> bool:
        """Do the rest of `apply`; whether that meant starting again."""
        if change.network is not None:
            self.leaving(change.paths)
        return self._carry_out(change)

    def become(self, experiment: Experiment, state: Mapping[str, NDArray[Any]], moments: Moments) -> None:
        """Be another run, which was left: its experiment, its `state()` and its past. What is here now is lost."""
        self._carry_out(self.prepare(experiment))
        self.restore(state)
        self.moments = moments

    def _carry_out(self, change: Change) -> bool:
        experiment, dataset = change.experiment, change.dataset
        if dataset is not self.dataset:
            self.held_back = None
        if change.network is not None:
            self._begin_with(experiment, dataset, change.network)
            return True
        other_data = dataset is not self.dataset
        self.experiment, self.dataset = experiment, dataset
        if other_data:
            self._trainer.take_data(dataset, experiment.training)
        self._trainer.take_settings(experiment, dataset.outputs)
        return False

    # State

    def state(self, start: int = 0) -> State:
        """Copies of all that the run has come to, as arrays by name.

        Restored into a run of the same experiment they let it go on bit for bit: parameters, running averages,
        optimizer, random streams, the minibatches used, the judge's memory, and the history.

        start : the first row of the history that is wanted; without those before, the rest does not stand alone.
        """
        return self._trainer.state(start)

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

    def retrace(self, give_way: Callable[[], bool] = lambda: False, *, seconds: float = math.inf) -> bool:
        """Go once more from the first weights to where this run stands, for the moments on the way.

        A run that was restored has none: the same settings bring it the same way again, bit for bit.

        Parameters
        ----------
        give_way : called before each epoch; True ends it. seconds : how long it may take.

        Returns
        -------
        Whether the moments are there. Nothing has changed where the way is longer, or another one.
        """
        again, until = Run(self.experiment, self.dataset), perf_counter() + seconds
        while again.epochs_done < self.epochs_done:
            before = again.epochs_done
            if give_way() or perf_counter() > until:
                return False
            again.epoch()
            if again.epochs_done <= before:
                return False
        parameters = again.network.parameters
        if not all(np.array_equal(values, parameters[name]) for name, values in self.network.parameters.items()):
            return False
        self.moments = again.moments
        return True

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


_ABOUT_DATA = ("data.", "network.output.activation")
"""The settings that the data follow, targets included."""


_NO_EXPERIMENT = "a run takes an experiment, a lab's name or an experiment file, not {given}; try Run(load('petals'))"


def _whole(epochs: object) -> int:
    try:
        number = -1 if isinstance(epochs, bool) else index(epochs)  # type: ignore[arg-type]
    except TypeError:
        number = -1
    if number < 0:
        raise UserError("epochs: it takes a whole number from 0 on, not {given!r}", given=epochs)
    return number


def _fitting(name: str, array: ArrayLike, wanted: Mapping[str, NDArray[np.floating]]) -> NDArray[np.floating]:
    """An array that may be written into the network's of that name."""
    if name not in wanted:
        remedy = suggestion(name, list(wanted))
        raise UserError("{name}: the network has no place for it; {remedy}", name=name, remedy=remedy)
    place = wanted[name]
    try:
        given = np.asarray(array)
    except ValueError as error:
        raise UserError("{name} is no array ({error})", name=name, error=error) from None
    if given.shape != place.shape:
        wrong = "{name} has the shape {shape}, this network's is {own}"
        raise UserError(wrong, name=name, shape=given.shape, own=place.shape)
    if given.dtype.kind not in "iuf" or not np.isfinite(given).all():
        raise UserError("{name} holds what is no finite number; give it finite real numbers", name=name)
    if np.abs(given).max(initial=0) > np.finfo(place.dtype).max:
        raise UserError("{name} holds numbers too large for {dtype}", name=name, dtype=place.dtype.name)
    return given


def _ignore(_: object) -> None:
    pass


def _stop_at_once() -> bool:
    return False


def _go_on() -> bool:
    return True
