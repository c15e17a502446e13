"""The sources of samples: sets drawn by a formula, and points that a person painted.

The formulas are in `playground.data`; here is what of them can be set. Classification sets give each point a class,
regression sets a value from about -1 to 1.
"""

import math
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, get_args

import msgspec

from playground.experiment.declare import SEED_LIMIT, setting
from playground.experiment.message import UserError

AnyNoise = Annotated[float, setting("Noise", "How far points stray from the pattern.", live=True, ge=0, le=1)]
LabelNoise = Annotated[
    float,
    setting(
        "Noise",
        "Each point gets the class of a place up to 5 times the noise away in either direction; it stays where it is.",
        live=True,
        ge=0,
        le=0.5,
    ),
]
ValueNoise = Annotated[
    float,
    setting(
        "Noise",
        "Each point gets the value of a place up to 6 times the noise away in either direction; it stays where it is.",
        live=True,
        ge=0,
        le=0.5,
    ),
]
CloudNoise = Annotated[float, setting("Noise", "The standard deviation of each cloud.", live=True, ge=0, le=1)]
SpreadNoise = Annotated[
    float, setting("Noise", "The standard deviation of each point's distance from its line.", live=True, ge=0, le=1)
]
HeightNoise = Annotated[
    float, setting("Noise", "The standard deviation of each point's height above its wave.", live=True, ge=0, le=0.5)
]
GaussNoise = Annotated[
    float, setting("Noise", "The variance of each cloud is 0.5 plus 7 times the noise.", live=True, ge=0, le=0.5)
]
RoseNoise = Annotated[
    float,
    setting("Noise", "The standard deviation of each point's angle and distance.", live=True, ge=0, le=0.5),
]
ShiftNoise = Annotated[
    float, setting("Noise", "How far each point is shifted at most, in either direction.", live=True, ge=0, le=0.5)
]


Task = Literal["classification", "regression"]
Fill = Literal["none", "median", "category"]

MOST_CLASSES = 10
MOST_SAMPLES = 10_000
_REACH = 1000.0

Samples = Annotated[
    int, setting("Samples", "How many points are drawn.", ge=20, le=MOST_SAMPLES, scale="log", slider=(20, 2000))
]
DataSeed = Annotated[int, setting("Data seed", "The same seed draws the same points.", live=True, ge=0, le=SEED_LIMIT)]
SplitSeed = Annotated[
    int, setting("Data seed", "The same seed splits the samples the same way.", live=True, ge=0, le=SEED_LIMIT)
]
MostRows = Annotated[
    int,
    setting("Most samples", "Of more than these, so many are drawn for training.", ge=20, le=1_000_000, scale="log"),
]
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
FreshValidation = Annotated[
    int,
    setting(
        "Fresh validation points",
        "Validation points drawn anew from the same source, beside the samples, which all stay in their parts.",
        live=True,
        ge=0,
        le=MOST_SAMPLES,
        slider=(0, 2000),
    ),
]
ClassCount = Annotated[int, setting("Classes", "How many classes there are.", ge=2, le=MOST_CLASSES)]


class _Source(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True, kw_only=True):
    title: ClassVar[str]


class _Known(_Source, frozen=True):
    """A source whose samples are known in kind before any is read or drawn."""

    fixed_task: ClassVar[Task] = "classification"
    fixed_classes: ClassVar[int] = 2

    @property
    def task(self) -> Task:
        """Tell whether the samples have classes or values."""
        return self.fixed_task

    @property
    def class_count(self) -> int | None:
        """Tell how many classes the samples have; 0 where they have values, None where only their file can tell."""
        return self.fixed_classes if self.task == "classification" else 0


class _Drawn(_Known, frozen=True):
    samples: Samples = 400
    noise: AnyNoise = 0.0
    seed: DataSeed = 0
    fresh_validation: FreshValidation = 0
    fresh_test: FreshTest = 0

    @property
    def sample_count(self) -> int:
        """Tell how many samples are split into the parts; fresh test points come beside them."""
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
    def class_count(self) -> int | None:
        return self.classes


