"""One run under way: it owns data, network, optimizer and random state, and turns them into history and snapshots."""

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.data import Dataset, build_dataset
from playground.engine import Network
from playground.experiment import Experiment, changed_settings, check

from .base_rate import base_rate_loss
from .batches import Batches
from .build import build_layers, build_network, build_optimizer, build_schedule, retune, set_rate
from .fit import Fit, fit_of
from .history import History
from .judge import Judge
from .maps import MapMaker
from .moment import Moment
from .snapshot import MapRequest, Score, Snapshot
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
        self._maps = MapMaker()
        self.beginnings = 0
        """How often the history has begun at epoch 0: whoever follows it sees by this that it did so again."""
        self.reset()

    def reset(self) -> None:
        """Back to the first weights of this experiment, and epoch 0."""
        self._begin_with(build_network(self.experiment, self.dataset.inputs, self.dataset.outputs))

    def _begin_with(self, network: Network) -> None:
        training = self.experiment.training
        self.network = network
        self.optimizer = build_optimizer(training, self.network)
        self.schedule = build_schedule(training.schedule)
        self.epochs_done = 0
        self.outcome: Outcome | None = None
        self._batches = Batches(self.dataset.train, self.experiment.seed, self.network.values.dtype)
        self.history = History(list(self.dataset.parts), self.network.names, accuracy=self.dataset.classifies)
        self._take_data()
        self._begin()

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
        batches = self._batches
        if batches.finished:
            self._begin_epoch()
        training = self.experiment.training
        x, y = batches.next(training.batch_size, pairs=self._pairs)
        last = batches.finished
        self.network.train_step(x, y, self.optimizer, clip=training.gradient_clip, track=last)
        if last:
            self._end_epoch()
        return last

    def epoch(self) -> Outcome | None:
        """Train for one epoch (or what is left of the one under way); why the run should end, if it should."""
        while not self.step():
            pass
        return self.outcome

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
        return self.network.predict(self.dataset.preparation(points).astype(self.network.values.dtype))

    def snapshot(self, request: MapRequest | None = None) -> Snapshot:
        """The run as it is now, in arrays of its own, with the maps that were asked for."""
        return Snapshot(
            experiment=self.experiment,
            dataset=self.dataset,
            epoch=self.epochs_done,
            step=self.steps_done,
            scores=dict(self._scores),
            penalty=self.network.penalty(),
            learning_rate=self.learning_rate,
            parameters={name: array.copy() for name, array in self.network.parameters.items()},
            base_rate_loss=self._base_loss,
            update_ratios=self._last_ratios(),
            fits=self.fits(),
            maps=None if request is None else self._maps.make(self.network, self.dataset.preparation, request),
        )

    def fits(self) -> dict[str, Fit]:
        """How well the values of each part are met as the network is now; empty for classification."""
        if self.dataset.classifies:
            return {}
        return {name: fit_of(self.network.predict(x), y) for name, (x, y) in self._prepared.items()}

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
            network = build_network(experiment, dataset.inputs, dataset.outputs)
            self.experiment, self.dataset = experiment, dataset
            self._begin_with(network)
            return True
        old, self.experiment, self.dataset = self.experiment, experiment, dataset
        if other_data:
            self._replace_data()
        self._apply_live(old, experiment)
        return False

    def put_parameters(self, arrays: Mapping[str, NDArray[np.floating]]) -> None:
        """Begin again, from these arrays (by name) instead of the first weights."""
        self.reset()  # Momentum gathered by other weights would push these about.
        for name, place in {**self.network.parameters, **self.network.running}.items():
            place[...] = arrays[name]
        self._begin()

    # Inside

    def _take_data(self) -> None:
        dtype = self.network.values.dtype
        self._prepared = {
            name: (np.ascontiguousarray(part.x, dtype), np.ascontiguousarray(part.y, dtype))
            for name, part in self.dataset.parts.items()
        }
        settings = self.experiment.training
        self._base_loss = base_rate_loss(self.dataset.train.y, settings.loss, settings.huber_delta)

    def _begin(self) -> None:
        """Measure the state as it is, and let the history start with it."""
        self.beginnings += 1
        self.epochs_done = 0
        self.outcome = None
        self._ratios: NDArray[np.floating] | None = None
        self._batches.finish_epoch()
        self._measure()
        self.history.truncate(0)
        self._record(None)
        self._judge = Judge(self.network, self._scores, self._base_loss)

    @property
    def _pairs(self) -> bool:
        network = self.experiment.network
        return network.output.batch_norm or any(layer.batch_norm for layer in network.layers)

    def _begin_epoch(self) -> None:
        if self.history.rows > self.epochs_done + 1:
            self.history.truncate(self.epochs_done + 1)
        self.outcome = None
        set_rate(self.optimizer, self.learning_rate, self.experiment.training)
        self._batches.begin_epoch()

    def _end_epoch(self) -> None:
        rate = self.optimizer.learning_rate
        self.epochs_done += 1
        self._measure()
        self._ratios = self.network.update_ratios()
        self._record(self._ratios, rate)
        self.outcome = self._outcome()

    def _measure(self) -> None:
        self._scores = {name: _score(*self.network.evaluate(x, y)) for name, (x, y) in self._prepared.items()}

    def _record(self, ratios: NDArray[np.floating] | None, rate: float | None = None) -> None:
        figures: list[float] = []
        for score in self._scores.values():
            figures.append(score.loss)
            if score.accuracy is not None:
                figures.append(score.accuracy)
        self.history.append(figures, self.network.penalty(), self.learning_rate if rate is None else rate, ratios)

    def _last_ratios(self) -> dict[str, float]:
        if self._ratios is None:
            return {}
        return dict(zip(self.network.names, self._ratios.tolist(), strict=True))

    def _outcome(self) -> Outcome | None:
        """How the run ends after this epoch, if it should."""
        epoch = self.epochs_done
        verdict = self._judge.verdict(self.network, self._scores, epoch, self.experiment.training)
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
        # Its momentum belongs to the state that was left.
        self.optimizer = build_optimizer(self.experiment.training, self.network)
        self.epochs_done = moment.epoch
        self._ratios = None
        self._measure()
        self._judge.go_on_from(self.network, self._scores, self.epochs_done)

    def _replace_data(self) -> None:
        if list(self.dataset.parts) != list(self._prepared):
            self.history = self.history.with_parts(list(self.dataset.parts))
        self._batches.replace(self.dataset.train)
        self._take_data()
        self._measure()
        self._judge.take_new_data(self.network, self._scores, self.epochs_done, self._base_loss)

    def _apply_live(self, old: Experiment, new: Experiment) -> None:
        network, training = self.network, new.training
        network.l1, network.l2 = training.l1, training.l2
        if old.network != new.network:
            network.change_layers(build_layers(new, self.dataset.outputs))
        if old.training.stop.patience is None:
            self._judge.begin_patience(network, self._scores, self.epochs_done)
        self.schedule = build_schedule(training.schedule)
        if type(old.training.optimizer) is not type(training.optimizer):
            self.optimizer = build_optimizer(training, self.network)
        else:
            retune(self.optimizer, training)
        set_rate(self.optimizer, self.learning_rate, training)


def _score(loss: float, accuracy: float) -> Score:
    return Score(loss, None if math.isnan(accuracy) else accuracy)
