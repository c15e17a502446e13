"""The registry of labs: what each one asks, and the experiment it opens with.

A lab is a JSON file in `resources/labs`: its place in the order, title, question, lesson, claims and experiment. A lab
without an experiment has a window of its own.
"""

from functools import cache
from math import inf
from pathlib import Path

import msgspec

from playground.experiment.experiment import Experiment
from playground.experiment.files import read, resource_path
from playground.experiment.message import UserError
from playground.experiment.settings import suggestion


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a lab says a run will show: a figure of the history that gets as high or as low as this."""

    text: str
    column: str
    at_least: float = -inf
    at_most: float = inf


class Lab(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A lab: `slug` is its name on the command line, `question` stands under its title, `claims` come true in turn.

    sweep, search : the study that answers the question, settings by path, their values as a person types them.
    study_epochs : how long that study trains each, where not as long as the experiment.
    """

    slug: str
    title: str
    question: str
    lesson: str
    order: int
    experiment: Experiment | None = None
    claims: tuple[Claim, ...] = ()
    sweep: dict[str, str] = {}
    search: dict[str, str] = {}
    study_epochs: int | None = None


@cache
def labs() -> dict[str, Lab]:
    """Every lab by its slug, in the order they are taught."""
    files = sorted(resource_path("labs").glob("*.json"))
    found = [msgspec.json.decode(path.read_bytes(), type=Lab) for path in files]
    return {lab.slug: lab for lab in sorted(found, key=lambda lab: lab.order)}


def lab_of(experiment: Experiment) -> Lab | None:
    """The lab that an experiment carries the name of, as long as it asks its question of the same kind of data."""
    lab = labs().get(experiment.name)
    if lab is None or lab.experiment is None:
        return None
    return lab if type(lab.experiment.data.source) is type(experiment.data.source) else None


def load(name: str | Path) -> Experiment:
    """The experiment of a lab by its name, or of a file by its path."""
    lab = labs().get(str(name))
    if lab is not None:
        if lab.experiment is None:
            raise UserError(f"{name}: this lab has no experiment; 'playground open {name}' opens its window")
        return lab.experiment
    path = Path(name)
    if not path.suffix and path.name == str(name) and not _is_there(path):
        raise UserError(f"{name}: there is no lab or file of this name; {suggestion(str(name), list(labs()))}")
    return read(path)


def _is_there(path: Path) -> bool:
    """Whether the path exists; a name that no file could have does not."""
    try:
        return path.exists()
    except OSError:
        return False
