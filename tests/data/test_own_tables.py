"""What a table becomes: gaps filled, splits by groups, order and folds, a test table of its own, columns as names."""

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.random import RandomState

from playground.data import Dataset, build_dataset, parts_lacking
from playground.data.proposal import for_table
from playground.data.tables import read_table
from playground.data.tables.plan import Plan, Wishes
from playground.experiment import Experiment, Split, UserError, change, decode, encode, load
from playground.training import Run

Write = Callable[[str], Path]
ROWS = 120
RANDOM = RandomState(3)
A, B = RANDOM.randn(ROWS).round(4), RANDOM.permutation(ROWS) / 8


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_table(text: str, name: str = "t.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_table  # type: ignore[return-value]


@pytest.fixture
def people(write: Write) -> Path:
    """Who was measured several times, with gaps in a number and in a text."""
    rows = (
        f"p{i // 6},{'' if i % 10 == 0 else A[i]},{['', 'red', 'blue', 'red'][i % 4]},{B[i]},{'xy'[i // 3 % 2]}"
        for i in range(ROWS)
    )
    return write("\n".join(["person,a,colour,b,kind", *rows]))


def experiment(path: Path, **settings: Any) -> Experiment:
    return for_table(load("petals"), path, {name.replace("__", "."): value for name, value in settings.items()})[0]


def rows_of(dataset: Dataset) -> list[list[float]]:
    """The values of b, which tell each row, of every part."""
    place = dataset.preparation.features.index("b")
    return [part.points[:, place].tolist() for part in dataset.parts.values()]


# Gaps


def test_that_missing_numbers_become_the_median_of_the_training_part_alone(people: Path) -> None:
    whole = experiment(people, data__source__fill="median", data__preprocessing="none")
    dataset = build_dataset(whole)
    place = dataset.preparation.features.index("a")
    table = read_table(people)
    known = dict(zip(B.tolist(), table["a"].values.tolist(), strict=True))  # type: ignore[union-attr]
    b = dataset.preparation.features.index("b")
    train = [known[value] for value in dataset.train.points[:, b].tolist()]
    median = float(np.nanmedian(train))
    for part in dataset.parts.values():
        for row in part.points:
            expected = known[row[b]]
            assert row[place] == (median if np.isnan(expected) else expected)
    assert dataset.preparation.fill is not None and dataset.preparation.fill[place] == median
    raw = dataset.train.points[:1].copy()
    raw[0, place] = np.nan
    assert dataset.preparation(raw)[0, place] == median, "rows that come later are filled alike"


def test_that_no_row_is_left_out_where_gaps_are_filled(people: Path) -> None:
    counts = {}
    for fill in ("none", "category", "median"):
        dataset = build_dataset(experiment(people, data__source__fill=fill))
        counts[fill] = sum(len(part) for part in dataset.parts.values())
        assert ("colour = (missing)" in dataset.preparation.features) == (fill != "none")
    assert counts == {"none": 84, "category": 108, "median": ROWS}


def test_that_a_missing_target_is_never_filled(write: Write) -> None:
    rows = "".join(f"{A[i]},{B[i]},{'' if i % 5 == 0 else 'xy'[i % 2]}\n" for i in range(ROWS))
    dataset = build_dataset(experiment(write("a,b,kind\n" + rows), data__source__fill="median"))
    assert sum(len(part) for part in dataset.parts.values()) == ROWS - ROWS // 5
    assert dataset.classes == ("x", "y")


def test_that_a_filled_table_trains(people: Path) -> None:
    run = Run(experiment(people, data__source__fill="median"))
    run.train(epochs=3)
    assert np.isfinite(run.history["train_loss"]).all()


# Splits


def test_that_the_split_seed_leaves_the_usual_split_as_it_was() -> None:
    plain = build_dataset(load("digits"))
    assert load("digits").data.split.seed == 0
    other = build_dataset(change(load("digits"), {"data.split.seed": 1}))
    again = build_dataset(change(load("digits"), {"data.split.seed": 1}))
    assert not np.array_equal(plain.train.points, other.train.points)
    np.testing.assert_array_equal(other.train.points, again.train.points)
    assert [len(part) for part in plain.parts.values()] == [len(part) for part in other.parts.values()]


def test_that_rows_of_one_group_are_in_one_part(people: Path) -> None:
    settings = {"data.split.by": "group", "data.split.column": "person", "data.source.fill": "median"}
    person = {b: i // 6 for i, b in enumerate(B.tolist())}
    for seed in range(4):
        dataset = build_dataset(for_table(load("petals"), people, settings | {"data.split.seed": seed})[0])
        groups = [{person[b] for b in rows} for rows in rows_of(dataset)]
        assert not (groups[0] & groups[1] or groups[0] & groups[2] or groups[1] & groups[2])
        sizes = [len(part) for part in dataset.parts.values()]
        assert sum(sizes) == ROWS
        assert np.abs(np.array(sizes) - ROWS * np.array([0.7, 0.15, 0.15])).max() <= 6


def test_that_by_order_the_first_rows_teach_and_the_last_test(people: Path) -> None:
    dataset = build_dataset(experiment(people, data__split__by="order", data__source__fill="median"))
    assert list(chain(*rows_of(dataset))) == B.tolist()


@pytest.mark.parametrize("by", ["random", "group", "order"])
def test_that_folds_take_turns_and_the_test_part_stays(people: Path, by: str) -> None:
    settings = {"data.split.by": by, "data.split.column": "person", "data.split.folds": 5, "data.source.fill": "median"}
    seen: list[float] = []
    tests = set()
    for seed in range(5):
        dataset = build_dataset(for_table(load("petals"), people, settings | {"data.split.seed": seed})[0])
        train, validation, test = rows_of(dataset)
        seen += validation
        tests.add(tuple(test))
        assert not set(train) & set(validation)
        if by == "order":
            assert validation[0] == B.tolist()[len(train)], "a fold is taught by all before it"
        else:
            assert len(train) + len(validation) + len(test) == ROWS
    assert len(tests) == 1
    assert len(set(seen)) == len(seen)
    if by != "order":
        assert len(seen) + len(tests.pop()) == ROWS


def test_that_the_fold_can_be_chosen_and_seeds_beyond_the_folds_deal_anew(people: Path) -> None:
    def validation(**settings: Any) -> list[float]:
        return rows_of(
            build_dataset(experiment(people, data__source__fill="median", data__split__folds=5, **settings))
        )[1]

    assert validation(data__split__fold=3) == validation(data__split__seed=2)
    turns = [validation(data__split__seed=5 + fold) for fold in range(5)]
    assert len(set(chain(*turns))) == sum(map(len, turns))
    assert validation(data__split__seed=5) != validation(data__split__seed=0)


@pytest.mark.parametrize("samples", [100, 101, 104, 1797])
@pytest.mark.parametrize("folds", [2, 3, 10])
@pytest.mark.parametrize("by", ["random", "order"])
def test_that_folds_have_the_sizes_that_are_told(samples: int, folds: int, by: str) -> None:
    from playground.data import split_rows

    labels = np.arange(samples) % 3
    for seed in range(folds):
        split = Split(train=0.6, validation=0.2, test=0.2, folds=folds, seed=seed, by=by)  # type: ignore[arg-type]
        found = split_rows(samples, split, RandomState([0, 3]), labels)
        assert tuple(map(len, found)) == split.sizes(samples)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"data.split.by": "group"}, "data.split.column: no column is named to group by"),
        ({"data.split.folds": 1}, "data.split.folds: one fold leaves nothing"),
        ({"data.split.folds": 3, "data.split.fold": 4}, "data.split.fold: there are 3 folds; choose from 1 to 3"),
        ({"data.split.by": "group", "data.split.column": "nobody"}, 'no column "nobody"'),
        ({"data.split.by": "group", "data.split.column": "kind"}, "has 2 groups for 3 parts"),
        ({"data.split.by": "chance"}, "there is no 'chance'; choose from random, group, order"),
    ],
)
def test_that_splits_that_cannot_be_are_refused(people: Path, settings: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said):
        build_dataset(for_table(load("petals"), people, settings)[0])


