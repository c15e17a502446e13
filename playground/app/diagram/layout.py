"""Where everything stands: columns, tiles and biases from the number of units and the room there is.

Pure arithmetic in pixels, so that it can be tested without a window.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.app.diagram.structure import Kind, Structure
from playground.training import Place, Snapshot, Target, Unit

MINIMUM_TILE, SMALLEST_TILE = 22.0, 6.0
"""Tiles are no smaller than the first, unless columns stand so near that links would have no room."""
USUAL_TILE = {Kind.INPUT: 50.0, Kind.HIDDEN: 52.0, Kind.OUTPUT: 52.0}
SINGLE_OUTPUT_TILE = 60.0
GROWN_SHARE, GROWN_SHARE_OF_SINGLE, GROWN_SHARE_OF_STEP = 0.22, 0.25, 0.63
"""Larger than usual a tile is where that is no more than so much of the pitch, and of a tile's share of the height."""
MOST_TILES = 16
SMALLEST_GAP = 5.0
PIXEL_TILE, PIXEL_TILE_REACH = 32.0, 5.0
"""Tiles a little larger than the usual map's 32 pixels are drawn pixel by pixel: sharp, and many times faster."""
BIAS_ROOM = 17.0
"""Below a tile: its bias and the air around it."""
SMALLEST_LABELLED = 30.0
NARROWEST_LABELLED = 84.0
"""The pitch below which numbers would lie on the links; a mark in the sign's colour stays."""
MARK_HEIGHT = 3.0
MARGIN = 10.0
LEFT_MARGIN, RIGHT_MARGIN = 56.0, 50.0
"""Kept free beside the outer columns, for the names of the inputs and the heads."""
LARGEST_NAMED_MARGIN, WIDTH_OF_A_LETTER, BESIDE_A_NAME = 136.0, 6.2, 40.0
"""For the names of table columns, which are words; where there are many layers, they are shortened."""
MOST_COLUMNS_NAMED = 6
LARGEST_IMAGE = 84.0
SHARE_OF_PITCH, SHARE_WHERE_APART = 0.5, 0.6
APART = 1.6
"""Where tiles stand that many times their size apart, they may leave less of the pitch to the links."""
NARROWEST_GAP = 6.0
"""What the links between two columns have at least."""
WIDEST_STEP, WIDEST_STEP_SHARE = (150.0, 112.0), (0.55, 0.42)
"""From one tile of a column to the next: at most so much, or that share of the pitch; of two tiles, and of more."""


@dataclass(frozen=True)
class Rect:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The y of its centre."""
        return self.y + self.height / 2

    def contains(self, x: float, y: float, slack: float = 0.0) -> bool:
        across = self.x - slack <= x <= self.right + slack
        return across and self.y - slack <= y <= self.bottom + slack


@dataclass(frozen=True)
class ColumnLayout:
    """One column: the tiles shown, and a summary in place of those that are not.

    biases : below each tile; empty for inputs. labelled : whether there is room for their numbers.
    """

    kind: Kind
    centre: float
    size: float
    tiles: tuple[Rect, ...]
    biases: tuple[Rect, ...]
    labelled: bool
    folded: int = 0
    summary: Rect | None = None


@dataclass(frozen=True)
class Layout:
    width: float
    height: float
    pitch: float
    """From one column's centre to the next."""
    columns: tuple[ColumnLayout, ...]


@dataclass(frozen=True)
class Room:
    """What columns are laid out in, in pixels.

    margin : at least what is left free beside the inputs, for their names, at the normal type size.
    scale : of the type, by which grows what is kept free for letters.
    """

    width: float
    height: float
    margin: float = LEFT_MARGIN
    scale: float = 1.0

    def centres(self, count: int) -> tuple[list[float], float]:
        """The x of `count` columns (2 or more), and their pitch, of which margins are 0.45 while that is enough."""
        pitch = self.width / (count - 0.1)
        left, right = max(self.margin * self.scale, 0.45 * pitch), max(RIGHT_MARGIN * self.scale, 0.45 * pitch)
        pitch = (self.width - left - right) / (count - 1)
        return [left + pitch * index for index in range(count)], pitch


def left_margin(structure: Structure) -> float:
    """The room beside the inputs: more where their names are words."""
    if not structure.named or structure.image_shape is not None or len(structure.columns) > MOST_COLUMNS_NAMED:
        return LEFT_MARGIN
    longest = max(len(name) for name in structure.inputs[:MOST_TILES])
    return max(LEFT_MARGIN, min(BESIDE_A_NAME + WIDTH_OF_A_LETTER * longest, LARGEST_NAMED_MARGIN))


def place(columns: Sequence[tuple[Kind, int]], room: Room, image_shape: tuple[int, int] | None = None) -> Layout:
    """Lay out columns of (kind, units); the inputs of images have one picture in all."""
    centres, pitch = room.centres(len(columns))
    placed = [
        _place_column(kind, units, centre, pitch, room) for (kind, units), centre in zip(columns, centres, strict=True)
    ]
    if image_shape is not None:
        placed[0] = _place_image(columns[0][1], image_shape, centres[0], pitch, room.height)
    return Layout(room.width, room.height, pitch, tuple(placed))


