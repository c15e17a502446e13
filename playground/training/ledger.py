"""The figures of a run: each part of the data, held ready to be measured, and the history of what it scored."""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.engine import ClassWeightedLoss, Network, Samples, balanced_weights
from playground.experiment.training import Training
from playground.training.answers import base_rate_accuracy, base_rate_loss
from playground.training.history import History
from playground.training.snapshot import Score


class Figures(NamedTuple):
    """What is known of a network at a moment without asking it anything; as in `Snapshot`."""

    epoch: int
    step: int
    scores: Mapping[str, Score]
    learning_rate: float
    update_ratios: Mapping[str, float]


class Ledger:
    """Measures a network on its data, and writes down what it finds.

    Parameters
    ----------
    network, dataset
    settings : the experiment's training settings, which name the loss.

    Attributes
    ----------
    held : the samples of each part that exists, as the network sees them.
    scores : loss and accuracy of each part, as last measured.
    base_loss, base_accuracy : what knowing nothing scores on the training part.
    history : a row for every epoch.
    """

    def __init__(self, network: Network, dataset: Dataset, settings: Training) -> None:
        self._network = network
        self.history = History(list(dataset.parts), network.names, accuracy=dataset.classifies)
        self._ratios: NDArray[np.floating] | None = None
        self.take_data(dataset, settings)

    def take_data(self, dataset: Dataset, settings: Training) -> None:
        """Measure other data from now on; a part that is new has no figures for the epochs before."""
        if list(dataset.parts) != list(self.history.parts):
            self.history = self.history.with_parts(list(dataset.parts))
        dtype = self._network.values.dtype
        self.held: dict[str, Samples] = {
            name: self._network.hold(np.ascontiguousarray(part.x, dtype), np.ascontiguousarray(part.y, dtype))
            for name, part in dataset.parts.items()
        }
        loss, y = self._network.loss, dataset.train.y
        weights = None
        if isinstance(loss, ClassWeightedLoss) and dataset.train.labels is not None:
            loss.weights = balanced_weights(dataset.train.labels, len(dataset.classes))
            weights = loss.of(y)
        self.base_accuracy = base_rate_accuracy(dataset)
        self.base_loss = base_rate_loss(y, settings.loss, settings.huber_delta, weights)

    def measure(self) -> None:
        """Score the network as it is on every part."""
        found = {}
        for name, samples in self.held.items():
            loss, accuracy = samples.evaluate()
            found[name] = Score(loss, None if math.isnan(accuracy) else accuracy)
        self.scores: dict[str, Score] = found

    def train_loss(self) -> float:
        """The data loss of the training part as the network is now, measured and not kept."""
        return self.held["train"].evaluate()[0]

    def begin(self, learning_rate: float) -> None:
        """Write the first row, of a network that has taken no step."""
        self.forget_ratios()
        self.measure()
        self.history.truncate(0)
        self._append(learning_rate)

    def add_epoch(self, learning_rate: float) -> None:
        """Measure, and write the row of an epoch that was just completed."""
        self.measure()
        self._ratios = self._network.update_ratios()
        self._append(learning_rate)

    def stand_at(self, epoch: int) -> None:
        """The network was given the parameters that it had at an epoch: tell the figures of then."""
        ratios = self.history.ratios(epoch)
        self._ratios = None if np.isnan(ratios).all() else ratios.astype(np.float64)
        self.measure()

    def scores_at(self, epoch: int) -> dict[str, Score]:
        """Tell what each part scored at an epoch of the history."""
        figures = self.history.scalars(epoch)
        parts = [name for name in self.held if f"{name}_loss" in figures]
        return {part: Score(figures[f"{part}_loss"], figures.get(f"{part}_accuracy")) for part in parts}

    def ratios_at(self, epoch: int) -> dict[str, float]:
        """The update ratios of an epoch of the history, by the parameter's name; empty where there are none."""
        ratios = self.history.ratios(epoch)
        return {} if np.isnan(ratios).all() else dict(zip(self._network.names, ratios.tolist(), strict=True))

    def forget_ratios(self) -> None:
        """The network was given other parameters than its last step made."""
        self._ratios = None

    @property
    def update_ratios(self) -> dict[str, float]:
        """Those of the last epoch, by the parameter's name; empty where it was not trained to be what it is."""
        if self._ratios is None:
            return {}
        return dict(zip(self._network.names, self._ratios.tolist(), strict=True))

    def state(self, start: int = 0) -> dict[str, NDArray[np.generic]]:
        """Copies of the history from row `start` on, and of the last figures, as arrays by name."""
        ratios = {} if self._ratios is None else {"last_ratios": self._ratios.copy()}
        return {**self.history.state(start), **ratios, **self.told_scores()}

    def told_scores(self) -> dict[str, NDArray[np.generic]]:
        """Scores as last measured, which within an epoch are those of its beginning, as an array by its name."""
        scores = [(loss, math.nan if accuracy is None else accuracy) for loss, accuracy in self.scores.values()]
        return {"last_scores": np.array(scores)}

    def take_scores(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Have the scores that were told, where they are, in place of what was measured."""
        found = state.get("last_scores")
        if found is not None and found.shape == (len(self.held), 2):
            scores = zip(self.held, found.tolist(), strict=True)
            self.scores = {part: Score(a, None if math.isnan(b) else b) for part, (a, b) in scores}

    def restore(self, state: dict[str, NDArray[np.generic]]) -> None:
        """Return to an earlier `state()`; one that knows no scores has the network measured, which is back already."""
        self.history.restore(state)
        self._ratios = np.array(state["last_ratios"]) if "last_ratios" in state else None
        self.measure()
        self.take_scores(state)

    def _append(self, learning_rate: float) -> None:
        figures = [figure for score in self.scores.values() for figure in score if figure is not None]
        penalty = self._network.penalty()
        # What is not finite ends the run and is no figure to keep; only row 0 cannot be left out.
        if self.history.rows and not math.isfinite(sum(figures, penalty)):
            return
        self.history.append(figures, penalty, learning_rate, self._ratios)