def test_that_points_have_no_groups_and_folds_take_the_place_of_a_validation_share() -> None:
    with pytest.raises(UserError, match="petals has no columns to group by; set it to random"):
        change(load("petals"), {"data.split.by": "group", "data.split.column": "x1"})
    folds = change(load("petals"), {"data.split.folds": 4, "training.stop.patience": 5})
    assert [len(part) for part in build_dataset(folds).parts.values()] == [300, 100, 400]


# A test table


def test_that_a_test_table_is_the_whole_test_part_in_the_same_terms(write: Any) -> None:
    def table(kinds: str, count: int) -> str:
        rows = (f"{A[i]},{['red', 'blue', 'green'][i % 3]},{kinds[i % len(kinds)]},{B[i]}\n" for i in range(count))
        return "a,colour,kind,b\n" + "".join(rows)

    path = write(table("yx", 60))
    more = "b,kind,colour,a\n0.5,x,red,1.5\n0.25,y,violet,2.5\n0.125,z,red,3.5\n2.5,x,blue,\n0.75,y,green,4.5\n"
    settings = {"data.source.test_path": str(write(more, "later.csv")), "data.preprocessing": "none"}
    chosen, _ = for_table(load("petals"), path, settings, Wishes("kind"))
    dataset = build_dataset(chosen)
    assert dataset.preparation.features == ("a", "colour = blue", "colour = green", "colour = red", "b")
    assert dataset.test is not None and dataset.official_test
    assert dataset.test.points.tolist() == [[1.5, 0, 0, 1, 0.5], [4.5, 0, 1, 0, 0.75]], "what is known from the first"
    assert dataset.test.labels is not None and dataset.test.labels.tolist() == [0, 1]
    assert (len(dataset.train), len(dataset.validation or ())) == (51, 9), "the test share teaches"
    assert decode(encode(chosen), "") == chosen


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,kind\n1,x\n2,y\n", 'this test table has no column "b"; give one with the columns of t.csv'),
        ("a,b,kind\nq,1,x\nr,2,y\n", '"a" holds texts here and numbers in t.csv'),
        ("a,b,kind\n1,2,p\n3,4,q\n", "no row of this test table has all inputs and a target that is known from t.csv"),
    ],
)
def test_that_a_test_table_that_does_not_fit_is_refused(write: Any, text: str, said: str) -> None:
    path = write("a,b,kind\n" + "".join(f"{A[i]},{B[i]},{'xy'[i % 2]}\n" for i in range(40)))
    settings = {"data.source.test_path": str(write(text, "later.csv"))}
    with pytest.raises(UserError, match=said):
        build_dataset(for_table(load("petals"), path, settings)[0])


