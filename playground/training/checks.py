"""The gradient check of a run under way: its parameters as they are now, on its training samples."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import partial

import numpy as np
from numpy.typing import NDArray

from playground.engine import GradientCheck, Network, Span, check_gradients
from playground.engine.checks.closer_look import CheckTwin, CloserLook, Verdict
from playground.engine.checks.gradient_check import Watch
from playground.engine.checks.numerical import CENTRAL_STEP, central_slope, scaled
from playground.experiment import UserError
from playground.training.run import Run


def check_gradient(run: Run, watch: Watch | None = None) -> GradientCheck:
    """Compare the run's gradient with numerical differentiation; the run stays untouched and goes on exactly as before.

    Parameters
    ----------
    run : Run
    watch : callable, optional
        Called again and again with the share that is done, from 0 to 1; an exception from it ends the check.

    Returns
    -------
    GradientCheck
        On at most 200 training samples, drawn by the experiment's seed as the entries are.

    Raises
    ------
    UserError
        If the loss is not finite, as of a network that has diverged.
    """
    train = run.dataset.train
    try:
        return check_gradients(run.network, train.x, train.y, seed=run.experiment.seed, watch=watch)
    except ValueError as error:
        raise UserError(_UNCHECKED, reason=error) from error


_UNCHECKED = "the gradient cannot be checked: {reason}; reset, or lower the learning rate"
Floats = NDArray[np.float64]
MOST_CHECKED = 600
"""Of a network with more parameters so many are measured: those of one neuron, then the steepest."""
_ABSOLUTE, _RELATIVE = 1e-9, 1e-5


class Mark(IntEnum):
    """What a measurement says of an entry; LEFT_OUT is at a corner of the loss, or where rounding hides the slope."""

    UNMEASURED = 0
    AGREES = 1
    DIFFERS = 2
    LEFT_OUT = 3


@dataclass(frozen=True)
class SampleCheck:
    """By parameter name, shaped as the parameters: the slopes measured (NaN where they were not), and Marks.

    loss : the sample's, as the network itself computes it.
    """

    loss: float
    measured: Mapping[str, Floats]
    marks: Mapping[str, NDArray[np.int8]]

    def count(self, mark: Mark) -> int:
        """Tell how many entries have this mark."""
        return sum(int(np.count_nonzero(marks == mark)) for marks in self.marks.values())

    @property
    def compared(self) -> int:
        """Tell how many entries were compared."""
        return self.count(Mark.AGREES) + self.count(Mark.DIFFERS)

    @property
    def size(self) -> int:
        """Entries in all."""
        return sum(marks.size for marks in self.marks.values())


def check_sample(
    network: Network, x: Floats, y: Floats, gradients: Mapping[str, Floats], first: tuple[str, int] | None = None
) -> SampleCheck:
    """Measure the slopes of one sample's data loss in evaluation mode, and compare.

    Parameters
    ----------
    network : Network; stays untouched, as a twin in double precision is tried.
    x : (inputs,). y : (outputs,).
    gradients : by parameter name, what back-propagation says.
    first : a layer's name and a unit; its entries come first where not all are measured.

    Returns
    -------
    SampleCheck; with nothing measured where the loss is not finite.
    """
    twin = CheckTwin(network, x[None], y[None], training=False)
    loss = twin.check_loss()
    measured = {name: np.full(values.shape, np.nan) for name, values in gradients.items()}
    marks = {name: np.zeros(values.shape, np.int8) for name, values in gradients.items()}
    if math.isfinite(loss):
        closer: CloserLook | None = None
        for span, entry in _chosen(network.spans, gradients, first):
            analytic = float(gradients[span.name].flat[entry])
            index = span.start + entry
            step = scaled(CENTRAL_STEP, float(twin.values[index]))
            slope, verdict = central_slope(twin.check_loss, twin.values, index, step), Verdict.AGREES
            if not _agree(analytic, loss, slope):
                closer = closer or CloserLook(twin)
                verdict, slope = closer.judge(index, analytic, partial(_agree, analytic, loss))
            measured[span.name].flat[entry], marks[span.name].flat[entry] = slope, _mark(verdict)
    return SampleCheck(loss, measured, marks)


def _agree(analytic: float, loss: float, numerical: float) -> bool:
    allowed = _ABSOLUTE * max(1.0, abs(loss)) + _RELATIVE * (abs(analytic) + abs(numerical))
    return abs(analytic - numerical) <= allowed


def _mark(verdict: Verdict) -> Mark:
    if verdict is Verdict.AGREES:
        return Mark.AGREES
    return Mark.DIFFERS if verdict is Verdict.DIFFERS else Mark.LEFT_OUT


def _chosen(
    spans: list[Span], gradients: Mapping[str, Floats], first: tuple[str, int] | None
) -> list[tuple[Span, int]]:
    """The entries to measure: all, or of very many those of the unit that comes first, then the steepest."""
    wanted = []
    for span in spans:
        steep = np.abs(gradients[span.name])
        if first is not None and span.name.split(".")[0] == first[0]:
            steep[..., first[1]] = np.inf
        wanted.append(steep.ravel())
    values = np.concatenate(wanted)
    # Stable, so that entries of one steepness keep their order.
    best = np.sort(np.argsort(-values, kind="stable")[:MOST_CHECKED])
    starts = np.cumsum([0, *map(len, wanted)])
    which = np.searchsorted(starts, best, side="right") - 1
    return [(spans[k], int(entry - starts[k])) for k, entry in zip(which.tolist(), best.tolist(), strict=True)]
