"""Weights out and back in, by their meaning: the same answers; a file that does not fit changes nothing."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.experiment import Experiment, File, UserError, change, for_own_data, load
from playground.export import (
    Kind,
    Way,
    check_export_path,
    compare,
    describe,
    export,
    load_weights,
    put_weights,
    save_weights,
    trained,
)
from playground.training import Run
from tests.export.kinds import FILES, KINDS, houses, run_of, trees

COMING_BACK = (".npz", ".json", ".safetensors")
SETTINGS: dict[str, Any] = {
    "network.layers.0.batch_norm": True,
    "network.layers.1.dropout": 0.3,
    "data.preprocessing": "standardize",
}


@pytest.fixture(scope="module")
def run() -> Run:
    run = Run(change(load("playground"), SETTINGS))
    run.train(epochs=5)
    return run


@pytest.fixture
def file(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "weights.npz"
    save_weights(run, path)
    return path


def rewritten(file: Path, changes: dict[str, Any]) -> Path:
    """The same file with members replaced, or left out where the change is None."""
    with np.load(file) as old:
        members = {name: old[name] for name in old.files} | changes
    np.savez(file, allow_pickle=False, **{name: array for name, array in members.items() if array is not None})
    return file


def refused(run: Run, file: Path) -> str:
    """The one line with which a run refuses a file, its network untouched."""
    before = run.network.values.copy()
    with pytest.raises(UserError) as caught:
        put_weights(run, load_weights(file), file)
    np.testing.assert_array_equal(run.network.values, before)
    text = str(caught.value)
    assert text.startswith(f"{file}: ")
    assert "\n" not in text
    return text.removeprefix(f"{file}: ")


@pytest.mark.parametrize("kind", KINDS)
def test_that_weights_of_every_kind_come_back_from_every_format_that_does(kind: str, tmp_path: Path) -> None:
    run = run_of(kind)
    points = run.dataset.train.points[:200]
    for ending in COMING_BACK:
        export(run, tmp_path / f"w{ending}")
        other = Run(change(run.experiment, {"seed": 99}), run.dataset)
        assert put_weights(other, load_weights(tmp_path / f"w{ending}"), "w") == ()
        np.testing.assert_array_equal(other.predict(points), run.predict(points))


def test_that_weights_come_back_with_the_same_figures(run: Run, file: Path) -> None:
    weights = load_weights(file)
    assert weights.experiment == run.experiment
    other = Run(change(run.experiment, {"seed": 99}))
    put_weights(other, weights, file)
    assert other.history["train_loss"][0] == run.history["train_loss"][-1]
    assert other.history["test_accuracy"][0] == run.history["test_accuracy"][-1]
    assert (other.epochs_done, other.history.rows) == (0, 1)


def test_that_export_goes_by_the_ending_and_overwrites(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    path.write_bytes(b"old")
    export(run, path)
    assert load_weights(path).experiment == run.experiment
    assert [each.name for each in tmp_path.iterdir()] == ["weights.npz"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("weights.csv", "weights cannot be exported to '.csv'; use .npz, .safetensors, .onnx, .py, .json"),
        ("weights", "weights cannot be exported to 'a file without an ending'; use .npz"),
        ("none/weights.npz", "there is no folder "),
        ("folder.npz", "this is a folder; name a file in it"),
    ],
)
def test_that_a_place_that_cannot_be_written_is_found_beforehand(name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "folder.npz").mkdir()
    with pytest.raises(UserError) as caught:
        check_export_path(tmp_path / name)
    assert str(caught.value).replace("''", "'").startswith(f"{tmp_path / name}: {said}")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"network.layers.0.units": 5},
            "its layer1 has 4 units, this network's 5; open the experiment that the weights ",
        ),
        ({"network.layers": [{"batch_norm": True}]}, "it has 2 hidden layers, this network 1; open the experiment"),
        ({"network.layers.1.batch_norm": True}, "its layer2 has no batch norm, this network's has it; open"),
        ({"network.layers.0.batch_norm": False}, "its layer1 has batch norm, this network's has none; open"),
        ({"network.layers.1.activation": "relu"}, "its layer2 is tanh, this network's relu; open"),
        ({"data.features": ["x1", "x2", "x1_x2"]}, "it knows nothing of x1_x2; open the experiment"),
        ({"data.features": ["x1"]}, "it needs x2 too, which is no input here; open the experiment"),
        ({"data.source.kind": "blobs"}, "it tells other classes: 0, 1 in the file, 2, 3, 4 here; its output has 1"),
        ({"data.source.kind": "plane"}, "it tells classes (0, 1), and here the value value is wanted; "),
    ],
)
def test_that_weights_of_another_network_are_refused(run: Run, file: Path, settings: dict[str, Any], said: str) -> None:
    assert refused(Run(change(run.experiment, settings)), file).startswith(said)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"layer2.bias": None}, "this file lacks layer2.bias; "),
        ({"extra": np.zeros(3)}, "this file holds extra, which its network has no place for; "),
        ({"layer2.bias": np.zeros(1)}, "layer2.bias has the shape (1,), its network's is (2,); "),
        ({"layer2.bias": np.zeros((2, 1))}, "layer2.bias has the shape (2, 1), its network's is (2,); "),
        ({"layer2.bias": np.float64(1)}, "layer2.bias has the shape (), its network's is (2,); "),
        ({"layer2.bias": np.array([1, np.nan])}, "layer2.bias holds numbers that are not finite; "),
        ({"layer2.bias": np.array([1, -np.inf])}, "layer2.bias holds numbers that are not finite; "),
        ({"layer2.bias": np.array([1, 2], np.int64)}, "layer2.bias holds int64, not decimals; "),
        ({"layer2.bias": np.array([1j, 2])}, "layer2.bias holds complex128, not decimals; "),
        ({"layer2.bias": np.array([1, 2], np.longdouble)}, "layer2.bias holds float128, not decimals; "),
        ({"layer2.bias": np.array(["a", "b"])}, "layer2.bias holds str32, not decimals; "),
        ({"layer2.bias": np.array([True, False])}, "layer2.bias holds bool, not decimals; "),
        ({"layer1.running_variance": np.array([1.0, 1, -1, 1])}, "layer1.running_variance holds negative numbers"),
        ({"experiment": np.array("{")}, "experiment: this is not a JSON file ("),
        ({"experiment": np.array('{"seed": -1}')}, "experiment: seed: it takes a whole number from 0"),
        ({"experiment": np.zeros(3)}, "experiment: it takes a group of settings"),
        ({"about": np.array("{")}, "about: Input data was truncated; "),
        ({"about": np.array('{"columns": []}')}, "about: Expected `array` of length >= 1"),
        (
            {"about": np.array('{"format": 99, "version": "7.1"}')},
            "this file comes from a newer version of the playground (7",
        ),
    ],
)
def test_that_wrong_arrays_are_refused_by_name(run: Run, file: Path, changes: dict[str, Any], said: str) -> None:
    assert refused(Run(run.experiment), rewritten(file, changes)).startswith(said)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"layers": [{"name": "output", "units": 1, "activation": "softplus"}]}, "a layer has an activation"),
        ({"layers": [{"name": "first", "units": 1, "activation": "sigmoid"}]}, "its layers are not called layer1"),
        ({"classes": ["a", "b", "c"]}, "it has 1 outputs and 3 classes"),
        ({"inputs": [{"name": "x", "column": "elsewhere"}]}, "an input comes from elsewhere, which is no column"),
    ],
)
def test_that_a_description_that_cannot_be_is_refused(run: Run, file: Path, facts: dict[str, Any], said: str) -> None:
    with np.load(file) as old:
        about = json.loads(str(old["about"])) | facts
    assert refused(Run(run.experiment), rewritten(file, {"about": np.array(json.dumps(about))})).startswith(
        f"about: {said}"
    )


def test_that_numbers_too_large_for_the_networks_precision_are_refused(run: Run, file: Path) -> None:
    narrow = Run(change(run.experiment, {"training.precision": "float32"}))
    rewritten(file, {"layer2.bias": np.array([1e300, 0])})
    assert refused(narrow, file).startswith("layer2.bias holds numbers too large for float32; ")


def test_that_a_file_that_says_nothing_of_its_arrays_serves_where_they_fit(run: Run, file: Path) -> None:
    bare = {"experiment": None, "about": None, "inputs": None, "classes": None}
    weights = load_weights(rewritten(file, bare))
    assert (weights.experiment, weights.facts) == (None, None)
    put_weights(Run(run.experiment), weights, file)
    assert refused(Run(load("petals")), file).startswith("this file lacks layer1.bias; open the")


def test_that_half_precision_is_taken(run: Run, file: Path) -> None:
    other = Run(run.experiment)
    put_weights(other, load_weights(rewritten(file, {"layer2.bias": np.array([0.5, 2], np.float16)})), file)
    np.testing.assert_array_equal(other.network.parameters["layer2.bias"], [0.5, 2])


def test_that_a_copy_in_single_precision_is_the_same_network(run: Run, file: Path) -> None:
    with np.load(file) as old:
        copies = {name: old[name].astype(np.float32) for name in old.files if old[name].dtype == np.float64}
    other = Run(run.experiment)
    assert put_weights(other, load_weights(rewritten(file, copies)), file) == ()
    assert other.dataset is not run.dataset
    np.testing.assert_allclose(
        other.predict(run.dataset.train.points), run.predict(run.dataset.train.points), atol=1e-6
    )


def test_that_weights_saved_by_others_from_the_sequential_are_taken(run: Run, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    export(run, tmp_path / "ours.safetensors")
    save_file(load_file(tmp_path / "ours.safetensors"), tmp_path / "theirs.safetensors")  # Without the metadata.
    other = Run(change(run.experiment, {"seed": 5}))
    put_weights(other, load_weights(tmp_path / "theirs.safetensors"), "theirs.safetensors")
    np.testing.assert_array_equal(other.network.values, run.network.values)


# Meaning


def table_run(path: Path, inputs: tuple[str, ...], target: str, settings: dict[str, Any] | None = None) -> Run:
    source = File(path=str(path), inputs=inputs, target=target, drop_rows=True)
    return Run(change(for_own_data(load("petals"), source, name="t", classes=3), settings or {}))


def written(path: Path, rows: list[tuple[Any, ...]], names: str = "a,b,colour,kind") -> Path:
    path.write_text("\n".join([names, *(",".join(map(str, row)) for row in rows)]))
    return path


def samples(kinds: tuple[str, ...], colours: tuple[str, ...] = ("red", "blue"), shift: float = 0.0) -> list[Any]:
    return [
        (round(i % 7 + 3 * (i % 3) + shift, 2), i % 5 - i % 3, colours[i % len(colours)], kinds[i % 3])
        for i in range(90)
    ]


PREPARED = ["none", "standardize", "pca_whitening"]


@pytest.mark.parametrize("prepared", PREPARED)
def test_that_the_same_inputs_in_another_order_are_put_in_order_and_told(prepared: str, tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", samples(("elm", "oak", "ash")))
    settings = {"data.preprocessing": prepared}
    run = table_run(path, ("a", "b", "colour"), "kind", settings)
    run.train(epochs=20)
    save_weights(run, tmp_path / "w.npz")
    other = table_run(path, ("colour", "b", "a"), "kind", settings)
    comparison = compare(load_weights(tmp_path / "w.npz"), other)
    assert comparison.differences[0].kind is Kind.ORDER
    assert comparison.ways == (Way.TAKE,)
    told = put_weights(other, load_weights(tmp_path / "w.npz"), "w.npz")
    assert "order" in str(told[0])
    assert "put in order" in str(told[0])
    thing = trained(run)
    np.testing.assert_allclose(describe(other).answers(thing.rows).values, thing.answers.values, atol=1e-9)


def test_that_classes_in_another_order_are_put_in_order(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", samples(("elm", "oak", "ash")))
    run = table_run(path, ("a", "b"), "kind")
    run.train(epochs=20)
    save_weights(run, tmp_path / "w.npz")
    with np.load(tmp_path / "w.npz") as old:
        members = dict(old)
    about = json.loads(str(members["about"]))
    places = [2, 0, 1]
    about["classes"] = [about["classes"][place] for place in places]
    members |= {name: members[name][..., places] for name in ("output.weight", "output.bias")}
    np.savez(tmp_path / "turned.npz", **(members | {"about": np.array(json.dumps(about))}))
    other = table_run(path, ("a", "b"), "kind")
    told = put_weights(other, load_weights(tmp_path / "turned.npz"), "turned.npz")
    assert str(told[0]) == "its classes stand in another order: oak, ash, elm; they were put in order"
    np.testing.assert_array_equal(other.network.values, run.network.values)


@pytest.mark.parametrize("kind", ["tanh", "tanh output, standardized"])
def test_that_one_output_for_two_classes_is_turned_round(kind: str, tmp_path: Path) -> None:
    run = run_of(kind)
    save_weights(run, tmp_path / "w.npz")
    with np.load(tmp_path / "w.npz") as old:
        members = dict(old)
    about = json.loads(str(members["about"]))
    about["classes"] = about["classes"][::-1]
    np.savez(tmp_path / "w.npz", **(members | {"about": np.array(json.dumps(about))}))
    other = Run(run.experiment)
    put_weights(other, load_weights(tmp_path / "w.npz"), "w.npz")
    turned = -run.predict(run.dataset.train.points) if "output" in kind else 1 - run.predict(run.dataset.train.points)
    np.testing.assert_allclose(other.predict(run.dataset.train.points), turned, atol=1e-12)


def test_that_other_classes_are_refused_and_named(tmp_path: Path) -> None:
    run = table_run(written(tmp_path / "t.csv", samples(("elm", "oak", "ash"))), ("a", "b"), "kind")
    save_weights(run, tmp_path / "w.npz")
    other = table_run(written(tmp_path / "u.csv", samples(("Ulme", "oak", "Esche"))), ("a", "b"), "kind")
    text = refused(other, tmp_path / "w.npz")
    assert text.startswith("it tells other classes: ash, elm in the file, Esche, Ulme here; ")
    assert compare(load_weights(tmp_path / "w.npz"), other).ways == ()


def test_that_other_inputs_are_refused_and_named(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", samples(("elm", "oak", "ash")))
    save_weights(table_run(path, ("a", "b"), "kind"), tmp_path / "w.npz")
    text = refused(table_run(path, ("a", "colour"), "kind"), tmp_path / "w.npz")
    assert text.startswith("it is told from other inputs: b in the file, colour = ")
    renamed = written(tmp_path / "u.csv", samples(("elm", "oak", "ash")), "length,width,colour,kind")
    text = refused(table_run(renamed, ("length", "width"), "kind"), tmp_path / "w.npz")
    assert text.startswith("it is told from other inputs: a, b in the file, length, width here; ")


def test_that_a_category_that_was_never_seen_is_refused_and_one_that_is_gone_is_left_out(tmp_path: Path) -> None:
    kinds = ("elm", "oak", "ash")
    wide = table_run(
        written(tmp_path / "t.csv", samples(kinds, ("red", "blue", "green"))),
        ("a", "colour"),
        "kind",
        {"data.preprocessing": "standardize"},
    )
    wide.train(epochs=10)
    save_weights(wide, tmp_path / "w.npz")
    narrow = table_run(
        written(tmp_path / "u.csv", samples(kinds)), ("a", "colour"), "kind", {"data.preprocessing": "standardize"}
    )
    told = put_weights(narrow, load_weights(tmp_path / "w.npz"), "w.npz")
    assert str(told[0]) == "it knows categories that do not occur here: colour = green; they were left out"
    thing = trained(narrow)
    np.testing.assert_allclose(describe(wide).answers(thing.rows).values, thing.answers.values, atol=1e-9)
    save_weights(table_run(tmp_path / "u.csv", ("a", "colour"), "kind"), tmp_path / "v.npz")
    text = refused(table_run(tmp_path / "t.csv", ("a", "colour"), "kind"), tmp_path / "v.npz")
    assert text.startswith("it knows nothing of colour = green; ")


@pytest.mark.parametrize("theirs", PREPARED)
@pytest.mark.parametrize("own", PREPARED)
def test_that_the_preparation_of_the_file_is_taken_for_other_rows(theirs: str, own: str, tmp_path: Path) -> None:
    kinds = ("elm", "oak", "ash")
    path = written(tmp_path / "t.csv", samples(kinds))
    run = table_run(path, ("a", "b"), "kind", {"data.preprocessing": theirs})
    run.train(epochs=10)
    save_weights(run, tmp_path / "w.npz")
    other = table_run(
        written(tmp_path / "u.csv", samples(kinds, shift=4.0)), ("b", "a"), "kind", {"data.preprocessing": own}
    )
    put_weights(other, load_weights(tmp_path / "w.npz"), "w.npz")
    points = other.dataset.train.points
    np.testing.assert_allclose(other.predict(points), run.predict(points[:, ::-1]), atol=1e-9)
    assert other.experiment.data.preprocessing == theirs
    assert other.history["train_loss"][0] == pytest.approx(other.snapshot().scores["train"].loss)
    other.train(epochs=1)


def test_that_standardized_weights_go_on_where_their_data_have_grown(tmp_path: Path) -> None:
    run = Run(change(load("playground"), {"data.preprocessing": "standardize"}))
    save_weights(run, tmp_path / "w.npz")
    more = Run(change(run.experiment, {"data.source.samples": 300}))
    told = put_weights(more, load_weights(tmp_path / "w.npz"), "w.npz")
    assert "its preparation was taken" in str(told[0])
    points = more.dataset.train.points
    np.testing.assert_array_equal(more.predict(points), run.predict(points))


def test_that_the_scale_of_values_is_taken_too(tmp_path: Path) -> None:
    def values_run(scaling: str) -> Run:
        settings = {"data.source.kind": "bumps", "data.target_scaling": scaling}
        return Run(change(load("playground"), settings))

    run, path = values_run("standardize"), tmp_path / "weights.npz"
    run.train(epochs=3)
    save_weights(run, path)
    with np.load(path) as file:
        x = (run.dataset.test or run.dataset.train).x
        raw = run.network.predict(x) * file["target.scale"] + file["target.mean"]
    points = (run.dataset.test or run.dataset.train).points
    np.testing.assert_allclose(raw, run.predict(points))
    plain = values_run("none")
    told = put_weights(plain, load_weights(path), path)
    assert str(told[0]) == "the file scales the value otherwise, as fitted on other rows; its scale was taken"
    np.testing.assert_allclose(plain.predict(points), run.predict(points))
    assert plain.experiment.data.target_scaling == "standardize"
    assert plain.history["train_loss"][0] == pytest.approx(run.history["train_loss"][-1])


def test_that_another_epsilon_of_batch_norm_answers_as_before(run: Run, file: Path) -> None:
    with np.load(file) as old:
        members = dict(old)
    about = json.loads(str(members["about"])) | {"epsilon": 1e-3}
    variance = members["layer1.running_variance"] + 1e-5 - 1e-3
    rewritten(file, {"about": np.array(json.dumps(about)), "layer1.running_variance": variance})
    other = Run(run.experiment)
    told = put_weights(other, load_weights(file), file)
    assert "its batch norm adds 0.001 to each variance, this one 1e-05" in str(told[0])
    points = run.dataset.train.points
    np.testing.assert_allclose(other.predict(points), run.predict(points), rtol=1e-9)


def test_that_the_network_can_be_set_to_fit(tmp_path: Path) -> None:
    settings = {"network.layers": [{"units": 7, "activation": "gelu"}], "data.features": ["x1", "x2", "x1_x2"]}
    run = Run(change(load("petals"), settings))
    save_weights(run, tmp_path / "w.npz")
    other = Run(change(load("petals"), {"data.source.noise": 0.3, "training.batch_size": 20}))
    comparison = compare(load_weights(tmp_path / "w.npz"), other)
    assert comparison.ways == (Way.FIT,)
    assert isinstance(comparison.fitting, Experiment)
    assert comparison.fitting.data.source == other.experiment.data.source
    assert comparison.fitting.training.batch_size == 20
    other.apply(comparison.fitting)
    assert compare(load_weights(tmp_path / "w.npz"), other).alike
    put_weights(other, load_weights(tmp_path / "w.npz"), "w.npz")
    np.testing.assert_array_equal(other.network.values, run.network.values)


def test_that_petals_and_a_circle_are_the_same_question_to_a_network(tmp_path: Path) -> None:
    save_weights(Run(load("petals")), tmp_path / "w.npz")
    other = Run(change(load("petals"), {"data.source.kind": "circle"}))
    assert compare(load_weights(tmp_path / "w.npz"), other).alike


def test_that_what_a_file_says_is_what_the_run_knows() -> None:
    facts = describe(Run(trees())).facts
    assert [(each.name, each.categories is None) for each in facts.columns] == [
        ("length", True),
        ("colour", False),
        ("soil", False),
    ]
    assert [(each.column, each.category) for each in facts.inputs if each.column == "soil"] == [
        ("soil", name) for name in next(each.categories for each in facts.columns if each.name == "soil") or ()
    ]
    price = describe(Run(houses())).facts.target
    assert price is not None
    assert (price.name, price.unit) == ("price (EUR)", "EUR")
    assert price.scale > 1000
    digits = describe(run_of("digits")).facts
    assert digits.pictures is not None
    assert (digits.pictures.height, digits.pictures.width, digits.pictures.highest) == (8, 8, 16)
    assert FILES.is_dir()
