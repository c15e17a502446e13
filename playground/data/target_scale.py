"""Values to be told, on the scale that a network learns on, and back on their own."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Values = TypeVar("Values", NDArray[np.float64], NDArray[np.floating])


@dataclass(frozen=True)
class TargetScale:
    """Values minus `mean`, divided by `scale`; as it stands, the values themselves."""

    mean: float = 0.0
    scale: float = 1.0

    def scaled(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values on the scale that is learned on."""
        return values if self.plain else (values - self.mean) / self.scale

    def raw(self, values: Values) -> Values:
        """Values on their own scale again."""
        return values if self.plain else values * self.scale + self.mean

    @property
    def plain(self) -> bool:
        """Whether both scales are the same."""
        return self.mean == 0.0 and self.scale == 1.0


UNSCALED = TargetScale()


def standard_scale(values: NDArray[np.float64]) -> TargetScale:
    """The scale on which `values` (n,) have mean 0 and standard deviation 1; of equal values, only the mean goes."""
    scale = float(values.std())
    return TargetScale(float(values.mean()), scale if scale > 0 else 1.0)
