"""All the small maps of one frame in a single picture, one below the other.

Numbers become pixels in a handful of array operations for the whole diagram: scaled to -1 ... 1, cast to bytes, and
looked up in a table of colours. The buffers live as long as the picture, which only points at them.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from playground.app.theme import Theme, canvas_table, neuron_table
from playground.app.theme.colour_tables import CANVAS_STRENGTH, two_class_table
from playground.app.views.diagram.layout import Layout
from playground.app.views.diagram.structure import Kind, Structure
from playground.training.snapshot import Maps

_SIGNED = ("tanh", "sine")
_SHARES = ("sigmoid", "softmax")


class Atlas:
    """Tiles of (side, side) pixels in the order of the columns; tile i of the diagram begins at row i * side."""

    def __init__(self, structure: Structure, layout: Layout, theme: Theme, side: int) -> None:
        self.side = side
        self._structure = structure
        self._shown = [len(column.tiles) for column in layout.columns]
        self.first = [sum(self._shown[:number]) for number in range(len(self._shown))]
        total = sum(self._shown)
        self._values = np.zeros((total, side, side), np.float32)
        self._bytes = np.zeros((total, side, side), np.uint8)
        self._pixels = np.zeros((total, side, side), np.uint32)
        self.image = QImage(
            self._pixels.data,
            side,
            total * side,
            4 * side,
            QImage.Format.Format_RGB32,
        )
        self._tables = _output_tables(theme, self._shown[-1])
        self._neurons = neuron_table(theme)

    def update(self, maps: Maps) -> None:
        """Draw the maps of one snapshot."""
        pictures = [maps.features, *maps.layers, self._reduced(maps.output)]
        scales = np.empty((len(self._values), 1, 1), np.float32)
        offsets = np.empty_like(scales)
        for number, picture in enumerate(pictures):
            place = slice(self.first[number], self.first[number] + self._shown[number])
            self._values[place] = picture[: self._shown[number]]
            scales[place], offsets[place] = self._scaling(number, self._values[place])
        np.multiply(self._values, scales, out=self._values)
        np.add(self._values, offsets, out=self._values)
        np.clip(self._values, 0, 255, out=self._values)
        # A fraction is cut off by the cast; half is part of the offset already.
        np.copyto(self._bytes, self._values, casting="unsafe")
        self._colour()

    def _colour(self) -> None:
        outputs = self.first[-1]
        # "clip" takes the fast path that writes into `out` without a buffer; a byte is always in range.
        np.take(self._neurons, self._bytes[:outputs], out=self._pixels[:outputs], mode="clip")
        for index, table in enumerate(self._tables, start=outputs):
            np.take(table, self._bytes[index], out=self._pixels[index], mode="clip")

    def _scaling(self, number: int, values: NDArray[np.float32]) -> tuple[NDArray[np.float32] | float, float]:
        """Factor and offset that bring a column's values to 0 ... 255, with 128 where it is undecided."""
        column = self._structure.columns[number]
        if column.kind is Kind.OUTPUT and column.activation in _SHARES:
            return (255.0, 0.5) if len(self._tables) == 1 else (127.0, 128.5)
        if column.kind is Kind.OUTPUT and not self._structure.classifies:
            low, high = self._structure.value_range
            return 255 / (high - low), 0.5 - 255 * low / (high - low)
        if column.activation in _SIGNED:
            return 127.5, 128.0
        if column.activation in _SHARES:
            return 255.0, 0.5
        return _largest_scale(values), 128.0

    def _reduced(self, output: NDArray[np.float32]) -> NDArray[np.float32]:
        """The output's picture at the tiles' size, (outputs, side, side): one point a block, as the others have."""
        step = output.shape[0] // self.side
        return output[step // 2 :: step, step // 2 :: step][: self.side, : self.side].transpose(2, 0, 1)


def as_bytes(values: NDArray[np.float32], activation: str) -> NDArray[np.uint8]:
    """Tiles (n, side, side) of one column as entries of the neurons' table of colours, coloured as an atlas does.

    Inputs have no activation.
    """
    values, offset = values.copy(), 128.0
    if activation in _SIGNED:
        scale: NDArray[np.float32] | float = 127.5
    elif activation in _SHARES:
        scale, offset = 255.0, 0.5
    else:
        scale = _largest_scale(values)
    levels: NDArray[np.uint8] = np.clip(values * scale + offset, 0, 255).astype(np.uint8)
    return levels


def _largest_scale(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The factor that brings each tile's largest absolute value to the end of the table."""
    largest = np.maximum(values.max(axis=(1, 2)), -values.min(axis=(1, 2)))
    if not np.isfinite(largest).all():
        np.nan_to_num(values, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
        largest = np.maximum(values.max(axis=(1, 2)), -values.min(axis=(1, 2)))
    factors: NDArray[np.float32] = 127.0 / np.maximum(largest, np.float32(1e-12))
    return factors[:, None, None]


def _output_tables(theme: Theme, outputs: int) -> list[NDArray[np.uint32]]:
    """One output fades between two classes, each of several from undecided to its own class's colour."""
    if outputs == 1:
        return [canvas_table(theme)]
    colours = [theme.classes[number % len(theme.classes)] for number in range(outputs)]
    return [two_class_table(theme.undecided, theme.undecided, colour, CANVAS_STRENGTH) for colour in colours]
