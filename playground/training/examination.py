"""An examination: a look inside the layers and what the doctor says of it, for whoever watches a run."""

import time
from dataclasses import dataclass

from playground.training.doctor import Doctor, Finding
from playground.training.inside import Inside, look_inside
from playground.training.run import Run


@dataclass(frozen=True)
class Examination:
    """A run seen at `epoch`; `suspects` tells whether another look may tell more.

    seconds : what looking takes each time; trying a remedy out, which is done once, does not count.
    """

    epoch: int
    inside: Inside
    findings: tuple[Finding, ...]
    suspects: bool
    seconds: float


class Examiner:
    """Examines one run again and again; remembers what the doctor has to remember."""

    def __init__(self) -> None:
        self._doctor = Doctor()

    def examine(self, run: Run) -> Examination:
        """Look at a run, which stays as it is."""
        begun = time.perf_counter()
        inside = look_inside(run.network, run.dataset)
        seconds = time.perf_counter() - begun
        return Examination(run.epochs_done, inside, self._doctor.examine(run, inside), self._doctor.suspects, seconds)
