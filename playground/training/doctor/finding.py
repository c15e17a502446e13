"""What the doctor finds, in words, and what it would do about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Remedy:
    """A change of the experiment that may help.

    name : what it does, as the button says it. assignments : settings by their dotted path.
    restarts : whether the run starts again from its first weights, since what is wrong cannot be undone in this one.
    """

    name: str
    assignments: Mapping[str, Any]
    restarts: bool


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with a run.

    kind : "dead_units" and so on, one finding of each at most. title : what is wrong. evidence : where, when and by
    how much. why : why that matters. remedy : what to try. layer : the layer's name, where one is to blame. epoch :
    when it was seen.
    """

    kind: str
    title: str
    evidence: str
    why: str
    remedy: Remedy
    epoch: int
    layer: str = field(default="")
