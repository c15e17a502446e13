"""The labs: what each one asks, step by step, and the experiment it opens with.

A lab is a JSON file in `resources/labs`, or a teacher's own file of the same form (`NAME.playground-lab`): title,
question, experiment, and steps, each with its task, a prediction to make, settings that a button applies, an
explanation, and the claim that shows it. A lab without an experiment has a window of its own.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from playground.experiment.change import change
from playground.experiment.claims import Claim, claim_problems, meets, strays, values_at
from playground.experiment.experiment import Experiment
from playground.experiment.files import (
    as_found_from,
    as_given,
    as_named_in,
    decode,
    read_bytes,
    resource_path,
    write_bytes,
)
from playground.experiment.message import Message, UserError, say
from playground.experiment.rules import check
from playground.experiment.settings import suggestion
from playground.experiment.text import Text, decode_text, encode_text
from playground.experiment.validation import UNKNOWN, decode_error


class Predict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A question to answer before the step is done: one of `choices`, or where there are none a number.

    answer : what the run shows: the number of a choice, counted from 0, or a number; None where it depends.
    unit : of the number, as "of 100".
    """

    question: Text
    choices: tuple[Text, ...] = ()
    answer: float | None = None
    unit: Text = Text("")


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One step of a lab: predict, do, observe, explain.

    task : what to do. set : settings by path, which a button applies. explain : opens when the claim has been shown, or
    at once where there is none.
    """

    task: Text
    predict: Predict | None = None
    set: dict[str, Any] = {}
    explain: Text = Text("")
    claim: Claim | None = None


class Side(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One side of a fair comparison: its name, and the settings that make it."""

    name: Text
    set: dict[str, Any] = {}


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A height of the loss that is worth knowing, as that of a plateau, and what it is called."""

    loss: float
    text: Text


class Lab(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A lab.

    slug : its name on the command line; that of its file where the file does not say. question : stands under its
        title. lesson : what it comes to, in short. order : its place among the labs.
    sweep, search : the study that answers the question, settings by path, their values as a person types them.
    compare : the two to six sides of the fair comparison that it opens as.
    study_epochs : how long that study trains each, where not as long as the experiment. study_seeds : its repeats.
    marks : what the plot of the loss is marked at, beside the base rate.
    aims : findings of the doctor, by kind, that the lab is out to show, and that are no illness in it.
    """

    title: Text
    question: Text
    steps: tuple[Step, ...]
    experiment: Experiment | None = None
    slug: str = ""
    lesson: Text = Text("")
    order: int = 0
    sweep: dict[str, str] = {}
    search: dict[str, str] = {}
    compare: tuple[Side, ...] = ()
    study_epochs: int | None = None
    study_seeds: int = 1
    marks: tuple[Mark, ...] = ()
    aims: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of its steps, in their order."""
        return tuple(step.claim for step in self.steps if step.claim is not None)


@cache
def labs() -> dict[str, Lab]:
    """Every lab by its slug, in the order they are taught."""
    found = [decode_lab(path.read_bytes(), path.name) for path in sorted(resource_path("labs").glob("*.json"))]
    return {lab.slug: lab for lab in sorted(found, key=lambda lab: lab.order)}


def lab_of(experiment: Experiment) -> Lab | None:
    """The lab that an experiment carries the name of, as long as it asks its question of the same kind of data."""
    lab = labs().get(experiment.name)
    if lab is None or lab.experiment is None:
        return None
    return lab if type(lab.experiment.data.source) is type(experiment.data.source) else None


def kinds_of_data(lab: Lab) -> tuple[type, ...]:
    """The kind of data that each of a lab's steps is about: the lab's own, or those that the step takes."""
    if lab.experiment is None:
        return ()
    return tuple(type(change(lab.experiment, step.set).data.source) for step in lab.steps)


def prepared(lab: Lab, number: int, experiment: Experiment) -> Experiment:
    """The experiment that a step asks for, from the one that is open; that one itself where nothing has to be changed.

    It has what the step sets. What the step's claim needs as the lab has it is put back; all else stays as it is.
    """
    step, claim = lab.steps[number], lab.steps[number].claim
    if lab.experiment is None:
        return experiment
    wanted = change(lab.experiment, _data_before(lab, number) | step.set)
    try:
        made = change(experiment, step.set)
        if claim is None or claim.action is not None:
            return made
        if type(made.data.source) is not type(wanted.data.source):
            return wanted
        paths = [path for path in strays(wanted, made, claim) if not any(path.startswith(own) for own in step.set)]
        for path, condition in claim.where.items():
            if meets(wanted, {path: condition}) and not meets(made, {path: condition}):
                paths += _spelled_out(path, wanted)
        return change(made, {path: values_at(wanted, path)[0] for path in paths if values_at(wanted, path)})
    except UserError:
        return wanted


def _data_before(lab: Lab, number: int) -> dict[str, Any]:
    """The data that the steps before left, which a step without any of its own goes on with."""
    return {path: value for step in lab.steps[:number] for path, value in step.set.items() if path == "data.source"}


def _spelled_out(path: str, experiment: Experiment) -> list[str]:
    """The paths that one with `*` stands for in an experiment."""
    if ".*" not in path:
        return [path]
    before, _, after = path.partition(".*")
    return [f"{before}.{number}{after}" for number in range(len(values_at(experiment, f"{before}.*")))]


def load(name: str | Path) -> Experiment:
    """The experiment of a lab by its name, or of a file by its path, which may be a teacher's lab."""
    lab = labs().get(str(name))
    if lab is None:
        path = Path(name)
        if not path.suffix and path.name == str(name) and not _is_there(path):
            told = suggestion(str(name), list(labs()))
            raise UserError("{name}: there is no lab or file of this name; {told}", name=name, told=told)
        content = read_bytes(path, "an experiment file")
        if not is_lab(content):
            return as_found_from(decode(content, str(path)), path)
        lab = _lab_in(content, path)
    if lab.experiment is None:
        raise UserError("{name}: this lab has no experiment; 'playground open {name}' opens its window", name=name)
    return lab.experiment


