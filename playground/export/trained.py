"""What is taken home: a trained network's description, and the live network's answers, by which files are checked."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.data import Dataset
from playground.engine import decisions, overflow_is_expected
from playground.experiment import Experiment
from playground.export.description import MEAN, SCALE, Answers, Description, answers_of_outputs, describe
from playground.export.inputs import RawRows, decoded_rows
from playground.training import Run

MOST_ROWS = 2000
SECONDS = 1.0
"""How long the live network, and then the one that was read back, may take over the rows that are compared."""
_FIRST_ROWS = 50


@dataclass(frozen=True)
class Trained:
    """A trained network, ready to be written, whatever the run that it comes from does meanwhile.

    rows, answers : what the live network was asked, and what it answered.
    experiment, dataset : of the run, for what trains again; None where only a file of weights is left of it.
    """

    description: Description
    rows: RawRows
    answers: Answers
    experiment: Experiment | None = None
    dataset: Dataset | None = None


def trained(run: Run) -> Trained:
    """A run's network as it is now."""
    description = describe(run)
    points = _points(run.dataset)
    facts = description.facts

    def ask(start: int, stop: int) -> Answers:
        # Through the run's own eyes, not the description's, which is what is to be checked.
        with overflow_is_expected():
            outputs = run.predict(points[start:stop])
        if not facts.classes:
            return Answers(outputs, None)
        decided = decisions(outputs, run.network.output_activation).astype(np.intp)
        return Answers(answers_of_outputs(facts, outputs).values, decided)

    answers = asked_for_a_while(ask, len(points))
    rows = decoded_rows(facts.columns, points[: len(answers)])
    return Trained(description, rows, answers, run.experiment, run.dataset)


def trained_of_file(description: Description) -> Trained:
    """A network that comes from a file: asked about rows made up where its inputs lie."""
    rows = _made_up(description)
    answers = asked_for_a_while(lambda start, stop: description.answers(rows.part(start, stop)), len(rows))
    return Trained(description, rows.part(0, len(answers)), answers)


def asked_for_a_while(ask: Callable[[int, int], Answers], rows: int, seconds: float = SECONDS) -> Answers:
    """Answers to rows from 0 on, in growing parts: all of them, or as many as the time allows."""
    ends = time.monotonic() + seconds
    found: list[Answers] = []
    done, size = 0, _FIRST_ROWS
    while done < rows and (not found or time.monotonic() < ends):
        stop = min(rows, done + size)
        found.append(ask(done, stop))
        done, size = stop, size * 2
    values = np.concatenate([each.values for each in found])
    decided = [each.decided for each in found if each.decided is not None]
    return Answers(values, np.concatenate(decided) if decided else None)


def _points(dataset: Dataset) -> NDArray[np.floating]:
    """Up to `MOST_ROWS` points, evenly spread over the parts, and in no order, so that any of them are like all."""
    sizes = [len(part) for part in dataset.parts.values()]
    total = sum(sizes)
    count = min(total, MOST_ROWS)
    chosen = RandomState(0).permutation(np.arange(count) * total // count)
    points = np.empty((count, dataset.train.points.shape[1]), dataset.train.points.dtype)
    start = 0
    for part, size in zip(dataset.parts.values(), sizes, strict=True):
        here = (chosen >= start) & (chosen < start + size)
        points[here] = part.points[chosen[here] - start]
        start += size
    return points


def _made_up(description: Description) -> RawRows:
    """Rows about where the inputs were when the network was trained, as far as its preparation tells."""
    random, facts = RandomState(0), description.facts
    places = {each.column: place for place, each in enumerate(facts.inputs) if each.formula is None}
    columns: dict[str, NDArray[np.generic]] = {}
    for column in facts.columns:
        if column.categories is not None:
            columns[column.name] = random.choice(np.array(column.categories, dtype=object), MOST_ROWS)
        elif facts.pictures is not None:
            columns[column.name] = random.random_sample(MOST_ROWS)
        elif SCALE in description.arrays and column.name in places:
            place = places[column.name]
            deviation = 1 / (float(description.arrays[SCALE][place]) or 1.0)
            columns[column.name] = float(description.arrays[MEAN][place]) + 2 * deviation * random.standard_normal(
                MOST_ROWS
            )
        else:
            columns[column.name] = random.uniform(-6, 6, MOST_ROWS)
    return RawRows(columns)
