"""Which samples are taken for another class, in every part."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.engine import Network, decisions


def mistakes_of(
    network: Network, dataset: Dataset, rows: Mapping[str, NDArray[np.intp]], activation: str
) -> dict[str, NDArray[np.bool_]]:
    """Ask for some samples of each part whether the network is wrong about them.

    Parameters
    ----------
    network : Network
    dataset : Dataset
    rows : by part, (n,): the samples that are asked, by their numbers in the part.
    activation : the output's, which says how outputs decide.

    Returns
    -------
    By part, (n,): True where the decision is not the sample's class. Empty for regression, which decides nothing.
    """
    found = {}
    for name, part in dataset.parts.items():
        if part.labels is not None:
            output = network.predict(part.x[rows[name]].astype(network.values.dtype, copy=False))
            found[name] = decisions(output, activation) != part.labels[rows[name]]
    return found
