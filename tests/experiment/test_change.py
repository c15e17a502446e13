"""Settings changed by their dotted paths: values, kinds, whole groups, in any order."""

import itertools
import re
from typing import Any

import msgspec
import pytest

from playground.experiment import (
    Experiment,
    Layer,
    Spiral,
    UserError,
    change,
    decode,
    encode,
    load,
    parse_assignments,
    value_at,
    with_kind,
)
from playground.experiment.training import Adam, MomentumOptimizer

PETALS = load("petals")


def test_that_a_value_parses_as_json_else_as_text() -> None:
    parsed = parse_assignments(
        [
            "training.batch_size=10",
            "training.batch_size=10",
            "training.l2=1e-3",
            "network.layers.0.batch_norm=true",
            "training.gradient_clip=null",
            'data.features=["x1", "x1_x2"]',
            "name=a = b",
            "network.layers.0.activation=relu",
            'data.source.kind="xor"',
            "seed=",
        ]
    )
    assert parsed == {
        "training.batch_size": 10,
        "training.l2": 0.001,
        "network.layers.0.batch_norm": True,
        "training.gradient_clip": None,
        "data.features": ["x1", "x1_x2"],
        "name": "a = b",
        "network.layers.0.activation": "relu",
        "data.source.kind": "xor",
        "seed": "",
    }


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "[1, NaN]", "[" * 100_000, "9" * 5000, "{"])
def test_that_what_is_not_json_stays_text(value: str) -> None:
    parsed = parse_assignments([f"training.l2={value}"])["training.l2"]
    assert parsed == value
    with pytest.raises(UserError, match=r"training\.l2: it takes a number from 0 to 1000, not"):
        change(PETALS, {"training.l2": parsed})


@pytest.mark.parametrize("text", ["training.batch_size", "=5", "", "5"])
def test_that_a_text_without_path_or_value_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UserError, match=r"as in training\.batch_size=10"):
        parse_assignments([text])


def test_that_changing_leaves_the_old_experiment_as_it_was() -> None:
    before = msgspec.to_builtins(PETALS)
    changed = change(PETALS, {"network.layers.0.units": 7, "training.stop.target_loss": 0.5})
    assert (changed.network.layers[0].units, changed.training.stop.target_loss) == (7, 0.5)
    assert msgspec.to_builtins(PETALS) == before


def test_that_a_new_kind_keeps_shared_settings_drops_others_and_has_defaults_for_new_ones() -> None:
    momentum = change(PETALS, {"training.optimizer.kind": "momentum"}).training.optimizer
    assert momentum == MomentumOptimizer(learning_rate=1.2, momentum=0.9)
    steep = change(PETALS, {"training.optimizer.kind": "momentum", "training.optimizer.momentum": 0.5})
    nesterov = change(steep, {"training.optimizer.kind": "nesterov"})
    assert msgspec.to_builtins(nesterov.training.optimizer) == {
        "kind": "nesterov",
        "learning_rate": 1.2,
        "momentum": 0.5,
    }
    assert change(nesterov, {"training.optimizer.kind": "adam"}).training.optimizer == Adam(learning_rate=1.2)


def test_that_setting_the_same_kind_changes_nothing() -> None:
    assert change(PETALS, {"training.optimizer.kind": "sgd", "data.source.kind": "petals"}) == PETALS


def test_that_the_order_of_assignments_does_not_matter() -> None:
    assignments: dict[str, Any] = {
        "data.source.noise": 0.1,
        "data.source.kind": "spiral",
        "training.optimizer.momentum": 0.8,
        "training.optimizer.kind": "momentum",
        "network.layers.1.units": 3,
        "network.layers": [{"units": 8}, {"units": 8}],
    }
    expected = change(PETALS, assignments)
    assert expected.data.source == Spiral(samples=400, noise=0.1, seed=1, fresh_test=400)
    assert [layer.units for layer in expected.network.layers] == [8, 3]
    for order in itertools.permutations(assignments):
        assert change(PETALS, {path: assignments[path] for path in order}) == expected


