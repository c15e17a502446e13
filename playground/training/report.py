"""What the worker hands over at once: the newest snapshot, and the metrics of every epoch since the last time."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.training.snapshot import Snapshot
from playground.training.timeline import Standing


@dataclass(frozen=True)
class Report:
    """A batch of news from a run.

    rows : history columns by name ("epoch", "train_loss", ..., "update_ratio.layer1.weight"), float64 arrays of one
        length, a row for each epoch completed since the last report; absent values are NaN.
    restarted : the rows begin a new curve (a reset, new weights, other data or another network).
    epochs_per_second : measured over the last second or so of training; 0 when nothing trains.
    seconds : the time spent training since epoch 0.
    standing : where the run is in time, which the snapshot may look back from.
    """

    snapshot: Snapshot
    rows: Mapping[str, NDArray[np.float64]]
    restarted: bool = False
    epochs_per_second: float = 0.0
    seconds: float = 0.0
    standing: Standing | None = None
