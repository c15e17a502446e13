"""Trials that are under way, or were left there by a cancelled study: what of them can stand in a table."""

import math
from dataclasses import replace

from playground.studies import Group, Result, Slice, Trial

UNFINISHED = "unfinished"


def result_so_far(trial: Trial, live: Slice) -> Result:
    """What a trial has come to; how long all of it took is not known here."""
    return Result(
        number=trial.number,
        assignments=dict(trial.assignments),
        seed=trial.seed,
        epochs=live.epoch,
        reason=UNFINISHED,
        message="",
        scores=dict(live.scores),
        r_squared=dict(live.r_squared),
        parameters=live.parameters,
        seconds=math.nan,
    )


def with_so_far(group: Group, found: dict[int, Result]) -> Group:
    """A group with what its unfinished trials have come to."""
    return replace(group, results={**found, **group.results}, _spreads={}) if found else group
