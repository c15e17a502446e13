"""Repeats: what varies with the seed, what suits which data, and a validation part to judge by."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.data import build_dataset
from playground.experiment import Experiment, UserError, change, load
from playground.studies import (
    Axis,
    Comparison,
    LogUniform,
    Search,
    Sweep,
    Trial,
    Variant,
    default_vary,
    validation_notice,
    with_validation,
)
from playground.studies.repeats import check_repeats, repeats
from playground.training import Run

UNITS = "network.layers.0.units"
ALL_FOR_TRAINING = {"data.split": {"train": 1.0, "validation": 0.0, "test": 0.0}}


def table(path: Path) -> Experiment:
    """A table of a person's own."""
    rows = "".join(f"{i},{i * i % 7},{'ab'[i % 2]}\n" for i in range(80))
    path.write_text("x,y,k\n" + rows, encoding="utf-8")
    source = {"kind": "file", "path": str(path), "target": "k"}
    return change(load("digits"), {"data.source": source})


def seeds_of(trials: tuple[Trial, ...]) -> list[tuple[int, int, int]]:
    """Seeds of the weights, the source and the split."""
    return [(each.seed, each.experiment.data.source.seed, each.experiment.data.split.seed) for each in trials]


@pytest.mark.parametrize(
    ("vary", "expected"),
    [
        ("weights", [(3, 1, 0), (4, 1, 0), (5, 1, 0)]),
        ("data", [(3, 1, 0), (4, 2, 0), (5, 3, 0)]),
        ("split", [(3, 1, 0), (4, 1, 1), (5, 1, 2)]),
    ],
)
def test_that_a_repeat_has_the_next_seeds_of_what_varies(vary: str, expected: list[tuple[int, int, int]]) -> None:
    petals = change(load("petals"), {"data.split": {"train": 0.5, "validation": 0.25, "test": 0.25}})
    study = Sweep(petals, (Axis(UNITS, (1, 2)),), seeds=3, vary=vary)  # type: ignore[arg-type]
    assert seeds_of(study.trials()) == expected * 2
    compared = Comparison(petals, (Variant("one"), Variant("two", {"training.l2": 0.1})), 3, vary=vary)  # type: ignore[arg-type]
    assert seeds_of(compared.trials()) == expected * 2
    searched = Search(petals, {"training.l2": LogUniform(0.1, 1)}, 2, seeds=3, vary=vary)  # type: ignore[arg-type]
    assert seeds_of(searched.trials()) == expected * 2
    assert [each.turn for each in searched.trials()] == [0, 1, 2] * 2


def test_that_what_varies_suits_the_data(tmp_path: Path) -> None:
    assert default_vary(load("petals"), 5) == "data"
    assert default_vary(load("petals"), 1) == "weights"
    assert default_vary(load("digits"), 5) == "split"
    assert default_vary(table(tmp_path / "t.csv"), 5) == "split"
    assert default_vary(change(load("digits"), ALL_FOR_TRAINING), 5) == "weights"


@pytest.mark.parametrize(
    ("lab", "settings", "vary", "said"),
    [
        ("digits", {}, "data", "vary: these samples are what they are, and none can be drawn anew"),
        ("petals", {}, "split", "vary: all samples are for training, so that no split differs; choose data or weights"),
        ("digits", ALL_FOR_TRAINING, "split", "vary: all samples are for training, so that no split differs; choose"),
        ("petals", {"data.source.seed": 2**32 - 3}, "data", "data.source.seed: 5 seeds from 4294967293 on go beyond"),
        ("petals", {"seed": 2**32 - 3}, "weights", "seed: 5 seeds from 4294967293 on go beyond"),
        ("petals", {}, "noise", "vary: there is no 'noise'; choose from weights, split, data"),
    ],
)
def test_that_repeats_that_there_are_not_are_refused(
    lab: str, settings: dict[str, object], vary: str, said: str
) -> None:
    with pytest.raises(UserError) as refused:
        Sweep(change(load(lab), settings), (Axis(UNITS, (1, 2)),), seeds=5, vary=vary)  # type: ignore[arg-type]
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(("path", "vary"), [("data.source.seed", "data"), ("seed", "weights"), ("seed", "data")])
def test_that_a_seed_that_is_compared_does_not_vary_too(path: str, vary: str) -> None:
    with pytest.raises(UserError, match="it is swept, and several seeds are asked for too"):
        Sweep(load("petals"), (Axis(path, (1, 2)),), seeds=2, vary=vary)  # type: ignore[arg-type]
    assert Sweep(load("petals"), (Axis("data.source.seed", (1, 2)),), seeds=2, vary="weights").trials()


