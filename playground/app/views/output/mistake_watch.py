"""The samples that the network is wrong about, as the worker finds them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.training import Run, mistakes_of

from .shown_samples import shown_rows

NAME = "mistakes"


@dataclass(frozen=True)
class Mistakes:
    """Of the samples that are shown of `dataset`, by part, which are taken for another class: (n,)."""

    dataset: Dataset
    wrong: Mapping[str, NDArray[np.bool_]]

    @property
    def count(self) -> int:
        return sum(int(np.count_nonzero(wrong)) for wrong in self.wrong.values())


def see_mistakes(run: Run) -> Mistakes:
    """In the worker's thread."""
    network, dataset = run.network, run.dataset
    if not (network.decides and dataset.classifies):
        return Mistakes(dataset, {})
    activation = run.experiment.network.output.activation
    return Mistakes(dataset, mistakes_of(network, dataset, shown_rows(dataset), activation))
