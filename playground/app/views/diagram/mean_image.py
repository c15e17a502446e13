"""The mean of the training images, which stands for all pixels at once."""

import numpy as np
from PySide6.QtGui import QColor, QImage

from playground.app.theme import Theme, mix
from playground.data import Dataset

_AVERAGED = 1000


def mean_image(dataset: Dataset, theme: Theme) -> QImage | None:
    """A pixel a pixel, from the field's colour to the text's; None where samples are no images."""
    if dataset.image_shape is None:
        return None
    mean = dataset.train.points[:_AVERAGED].mean(axis=0).reshape(dataset.image_shape)
    low, high = float(mean.min()), float(mean.max())
    levels = np.rint(255 * (mean - low) / ((high - low) or 1.0)).astype(np.uint8)
    colours = [QColor(mix(theme.field, theme.text, level / 255)).rgb() for level in range(256)]
    pixels = np.array(colours, np.uint32)[levels]
    rows, columns = dataset.image_shape
    # The copy owns its pixels; the array goes.
    return QImage(pixels.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
