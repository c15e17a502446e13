"""The data: a source, the features built from it, their preparation, and the split into three parts."""

from typing import Annotated, ClassVar, Literal, get_args

import msgspec

from .declare import SEED_LIMIT, setting

Feature = Literal["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2", "cos_x1", "cos_x2"]
FEATURES: tuple[Feature, ...] = get_args(Feature)
Preprocessing = Literal["none", "standardize", "pca_whitening"]

Samples = Annotated[
    int, setting("Samples", "How many points are drawn.", ge=20, le=10_000, scale="log", slider=(20, 2000))
]
Noise = Annotated[float, setting("Noise", "How far points stray from the pattern.", live=True, ge=0, le=0.5)]
DataSeed = Annotated[int, setting("Data seed", "The same seed draws the same points.", live=True, ge=0, le=SEED_LIMIT)]
FreshTest = Annotated[
    int,
    setting(
        "Fresh test points",
        "Test points drawn anew from the same source, beside the samples, which all stay in their parts.",
        live=True,
        ge=0,
        le=10_000,
        slider=(0, 2000),
    ),
]


class _Source(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True, kw_only=True):
    title: ClassVar[str]
    class_count: ClassVar[int] = 2

    samples: Samples = 400
    noise: Noise = 0.0
    seed: DataSeed = 0
    fresh_test: FreshTest = 0


class Petals(_Source, frozen=True, tag="petals"):
    """A flower of eight petals in two colours."""

    title = "Petals"
    noise: Noise = 0.2
    seed: DataSeed = 1


class Quadrants(_Source, frozen=True, tag="quadrants"):
    """Four clouds, one in each quadrant; the noise is their standard deviation."""

    title = "Quadrants"
    class_count = 4
    samples: Samples = 800
    noise: Annotated[float, setting("Noise", "The standard deviation of each cloud.", live=True, ge=0, le=1)] = 0.5


class Circle(_Source, frozen=True, tag="circle"):
    """A disc inside a ring."""

    title = "Circle"
    samples: Samples = 500


class Xor(_Source, frozen=True, tag="xor"):
    """Opposite quadrants share a class."""

    title = "Exclusive or"
    samples: Samples = 500


class Gauss(_Source, frozen=True, tag="gauss"):
    """Two clouds that a straight line parts."""

    title = "Two clouds"
    samples: Samples = 500


class Spiral(_Source, frozen=True, tag="spiral"):
    """Two spirals wound into each other."""

    title = "Spiral"
    samples: Samples = 500


Source = Petals | Quadrants | Circle | Xor | Gauss | Spiral
SOURCES: tuple[type[Source], ...] = get_args(Source)


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The shares of the samples in each part; they add up to 1."""

    train: Annotated[float, setting("Training", "The network learns from these.", gt=0, le=1)] = 1.0
    validation: Annotated[float, setting("Validation", "Settings are chosen by these.", ge=0, lt=1)] = 0.0
    test: Annotated[float, setting("Test", "These judge the end result and influence nothing.", ge=0, lt=1)] = 0.0


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
    split: Split = Split()