# Files


def read_lab(path: str | Path) -> Lab:
    """The lab in a file; a data file that it names beside itself is found there, wherever the program runs."""
    return _lab_in(read_bytes(Path(path), "a lab file"), path)


def write_lab(lab: Lab, path: str | Path) -> None:
    """Write a lab to a file, whole or not at all; its data files are found again from there."""
    if lab.experiment is not None:
        lab = msgspec.structs.replace(lab, experiment=as_named_in(lab.experiment, path))
    write_bytes(Path(path), encode_lab(lab).encode())


def decode_lab(content: str | bytes, name: str) -> Lab:
    """The lab in a JSON text; `name`, of the file it came from, is told where something is wrong.

    Raises
    ------
    UserError : for what is no lab, with the place and the reason.
    """
    tree = as_given(content)
    if tree is UNKNOWN:
        raise UserError("{name}: this is not a JSON file; choose a lab file", name=name)
    try:
        lab = msgspec.convert(tree, Lab, dec_hook=decode_text)
    except msgspec.ValidationError as error:
        raise UserError("{name}: {told}", name=name, told=decode_error(error, tree, root=Lab)) from None
    for problem in _problems(lab):
        raise UserError("{name}: {told}", name=name, told=problem)
    return lab if lab.slug else msgspec.structs.replace(lab, slug=Path(name).stem)


def encode_lab(lab: Lab) -> str:
    """The lab as indented JSON, without what is as it would be anyway."""
    tree = msgspec.to_builtins(lab, enc_hook=encode_text)
    return msgspec.json.format(msgspec.json.encode(tree), indent=2).decode() + "\n"


def is_lab(content: str | bytes) -> bool:
    """Tell whether a file's content is meant as a lab: it has steps, which nothing else has."""
    tree = as_given(content)
    return isinstance(tree, dict) and "steps" in tree


def _lab_in(content: bytes, path: str | Path) -> Lab:
    lab = decode_lab(content, str(path))
    if lab.experiment is None:
        return lab
    return msgspec.structs.replace(lab, experiment=as_found_from(lab.experiment, path))


def _problems(lab: Lab) -> Iterator[Message]:
    """Each thing that does not fit together, as one line with its place and remedy."""
    for name in ("title", "question"):
        if not getattr(lab, name).strip():
            yield say("{name}: it is empty; write one", name=name)
    if not lab.steps:
        yield say("steps: there is none; a lab has at least one, with a task")
    if lab.experiment is not None:
        try:
            check(lab.experiment)
        except UserError as error:
            yield say("experiment.{told}", told=error.message)
            return
    for number, step in enumerate(lab.steps):
        yield from _step_problems(lab, step, f"steps.{number}")
    if len(lab.compare) == 1 or len(lab.compare) > 6:
        yield say("compare: a comparison has 2 to 6 sides, not {count}", count=len(lab.compare))
    for number, side in enumerate(lab.compare):
        yield from _set_problems(lab, side.set, f"compare.{number}.set")
    if lab.study_seeds < 1:
        yield say("study_seeds: it takes a whole number from 1, not {count}", count=lab.study_seeds)


def _step_problems(lab: Lab, step: Step, place: str) -> Iterator[Message]:
    if not step.task.strip():
        yield say("{place}.task: it is empty; say what to do", place=place)
    yield from _set_problems(lab, step.set, f"{place}.set")
    predict = step.predict
    if predict is not None and predict.choices:
        count = len(predict.choices)
        if count == 1:
            yield say("{place}.predict.choices: there is only one; give two, or none for a number", place=place)
        if predict.answer is not None and predict.answer not in range(count):
            yield say("{place}.predict.answer: choices are numbered 0 to {last}", place=place, last=count - 1)
    if step.claim is not None:
        yield from claim_problems(step.claim, f"{place}.claim")


def _set_problems(lab: Lab, assignments: dict[str, Any], place: str) -> Iterator[Message]:
    if not assignments:
        return
    if lab.experiment is None:
        yield say("{place}: this lab has no experiment to set anything in; add one", place=place)
        return
    try:
        change(lab.experiment, assignments)
    except UserError as error:
        yield say("{place}.{told}", place=place, told=error.message)


def _is_there(path: Path) -> bool:
    """Tell whether the path exists; a name that no file could have does not."""
    try:
        return path.exists()
    except OSError:
        return False
