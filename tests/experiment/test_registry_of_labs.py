"""The registry of labs, and the form of their files."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
import pytest

from playground.experiment import UserError, change, lab_of, labs, load, resource_path, write
from playground.experiment.files import decode
from playground.experiment.labs import Lab, decode_lab, encode_lab, is_lab, read_lab, write_lab
from playground.experiment.text import Text


def test_that_the_labs_stand_in_the_order_they_are_taught() -> None:
    assert list(labs())[:2] == ["petals", "quadrants"]
    orders = [lab.order for lab in labs().values()]
    assert orders == sorted(set(orders))
    assert {"petals", "quadrants", "playground"} <= set(labs())


def test_that_every_lab_file_is_named_after_its_slug_and_says_what_it_asks_and_teaches() -> None:
    assert {path.stem for path in resource_path("labs").glob("*.json")} == set(labs())
    for slug, lab in labs().items():
        assert slug == lab.slug
        assert lab.title
        assert lab.question.endswith("?")
        assert lab.lesson.endswith(".")
        assert 3 <= len(lab.steps) <= 7


def texts_of(value: Any) -> Iterator[Text]:
    """Every text in a lab."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(type(value)):
            yield from texts_of(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_of(each)


@pytest.mark.parametrize("lab", labs().values(), ids=labs())
def test_that_every_text_of_a_lab_is_there_in_both_languages(lab: Lab) -> None:
    texts = [text for text in texts_of(lab) if text]
    assert len(texts) > 10
    for text in texts:
        chinese = text.into("zh_CN")
        assert set(text.languages) == {"en", "zh_CN"}, text
        if any(word.islower() and len(word) > 5 for word in text.split()):
            assert any("\u4e00" <= character <= "\u9fff" for character in chinese), text
            assert chinese[-1] in "。？！）" or text[-1] not in ".?!", text


@pytest.mark.parametrize("lab", labs().values(), ids=labs())
def test_that_every_step_asks_before_it_explains(lab: Lab) -> None:
    for step in lab.steps:
        assert step.explain
        if step.predict is not None:
            assert step.predict.question.endswith("?")
            assert str(step.predict.question) != str(step.explain)


@pytest.mark.parametrize("lab", labs().values(), ids=labs())
def test_that_the_buttons_of_a_lab_can_be_pressed_in_any_order(lab: Lab) -> None:
    if lab.experiment is None:
        return
    for one in lab.steps:
        for other in lab.steps:
            change(change(lab.experiment, one.set), other.set)


def test_that_an_experiment_finds_its_lab_by_name() -> None:
    for slug, lab in labs().items():
        if lab.experiment is not None:
            assert lab.experiment.name == slug
            assert lab_of(lab.experiment) is lab
    assert lab_of(decode('{"name": "my own"}', "text")) is None


def test_that_a_lab_with_a_window_of_its_own_has_no_experiment_to_load() -> None:
    assert [slug for slug, lab in labs().items() if lab.experiment is None] == ["initialization", "gradient-descent"]
    for slug in ("initialization", "gradient-descent"):
        with pytest.raises(UserError, match=f"^{slug}: this lab has no experiment; 'playground open {slug}' opens"):
            load(slug)


def test_that_a_lab_is_loaded_by_its_name_and_a_file_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "copy.json"
    write(load("quadrants"), file)
    assert load(file) == load(str(file)) == load("quadrants")


def test_that_a_file_without_an_ending_can_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(load("petals"), "mine")
    assert load("mine") == load("petals")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("petal", "petal: there is no lab or file of this name; did you mean 'petals'?"),
        ("zebra", "zebra: there is no lab or file of this name; choose from petals, quadrants"),
        ("folder/petals", "folder/petals: there is no such file; check the name, or choose an experiment file"),
        ("petals.json", "petals.json: there is no such file; check the name, or choose an experiment file"),
    ],
)
def test_that_an_unknown_name_is_refused_with_what_there_is(name: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        load(name)
    assert str(caught.value).startswith(said)


# A lab of a teacher's own

OWN: dict[str, Any] = {
    "title": "Two moons",
    "question": "how many neurons?",
    "experiment": {"name": "moons", "data": {"source": {"kind": "moons"}}},
    "steps": [
        {
            "task": {"en": "Play.", "zh_CN": "训练。"},
            "predict": {"question": "Enough?", "choices": ["yes", "no"], "answer": 0},
            "set": {"network.layers.0.units": 3},
            "explain": "Three lines.",
            "claim": {
                "where": {"network.layers.0.units": {"at_most": 3}, "training.optimizer": {"kind": "sgd"}},
                "column": "train_accuracy",
                "at_least": 0.9,
                "by": 500,
                "for": 10,
            },
        },
        {"task": "Look.", "predict": {"question": "How many?"}},
    ],
}


def test_that_a_teachers_lab_is_read_and_written_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "moons.playground-lab"
    path.write_text(json.dumps(OWN), encoding="utf-8")
    lab = read_lab(path)
    assert (lab.slug, lab.title, len(lab.steps)) == ("moons", "Two moons", 2)
    assert lab.steps[0].task.into("zh_CN") == "训练。"
    assert lab.steps[0].task.into("fr") == "Play."
    assert load(path) == lab.experiment
    write_lab(lab, tmp_path / "again.playground-lab")
    assert read_lab(tmp_path / "again.playground-lab") == lab
    written = json.loads((tmp_path / "again.playground-lab").read_text(encoding="utf-8"))
    assert written["steps"] == OWN["steps"], "what is as it would be anyway is left out"


@pytest.mark.parametrize("lab", labs().values(), ids=labs())
def test_that_every_lab_is_written_so_that_it_is_read_again(lab: Lab) -> None:
    again = decode_lab(encode_lab(lab), "again")
    assert again == lab
    assert [dict(text.languages) for text in texts_of(again)] == [dict(text.languages) for text in texts_of(lab)]


def test_that_a_lab_finds_the_table_beside_it(tmp_path: Path) -> None:
    (tmp_path / "some.csv").write_text("a,b,c\n1,2,x\n3,4,y\n", encoding="utf-8")
    own = {**OWN, "experiment": {"name": "own", "data": {"source": {"kind": "file", "path": "some.csv"}}}}
    (tmp_path / "own.playground-lab").write_text(json.dumps(own), encoding="utf-8")
    source = load(tmp_path / "own.playground-lab").data.source
    assert source.path == str(tmp_path / "some.csv")  # type: ignore[union-attr]


def test_that_a_lab_is_told_from_an_experiment_by_what_is_in_it() -> None:
    assert is_lab(json.dumps(OWN))
    assert not is_lab(json.dumps(OWN["experiment"]))
    assert not is_lab("no JSON at all")


def test_that_the_page_on_the_form_of_a_lab_holds_one() -> None:
    page = (resource_path().parent / "docs" / "labs.md").read_text(encoding="utf-8")
    lab = decode_lab(page.partition("```json\n")[2].partition("```")[0], "labs.md")
    assert [step.claim is not None for step in lab.steps] == [True, True]


CLAIM = ("steps", 0, "claim")


WRONG: list[tuple[tuple[Any, ...], Any, str]] = [
    (("titel",), "T", "there is no setting titel; choose from aims, compare"),
    (("title",), None, "title: it takes a text, or one for each of en, zh_CN"),
    (("title",), {"fr": "Lunes"}, "title: there is no language 'fr'; choose from en, zh_CN"),
    (("title",), " ", "title: it is empty; write one"),
    (("steps",), [], "steps: there is none; a lab has at least one, with a task"),
    (("steps", 0, "taks"), "x", "steps.0: there is no setting taks; choose from claim, explain, predict, set, task"),
    (("steps", 1, "task"), "", "steps.1.task: it is empty; say what to do"),
    (("steps", 0, "set"), {"network.layers.0.unit": 3}, "steps.0.set.network.layers.0.unit: there is no such setting"),
    (("steps", 0, "set"), {"training.loss": "squared"}, "steps.0.set.training.loss: there is no 'squared'"),
    (("steps", 0, "predict", "answer"), 2, "steps.0.predict.answer: choices are numbered 0 to 1"),
    (("steps", 0, "predict", "choices"), ["yes"], "steps.0.predict.choices: there is only one"),
    ((*CLAIM, "at_lest"), 0.9, "steps.0.claim: there is no setting at_lest; choose from action, at, at_least"),
    ((*CLAIM, "column"), "train_acuracy", "steps.0.claim.column: there is no 'train_acuracy'; did you mean 'train_"),
    ((*CLAIM, "column"), None, "steps.0.claim: a claim has one of column, ended, study or action; there is none"),
    ((*CLAIM, "action"), "exported", "steps.0.claim: a claim has one of column, ended, study or action; not both col"),
    ((*CLAIM, "at_least"), "a lot", "steps.0.claim.at_least: it takes a number or null, not the text 'a lot'"),
    ((*CLAIM, "at_least"), None, "steps.0.claim: a bound is missing; give at_least, at_most, or near with a tol"),
    ((*CLAIM, "at_most"), 0.5, "steps.0.claim: no figure is both at least 0.9 and at most 0.5"),
    ((*CLAIM, "near"), 0.5, "steps.0.claim: near and tolerance go together; give both"),
    ((*CLAIM, "for"), 0, "steps.0.claim.for: it takes a whole number of epochs from 1, not 0"),
    ((*CLAIM, "at"), 100, "steps.0.claim: give by or at, not both"),
    ((*CLAIM, "relative_to"), "base_rate", "steps.0.claim.relative_to: the base rate is that of a loss"),
    ((*CLAIM, "where"), {"network.layer": 1}, "steps.0.claim.where.network.layer: there is no setting layer; did you"),
    (
        (*CLAIM, "where"),
        {"network.layers.*.units": "three"},
        "steps.0.claim.where.network.layers.*.units: it takes a whole number from 1 to 1024, not 'three'",
    ),
    (
        (*CLAIM, "where"),
        {"training.optimizer.kind": "adma"},
        "steps.0.claim.where.training.optimizer.kind: it takes one",
    ),
    (
        (*CLAIM, "where"),
        {"training.l2": {"at_most": "x"}},
        "steps.0.claim.where.training.l2.at_most: it takes a number",
    ),
    ((*CLAIM, "unchanged"), ["dat"], "steps.0.claim.unchanged.0: there is no setting dat; did you mean 'data'?"),
    ((*CLAIM,), {"ended": "exploded"}, "steps.0.claim.ended: there is no 'exploded'; choose from finished, ran_away"),
    ((*CLAIM,), {"ended": "ran_away", "at_least": 1}, "steps.0.claim.at_least: this goes with a column, and the claim"),
    ((*CLAIM,), {"action": "exportd"}, "steps.0.claim.action: there is no 'exportd'; did you mean 'exported'?"),
    (
        (*CLAIM,),
        {"study": {"over": "training.l3"}},
        "steps.0.claim.study.over: there is no setting l3; choose from batch",
    ),
    (
        (*CLAIM,),
        {"study": {"over": "training.l2", "values": [0, "much"]}},
        "steps.0.claim.study.values.1: it takes a number from 0 to 1000, not 'much'",
    ),
    (
        (*CLAIM,),
        {"study": {"over": "training.l2", "shows": [{"column": "train_loss", "reaches": 0.1}]}},
        "steps.0.claim.study.shows.0: reaches and sooner_than go together; give both",
    ),
    (("compare",), [{"name": "one"}], "compare: a comparison has 2 to 6 sides, not 1"),
    (("experiment", "training"), {"loss": "softmax_cross_entropy"}, "experiment.training.loss: softmax_cross_ent"),
    (("experiment", "seeed"), 1, "experiment: there is no setting seeed; choose from data, format, name"),
]


@pytest.mark.parametrize(("place", "value", "said"), WRONG)
def test_that_a_wrong_lab_is_refused_in_one_line_with_the_place(place: tuple[Any, ...], value: Any, said: str) -> None:
    tree = deepcopy(OWN)
    *way, last = place
    holder: Any = tree
    for name in way:
        holder = holder[name]
    holder[last] = value
    with pytest.raises(UserError) as caught:
        decode_lab(json.dumps(tree), "own.playground-lab")
    told = str(caught.value)
    assert told.startswith(f"own.playground-lab: {said}")
    assert "\n" not in told


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"title": 3}', "null", '{"steps": {}}', '{"steps": [[]]}'])
def test_that_what_is_no_lab_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(UserError, match=r"^x: [^\n]+$"):
        decode_lab(text, "x")