def _place_image(units: int, shape: tuple[int, int], centre: float, pitch: float, height: float) -> ColumnLayout:
    """The inputs of images: no tiles, and as their summary a picture."""
    largest = max(LARGEST_IMAGE, GROWN_SHARE_OF_SINGLE * pitch)
    side = min(largest, 2 * (centre - MARGIN), max(pitch / 2, _least_tile(pitch)), height - 2 * MARGIN)
    rows, columns = (max(1, round(side * length / max(shape))) for length in shape)
    picture = Rect(round(centre - columns / 2), round((height - rows) / 2), columns, rows)
    return ColumnLayout(Kind.INPUT, picture.x + columns / 2, columns, (), (), False, units, picture)


def _place_column(kind: Kind, units: int, centre: float, pitch: float, room: Room) -> ColumnLayout:
    high = max(room.height - 2 * MARGIN, MINIMUM_TILE + SMALLEST_GAP)
    shown, folded = _fold(units, high)
    slots = shown + bool(folded)
    widest, share = (of[slots > 2] for of in (WIDEST_STEP, WIDEST_STEP_SHARE))
    step = min(high / slots, max(widest, share * pitch))
    size, labelled = _tile_size(kind, slots, step, pitch, room.scale)
    below = BIAS_ROOM * room.scale if labelled else 0.0
    top = (room.height - (slots - 1) * step - size - below) / 2
    left = round(centre - size / 2)
    boxes = [Rect(left, round(top + step * index), size, size) for index in range(slots)]
    tiles = tuple(boxes[:shown])
    biases = () if kind is Kind.INPUT else tuple(_bias_below(tile, labelled, room.scale) for tile in tiles)
    summary = _summary(boxes[-1], pitch, room.scale) if folded else None
    return ColumnLayout(kind, left + size / 2, size, tiles, biases, labelled, folded, summary)