def test_that_values_of_a_test_table_are_tested_in_their_unit(write: Any) -> None:
    path = write("a,b,price\n" + "".join(f"{A[i]},{B[i]},{100 + 9 * A[i]:.3f}\n" for i in range(60)))
    settings = {"data.source.test_path": str(write("price,a,b\n90,1,2\n110,3,4\n", "later.csv"))}
    dataset = build_dataset(for_table(load("petals"), path, settings)[0])
    assert dataset.test is not None
    np.testing.assert_allclose(dataset.target_scale.raw(dataset.test.y)[:, 0], [90, 110])


# Classes, categories, dates


def test_that_a_class_that_a_part_lacks_is_told(write: Any) -> None:
    kinds = ["rare" if i in (5, 50) else "xy"[i % 2] for i in range(ROWS)]
    dataset = build_dataset(
        experiment(write("a,b,kind\n" + "".join(f"{a},{b},{k}\n" for a, b, k in zip(A, B, kinds, strict=True))))
    )
    assert sum("rare" in classes for classes in dataset.lacking.values()) >= 1
    assert str(parts_lacking(dataset)).startswith('the test part has no sample of class "rare"')
    assert parts_lacking(build_dataset(load("digits"))) is None


def test_that_dates_stay_out_until_they_are_wanted_and_are_days_then(write: Any) -> None:
    rows = "".join(f"{1 + i % 28:02}.{1 + i % 12:02}.2024,{A[i]},{'xy'[i % 2]}\n" for i in range(ROWS))
    path = write("day,a,kind\n" + rows)
    assert build_dataset(experiment(path)).preparation.features == ("a",)
    days = build_dataset(experiment(path, data__source__dates="days", data__preprocessing="none"))
    assert days.plane_names == ("day", "a")
    assert 19_723 <= days.train.points[:, 0].min() <= days.train.points[:, 0].max() < 19_723 + 366
    named = for_table(load("petals"), path, {"data.source.categories": ["day"]}, Wishes(inputs=("day", "a")))[0]
    assert len(build_dataset(named).preparation.features) > 50


