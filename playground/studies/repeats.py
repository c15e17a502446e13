"""The repeats of a study: seed after seed, and what changes with the seed beside the first weights.

One set of samples, or one split of them, has its own luck, which no number of first weights averages out. So a repeat
has another split of a table, or other samples of a set that is drawn, unless a study asks for the weights alone.
"""

from collections.abc import Iterator
from typing import Any, Literal, get_args

import msgspec

from playground.experiment import Drawn, Experiment, UserError, change, parts_of
from playground.experiment.declare import SEED_LIMIT
from playground.experiment.message import Message, say
from playground.experiment.sources import MOST_SAMPLES

Vary = Literal["weights", "split", "data"]
VARY: tuple[Vary, ...] = get_args(Vary)
"""Another in each repeat are first weights and batch order alone; the split of the samples, too; the samples, too."""
MOST_SEEDS = 100
VALIDATION_SHARE = 0.25
_FEWEST_FRESH = 400
_SEEDS = {"split": ("seed", "data.split.seed"), "data": ("seed", "data.source.seed"), "weights": ("seed",)}


def default_vary(experiment: Experiment, seeds: int) -> Vary:
    """Choose what varies where nobody says: of a single repeat nothing, so that it is the experiment's own."""
    if seeds == 1:
        return "weights"
    if isinstance(experiment.data.source, Drawn):
        return "data"
    return "split" if _why_alike(experiment) is None else "weights"


def check_repeats(experiment: Experiment, seeds: int, vary: Vary) -> None:
    """Refuse repeats that there are not.

    Raises
    ------
    UserError : when there are too few or too many, or when nothing of what is to vary can.
    """
    if not 1 <= seeds <= MOST_SEEDS:
        raise UserError(
            "seeds: {seeds} is out of range; give a whole number from 1 to {most}", seeds=seeds, most=MOST_SEEDS
        )
    if vary not in VARY:
        raise UserError("vary: there is no {vary!r}; choose from weights, split, data", vary=vary)
    if vary == "data" and not isinstance(experiment.data.source, Drawn):
        raise UserError("vary: these samples are what they are, and none can be drawn anew; choose split or weights")
    alike = _why_alike(experiment) if vary == "split" else None
    if alike is not None:
        raise UserError(
            "vary: {alike}, so that no split differs; choose {other}", alike=alike, other=_other(experiment)
        )
    for path in _SEEDS[vary]:
        first = _seed_at(experiment, path)
        if first + seeds - 1 > SEED_LIMIT:
            raise UserError(
                "{path}: {seeds} seeds from {first} on go beyond {limit}; choose a smaller seed",
                path=path,
                seeds=seeds,
                first=first,
                limit=SEED_LIMIT,
            )


def check_not_swept(paths: tuple[str, ...], seeds: int, vary: Vary) -> None:
    """Refuse to repeat by a seed that is compared itself."""
    for path in _SEEDS[vary]:
        if path in paths and seeds > 1:
            raise UserError("{path}: it is swept, and several seeds are asked for too; choose one of them", path=path)


def repeats(experiment: Experiment, seeds: int, vary: Vary) -> Iterator[Experiment]:
    """The experiment with its own seeds, then with the next ones; what cannot vary in this one stays."""
    for turn in range(seeds):
        replaced = msgspec.structs.replace(experiment, seed=experiment.seed + turn)
        data = experiment.data
        if vary == "data" and isinstance(data.source, Drawn):
            data = msgspec.structs.replace(
                data, source=msgspec.structs.replace(data.source, seed=data.source.seed + turn)
            )
        elif vary != "weights":
            data = msgspec.structs.replace(data, split=msgspec.structs.replace(data.split, seed=data.split.seed + turn))
        yield msgspec.structs.replace(replaced, data=data)


def with_validation(experiment: Experiment) -> Experiment:
    """The experiment with a validation part to judge by, where it has none.

    A set that is drawn gets fresh points, which cost the training part nothing; of others a quarter of the training
    part becomes one.
    """
    source, split = experiment.data.source, experiment.data.split
    if "validation" in parts_of(experiment):
        return experiment
    if isinstance(source, Drawn):
        fresh = min(MOST_SAMPLES, max(source.samples, _FEWEST_FRESH))
        return change(experiment, {"data.source.fresh_validation": fresh})
    shares = {
        "data.split.train": round(split.train * (1 - VALIDATION_SHARE), 6),
        "data.split.validation": round(split.train * VALIDATION_SHARE, 6),
    }
    return change(experiment, shares)


def validation_notice(before: Experiment, after: Experiment) -> Message | None:
    """Tell of a validation part that was made of training samples; None where none was taken from them."""
    split = after.data.split
    if split == before.data.split:
        return None
    return say(
        "a study needs a validation part to judge by, so it takes data.split.train={train:g} and "
        "data.split.validation={validation:g}",
        train=split.train,
        validation=split.validation,
    )


def _why_alike(experiment: Experiment) -> Message | None:
    """Tell why every seed splits the samples the same way; None where another seed splits them otherwise."""
    split = experiment.data.split
    if not (split.validates or split.test):
        return say("all samples are for training")
    if split.by == "order" and not (split.folds and split.fold is None):
        return say("the samples are split in their order")
    return None


def _other(experiment: Experiment) -> str:
    return "data or weights" if isinstance(experiment.data.source, Drawn) else "weights"


def _seed_at(experiment: Experiment, path: str) -> int:
    place: Any = experiment
    for name in path.split("."):
        place = getattr(place, name)
    return int(place)
