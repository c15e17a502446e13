"""One training among many: which settings it has, and the whole experiment that makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playground.experiment import (
    Experiment,
    UserError,
    change,
    loss_assignments,
    optimizer_assignments,
    output_assignments,
    setting,
    source_assignments,
)

_COMPANIONS: Mapping[str, Callable[[Experiment, str], Mapping[str, Any]]] = {
    "training.loss": loss_assignments,
    "network.output.activation": output_assignments,
    "training.optimizer.kind": optimizer_assignments,
    "data.source.kind": lambda experiment, kind: source_assignments(experiment.data.source, kind),
}
"""What must change with a setting, so that it can be swept alone."""


@dataclass(frozen=True)
class Trial:
    """One training of a study.

    number : its place in the study, from 0.
    assignments : the settings in which the study's trials differ, path to value, without the seed.
    seed : of weights and batch order.
    experiment : the whole of it, ready for a `Run`.
    turn : trials of a lower turn are begun first; the seeds of one value have turns 0, 1, 2, ...
    name : what a comparison calls the variant; empty elsewhere.
    """

    number: int
    assignments: Mapping[str, Any]
    seed: int
    experiment: Experiment
    turn: int = 0
    name: str = ""

    def __str__(self) -> str:
        settings = [f"{path}={as_text(value)}" for path, value in self.assignments.items()]
        return ", ".join([*([self.name] if self.name else settings), f"seed {self.seed}"])


def as_text(value: Any) -> str:
    """A setting's value as the command line writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return "+".join(value) if isinstance(value, list | tuple) else str(value)


def trial_experiment(experiment: Experiment, assignments: Mapping[str, Any], name: str = "") -> Experiment:
    """The experiment of a trial; a combination that cannot be is refused in one line that names its values."""
    companions: dict[str, Any] = {}
    for path, value in assignments.items():
        if path in _COMPANIONS and value in setting(experiment, path).choices:
            companions.update(_COMPANIONS[path](experiment, value))
    try:
        return change(experiment, {**companions, **assignments})
    except UserError as error:
        values = name or ", ".join(f"{path}={as_text(value)}" for path, value in assignments.items())
        raise UserError(f"{values}: {error}") from None