def _fold(units: int, room: float) -> tuple[int, int]:
    """Tell how many units get a tile, and how many are summed up."""
    most = max(2, min(MOST_TILES, int(room // (MINIMUM_TILE + SMALLEST_GAP))))
    return (units, 0) if units <= most else (most - 1, units - most + 1)


def _tile_size(kind: Kind, slots: int, step: float, pitch: float, scale: float) -> tuple[float, bool]:
    """The side of a tile, and whether there is room for numbers below it."""
    single = kind is Kind.OUTPUT and slots == 1
    grown = min((GROWN_SHARE_OF_SINGLE if single else GROWN_SHARE) * pitch, GROWN_SHARE_OF_STEP * step)
    largest = max(SINGLE_OUTPUT_TILE if single else USUAL_TILE[kind], grown)
    # Half of the pitch or nearly so is left to the links, as long as tiles stay readable.
    share = SHARE_WHERE_APART if step >= APART * SHARE_WHERE_APART * pitch else SHARE_OF_PITCH
    least, bias_room = _least_tile(pitch), BIAS_ROOM * scale
    largest = min(largest, max(least, share * pitch))
    beside_links = kind is Kind.HIDDEN and pitch < NARROWEST_LABELLED * scale
    if kind is not Kind.INPUT and not beside_links and step - bias_room >= SMALLEST_LABELLED:
        return _snapped(min(largest, step - bias_room)), True
    return _snapped(max(min(largest, step - SMALLEST_GAP), least)), False


def _least_tile(pitch: float) -> float:
    """The smallest side: the usual one, as long as that leaves the links a gap."""
    return min(MINIMUM_TILE, max(SMALLEST_TILE, pitch - NARROWEST_GAP))


def _snapped(size: float) -> float:
    return PIXEL_TILE if PIXEL_TILE <= size <= PIXEL_TILE + PIXEL_TILE_REACH else float(int(size))


def _bias_below(tile: Rect, labelled: bool, scale: float) -> Rect:
    if labelled:
        return Rect(tile.x, tile.bottom + 2, max(tile.width, 36.0 * scale), BIAS_ROOM * scale - 4)
    # As wide as the tile, so that it is seen to belong to it.
    return Rect(tile.x, tile.bottom + 1, tile.width, MARK_HEIGHT)


def _summary(box: Rect, pitch: float, scale: float) -> Rect:
    width = max(min(76.0 * scale, pitch - 6), box.width)
    height = min(box.height, 24.0 * scale)
    return Rect(box.x + (box.width - width) / 2, box.y, width, height)


_T = np.linspace(0, 1, 65)
_ACROSS = 1.5 * _T * (1 - _T) ** 2 + 1.5 * _T**2 * (1 - _T) + _T**3
_RISE = 3 * _T**2 - 2 * _T**3


@dataclass(frozen=True)
class Gap:
    """The links between two neighbouring columns: from (left, starts[i]) to (right, ends[j])."""

    left: float
    right: float
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]

    def nearest(self, x: float, y: float, reach: float) -> tuple[int, int, float] | None:
        """The link (i, j) that passes nearest to a point, with its distance, if that is within `reach`."""
        width = self.right - self.left
        if not (0 <= x - self.left <= width) or not len(self.starts) or not len(self.ends):
            return None
        share, slope = rise_at((x - self.left) / width)
        falls = self.ends[None, :] - self.starts[:, None]
        course = self.starts[:, None] + falls * share
        # The vertical distance, foreshortened where the curve is steep, is near enough to the true one.
        distances = np.abs(course - y) / np.hypot(1, falls * slope / width)
        i, j = np.unravel_index(int(np.argmin(distances)), distances.shape)
        distance = float(distances[i, j])
        return (int(i), int(j), distance) if distance <= reach else None


def rise_at(across: float) -> tuple[float, float]:
    """The share of the height covered at a share of the width, and the slope there."""
    share = float(np.interp(across, _ACROSS, _RISE))
    step = 1 / 64
    low, high = max(across - step, 0), min(across + step, 1)
    ends = np.interp([low, high], _ACROSS, _RISE)
    return share, float((ends[1] - ends[0]) / (high - low))


def shares_at(along: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The shares of the width and of the height covered at shares of the way, from 0 to 1."""
    return 1.5 * along * (1 - along) + along**3, along * along * (3 - 2 * along)


def gap_between(before: ColumnLayout, after: ColumnLayout) -> Gap:
    """The gap between the tiles of two columns; what a summary stands for has no links of its own."""
    return Gap(
        before.centre + before.size / 2,
        after.centre - after.size / 2,
        np.array([tile.middle for tile in before.tiles]),
        np.array([tile.middle for tile in after.tiles]),
    )


LINK_REACH = 6.0
BIAS_REACH = 3.0
"""How near to a link, in pixels, counts as on it."""


@dataclass(frozen=True)
class Neuron:
    column: int
    unit: int


@dataclass(frozen=True)
class Bias:
    column: int
    unit: int


@dataclass(frozen=True)
class Link:
    """From unit `source` of the column before to unit `unit` of `column`."""

    column: int
    source: int
    unit: int


@dataclass(frozen=True)
class Summary:
    """What stands for the units of a column that have no tile."""

    column: int


Hit = Neuron | Bias | Link | Summary


class HitTest:
    """Finds what a layout has at a point."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.gaps: list[Gap] = [
            gap_between(before, after) for before, after in zip(layout.columns, layout.columns[1:], strict=False)
        ]

    def at(self, x: float, y: float) -> Hit | None:
        return self._in_column(x, y) or self._link(x, y)

    def _in_column(self, x: float, y: float) -> Hit | None:
        for number, column in enumerate(self._layout.columns):
            for unit, tile in enumerate(column.tiles):
                named = column.kind is Kind.INPUT and x < tile.x and tile.y <= y <= tile.bottom
                # The name beside an input is part of it: where it had to be shortened, the card has all of it.
                if named or tile.contains(x, y, 1):
                    return Neuron(number, unit)
            for unit, bias in enumerate(column.biases):
                if bias.contains(x, y, BIAS_REACH):
                    return Bias(number, unit)
            if column.summary is not None and column.summary.contains(x, y):
                return Summary(number)
        return None

    def _link(self, x: float, y: float) -> Link | None:
        for number, gap in enumerate(self.gaps, start=1):
            found = gap.nearest(x, y, LINK_REACH)
            if found is not None:
                return Link(number, found[0], found[1])
        return None


def target_of(structure: Structure, hit: Hit | None) -> Target | None:
    """The parameter or unit that a part of the diagram stands for; None of a summary, or nothing."""
    if isinstance(hit, Neuron):
        return Unit(hit.column, hit.unit)
    if isinstance(hit, Link):
        return Place(f"{structure.columns[hit.column].key}.weight", (hit.source, hit.unit))
    if isinstance(hit, Bias):
        column = structure.columns[hit.column]
        return Place(f"{column.key}.{'beta' if column.normalized else 'bias'}", (hit.unit,))
    return None


def has_part(structure: Structure, hit: Hit) -> bool:
    """Tell whether a network of this structure has a part, shown or summed up."""
    columns = structure.columns
    if hit.column >= len(columns) or isinstance(hit, Summary):
        return hit.column < len(columns)
    if isinstance(hit, Link) and hit.source >= columns[hit.column - 1].units:
        return False
    return hit.unit < columns[hit.column].units


def hit_of(structure: Structure, target: Target) -> Hit | None:
    """The part of the diagram that stands for a target; None where it has none, as of a gamma."""
    if isinstance(target, Unit):
        return Neuron(target.column, target.unit)
    key, _, part = target.name.partition(".")
    number = next((n for n, column in enumerate(structure.columns) if column.key == key), None)
    if number is None or part == "gamma":
        return None
    return Link(number, *target.index) if part == "weight" else Bias(number, target.index[0])


def value_of(snapshot: Snapshot, place: Place) -> float:
    """A parameter's value; of a muted one what it will come back as."""
    muted = snapshot.muted.get(place)
    if muted is not None and muted.value is not None:
        return muted.value
    return float(snapshot.parameters[place.name][place.index])
