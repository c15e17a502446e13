"""A picture of a run at one of its kept moments, while the run itself stays where it is."""

import numpy as np

from playground.data import Dataset
from playground.engine import Network
from playground.training.answers import Fit, answers_of, base_rate_accuracy, base_rate_loss, fit_of
from playground.training.build import build_schedule
from playground.training.maps import MapMaker
from playground.training.moments import Arrays
from playground.training.run import Run
from playground.training.snapshot import MapRequest, Score, Snapshot


class Lookback:
    """Puts a moment's numbers into a twin of the run's network, and takes the figures from the history."""

    def __init__(self) -> None:
        self._maps = MapMaker()
        self._of: Network | None = None
        self._twin: Network | None = None

    def snapshot(self, run: Run, epoch: int, request: MapRequest | None, answers: str | None) -> Snapshot | None:
        """The run as it was after an epoch, on its present data; None where that moment is not kept.

        Losses and accuracies are those that its history has; the learning rate is the one it would go on with now.
        """
        moment = run.moments.at(epoch)
        if moment is None:
            return None
        network, dataset, training = self._put(run.network, moment), run.dataset, run.experiment.training
        output = run.experiment.network.output.activation
        rate = build_schedule(training.schedule)(epoch, training.epochs, training.optimizer.learning_rate)
        return Snapshot(
            experiment=run.experiment,
            dataset=dataset,
            epoch=epoch,
            step=0,
            scores=_scores(run, epoch),
            penalty=network.penalty(),
            learning_rate=float(rate),
            parameters={name: array.copy() for name, array in network.parameters.items()},
            base_rate_loss=base_rate_loss(dataset.train.y, training.loss, training.huber_delta),
            base_rate_accuracy=base_rate_accuracy(dataset.train.labels),
            update_ratios=_ratios(run, epoch),
            fits=_fits(network, dataset),
            maps=None if request is None else self._maps.make(network, dataset, request),
            answers=None if answers is None else answers_of(network, dataset, answers, output),
        )

    def _put(self, network: Network, moment: Arrays) -> Network:
        if self._twin is None or network is not self._of:
            self._of = network
            self._twin = Network(network.inputs, network.layers, network.loss, dtype=network.dtype)
        self._twin.l1, self._twin.l2 = network.l1, network.l2
        self._twin.restore({"values": moment["network.values"], "running": moment["network.running"]})
        return self._twin


def _fits(network: Network, dataset: Dataset) -> dict[str, Fit]:
    if dataset.classifies:
        return {}
    dtype, raw = network.dtype, dataset.target_scale.raw
    parts = dataset.parts.items()
    return {name: fit_of(raw(network.predict(part.x.astype(dtype))), raw(part.y)) for name, part in parts}


def _scores(run: Run, epoch: int) -> dict[str, Score]:
    figures = run.history.scalars(epoch)
    parts = [name for name in run.dataset.parts if f"{name}_loss" in figures]
    return {part: Score(figures[f"{part}_loss"], figures.get(f"{part}_accuracy")) for part in parts}


def _ratios(run: Run, epoch: int) -> dict[str, float]:
    ratios = run.history.ratios(epoch)
    return {} if np.isnan(ratios).all() else dict(zip(run.network.names, ratios.tolist(), strict=True))
