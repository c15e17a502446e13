"""What of a person's settings goes along to other data: only what was set by hand, and makes sense there.

A learning rate that suits one set runs away on the next, and a remedy of the doctor's was for that run alone. The size
of a network, the rule of descent, or how strongly weights are held back are a person's own and go along.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from playground.experiment.change import change
from playground.experiment.claims import values_at
from playground.experiment.experiment import Experiment
from playground.experiment.message import UserError

_SHARES = ("data.split.train", "data.split.validation", "data.split.test")
_GO_ALONG = (
    "training.batch_size",
    "training.epochs",
    "training.l1",
    "training.l2",
    "training.gradient_clip",
    "training.precision",
    "training.schedule",
    "training.stop.patience",
    "data.preprocessing",
)
"""Settings that mean the same on any data; those within a group too."""


def choices_for_other_data(experiment: Experiment, by_hand: Mapping[str, Any]) -> dict[str, Any]:
    """The settings to make in an experiment for other data, as `change` takes them.

    Parameters
    ----------
    experiment : as it is now.
    by_hand : what a person has set, by path; what is something else by now was taken back, and does not count.
    """
    standing = [path for path, value in by_hand.items() if values_at(experiment, path) == [msgspec.to_builtins(value)]]
    chosen: dict[str, Any] = {}
    for path in standing:
        if path.startswith("network.layers"):
            chosen["network.layers"] = msgspec.to_builtins(experiment.network.layers)
        elif path == "training.optimizer.kind":
            # With the rate that this rule begins with; the present one suits the present data.
            chosen["training.optimizer"] = {"kind": experiment.training.optimizer.__struct_config__.tag}
        elif path in _SHARES:
            chosen |= {share: values_at(experiment, share)[0] for share in _SHARES}
        elif any(path == each or path.startswith(f"{each}.") for each in _GO_ALONG):
            chosen[path] = by_hand[path]
    return chosen


def with_choices(experiment: Experiment, choices: Mapping[str, Any]) -> Experiment:
    """The experiment with these settings, without those that do not fit it."""
    shares = {path: value for path, value in choices.items() if path in _SHARES}
    groups = [shares, *({path: value} for path, value in choices.items() if path not in shares)]
    for group in filter(None, groups):
        try:
            experiment = change(experiment, group)
        except UserError:
            continue
    return experiment
