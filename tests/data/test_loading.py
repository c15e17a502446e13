"""Samples from files: a person's table, images, the digits in the box."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.data import build_dataset
from playground.experiment import Experiment, ImageFiles, UserError, change, for_own_data, load, read, write
from playground.export import load_weights, save_weights
from playground.training import Run

from .images.files import npz, pictures, write_mnist

IRIS = "length,width,colour,species\n" + "".join(
    f"{4 + i / 10:.1f},{3 - i / 20:.2f},{'red' if i % 2 else 'blue'},{'abc'[i // 4]}\n" for i in range(12)
)

FOR_CLASSES = ("softmax_cross_entropy", "softmax")


def table(tmp_path: Path, text: str, **settings: Any) -> Experiment:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    source = {"kind": "file", "path": str(path)} | settings
    loss, output = ("squared_error", "linear") if "regression" in settings.values() else FOR_CLASSES
    return change(
        load("quadrants"),
        {"data.source": source, "training.loss": loss, "network.output.activation": output},
    )


def test_that_a_table_is_split_into_inputs_and_classes_by_itself(tmp_path: Path) -> None:
    dataset = build_dataset(table(tmp_path, IRIS))
    assert dataset.classes == ("a", "b", "c")
    assert dataset.preparation.features == ("length", "width", "colour = blue", "colour = red")
    assert dataset.train.x.shape == (12, 4)
    np.testing.assert_array_equal(dataset.train.y, np.repeat(np.eye(3), 4, axis=0))
    np.testing.assert_array_equal(dataset.train.x[1], [4.1, 2.95, 0, 1])


def test_that_named_columns_are_used_and_two_of_numbers_are_a_plane(tmp_path: Path) -> None:
    chosen = table(tmp_path, IRIS, inputs=["width", "length"], target="colour")
    dataset = build_dataset(change(chosen, {"data.features": ["x1", "x1_squared"]}))
    assert dataset.classes == ("blue", "red")
    np.testing.assert_allclose(dataset.train.x[2], [2.9, 2.9**2])
    np.testing.assert_array_equal(dataset.coordinates["train"][0], [3, 4])


def test_that_a_table_trains_and_answers_raw_rows(tmp_path: Path) -> None:
    run = Run(change(table(tmp_path, IRIS), {"data.preprocessing": "standardize"}))
    run.train(epochs=30)
    assert run.predict([[4.0, 3.0, 1.0, 0.0]]).shape == (1, 3)
    assert run.history["train_accuracy"][-1] <= 1.0


def test_that_values_are_learned_where_the_loss_is_for_values(tmp_path: Path) -> None:
    experiment = table(tmp_path, IRIS, target="length", inputs=["width", "colour"], task="regression")
    dataset = build_dataset(experiment)
    assert not dataset.classifies
    np.testing.assert_allclose(dataset.train.y[:3, 0], [4.0, 4.1, 4.2])
    assert Run(experiment).snapshot().fits["train"].rmse > 0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"target": "nothing"}, 'no column "nothing"'),
        ({"inputs": ["species"], "target": "species"}, "is the target, too"),
        ({"target": "species", "task": "regression"}, "set it to squared_error|needs|is for classes|holds text"),
        ({"path": "missing.csv"}, "missing.csv"),
        ({"path": ""}, "no file is named"),
    ],
)
def test_that_what_a_table_cannot_give_is_refused_in_a_line(
    tmp_path: Path, settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(UserError, match=message) as refused:
        build_dataset(table(tmp_path, IRIS, **settings))
    assert "\n" not in str(refused.value)


def test_that_a_target_of_one_class_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="one class only"):
        build_dataset(table(tmp_path, "a,b,c\n1,2,x\n3,4,x\n5,6,x\n", target="c"))


def test_that_values_are_refused_behind_a_loss_for_classes(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="squared_error"):
        build_dataset(table(tmp_path, IRIS, target="width", inputs=["length"]))


def test_that_missing_and_wrong_cells_are_named_and_left_out_on_request(tmp_path: Path) -> None:
    text = IRIS.replace("4.2,", "n/a,").replace("4.5,", "4.x5,")
    with pytest.raises(UserError, match=r"2 rows .*row 7, length: '4.x5'.*row 4, length.*drop_rows"):
        build_dataset(table(tmp_path, text))
    assert len(build_dataset(table(tmp_path, text, drop_rows=True)).train) == 10


def test_that_rows_of_another_length_are_named_and_left_out_on_request(tmp_path: Path) -> None:
    text = "My flowers\n" + IRIS + "1,2\n4,3,red,a,5\n"
    with pytest.raises(UserError, match=r"2 rows have another .*\(row 15: 2 of 4, row 16: 5 of 4\); .*drop_rows"):
        build_dataset(table(tmp_path, text))
    with pytest.raises(UserError, match=r"1 row has another number of cells .*\(row 14: 2 of 4\); "):
        build_dataset(table(tmp_path, IRIS + "1,2\n"))
    assert len(build_dataset(table(tmp_path, text, drop_rows=True)).train) == 12
    assert len(build_dataset(table(tmp_path, "My flowers\n" + IRIS)).train) == 12


def test_that_a_row_without_a_class_is_left_out_too(tmp_path: Path) -> None:
    text = IRIS.replace("red,c\n", "red,\n", 1)
    assert len(build_dataset(table(tmp_path, text, drop_rows=True)).train) == 11


def test_that_of_a_long_table_so_many_rows_are_drawn(tmp_path: Path) -> None:
    text = "a,b,c\n" + "".join(f"{i},{i % 7},{'xy'[i % 2]}\n" for i in range(500))
    dataset = build_dataset(table(tmp_path, text, rows=100, inputs=["a", "b"], target="c"))
    assert len(dataset.train) == 100
    assert (np.diff(dataset.train.points[:, 0]) > 0).all()


def test_that_a_table_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    experiment = table(tmp_path, IRIS)
    assert len(build_dataset(experiment).train) == 12
    (tmp_path / "table.csv").write_text(IRIS + "5,2,red,a\n", encoding="utf-8")
    assert len(build_dataset(experiment).train) == 13


def test_that_an_experiment_names_a_table_beside_it_and_finds_it_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = table(tmp_path, IRIS)
    write(experiment, tmp_path / "iris.json")
    assert '"path": "table.csv"' in (tmp_path / "iris.json").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path.parent)
    assert len(build_dataset(read(f"{tmp_path.name}/iris.json")).train) == 12


def test_that_data_elsewhere_are_found_again_from_an_experiment_and_from_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table(tmp_path, IRIS)
    (tmp_path / "sub").mkdir()
    experiment = change(table(tmp_path, IRIS), {"data.source.path": "table.csv"})
    files = [tmp_path / "sub" / "e.json", tmp_path / "sub" / "w.npz", tmp_path / "w.npz"]
    write(experiment, "sub/e.json")
    for path in files[1:]:
        save_weights(Run(experiment), path.relative_to(tmp_path))
    monkeypatch.chdir("/")
    found = [read(files[0]), load_weights(files[1]).experiment, load_weights(files[2]).experiment]
    for each in found:
        assert each is not None
        assert each.data.source == change(experiment, {"data.source.path": str(tmp_path / "table.csv")}).data.source
        assert len(build_dataset(each).train) == 12
    with np.load(files[2]) as file:
        assert '"path": "table.csv"' in str(file["experiment"])


def test_that_the_digits_are_images_in_ten_classes() -> None:
    dataset = build_dataset(load("digits"))
    assert dataset.image_shape == (8, 8)
    assert dataset.classes == tuple("0123456789")
    assert [len(part) for part in dataset.parts.values()] == [1258, 270, 269]
    assert dataset.train.x.min() == 0
    assert dataset.train.x.max() == 1


def test_that_images_bring_their_own_test_part(tmp_path: Path) -> None:
    path = tmp_path / "images.npz"
    random = np.random.RandomState(0)
    parts = {f"x_{name}": random.randint(0, 256, (n, 5, 4), np.uint8) for name, n in (("train", 30), ("test", 7))}
    labels = {f"y_{name}": np.arange(n) % 3 for name, n in (("train", 30), ("test", 7))}
    np.savez(path, **parts, **labels)
    experiment = change(load("digits"), {"data.source": {"kind": "images", "path": str(path)}})
    dataset = build_dataset(change(experiment, {"data.split": {"train": 0.8, "validation": 0.2, "test": 0.0}}))
    assert [len(part) for part in dataset.parts.values()] == [24, 6, 7]
    assert dataset.image_shape == (5, 4)
    assert dataset.classes == ("0", "1", "2")
    np.testing.assert_allclose(dataset.train.x.max(), parts["x_train"].max() / 255)


@pytest.mark.parametrize("source", ["idx", "npz"])
def test_that_an_official_test_set_is_the_whole_test_part(tmp_path: Path, source: str) -> None:
    path = write_mnist(tmp_path)
    if source == "npz":
        train, test = pictures(30, seed=30), pictures(10, seed=10)
        path = tmp_path / "pictures.npz"
        path.write_bytes(npz(x_train=train[0], y_train=train[1], x_test=test[0], y_test=test[1]))
    dataset = build_dataset(for_own_data(load("petals"), ImageFiles(path=str(path)), name="some", classes=None))
    official, _ = pictures(10, seed=10)
    assert {name: len(part) for name, part in dataset.parts.items()} == {"train": 26, "validation": 4, "test": 10}
    assert dataset.test is not None
    np.testing.assert_allclose(dataset.test.points, official.reshape(10, -1) / np.float32(255))
    assert (dataset.official_test, dataset.available) == (True, 40)
