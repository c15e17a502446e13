"""All that is known of a run under examination."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.experiment import Experiment, Layer, Output
from playground.training.history import History
from playground.training.inside import Inside

WINDOW = 20
"""Epochs that are looked at together: enough for a median, few enough to see a change soon."""
STILL = 0.02
"""Of the base rate's loss: what falls by less from one half of the window to the other stands still."""


@dataclass(frozen=True)
class Case:
    """A run at one moment.

    experiment, history, inside : as they are now. base_loss : what always answering the base rate scores.
    epoch : how many are done. since : the epoch from which on the run has had these settings.
    steps : minibatches an epoch. first : gives the first weights' Inside. diverged : whether the loss just ran away,
    and at which epoch. slack : below 1 for what was found before, so that a finding near its limit does not flicker.
    """

    experiment: Experiment
    history: History
    inside: Inside
    base_loss: float
    epoch: int
    since: int
    steps: int
    first: Callable[[], Inside]
    diverged: int | None = None
    slack: float = 1.0

    def recent(self, column: str, epochs: int) -> NDArray[np.float64]:
        """The last figures of a column, of at most so many epochs and none before `since`."""
        start = max(self.since, self.epoch + 1 - epochs)
        return self.history.column(column, start)[: self.epoch + 1 - start]

    @property
    def stands_still(self) -> bool:
        """Whether the training loss has not fallen for `WINDOW` epochs; their halves' means tell, no single jolt."""
        losses = self.recent("train_loss", WINDOW)
        if len(losses) < WINDOW:
            return False
        half = WINDOW // 2
        fallen = float(losses[:half].mean() - losses[half:].mean())
        return fallen < STILL / self.slack * self.base_loss

    @property
    def rate(self) -> float:
        """The learning rate as it is set."""
        return self.experiment.training.optimizer.learning_rate

    @property
    def described(self) -> list[tuple[str, Layer | Output]]:
        """Every layer's path among the settings and its description, the output last; in the order of `inside`."""
        network = self.experiment.network
        hidden = [(f"network.layers.{number}", layer) for number, layer in enumerate(network.layers)]
        return [*hidden, ("network.output", network.output)]

    def moved(self, epochs: int) -> dict[str, NDArray[np.float64]]:
        """The recent update ratios of the weights of every layer that is not frozen, by the layer's name."""
        named = zip(self.inside.layers, self.described, strict=True)
        free = [layer.name for layer, (_, description) in named if not description.frozen]
        return {name: self.recent(f"update_ratio.{name}.weight", epochs) for name in free}


def rounded(number: float) -> float:
    """Two digits of a number: what a person would have typed."""
    return float(f"{number:.2g}")


def layer_text(name: str) -> str:
    """ "layer1" as it is said: "layer 1"."""
    return f"layer {name.removeprefix('layer')}" if name.startswith("layer") else f"the {name} layer"