def test_that_a_group_set_whole_gives_way_to_its_parts() -> None:
    whole: dict[str, Any] = {"kind": "adam", "beta1": 0.5}
    parts = {"training.optimizer.beta1": 0.7, "training.optimizer": whole, "training.optimizer.epsilon": 1e-6}
    assert change(PETALS, parts).training.optimizer == Adam(beta1=0.7, epsilon=1e-6)


def test_that_what_must_fit_together_may_be_set_together_but_not_alone() -> None:
    together = {"training.loss": "softmax_cross_entropy", "network.output.activation": "softmax"}
    assert change(PETALS, together).training.loss == "softmax_cross_entropy"
    for path, value in together.items():
        with pytest.raises(UserError, match="set both together"):
            change(PETALS, {path: value})
    halves = change(PETALS, {"data.split.train": 0.5, "data.split.test": 0.5})
    assert halves.data.split.train == 0.5
    with pytest.raises(UserError, match=r"data\.split: the three parts add up to 0\.5; make them add up to 1"):
        change(PETALS, {"data.split.train": 0.5})


def test_that_a_kept_setting_is_brought_into_the_new_range_but_a_given_one_is_refused() -> None:
    wide = change(load("quadrants"), {"data.source.noise": 0.9})
    assert change(wide, {"data.source.kind": "petals"}).data.source.noise == 0.5
    with pytest.raises(UserError, match=r"data\.source\.noise: it takes a number from 0 to 0\.5, not "):
        change(wide, {"data.source.kind": "petals", "data.source.noise": 0.8})
    assert change(wide, {"data.source.kind": "petals", "data.source.noise": 0.1}).data.source.noise == 0.1


def test_that_a_kind_chosen_in_a_panel_brings_shared_settings_into_range() -> None:
    wide = change(load("quadrants"), {"data.source.noise": 0.9})
    assert with_kind(wide, "data.source.kind", "petals").data.source.noise == 0.5
    assert with_kind(PETALS, "training.optimizer.kind", "adam").training.optimizer == Adam(learning_rate=1.2)
    with pytest.raises(UserError, match=r"data\.source\.kind: there is no 'star'"):
        with_kind(PETALS, "data.source.kind", "star")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("training.batchsize", 10, "training.batchsize: there is no such setting; did you mean 'batch_size'?"),
        ("trainin", 1, "trainin: there is no such setting; did you mean 'training'?"),
        ("colour", 1, "colour: there is no such setting; choose from format, name, seed"),
        ("training.epochs.most", 1, "training.epochs.most: training.epochs is a single value and holds no 'most'"),
        ("network.layers.1.units", 1, "network.layers.1: there is no entry '1'; entries are numbered 0 to 0"),
        ("network.layers.-1.units", 1, "network.layers.-1: there is no entry '-1'"),
        ("network.layers.first.units", 1, "network.layers.first: there is no entry 'first'"),
        ("network.layers.²", 1, "network.layers.²: there is no entry"),
        (f"network.layers.{'9' * 5000}", 1, "network.layers.999"),
        ("network.layers.0.kind", "x", "network.layers.0.kind: there is no such setting"),
        ("data.kind", "x", "data.kind: there is no such setting"),
        ("kind", "x", "kind: there is no such setting"),
        ("training..l2", 1, "training.: there is no such setting"),
        ("data.source.kind", "star", "data.source.kind: there is no 'star'; choose from petals, quadrants"),
        ("data.source.kind", "petal", "data.source.kind: there is no 'petal'; did you mean 'petals'?"),
        ("data.source.kind", 5, "data.source.kind: there is no 5; choose from petals"),
        ("data.source.kind", {"a": 1}, "data.source.kind: there is no {'a': 1}; choose from"),
        ("data.source.kind.x", 1, "data.source.kind.x: data.source.kind is a single value"),
        (
            "training.optimizer",
            "adam",
            "training.optimizer: it takes a group of settings, not the text 'adam'; choose its kind by ",
        ),
        (
            "training.optimizer.learning_rate",
            "fast",
            "training.optimizer.learning_rate: it takes a number above 0 to 1000000, not the text 'fast'",
        ),
        ("training.batch_size", 0, "training.batch_size: it takes a whole number from 1 to "),
        ("training.batch_size.x", 0, "training.batch_size.x: training.batch_size is a single value"),
        ("data.features", "x1", "data.features: it takes a list, not the text 'x1'"),
        ("data.features", ["x1", "x1"], "data.features: a feature stands twice; name each once"),
        ("data.features.0", "x9", "data.features.0: there is no 'x9'; choose from x1, "),
        ("seed", 1.5, "seed: it takes a whole number from 0 to 4294967295, not 1.5"),
    ],
)
def test_that_a_wrong_assignment_is_refused_with_place_and_remedy(path: str, value: Any, said: str) -> None:
    with pytest.raises(UserError) as caught:
        change(PETALS, {path: value})
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("training.learning_rate", "did you mean 'training.optimizer.learning_rate'?"),
        ("training.learnig_rate", "did you mean 'training.optimizer.learning_rate'?"),
        ("optimizer.learning_rate", "did you mean 'training.optimizer.learning_rate'?"),
        ("layers.0.units", "did you mean 'network.layers.0.units'?"),
        ("network.layers.1.unts", "did you mean 'units'?"),
        ("training.patience", "did you mean 'training.stop.patience'?"),
        ("noise", "did you mean 'data.source.noise'?"),
        ("activation", "did you mean 'network.layers.0.activation' or 'network.output.activation'?"),
        ("training.momentum", "did you mean 'training.optimizer.momentum', with training.optimizer.kind momentum or "),
        ("training.optimizer.momentum", "choose from learning_rate, or set training.optimizer.kind to momentum or "),
        ("training.schedule.every", "set training.schedule.kind to step, which has it"),
    ],
)
def test_that_a_near_name_means_the_same_place(path: str, remedy: str) -> None:
    two_layers = change(PETALS, {"network.layers": [{"units": 3}, {"units": 2}]})
    with pytest.raises(UserError, match=f": there is no such setting; {re.escape(remedy)}"):
        change(two_layers, {path: 1})


