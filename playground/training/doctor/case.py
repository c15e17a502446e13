"""All that is known of a run under examination, and what a look at it may come to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.experiment import Experiment, Layer, Output
from playground.experiment.message import Message, say
from playground.training.doctor.finding import Remedy
from playground.training.history import History
from playground.training.inside import Inside

WINDOW = 20
"""Epochs that are looked at together: enough for a median, few enough to see a change soon."""
STILL = 0.02
"""Of the base rate's loss: what falls by less from one half of the window to the other stands still."""
SWAY = 0.05
"""Of the base rate's loss, what the loss may go up or down by in an epoch, on average. A minibatch that is trained on
with a fitting rate moves the loss of the whole part by a percent or so."""
FEW_LEFT = 0.25
"""Of the planned epochs: where fewer are left, a remedy that lets the run go on brings as many as were planned."""
MOST_EPOCHS = 10_000_000


@dataclass(frozen=True)
class InputScale:
    """What the first layer is given: of the input that lies farthest out, its number, mean, and spread."""

    number: int
    mean: float
    deviation: float

    @property
    def reach(self) -> float:
        """The root of the mean square."""
        return float(np.hypot(self.mean, self.deviation))


def scale_of(x: NDArray[np.floating]) -> InputScale:
    """The scale of the input (a column of `x`, (n, inputs)) that lies farthest out."""
    means, deviations = x.mean(axis=0, dtype=np.float64), x.std(axis=0, dtype=np.float64)
    number = int(np.argmax(np.hypot(means, deviations)))
    return InputScale(number, float(means[number]), float(deviations[number]))


@dataclass(frozen=True)
class Symptom:
    """What a look has seen: a finding before its remedy is chosen. The candidates are tried in their order."""

    kind: str
    title: Message
    evidence: Message
    why: Message
    candidates: tuple[Remedy, ...]
    layer: str = ""


@dataclass(frozen=True)
class Case:
    """A run at one moment.

    experiment, history, inside : as they are now. base_loss : what always answering the base rate scores.
    epoch : how many are done. since : the epoch from which on the run has had these settings.
    steps : minibatches an epoch. first : gives the first weights' Inside. diverged : whether the loss just ran away,
    and at which epoch. inputs : what the first layer is given.
    slack : below 1 for what was found before, so that a finding near its limit does not flicker.
    """

    experiment: Experiment
    history: History
    inside: Inside
    base_loss: float
    epoch: int
    since: int
    steps: int
    first: Callable[[], Inside]
    inputs: InputScale
    diverged: int | None = None
    slack: float = 1.0

    def recent(self, column: str, epochs: int) -> NDArray[np.float64]:
        """The last figures of a column, of at most so many epochs and none before `since`."""
        start = max(self.since, self.epoch + 1 - epochs)
        return self.history.column(column, start)[: self.epoch + 1 - start]

    @property
    def stands_still(self) -> bool:
        """Tell whether the training loss has not fallen for `WINDOW` epochs, nor jumped; their halves' means tell."""
        losses = self.recent("train_loss", WINDOW)
        if len(losses) < WINDOW or float(np.mean(np.abs(np.diff(losses)))) > SWAY * self.base_loss:
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

    # Remedies

    def starting_again(self, name: Message, assignments: Mapping[str, Any]) -> Remedy:
        """A remedy that begins from the first weights."""
        return Remedy(name, assignments, restarts=True)

    def going_on(self, name: Message, assignments: Mapping[str, Any]) -> Remedy:
        """A remedy that the run goes on with, for as many epochs again where it has come to its end or nearly so."""
        planned = self.experiment.training.epochs
        if self.diverged is not None or planned - self.epoch > FEW_LEFT * planned:
            return Remedy(name, assignments, restarts=False)
        epochs = min(MOST_EPOCHS, max(planned, self.epoch) + planned)
        return Remedy(name, {**assignments, "training.epochs": epochs}, restarts=False, epochs=epochs)

    def slower(self, *, restarts: bool) -> tuple[Remedy, ...]:
        """Shorter steps, one after the other."""
        found = []
        for times in (10, 100, 1000):
            name, assignments = rate_setting(self.rate / times)
            found.append((self.starting_again if restarts else self.going_on)(name, assignments))
        return tuple(found)


def rate_setting(rate: float) -> tuple[Message, dict[str, Any]]:
    """Another learning rate, in words and as an assignment."""
    told = rounded(rate)
    return say("Learning rate {rate:g}", rate=told), {"training.optimizer.learning_rate": told}


def rounded(number: float) -> float:
    """Two digits of a number: what a person would have typed."""
    return float(f"{number:.2g}")


def layer_words(name: str) -> Message:
    """ "layer1" as it is said: "layer 1"."""
    if name.startswith("layer"):
        return say("layer {number}", number=name.removeprefix("layer"))
    return say("the {name} layer", name=name)
