"""What the doctor finds, in words, and what it would do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.experiment.message import Message, say


@dataclass(frozen=True)
class Remedy:
    """A change of the experiment that helps.

    name : what it does, as the button says it. assignments : settings by their dotted path, the epochs included.
    restarts : whether the run starts again from its first weights, since what is wrong cannot be undone in this one.
    epochs : how many the run then has in all, where there were too few left for it to get well; None where not.
    """

    name: Message
    assignments: Mapping[str, Any]
    restarts: bool
    epochs: int | None = None

    @property
    def told(self) -> Message:
        """Tell what happens to the run when it is applied."""
        if self.restarts:
            return say("{remedy}: the run starts again.", remedy=self.name)
        if self.epochs is None:
            return say("{remedy}: the run goes on.", remedy=self.name)
        return say("{remedy}: the run goes on, to {epochs:,} epochs.", remedy=self.name, epochs=self.epochs)


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with a run.

    kind : "dead_units" and so on, one finding of each at most. title : what is wrong. evidence : where, when and by
    how much. why : why that matters. remedy : what to try. layer : the layer's name, where one is to blame. epoch :
    when it was seen.
    """

    kind: str
    title: Message
    evidence: Message
    why: Message
    remedy: Remedy
    epoch: int
    layer: str = ""
