"""The registry of labs."""

from pathlib import Path

import pytest

from playground.experiment import UserError, lab_of, labs, load, resource_path, write
from playground.experiment.files import decode


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
