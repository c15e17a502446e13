"""The data: a source, the features built from it, their preparation, and the split into three parts."""

from typing import Annotated, Literal, get_args

import msgspec

from playground.experiment.declare import SEED_LIMIT, setting
from playground.experiment.sources import File, ImageFiles, Petals, Source

Feature = Literal["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2", "cos_x1", "cos_x2"]
FEATURES: tuple[Feature, ...] = get_args(Feature)
PLANE = ("x1", "x2")
"""The features that a point in the plane is by itself."""
Preprocessing = Literal["none", "standardize", "pca_whitening"]
TargetScaling = Literal["none", "standardize"]
SplitBy = Literal["random", "group", "order"]

_FEW = 20
"""Fewer than any set draws: so few were painted, and more are coming."""
MOST_FOLDS = 100


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The shares of the samples in each part, which add up to 1, and how the samples are dealt into them.

    With folds, the test part is set aside first; the rest is dealt into the folds, of which one is the validation part
    and the others teach.
    """

    train: Annotated[float, setting("Training", "The network learns from these.", gt=0, le=1)] = 1.0
    validation: Annotated[float, setting("Validation", "Settings are chosen by these.", ge=0, lt=1)] = 0.0
    test: Annotated[float, setting("Test", "These judge the end result and influence nothing.", ge=0, lt=1)] = 0.0
    seed: Annotated[
        int,
        setting(
            "Split seed",
            "The same seed splits the same samples the same way; 0 goes by the data's.",
            ge=0,
            le=SEED_LIMIT,
        ),
    ] = 0
    by: Annotated[
        SplitBy,
        setting(
            "Split by",
            "random: each class is spread over the parts. group: rows that agree in a column stay together. order: the "
            "first rows teach, the last ones test, as for what is measured in time.",
        ),
    ] = "random"
    column: Annotated[
        str, setting("Group column", "Rows with the same text or number here are in the same part.", max_length=1000)
    ] = ""
    folds: Annotated[
        int,
        setting(
            "Folds",
            "So many folds of the samples, of which one validates and the others teach, whatever the shares of the "
            "two; 0: none. By order, a fold is taught by all before it.",
            ge=0,
            le=MOST_FOLDS,
        ),
    ] = 0
    fold: (
        Annotated[
            int,
            setting(
                "Fold",
                "The fold that validates, from 1 on; null: the split seed counts through them.",
                ge=1,
                le=MOST_FOLDS,
                suggested=1,
            ),
        ]
        | None
    ) = None

    @property
    def validates(self) -> bool:
        """Tell whether there is a validation part."""
        return self.folds > 0 or self.validation > 0

    @property
    def chosen_fold(self) -> int:
        """The fold that validates, counted from 0."""
        return self.seed % self.folds if self.fold is None else self.fold - 1

    @property
    def shuffle(self) -> int:
        """The seed of the order in which samples are dealt: the same for all folds where the seed counts through
        them.
        """
        return self.seed // self.folds if self.folds and self.fold is None else self.seed

    def sizes(self, samples: int) -> tuple[int, int, int]:
        """Tell how many of `samples` each part gets. The first of a few painted points is there to train on."""
        if self.folds:
            return self._sizes_of_folds(samples)
        train = round(samples * self.train) or (1 if 0 < samples < _FEW else 0)
        validation = min(samples - train, round(samples * self.validation)) if self.test else samples - train
        return train, validation, samples - train - validation

    def _sizes_of_folds(self, samples: int) -> tuple[int, int, int]:
        test = round(samples * self.test)
        rest, fold = samples - test, self.chosen_fold
        if self.by == "order":
            ends = [rest * place // (self.folds + 1) for place in range(self.folds + 2)]
            return ends[fold + 1], ends[fold + 2] - ends[fold + 1], test
        validation = rest // self.folds + (fold < rest % self.folds)
        return rest - validation, validation, test


class Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The samples' source, and their way to the network."""

    source: Annotated[Source, setting("Data", "Where the points come from.")] = Petals()
    features: Annotated[
        tuple[str, ...],
        setting(
            "Features",
            "What the network is shown of each point; of a table its inputs by column, all where none is named.",
            choices=FEATURES,
        ),
    ] = PLANE
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

    @property
    def symbols(self) -> tuple[str, ...]:
        """The features of a plane as x1, x2 and what is made of them, whatever its two columns are called."""
        if not isinstance(self.source, File):
            return self.features
        if self.features in ((), PLANE):
            return PLANE
        named = dict(zip(self.source.inputs, PLANE, strict=False))
        return tuple(named.get(feature, feature) for feature in self.features)


def settled(data: Data, before: Data | None = None) -> Data:
    """Data whose features are those of its source: names of columns for a table, symbols for points in the plane.

    A table's features said x1 and x2 in files of earlier versions, whatever its columns are called. `before` tells what
    the data were before a change that left the features alone: they follow the inputs.
    """
    return msgspec.structs.replace(data, features=_features(data, before))


def _features(data: Data, before: Data | None) -> tuple[str, ...]:
    source, features = data.source, data.features
    if isinstance(source, ImageFiles):
        return () if features == PLANE or before is not None else features
    if not isinstance(source, File):
        return PLANE if before is not None and not (features and set(features) <= set(FEATURES)) else features
    inputs = source.inputs
    if not inputs:
        return PLANE if before is not None else features
    if features == PLANE:
        return inputs
    if len(inputs) == 2 and not set(PLANE) & set(inputs):
        named = dict(zip(PLANE, inputs, strict=True))
        features = tuple(named.get(feature, feature) for feature in features)
    if before is None or not isinstance(before.source, File) or before.source.inputs == inputs:
        return features or inputs
    fitting = tuple(each for each in features if each in inputs or (len(inputs) == 2 and each in FEATURES))
    return inputs if set(features) == set(before.source.inputs) or not fitting else fitting