@pytest.mark.parametrize(
    ("written", "days"),
    [
        (["2024-02-29", "1970-01-02"], [19_782, 1]),
        (["2024-02-29T12:00:00Z", "1970-01-01 06:00"], [19_782.5, 0.25]),
        (["29.02.2024", "02.01.1970"], [19_782, 1]),
        (["2/29/2024", "1/2/1970"], [19_782, 1]),
        (["29/02/2024", "02/01/1970"], [19_782, 1]),
        (["29 Feb 2024", "2 January 1970"], [19_782, 1]),
        (["Feb 29, 2024", "January 2, 1970"], [19_782, 1]),
        (["2024年2月29日", "1970年1月2日"], [19_782, 1]),
        (["29-Feb-24", "02-Jan-70"], [19_782, 1]),
        (["2/29/2024 6:00 PM", "1/2/1970 12:00 AM"], [19_782.75, 1]),
    ],
)
def test_that_dates_of_many_ways_are_days(written: list[str], days: list[float]) -> None:
    text = "day\tkind\n" + "".join(f"{day}\tx\n" for day in written)
    column = read_table(text.encode())["day"]
    assert column.kind == "text" and column.days is not None
    assert column.days.tolist() == days


def test_that_texts_are_no_dates() -> None:
    for cells in (
        ["1.2.3", "4.5.6"],
        ["Mary 2020", "John 2021"],
        ["12-34-5678", "98-76-5432"],
        ["45.13.2020", "46.14.2021"],
    ):
        column = read_table(("v\tk\n" + "".join(f"{cell}\tx\n" for cell in cells)).encode())["v"]
        assert column.kind == "text" and column.days is None, cells


def test_that_a_column_of_numbers_may_be_names(write: Any) -> None:
    path = write("a,zone,kind\n" + "".join(f"{A[i]},{[10, 9, 2][i % 3]},{'xy'[i % 2]}\n" for i in range(ROWS)))
    dataset = build_dataset(experiment(path, data__source__categories=["zone"]))
    assert dataset.preparation.features == ("a", "zone = 2", "zone = 9", "zone = 10")


def test_that_the_plan_and_the_dataset_agree_on_what_there_is(people: Path) -> None:
    for fill in ("none", "category", "median"):
        settings = {"data.source.fill": fill}
        chosen, plan = for_table(load("petals"), people, settings)
        dataset = build_dataset(chosen)
        assert plan.samples == sum(len(part) for part in dataset.parts.values())
        assert plan.features == dataset.inputs
        assert plan.target is not None and plan.target.classes == dataset.classes


def test_that_another_target_has_other_copies(write: Any) -> None:
    rows = "".join(f"{A[i]},{'xyz'[i % 3]},{i % 3 + 1},{'pq'[i // 3 % 2]}\n" for i in range(60))
    plan = Plan(read_table(write("a,kind,kind_id,shape\n" + rows)))
    assert plan.uses == {"a": "input", "kind": "input", "kind_id": "input", "shape": "target"}
    plan.set_use("kind", "target")
    assert plan.uses == {"a": "input", "kind": "target", "kind_id": "out", "shape": "input"}
    plan.set_use("kind_id", "input")
    plan.set_use("shape", "target")
    assert plan.uses == {"a": "input", "kind": "input", "kind_id": "input", "shape": "target"}
