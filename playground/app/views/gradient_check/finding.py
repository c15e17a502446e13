"""What the worker hands over when a gradient check is done."""

from dataclasses import dataclass

from playground.app.views.diagram.structure import Structure, structure_of
from playground.engine import GradientCheck
from playground.engine.checks.gradient_check import Watch
from playground.training import Run, check_gradient


@dataclass(frozen=True)
class Finding:
    """A gradient check with what it takes to name its entries, and the experiment and epoch it speaks of."""

    check: GradientCheck
    structure: Structure
    experiment: str
    epoch: int


def find(run: Run, watch: Watch) -> Finding:
    """Check a run's gradient as it is now; for the worker's thread."""
    return Finding(check_gradient(run, watch), structure_of(run.snapshot()), run.experiment.name, run.epochs_done)