class Plane(_Drawn, frozen=True, tag="plane"):
    """Values that rise evenly from one corner to the other, for regression."""

    title = "Plane"
    fixed_task = "regression"
    samples: Samples = 500
    noise: ValueNoise = 0.0


class Bumps(_Drawn, frozen=True, tag="bumps"):
    """Three hills and three hollows on level ground, for regression."""

    title = "Bumps"
    fixed_task = "regression"
    samples: Samples = 500
    noise: ValueNoise = 0.0


class Point(NamedTuple):
    """A painted point and the number of its class, counted from 0."""

    x: Annotated[float, msgspec.Meta(ge=-_REACH, le=_REACH)]
    y: Annotated[float, msgspec.Meta(ge=-_REACH, le=_REACH)]
    label: Annotated[int, msgspec.Meta(ge=0, le=MOST_CLASSES - 1)]


class Painted(_Known, frozen=True, tag="points"):
    """Two points to begin with; paint more on the canvas."""

    title = "Your own points"
    points: Annotated[
        tuple[Point, ...],
        setting("Points", "Each as [x, y, class]; classes count from 0.", live=True, max_length=MOST_SAMPLES),
    ] = (Point(-2.0, 2.0, 0), Point(2.0, -2.0, 1))
    classes: ClassCount = 2
    seed: SplitSeed = 0

    @property
    def class_count(self) -> int | None:
        return self.classes

    @property
    def sample_count(self) -> int:
        """Tell how many samples are split into the parts."""
        return len(self.points)


class Digits(_Known, frozen=True, tag="digits"):
    """1,797 handwritten digits of 8 x 8 pixels."""

    title = "Digits"
    fixed_classes = 10
    seed: SplitSeed = 0

    @property
    def sample_count(self) -> int:
        """Tell how many samples are split into the parts."""
        return 1797


class ImageFiles(_Known, frozen=True, tag="images"):
    """Labelled images of your own: files as those of MNIST, or an .npz archive."""

    title = "Images"
    path: Annotated[str, setting("File", "An IDX file of images, also packed (.gz), or an .npz.")] = ""
    labels: Annotated[
        str, setting("Labels", "An IDX file of labels; where it is empty, the one whose name fits beside the images.")
    ] = ""
    seed: SplitSeed = 0
    rows: MostRows = 70_000

    @property
    def class_count(self) -> int | None:
        return None

    @property
    def sample_count(self) -> int:
        """At most so many samples are split into the parts."""
        return self.rows


class File(_Source, frozen=True, tag="file"):
    """A table of your own."""

    title = "Your own table"
    path: Annotated[str, setting("File", "A table: CSV, TSV and their kin.")] = ""
    inputs: Annotated[
        tuple[str, ...],
        setting(
            "Inputs", "The columns the network sees; none named means all of use: no identifiers, dates and copies."
        ),
    ] = ()
    target: Annotated[str, setting("Target", "The column to be told; where it is empty, the likeliest one.")] = ""
    task: Annotated[
        Task | None, setting("Task", "Whether the target holds classes or values; null: as the column looks.")
    ] = None
    drop_rows: Annotated[
        bool,
        setting("Leave out", "Leave out rows in which a cell is missing or wrong, or one too many; else refuse them."),
    ] = False
    missing: Annotated[
        tuple[str, ...] | None,
        setting(
            "Missing",
            "The texts that mean a missing cell, beside empty ones; null: found out, as NA, ? and what comes back "
            "among numbers.",
        ),
    ] = None
    fill: Annotated[
        Fill,
        setting(
            "Fill",
            "What stands for a missing cell of an input. none: nothing. median: for numbers the median of the training "
            "part, for texts a category of their own. category: the latter alone.",
        ),
    ] = "none"
    categories: Annotated[
        tuple[str, ...],
        setting("Names", "The columns whose numbers are names: each number is a category, or a class."),
    ] = ()
    dates: Annotated[
        Literal["out", "days"],
        setting("Dates", "Where no inputs are named, columns of dates stay out, or are days since 1970 as inputs."),
    ] = "out"
    test_path: Annotated[
        str,
        setting(
            "Test table",
            "A table with the same columns for the test part; the split's share for tests stays with training then.",
        ),
    ] = ""
    header: Annotated[bool | None, setting("Header", "Whether the first row names the columns; null: found out.")] = (
        None
    )
    delimiter: Annotated[
        Literal[",", ";", "\t", "|", " ", "，", "；", "~", "^", ":", "¦", "§"] | None,
        setting("Delimiter", "What stands between cells; null: found out."),
    ] = None
    decimal: Annotated[Literal[".", ","] | None, setting("Decimal mark", "A point or a comma; null: found out.")] = None
    encoding: Annotated[str | None, setting("Encoding", "By its name in Python; null: found out.")] = None
    seed: SplitSeed = 0
    rows: MostRows = 100_000

    @property
    def class_count(self) -> int | None:
        """Only the file can tell; 0 where it is known to hold values."""
        return 0 if self.task == "regression" else None

    @property
    def sample_count(self) -> int:
        """At most so many samples are split into the parts."""
        return self.rows


