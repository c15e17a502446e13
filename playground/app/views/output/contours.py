"""Lines on a map along which a value is met, or on which two classes are equally likely: marching squares.

W. E. Lorensen & H. E. Cline (1987), "Marching cubes: a high resolution 3D surface construction algorithm", in the
plane. Only the few cells that a line passes are looked at closely.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Segments = npt.NDArray[np.float64]
"""(n, 4): x and y of both ends, as shares of the picture's width and height from its upper left corner."""
Floats = npt.NDArray[np.float64]
Cells = npt.NDArray[np.intp]
_CORNERS = ((0, 0), (0, 1), (1, 1), (1, 0))
"""Of a cell, in rows and columns: upper left, upper right, lower right, lower left. Edge e begins at corner e."""
_CASES = ("", "30", "01", "31", "12", "3012", "02", "32", "23", "02", "0123", "12", "13", "01", "30", "")
"""By which corners are above, the first counting 1, the second 2, 4 and 8: the edges that pieces begin and end at."""
_SADDLES = {5: "0123", 10: "3012"}
"""The same where the middle of the cell is above, too: it decides which corners belong together."""


def _table() -> npt.NDArray[np.intp]:
    """(32, 2 pieces, 2 ends): an edge each, or -1; the second half where the middle is above."""
    cases = [*_CASES, *(_SADDLES.get(number, case) for number, case in enumerate(_CASES))]
    edges = [[int(edge) for edge in case] + [-1] * (4 - len(case)) for case in cases]
    return np.array(edges, np.intp).reshape(32, 2, 2)


_EDGES_OF = _table()


def level_lines(values: npt.NDArray[np.floating], levels: Sequence[float]) -> Segments:
    """Where `values` (rows, columns) cross any of the levels."""
    cells = []
    for level in levels:
        rows, columns = np.nonzero(_differ(values > level))
        cells.append((rows, columns, _corners(values, rows, columns) - level))
    return _pieces(cells, values.shape)


def class_lines(shares: npt.NDArray[np.floating]) -> Segments:
    """Where of `shares` (rows, columns, classes) another class becomes the largest."""
    decided = shares.argmax(axis=-1)
    rows, columns = np.nonzero(_differ(decided))
    classes, corners = _corners(decided, rows, columns), _corners(shares, rows, columns)
    last, cells = classes.max(axis=1), []
    for k in np.unique(classes).astype(int).tolist():
        # Around every class of a cell but one: a line between two would else be drawn twice.
        here = (classes == k).any(axis=1) & (last != k)
        others = np.delete(corners[here], k, axis=2).max(axis=2)
        cells.append((rows[here], columns[here], corners[here][:, :, k] - others))
    return _pieces(cells, shares.shape)


def _differ(values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Cells whose four corners are not all the same."""
    first = values[:-1, :-1]
    return np.asarray((values[:-1, 1:] != first) | (values[1:, :-1] != first) | (values[1:, 1:] != first))


def _corners(values: npt.NDArray[Any], rows: Cells, columns: Cells) -> Floats:
    """The values at the corners of some cells: (n, 4, ...)."""
    return np.stack([values[rows + down, columns + right] for down, right in _CORNERS], axis=1).astype(np.float64)


def _pieces(cells: Sequence[tuple[Cells, Cells, Floats]], shape: tuple[int, ...]) -> Segments:
    """The pieces of line within cells: rows, columns, and corners (n, 4) that are above 0 on one side of the line."""
    if not cells:
        return np.empty((0, 4))
    rows, columns, corners = (np.concatenate(each) for each in zip(*cells, strict=True))
    above = corners > 0
    edges = _EDGES_OF[above @ (1, 2, 4, 8) + 16 * (corners.mean(axis=1) > 0)]
    after = np.roll(corners, -1, axis=1)
    share = corners / np.where(above == (after > 0), 1.0, corners - after)
    places = np.array(_CORNERS, np.float64)[:, ::-1]
    # x and y of the place on every edge where the line would meet it: (n, 4, 2).
    met = places + share[:, :, None] * (np.roll(places, -1, axis=0) - places)
    cell, piece = np.nonzero(edges[:, :, 0] >= 0)
    ends = met[cell[:, None], edges[cell, piece]] + np.column_stack([columns[cell], rows[cell]])[:, None, :]
    # Values stand at the centres of the picture's pixels.
    return np.asarray((ends + 0.5) / (shape[1], shape[0])).reshape(-1, 4)
