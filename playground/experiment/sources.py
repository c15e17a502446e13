"""The sources of samples: sets drawn by a formula, and points that a person painted.

The formulas are in `playground.data`; here is what of them can be set. Classification sets give each point a class,
regression sets a value from about -1 to 1.
"""

from typing import Annotated, Any, ClassVar, Literal, NamedTuple, get_args

import msgspec

from .declare import SEED_LIMIT, setting
from .noises import (
    AnyNoise,
    CloudNoise,
    GaussNoise,
    HeightNoise,
    LabelNoise,
    RoseNoise,
    ShiftNoise,
    SpreadNoise,
    ValueNoise,
)

Task = Literal["classification", "regression"]

MOST_CLASSES = 10
MOST_SAMPLES = 10_000
_REACH = 1000.0

Samples = Annotated[
    int, setting("Samples", "How many points are drawn.", ge=20, le=MOST_SAMPLES, scale="log", slider=(20, 2000))
]
DataSeed = Annotated[int, setting("Data seed", "The same seed draws the same points.", live=True, ge=0, le=SEED_LIMIT)]
FreshTest = Annotated[
    int,
    setting(
        "Fresh test points",
        "Test points drawn anew from the same source, beside the samples, which all stay in their parts.",
        live=True,
        ge=0,
        le=MOST_SAMPLES,
        slider=(0, 2000),
    ),
]
ClassCount = Annotated[int, setting("Classes", "How many classes there are.", ge=2, le=MOST_CLASSES)]


class _Source(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True, kw_only=True):
    title: ClassVar[str]
    task: ClassVar[Task] = "classification"
    fixed_classes: ClassVar[int] = 2

    @property
    def class_count(self) -> int:
        """How many classes the points have; 0 where they have values."""
        return self.fixed_classes if self.task == "classification" else 0


class _Drawn(_Source, frozen=True):
    samples: Samples = 400
    noise: AnyNoise = 0.0
    seed: DataSeed = 0
    fresh_test: FreshTest = 0

    @property
    def sample_count(self) -> int:
        """How many samples are split into the parts; fresh test points come beside them."""
        return self.samples


class Petals(_Drawn, frozen=True, tag="petals"):
    """A flower of eight petals in two colours."""

    title = "Petals"
    noise: RoseNoise = 0.2
    seed: DataSeed = 1


class Quadrants(_Drawn, frozen=True, tag="quadrants"):
    """Four clouds, one in each quadrant; the noise is their standard deviation."""

    title = "Quadrants"
    fixed_classes = 4
    samples: Samples = 800
    noise: CloudNoise = 0.5


class Waves(_Drawn, frozen=True, tag="waves"):
    """Four rippled waves that cross, far from the origin: the inputs should be prepared."""

    title = "Waves"
    fixed_classes = 4
    samples: Samples = 800
    noise: HeightNoise = 0.1


class Circle(_Drawn, frozen=True, tag="circle"):
    """A disc inside a ring."""

    title = "Circle"
    samples: Samples = 500
    noise: LabelNoise = 0.0


class Xor(_Drawn, frozen=True, tag="xor"):
    """Opposite quadrants share a class."""

    title = "Exclusive or"
    samples: Samples = 500
    noise: LabelNoise = 0.0


class Gauss(_Drawn, frozen=True, tag="gauss"):
    """Two clouds that a straight line parts."""

    title = "Two clouds"
    samples: Samples = 500
    noise: GaussNoise = 0.0


class Spiral(_Drawn, frozen=True, tag="spiral"):
    """Two spirals wound into each other."""

    title = "Spiral"
    samples: Samples = 500
    noise: ShiftNoise = 0.0


class Moons(_Drawn, frozen=True, tag="moons"):
    """Two half moons, the horns of each reaching into the other."""

    title = "Moons"
    samples: Samples = 500
    noise: SpreadNoise = 0.3


class Rings(_Drawn, frozen=True, tag="rings"):
    """Three rings about one centre, a class each."""

    title = "Rings"
    fixed_classes = 3
    samples: Samples = 600
    noise: SpreadNoise = 0.2


class Checkerboard(_Drawn, frozen=True, tag="checkerboard"):
    """Four by four fields in two colours."""

    title = "Checkerboard"
    samples: Samples = 800
    noise: LabelNoise = 0.0


class Blobs(_Drawn, frozen=True, tag="blobs"):
    """From two to ten clouds in a circle, a class each."""

    title = "Blobs"
    samples: Samples = 600
    noise: CloudNoise = 0.5
    classes: ClassCount = 5

    @property
    def class_count(self) -> int:
        return self.classes


class Plane(_Drawn, frozen=True, tag="plane"):
    """Values that rise evenly from one corner to the other, for regression."""

    title = "Plane"
    task = "regression"
    samples: Samples = 500
    noise: ValueNoise = 0.0


class Bumps(_Drawn, frozen=True, tag="bumps"):
    """Three hills and three hollows on level ground, for regression."""

    title = "Bumps"
    task = "regression"
    samples: Samples = 500
    noise: ValueNoise = 0.0


class Point(NamedTuple):
    """A painted point and the number of its class, counted from 0."""

    x: Annotated[float, msgspec.Meta(ge=-_REACH, le=_REACH)]
    y: Annotated[float, msgspec.Meta(ge=-_REACH, le=_REACH)]
    label: Annotated[int, msgspec.Meta(ge=0, le=MOST_CLASSES - 1)]


class Painted(_Source, frozen=True, tag="points"):
    """Two points to begin with; paint more on the canvas."""

    title = "Your own points"
    points: Annotated[
        tuple[Point, ...],
        setting("Points", "Each as [x, y, class]; classes count from 0.", live=True, max_length=MOST_SAMPLES),
    ] = (Point(-2.0, 2.0, 0), Point(2.0, -2.0, 1))
    classes: ClassCount = 2
    seed: Annotated[
        int,
        setting("Data seed", "The same seed splits the points the same way.", live=True, ge=0, le=SEED_LIMIT),
    ] = 0

    @property
    def class_count(self) -> int:
        return self.classes

    @property
    def sample_count(self) -> int:
        """How many samples are split into the parts."""
        return len(self.points)


Drawn = (
    Petals | Quadrants | Waves | Circle | Xor | Gauss | Spiral | Moons | Rings | Checkerboard | Blobs | Plane | Bumps
)
"""The sets that a formula draws."""
Source = Drawn | Painted
DRAWN_SOURCES: tuple[type[Drawn], ...] = get_args(Drawn)
SOURCES: tuple[type[Source], ...] = get_args(Source)


def source_assignments(source: Source, kind: str) -> dict[str, Any]:
    """The settings that choose another set: its kind, and its own noise where a person has not touched the present one.

    What noise means differs: what blobs need would leave nothing of a circle, and the circle's none makes them dots.
    """
    chosen = next(each for each in SOURCES if each.__struct_config__.tag == kind)()
    assignments: dict[str, Any] = {"data.source.kind": kind}
    if not isinstance(source, Painted) and not isinstance(chosen, Painted) and source.noise == type(source)().noise:
        assignments["data.source.noise"] = chosen.noise
    return assignments