Drawn = (
    Petals | Quadrants | Waves | Circle | Xor | Gauss | Spiral | Moons | Rings | Checkerboard | Blobs | Plane | Bumps
)
"""The sets that a formula draws."""
Source = Drawn | Painted | Digits | ImageFiles | File
FromFile = ImageFiles | File
"""The data that a person brings along."""
DRAWN_SOURCES: tuple[type[Drawn], ...] = get_args(Drawn)
SOURCES: tuple[type[Source], ...] = get_args(Source)
READY_SOURCES: tuple[type[Source], ...] = tuple(each for each in SOURCES if each not in get_args(FromFile))
"""Those that ask for no file."""


def source_assignments(source: Source, kind: str) -> dict[str, Any]:
    """The settings that choose another set: its kind, and its own noise where a person has not touched the present one.

    What noise means differs: what blobs need would leave nothing of a circle, and the circle's none makes them dots.
    """
    chosen = next(each for each in SOURCES if each.__struct_config__.tag == kind)
    assignments: dict[str, Any] = {"data.source.kind": kind}
    if isinstance(source, File):
        assignments |= {"data.split.by": "random", "data.split.column": ""}  # They were about its columns and rows.
    if isinstance(source, Drawn) and issubclass(chosen, Drawn) and source.noise == type(source)().noise:
        assignments["data.source.noise"] = chosen().noise
    return assignments


def with_point(source: Painted, x: float, y: float, label: int) -> Painted:
    """One more point, of class `label`, at the end."""
    if len(source.points) >= MOST_SAMPLES:
        key = "data.source.points: at most {most:,} points; remove one before adding another"
        raise UserError(key, most=MOST_SAMPLES)
    if not 0 <= label < source.classes:
        key = "data.source.points: there is no class {label}; choose from 0 to {last}"
        raise UserError(key, label=label, last=source.classes - 1)
    return _with(source, (*source.points, _at(x, y, label)))


def moved(source: Painted, index: int, x: float, y: float) -> Painted:
    """Point `index` at another place, in its class."""
    _check_index(source, index)
    points = list(source.points)
    points[index] = _at(x, y, points[index].label)
    return _with(source, tuple(points))


def without(source: Painted, index: int) -> Painted:
    """Without point `index`. The last one stays: a network needs something to learn from."""
    _check_index(source, index)
    if len(source.points) == 1:
        raise UserError("data.source.points: this is the last point; add another before removing it")
    return _with(source, source.points[:index] + source.points[index + 1 :])


def points_as_builtins(source: Painted) -> list[Any]:
    """The points as `change` takes them for the path `data.source.points`."""
    return [list(point) for point in source.points]


def _at(x: float, y: float, label: int) -> Point:
    if not (math.isfinite(x) and math.isfinite(y)):
        raise UserError("data.source.points: ({x}, {y}) is no place in the plane; give two numbers", x=x, y=y)
    return Point(float(x), float(y), label)


def _with(source: Painted, points: tuple[Point, ...]) -> Painted:
    return msgspec.structs.replace(source, points=points)


def _check_index(source: Painted, index: int) -> None:
    count = len(source.points)
    if not 0 <= index < count:
        key = "data.source.points.{index}: there is no such point; they are numbered 0 to {last}"
        raise UserError(key, index=index, last=count - 1)
