"""The plane that the output is drawn over: that of the points themselves, or a slice through a space of many inputs."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray

from playground.data.preparation import Inputs, Preparation

Floats = NDArray[np.float64]
FITTED_ON = 2000
"""The most samples that the principal axes are found from."""


class Plane(Protocol):
    """A plane with two coordinates."""

    def inputs(self, coordinates: ArrayLike) -> Floats:
        """Tell what the network sees at places in the plane: (n, 2) to (n, features)."""

    def coordinates(self, points: Inputs, x: Inputs) -> Floats:
        """Tell where samples lie in the plane: raw points (n, columns) and inputs (n, features) to (n, 2)."""


@dataclass(frozen=True)
class PointPlane:
    """The plane that two-dimensional points lie in: its coordinates are theirs."""

    preparation: Preparation

    def inputs(self, coordinates: ArrayLike) -> Floats:
        """See `Plane`."""
        return np.asarray(self.preparation(coordinates), np.float64)

    def coordinates(self, points: Inputs, x: Inputs) -> Floats:  # noqa: ARG002 - one signature for every plane
        """See `Plane`."""
        return np.asarray(points, np.float64)


@dataclass(frozen=True)
class PrincipalPlane:
    """The plane through the mean of many inputs along the two directions in which they spread most.

    Hotelling (1933), "Analysis of a complex of statistical variables into principal components". Samples are seen in
    projection; between them the network is evaluated on the plane itself.

    center : (features,). axes : (2, features), each of length 1.
    """

    center: Floats
    axes: Floats

    def inputs(self, coordinates: ArrayLike) -> Floats:
        """See `Plane`."""
        return np.asarray(coordinates, np.float64) @ self.axes + self.center

    def coordinates(self, points: Inputs, x: Inputs) -> Floats:  # noqa: ARG002 - one signature for every plane
        """See `Plane`."""
        return (x - self.center) @ self.axes.T


def _directions(spread: Floats) -> Floats:
    """The principal axes of centred samples (n, features), the widest first: (n or features, features).

    The eigenvectors of the smaller of the two square matrices are many times faster than the singular vectors; those
    of `spread @ spread.T`, (n, n), become axes by `spread.T @ u`.
    """
    if len(spread) >= spread.shape[1]:
        return np.asarray(np.linalg.eigh(spread.T @ spread)[1].T[::-1])
    across = np.linalg.eigh(spread @ spread.T)[1].T[:-3:-1] @ spread
    lengths = np.linalg.norm(across, axis=1, keepdims=True)
    return np.asarray(across / np.where(lengths > 0, lengths, 1.0))


def principal_plane(x: Inputs) -> PrincipalPlane:
    """Fit to inputs (n, features); the second axis is empty where there is but one feature.

    Each axis points to the side on which its largest component is positive, so that the same data always look the same.
    """
    if len(x) > FITTED_ON:
        x = x[np.sort(RandomState(0).permutation(len(x))[:FITTED_ON])]
    center = x.mean(axis=0, dtype=np.float64)
    directions = _directions(x - center)
    axes = np.zeros((2, x.shape[1]))
    axes[: min(2, len(directions))] = directions[:2]
    largest = axes[[0, 1], np.abs(axes).argmax(axis=1)]
    return PrincipalPlane(center, axes * np.where(largest < 0, -1.0, 1.0)[:, None])
