"""The samples that the network is wrong about, as the worker finds them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.app.views.output.shown_samples import shown_rows
from playground.data import Dataset
from playground.training import Run, mistakes_of

NAME = "mistakes"
MOST_RINGED = 0.2
"""Of the samples shown; beyond this rings would be all there is to see."""
_STILL_FEW = 0.25


@dataclass(frozen=True)
class Mistakes:
    """Of the samples that are shown of `dataset`, by part, which are taken for another class: (n,)."""

    dataset: Dataset
    wrong: Mapping[str, NDArray[np.bool_]]

    @property
    def count(self) -> int:
        return sum(int(np.count_nonzero(wrong)) for wrong in self.wrong.values())

    @property
    def share(self) -> float:
        """Of the samples that are shown."""
        return self.count / max(1, sum(map(len, self.wrong.values())))

    def few(self, were_few: bool) -> bool:
        """Whether there are so few that rings tell them apart; a share about the limit does not make them flicker."""
        return self.share <= (_STILL_FEW if were_few else MOST_RINGED)


def see_mistakes(run: Run) -> Mistakes:
    """In the worker's thread."""
    network, dataset = run.network, run.dataset
    if not (network.decides and dataset.classifies):
        return Mistakes(dataset, {})
    activation = run.experiment.network.output.activation
    return Mistakes(dataset, mistakes_of(network, dataset, shown_rows(dataset), activation))
