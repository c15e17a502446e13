"""Tries remedies out before they are offered: a short training of a copy of the network, which nobody sees."""

from collections.abc import Callable, Sequence, Set
from dataclasses import replace

import numpy as np

from playground.data import Dataset
from playground.data.dataset import Part
from playground.data.preparation import fit_preparation
from playground.experiment import UserError, change
from playground.training.doctor.finding import Remedy
from playground.training.doctor.progress import PLATEAU
from playground.training.run import Run
from playground.training.stopping import Reason

EPOCHS, MOST_EPOCHS = 40, 200
"""At least twice what a look at the loss takes; more of a small network, since a rate may fit on a plateau only."""
_LEG = 20
"""Epochs between two looks."""
_FEWEST = 32
_MOST_PRODUCTS = 3e8
"""Weights times samples times epochs: what a trial should cost, some tenths of a second on one core."""
_MOST_SLOW_EPOCHS = 3000

Look = Callable[[Run], Set[str]]
"""Gives the kinds of what is wrong with a run."""


def first_that_cures(run: Run, candidates: Sequence[Remedy], look: Look, slow: bool = False) -> Remedy:
    """The first remedy after which a run is well; where none is known to be, the first of all.

    Better than any that is merely well is one that has also left the base rate's plateau by then.

    Parameters
    ----------
    run : which is left as it is.
    candidates : to be tried in this order.
    look : says what is wrong with a copy that is trained.
    slow : whether what is to be cured shows late, so that only a whole run can tell.
    """
    if len(candidates) == 1:
        return candidates[0]
    well = None
    for remedy in candidates:
        wrong = _wrong_after(run, remedy, look, slow)
        if not wrong:
            return remedy
        if well is None and wrong == {PLATEAU}:
            well = remedy
    return well or candidates[0]


def _wrong_after(run: Run, remedy: Remedy, look: Look, slow: bool) -> set[str]:
    """Tell what is wrong with a copy that has tried a remedy: at its end, or twice in a row on the way."""
    epochs, dataset = min(_MOST_SLOW_EPOCHS, run.experiment.training.epochs), run.dataset
    if not slow:
        epochs, dataset = _short(run)
    try:
        planned = {"training.epochs": epochs, "training.stop": {}}
        experiment = change(run.experiment, {**remedy.assignments, **planned})
    except UserError:
        return {"refused"}
    if "data.preprocessing" in remedy.assignments:
        dataset = _prepared(dataset, remedy.assignments["data.preprocessing"])
    copy = Run(experiment, dataset)
    if not remedy.restarts:
        copy.put_parameters({**run.network.parameters, **run.network.running})
    before: Set[str] = set()
    wrong: Set[str] = set()
    lasting: set[str] = set()
    for _ in range(epochs // _LEG):
        outcome = copy.train(_LEG)
        before, wrong = wrong, look(copy)
        lasting |= before & wrong
        if lasting - {PLATEAU} or (outcome is not None and outcome.reason is Reason.DIVERGENCE):
            break
    return lasting - {PLATEAU} | wrong


def affordable(run: Run) -> bool:
    """Tell whether a whole run of this experiment costs no more than a trial should."""
    cost = run.network.parameter_count * len(run.dataset.train) * run.experiment.training.epochs
    return cost <= 10 * _MOST_PRODUCTS


def _short(run: Run) -> tuple[int, Dataset]:
    """For how many epochs a trial goes, and on how many samples of each part, evenly spread over it."""
    dataset, parameters = run.dataset, run.network.parameter_count
    most = max(_FEWEST, int(_MOST_PRODUCTS / (parameters * EPOCHS)))
    affordable_epochs = int(_MOST_PRODUCTS / (parameters * min(most, len(dataset.train))))

    def cut(part: Part | None) -> Part | None:
        if part is None or len(part) <= most:
            return part
        rows = np.arange(most) * len(part) // most
        labels = None if part.labels is None else part.labels[rows]
        numbers = None if part.numbers is None else part.numbers[rows]
        return replace(part, points=part.points[rows], labels=labels, x=part.x[rows], y=part.y[rows], numbers=numbers)

    train = cut(dataset.train)
    assert train is not None
    fewer = replace(dataset, train=train, validation=cut(dataset.validation), test=cut(dataset.test))
    return max(EPOCHS, min(MOST_EPOCHS, affordable_epochs)), fewer


def _prepared(dataset: Dataset, method: str) -> Dataset:
    """The same samples, prepared; to read a file again for a trial would take too long."""
    preparation = fit_preparation(dataset.train.points, dataset.preparation.features, method)

    def again(part: Part | None) -> Part | None:
        return None if part is None else replace(part, x=preparation(part.points))

    train = again(dataset.train)
    assert train is not None
    return replace(
        dataset, train=train, validation=again(dataset.validation), test=again(dataset.test), preparation=preparation
    )
