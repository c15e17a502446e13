"""The data: a source, the features built from it, their preparation, and the split into three parts."""

from typing import Annotated, Literal, get_args

import msgspec

from playground.experiment.declare import SEED_LIMIT, setting
from playground.experiment.sources import Petals, Source

Feature = Literal["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2", "cos_x1", "cos_x2"]
FEATURES: tuple[Feature, ...] = get_args(Feature)
Preprocessing = Literal["none", "standardize", "pca_whitening"]
TargetScaling = Literal["none", "standardize"]

_FEW = 20
"""Fewer than any set draws: so few were painted, and more are coming."""


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The shares of the samples in each part, which add up to 1, and the seed of who goes where."""

    train: Annotated[float, setting("Training", "The network learns from these.", gt=0, le=1)] = 1.0
    validation: Annotated[float, setting("Validation", "Settings are chosen by these.", ge=0, lt=1)] = 0.0
    test: Annotated[float, setting("Test", "These judge the end result and influence nothing.", ge=0, lt=1)] = 0.0
    seed: Annotated[
        int,
        setting(
            "Split seed", "Another seed puts other samples into the parts, and draws none anew.", ge=0, le=SEED_LIMIT
        ),
    ] = 0

    def sizes(self, samples: int) -> tuple[int, int, int]:
        """How many of `samples` each part gets. The first of a few painted points is there to train on."""
        train = round(samples * self.train) or (1 if 0 < samples < _FEW else 0)
        validation = min(samples - train, round(samples * self.validation)) if self.test else samples - train
        return train, validation, samples - train - validation


class Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the samples come from and how they reach the network."""

    source: Annotated[Source, setting("Data", "Where the points come from.")] = Petals()
    features: Annotated[
        tuple[Feature, ...], setting("Features", "What the network is shown of each point.", min_length=1)
    ] = ("x1", "x2")
    preprocessing: Annotated[
        Preprocessing,
        setting("Prepare", "How inputs are scaled; fitted on the training part alone."),
    ] = "none"
    target_scaling: Annotated[
        TargetScaling,
        setting(
            "Scale target",
            "How the values to be told are scaled for learning; predictions come back in their own unit. Fitted on the "
            "training part alone.",
        ),
    ] = "none"
    split: Split = Split()
