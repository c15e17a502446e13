"""The samples of a source before they are split."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.data.generators import Answers
from playground.data.images.images import as_pixels
from playground.data.preparation import Inputs
from playground.data.tables import InputColumn

RawInputs = NDArray[Any]
ROWS_STREAM = 5
"""Of a large file, the rows that are used come from `[source.seed, 5]`."""


@dataclass(frozen=True)
class Samples:
    """Samples before they are split.

    inputs : (n, columns), raw; of images, pixels as their file has them, between the two ends of `scale`.
    answers : (n,), class numbers or values. classes : the classes' names, none for values.
    columns : the inputs' names; none for points in the plane. plane_names : the names of a plane's two columns, where
    they have any. features : what the network is shown of points in the plane. image_shape : height and width, of
    images. fills : whether inputs that are missing (NaN) are filled with the training part's median. groups : (n,), the
    rows that stay together in a split. input_columns : the columns of a table that the inputs come from.
    test : inputs and answers of a test part that comes with the source, whatever the split. official : whether that is
    the whole test part, as others measure by it, too. available : how many samples the source has, of which n are used.
    validation : as `test`, for a validation part beside that of the split.
    group_columns : the columns of a table that rows can be grouped by.
    numbers, test_numbers : (n,), which rows of their file the samples are, as people count them; None: from 1.
    """

    inputs: RawInputs
    answers: Answers
    classes: tuple[str, ...]
    columns: tuple[str, ...] = ()
    plane_names: tuple[str, ...] = ()
    image_shape: tuple[int, int] | None = None
    test: tuple[RawInputs, Answers] | None = None
    official: bool = False
    available: int = 0
    scale: tuple[float, float] | None = None
    features: tuple[str, ...] = ()
    fills: bool = False
    groups: NDArray[np.int64] | None = None
    input_columns: tuple[InputColumn, ...] = ()
    validation: tuple[RawInputs, Answers] | None = None
    numbers: NDArray[np.int64] | None = None
    test_numbers: NDArray[np.int64] | None = None
    group_columns: tuple[str, ...] = ()

    def prepared(self, raw: RawInputs) -> Inputs:
        """Raw inputs as the network is to be shown them: pixels from 0 to 1, of one part at a time to save room."""
        if self.scale is None:
            return cast(Inputs, raw)
        return as_pixels(raw, *self.scale)


def some_rows(count: int, most: int, seed: int) -> NDArray[np.int64] | None:
    """Rows drawn where there are more than `most`, in order; None for all of them."""
    if count <= most:
        return None
    chosen: NDArray[np.int64] = np.sort(RandomState([seed, ROWS_STREAM]).permutation(count)[:most])
    return chosen
