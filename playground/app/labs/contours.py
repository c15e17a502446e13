"""The picture of a surface: bands of equal height, darker where it is lower."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from playground.app.theme import Theme, mix
from playground.training.labs.race import Surface

_BANDS = 18
_LOWEST = 1e-2
"""Heights are banded by their logarithm, or a steep wall would leave nothing of the valley."""


def contour_image(surface: Surface, width: int, height: int, theme: Theme) -> QImage:
    """A picture of `surface.region` of this size in pixels, with a line between two bands."""
    bands = _bands(surface, width, height)
    colours = band_colours(theme)
    picture = colours[bands]
    edge = np.zeros(bands.shape, bool)
    edge[:-1] |= bands[:-1] != bands[1:]
    edge[:, :-1] |= bands[:, :-1] != bands[:, 1:]
    picture[edge] = int(mix(theme.line, theme.quiet, 0.35)[1:], 16) | 0xFF000000
    # The image does not own its buffer; a copy does.
    return QImage(picture.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def bands_of(heights: NDArray[np.float64]) -> NDArray[np.intp]:
    """The band of each height, the highest one's the last."""
    logarithms = np.log10(heights + _LOWEST)
    low, high = np.log10(_LOWEST), float(logarithms.max())
    bands: NDArray[np.intp] = np.clip((logarithms - low) / (high - low) * _BANDS, 0, _BANDS - 1).astype(np.intp)
    return bands


def _bands(surface: Surface, width: int, height: int) -> NDArray[np.intp]:
    region = surface.region
    x = region.left + (np.arange(width) + 0.5) / width * (region.right - region.left)
    y = region.top - (np.arange(height) + 0.5) / height * (region.top - region.bottom)
    return bands_of(surface.value(*np.meshgrid(x, y)))


def band_colours(theme: Theme) -> NDArray[np.uint32]:
    """A colour for each band, the lowest first, as 0xFFRRGGBB."""
    deep = mix(theme.card, theme.accent, 0.34 if theme.is_dark else 0.26)
    mixed = [mix(deep, theme.field, band / (_BANDS - 1)) for band in range(_BANDS)]
    return np.array([int(colour[1:], 16) | 0xFF000000 for colour in mixed], np.uint32)
