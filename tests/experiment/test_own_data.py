"""An experiment for own data, and for other own data after it."""

import pytest

from playground.experiment import Experiment, File, FromFile, ImageFiles, change, for_own_data, load

TABLE, IMAGES = File(path="some.csv", task="classification"), ImageFiles(path="train-images-idx3-ubyte")


def suited(experiment: Experiment, source: FromFile) -> Experiment:
    return for_own_data(experiment, source, name="some", classes=3)


@pytest.mark.parametrize(("first", "second"), [(IMAGES, TABLE), (TABLE, IMAGES)])
def test_that_what_was_proposed_for_earlier_own_data_gives_way(first: FromFile, second: FromFile) -> None:
    fresh = load("petals")
    assert suited(suited(fresh, first), second) == suited(fresh, second)


def test_that_a_table_after_images_is_learned_as_a_table() -> None:
    experiment = suited(suited(load("petals"), IMAGES), TABLE)
    layer, training = experiment.network.layers[0], experiment.training
    assert (layer.units, layer.activation) == (8, "tanh")
    assert (training.precision, training.batch_size, training.epochs) == ("float64", 32, 1000)
    assert experiment.data.preprocessing == "standardize"


def test_that_what_a_person_set_for_earlier_own_data_stays() -> None:
    settings = {"network.layers.0.units": 20, "training.epochs": 77, "data.preprocessing": "pca_whitening"}
    own = change(suited(load("petals"), IMAGES), settings)
    kept = suited(own, TABLE)
    assert kept.network.layers == own.network.layers
    assert kept.training == own.training
    assert kept.data.preprocessing == "pca_whitening"
    plain = change(suited(load("petals"), TABLE), {"data.preprocessing": "none"})
    assert suited(plain, TABLE).data.preprocessing == "none"


def test_that_values_left_unscaled_on_purpose_stay_so() -> None:
    values = File(path="some.csv", task="regression")
    first = for_own_data(load("petals"), values, name="some", classes=0)
    unscaled = change(first, {"data.target_scaling": "none"})
    assert for_own_data(unscaled, values, name="some", classes=0).data.target_scaling == "none"
    assert for_own_data(suited(unscaled, TABLE), values, name="some", classes=0).data.target_scaling == "standardize"


@pytest.mark.parametrize(("source", "patience"), [(TABLE, 50), (IMAGES, 10)])
def test_that_own_data_stop_early_where_there_is_something_to_watch(source: FromFile, patience: int) -> None:
    proposed = suited(load("petals"), source)
    assert proposed.training.stop.patience == patience
    without = change(proposed, {"data.split": {"train": 0.8, "validation": 0.0, "test": 0.2}})
    assert without.training.stop.patience is None
    # Another table after that: the split is the person's, and the rest is proposed anew.
    again = suited(without, source)
    assert (again.data.split, again.training.stop.patience) == (without.data.split, None)
    assert suited(change(without, {"data.split": proposed.data.split}), source) == proposed
