"""Where everything stands: columns, tiles and biases from the number of units and the room there is.

Pure arithmetic in pixels, so that it can be tested without a window.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.app.views.diagram.structure import Kind, Structure

MINIMUM_TILE = 22.0
LARGEST_TILE = {Kind.INPUT: 50.0, Kind.HIDDEN: 52.0, Kind.OUTPUT: 52.0}
SINGLE_OUTPUT_TILE = 60.0
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
WIDEST_PITCH_OF_TWO, WIDEST_PITCH = 150.0, 112.0


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


def left_margin(structure: Structure) -> float:
    """The room beside the inputs: more where their names are words."""
    if not structure.named or structure.image_shape is not None or len(structure.columns) > MOST_COLUMNS_NAMED:
        return LEFT_MARGIN
    longest = max(len(name) for name in structure.inputs[:MOST_TILES])
    return max(LEFT_MARGIN, min(BESIDE_A_NAME + WIDTH_OF_A_LETTER * longest, LARGEST_NAMED_MARGIN))


def column_centres(count: int, width: float, left_margin: float = LEFT_MARGIN) -> tuple[list[float], float]:
    """The x of `count` columns (2 or more), and their pitch. The margins are 0.45 of the pitch while that is enough."""
    pitch = width / (count - 0.1)
    left, right = max(left_margin, 0.45 * pitch), max(RIGHT_MARGIN, 0.45 * pitch)
    pitch = (width - left - right) / (count - 1)
    return [left + pitch * index for index in range(count)], pitch


def place(
    columns: Sequence[tuple[Kind, int]],
    width: float,
    height: float,
    left_margin: float = LEFT_MARGIN,
    image_shape: tuple[int, int] | None = None,
) -> Layout:
    """Lay out columns of (kind, units) in a canvas of that size; the inputs of images have one picture in all."""
    centres, pitch = column_centres(len(columns), width, left_margin)
    placed = [
        _place_column(kind, units, centre, pitch, height)
        for (kind, units), centre in zip(columns, centres, strict=True)
    ]
    if image_shape is not None:
        placed[0] = _place_image(columns[0][1], image_shape, centres[0], pitch, height)
    return Layout(width, height, pitch, tuple(placed))


def _place_image(units: int, shape: tuple[int, int], centre: float, pitch: float, height: float) -> ColumnLayout:
    """The inputs of images: no tiles, and as their summary a picture."""
    side = min(LARGEST_IMAGE, 2 * (centre - MARGIN), max(pitch / 2, MINIMUM_TILE), height - 2 * MARGIN)
    rows, columns = (round(side * length / max(shape)) for length in shape)
    picture = Rect(round(centre - columns / 2), round((height - rows) / 2), columns, max(rows, 1))
    return ColumnLayout(Kind.INPUT, picture.x + columns / 2, columns, (), (), False, units, picture)


def _place_column(kind: Kind, units: int, centre: float, pitch: float, height: float) -> ColumnLayout:
    room = max(height - 2 * MARGIN, MINIMUM_TILE + SMALLEST_GAP)
    shown, folded = _fold(units, room)
    slots = shown + bool(folded)
    step = min(room / slots, WIDEST_PITCH_OF_TWO if slots <= 2 else WIDEST_PITCH)
    size, labelled = _tile_size(kind, slots, step, pitch)
    below = BIAS_ROOM if labelled else 0.0
    top = (height - (slots - 1) * step - size - below) / 2
    left = round(centre - size / 2)
    boxes = [Rect(left, round(top + step * index), size, size) for index in range(slots)]
    tiles = tuple(boxes[:shown])
    biases = () if kind is Kind.INPUT else tuple(_bias_below(tile, labelled) for tile in tiles)
    summary = _summary(boxes[-1], pitch) if folded else None
    return ColumnLayout(kind, left + size / 2, size, tiles, biases, labelled, folded, summary)


def _fold(units: int, room: float) -> tuple[int, int]:
    """How many units get a tile, and how many are summed up."""
    most = max(2, min(MOST_TILES, int(room // (MINIMUM_TILE + SMALLEST_GAP))))
    return (units, 0) if units <= most else (most - 1, units - most + 1)


def _tile_size(kind: Kind, slots: int, step: float, pitch: float) -> tuple[float, bool]:
    """The side of a tile, and whether there is room for numbers below it."""
    largest = SINGLE_OUTPUT_TILE if kind is Kind.OUTPUT and slots == 1 else LARGEST_TILE[kind]
    # Half of the pitch or nearly so is left to the links, as long as tiles stay readable.
    share = SHARE_WHERE_APART if step >= APART * SHARE_WHERE_APART * pitch else SHARE_OF_PITCH
    largest = min(largest, max(MINIMUM_TILE, share * pitch))
    beside_links = kind is Kind.HIDDEN and pitch < NARROWEST_LABELLED
    if kind is not Kind.INPUT and not beside_links and step - BIAS_ROOM >= SMALLEST_LABELLED:
        return _snapped(min(largest, step - BIAS_ROOM)), True
    return _snapped(max(min(largest, step - SMALLEST_GAP), MINIMUM_TILE)), False


def _snapped(size: float) -> float:
    return PIXEL_TILE if PIXEL_TILE <= size <= PIXEL_TILE + PIXEL_TILE_REACH else float(int(size))


def _bias_below(tile: Rect, labelled: bool) -> Rect:
    if labelled:
        return Rect(tile.x, tile.bottom + 2, max(tile.width, 36.0), BIAS_ROOM - 4)
    # As wide as the tile, so that it is seen to belong to it.
    return Rect(tile.x, tile.bottom + 1, tile.width, MARK_HEIGHT)


def _summary(box: Rect, pitch: float) -> Rect:
    width = max(min(76.0, pitch - 6), box.width)
    height = min(box.height, 24.0)
    return Rect(box.x + (box.width - width) / 2, box.y, width, height)