def test_that_settings_are_compared_in_pairs_on_the_same_samples() -> None:
    study = Sweep(with_validation(load("petals")), (Axis(UNITS, (1, 2)),), seeds=2)
    built = [build_dataset(trial.experiment) for trial in study.trials()]
    for part in ("train", "validation", "test"):
        first, second, third, fourth = (data.parts[part].points for data in built)
        assert np.array_equal(first, third)
        assert np.array_equal(second, fourth)
        assert not np.array_equal(first, second)


def test_that_another_split_has_the_same_samples_in_other_parts() -> None:
    digits = load("digits")
    study = Sweep(digits, (Axis(UNITS, (8,)),), seeds=2)
    one, other = (build_dataset(trial.experiment) for trial in study.trials())
    assert len(one.train) == len(other.train)
    assert not np.array_equal(one.train.points, other.train.points)
    whole = [np.concatenate([part.points for part in data.parts.values()]) for data in (one, other)]
    assert np.array_equal(*(np.sort(points.sum(axis=1)) for points in whole))


def test_that_generated_sets_get_fresh_validation_points_that_cost_no_training_sample() -> None:
    petals = load("petals")
    parted = with_validation(petals)
    assert parted.data.source.fresh_validation == 400  # type: ignore[union-attr]
    before, after = build_dataset(petals), build_dataset(parted)
    assert after.validation is not None
    assert before.test is not None
    assert after.test is not None
    assert len(after.validation) == 400
    assert np.array_equal(before.train.points, after.train.points)
    assert np.array_equal(before.test.points, after.test.points)
    assert not np.array_equal(after.validation.points, after.test.points)
    assert validation_notice(petals, parted) is None
    assert with_validation(parted) is parted
    few = with_validation(change(petals, {"data.source.samples": 40})).data.source
    assert few.fresh_validation == 400  # type: ignore[union-attr]


def test_that_other_data_give_a_quarter_of_the_training_part_which_is_told(tmp_path: Path) -> None:
    experiment = change(table(tmp_path / "t.csv"), {"data.split": {"train": 0.8, "validation": 0.0, "test": 0.2}})
    parted = with_validation(experiment)
    assert (parted.data.split.train, parted.data.split.validation, parted.data.split.test) == (0.6, 0.2, 0.2)
    assert str(validation_notice(experiment, parted)) == (
        "a study needs a validation part to judge by, so it takes data.split.train=0.6 and data.split.validation=0.2"
    )


def test_that_fresh_validation_points_can_be_waited_for_too() -> None:
    settings = {"data.source.fresh_validation": 100, "training.stop.patience": 5, "training.epochs": 50}
    run = Run(change(load("petals"), settings))
    run.train()
    assert set(run.snapshot().scores) == {"train", "validation", "test"}
    with pytest.raises(UserError, match="it watches the validation loss"):
        change(load("petals"), {"training.stop.patience": 5})


def test_that_the_default_split_seed_leaves_the_split_as_it_was() -> None:
    waves = load("waves")
    first = build_dataset(waves).train.points
    assert np.array_equal(first, build_dataset(change(waves, {"data.split.seed": 0})).train.points)
    other = build_dataset(change(waves, {"data.split.seed": 1})).train.points
    assert not np.array_equal(first, other)
    # As it was before the split had a seed of its own.
    assert first.sum() == pytest.approx(6480.3147601385535, abs=1e-6)


@pytest.mark.parametrize(
    ("split", "varies"),
    [
        ({"train": 0.7, "validation": 0.3}, "split"),
        ({"train": 1.0, "folds": 5}, "split"),
        ({"train": 1.0, "folds": 5, "fold": 2}, "split"),
        ({"train": 0.8, "test": 0.2, "by": "order"}, "weights"),
        ({"train": 1.0, "folds": 5, "by": "order"}, "split"),
        ({"train": 1.0, "folds": 5, "fold": 2, "by": "order"}, "weights"),
        ({"train": 1.0}, "weights"),
    ],
)
def test_that_splits_vary_where_another_seed_splits_otherwise(split: dict[str, Any], varies: str) -> None:
    digits = change(load("digits"), {"data.split": {"validation": 0.0, "test": 0.0} | split})
    assert default_vary(digits, 5) == varies
    first, other = (build_dataset(each) for each in repeats(digits, 2, "split"))
    assert np.array_equal(first.train.points, other.train.points) == (varies == "weights")
    if varies == "weights":
        with pytest.raises(UserError, match="so that no split differs; choose weights"):
            check_repeats(digits, 5, "split")
    else:
        check_repeats(digits, 5, "split")
