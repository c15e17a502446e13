"""What tells whether a run is still as its session has it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.experiment import Experiment
from playground.training import Report, RunInfo, Standing, Timeline


@dataclass(frozen=True)
class Mark:
    """A run as it was when it was saved or opened.

    runs : number and name of each. parameters : copies, by name.
    """

    experiment: Experiment
    run: int
    epoch: int
    step: int
    runs: tuple[tuple[int, str], ...]
    parameters: dict[str, NDArray[np.floating]]

    @classmethod
    def of(cls, timeline: Timeline) -> "Mark":
        """Take it, in the thread that the run lives in."""
        run, standing = timeline.run, timeline.standing()
        values = {name: np.array(array) for name, array in run.network.parameters.items()}
        return cls(run.experiment, _current(standing).number, run.epochs_done, run.steps_done, _names(standing), values)

    def fits(self, report: Report) -> bool:
        """Tell whether a report tells of the run as it was; looking back at an earlier moment changes nothing of it."""
        standing, snapshot = report.standing, report.snapshot
        if standing is None or (standing.newest, _names(standing)) != (self.epoch, self.runs):
            return False
        if _current(standing).number != self.run or standing.looking_back:
            return _current(standing).number == self.run
        own, seen = self.parameters, snapshot.parameters
        return snapshot.step == self.step and all(
            name in seen and np.array_equal(own[name], seen[name], equal_nan=True) for name in own
        )


def _current(standing: Standing) -> RunInfo:
    return next(each for each in standing.runs if each.key == standing.current)


def _names(standing: Standing) -> tuple[tuple[int, str], ...]:
    return tuple((each.number, each.name) for each in standing.runs)