def test_that_a_file_with_a_setting_in_the_wrong_group_is_told_where_it_belongs() -> None:
    text = encode(PETALS).replace('"l1"', '"learning_rate"')
    with pytest.raises(UserError, match=r"training: .* did you mean training\.optimizer\.learning_rate\?"):
        decode(text, "mine.json")


def test_that_one_walker_finds_what_stands_at_any_path() -> None:
    assert value_at(PETALS, "network.layers.0.units") == 4
    assert value_at(PETALS, "training.optimizer.kind") == "sgd"
    assert value_at(msgspec.to_builtins(PETALS), "training.optimizer.kind") == "sgd"
    assert value_at(PETALS, "") is PETALS
    for path in ("network.layers.1.units", "network.layers.-1", "training.epochs.most", "nothing", "training..l2"):
        assert value_at(PETALS, path, "absent") == "absent"


def test_that_an_entry_of_a_list_can_be_set_whole() -> None:
    assert change(PETALS, {"network.layers.0": {"units": 3}}).network.layers == (Layer(units=3),)
    assert change(PETALS, {"data.features.1": "x1_x2"}).data.features == ("x1", "x1_x2")


def test_that_an_entry_of_an_empty_list_is_refused_in_words() -> None:
    bare = change(PETALS, {"network.layers": []})
    with pytest.raises(UserError, match=r"network\.layers\.0: there is no entry '0'; the list is empty"):
        change(bare, {"network.layers.0.units": 3})


def test_that_every_kind_can_be_chosen_by_its_name() -> None:
    names = {
        "training.optimizer.kind": "sgd momentum nesterov adagrad rmsprop adam adamw",
        "training.schedule.kind": "constant exponential step cosine warmup",
        "network.layers.0.initializer.kind": (
            "normal uniform constant zeros xavier_normal xavier_uniform he_normal he_uniform"
        ),
        "data.source.kind": "petals quadrants circle xor gauss spiral",
    }
    for path, kinds in names.items():
        for kind in kinds.split():
            tree: Any = msgspec.to_builtins(change(Experiment(), {path: kind}))
            for name in path.split("."):
                tree = tree[int(name) if isinstance(tree, list | tuple) else name]
            assert tree == kind
