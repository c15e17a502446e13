"""The table of settings that panels, `--set` and the documentation derive from."""

from collections.abc import Iterator

import msgspec
import pytest

from playground.experiment import (
    FEATURES,
    Experiment,
    Setting,
    UserError,
    change,
    changed_settings,
    load,
    setting,
    settings_of,
    with_kind,
)

PETALS = load("petals")
KINDS = ("data.source", "training.optimizer", "training.schedule", "network.layers.0.initializer")


def every_setting(experiment: Experiment) -> Iterator[Setting]:
    """All the settings of an experiment, groups opened."""

    def within(struct: msgspec.Struct, prefix: str) -> Iterator[Setting]:
        for declared in settings_of(struct, prefix):
            yield declared
            value = getattr(struct, declared.path.rpartition(".")[2])
            for place, entry in _structs(value, declared.path):
                yield from within(entry, place)

    yield from within(experiment, "")


def _structs(value: object, path: str) -> Iterator[tuple[str, msgspec.Struct]]:
    if isinstance(value, msgspec.Struct):
        yield path, value
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _structs(entry, f"{path}.{index}")


def variants() -> Iterator[Experiment]:
    """Experiments that hold every kind there is between them."""
    for owner in KINDS:
        for kind in setting(PETALS, owner).choices:
            yield with_kind(PETALS, f"{owner}.kind", kind)


def test_that_every_setting_has_a_title_and_every_single_one_a_help() -> None:
    for experiment in variants():
        for declared in every_setting(experiment):
            assert declared.title, declared.path
            assert declared.help or declared.kind == "group" or declared.path == "format", declared.path


def test_that_every_number_has_a_range_with_the_default_inside() -> None:
    for experiment in variants():
        for declared in every_setting(experiment):
            if declared.kind in ("int", "float"):
                assert declared.minimum is not None, declared.path
                assert declared.maximum is not None, declared.path
                if declared.default is not None:
                    assert declared.minimum <= declared.default <= declared.maximum, declared.path
                if declared.slider is not None:
                    low, high = declared.slider
                    assert declared.minimum <= low < high <= declared.maximum, declared.path


def test_that_the_range_in_the_table_is_the_one_that_is_enforced() -> None:
    for experiment in variants():
        for declared in every_setting(experiment):
            if declared.kind in ("int", "float") and declared.maximum is not None and declared.minimum is not None:
                for beyond in (declared.maximum + 1, declared.minimum - 1):
                    with pytest.raises(UserError, match=declared.path):
                        change(experiment, {declared.path: beyond})


def test_that_a_setting_looked_up_by_its_path_is_the_one_in_the_table() -> None:
    for experiment in variants():
        for declared in every_setting(experiment):
            assert setting(experiment, declared.path) == declared


def test_that_a_setting_knows_its_kind_choices_and_limits() -> None:
    units = setting(PETALS, "network.layers.0.units")
    assert (units.kind, units.minimum, units.maximum, units.live) == ("int", 1, 1024, False)
    rate = setting(PETALS, "training.optimizer.learning_rate")
    assert (rate.kind, rate.minimum, rate.above_minimum, rate.live, rate.scale) == ("float", 0, True, True, "log")
    assert setting(PETALS, "training.batch_size").optional
    drawn = "petals quadrants waves circle xor gauss spiral moons rings checkerboard blobs plane bumps"
    assert setting(PETALS, "data.source.kind").choices == (*drawn.split(), "points", "digits", "images", "file")
    assert setting(PETALS, "data.features").choices == FEATURES
    activations = "tanh relu sigmoid linear leaky_relu elu softplus silu gelu sine step"
    assert setting(PETALS, "network.layers.0.activation").choices == tuple(activations.split())
    assert setting(PETALS, "network.output.activation").choices == ("linear", "tanh", "sigmoid", "softmax")
    losses = "squared_error huber binary_cross_entropy softmax_cross_entropy"
    assert setting(PETALS, "training.loss").choices == tuple(losses.split())


def test_that_each_kind_of_a_union_comes_with_a_sentence() -> None:
    for owner in KINDS:
        declared = setting(PETALS, owner)
        assert len(declared.choice_help) == len(declared.choices)
        assert all(declared.choice_help)


def changed_paths(assignments: dict[str, object]) -> list[tuple[str, bool]]:
    found = changed_settings(PETALS, change(PETALS, assignments))
    return [(each.path, each.live) for each in found]


def test_that_changes_are_found_where_they_lie_and_know_whether_they_are_live() -> None:
    assert changed_paths({}) == []
    assert changed_paths({"training.optimizer.learning_rate": 0.5}) == [("training.optimizer.learning_rate", True)]
    assert changed_paths({"training.optimizer.kind": "adam"}) == [("training.optimizer", True)]
    assert changed_paths({"network.layers.0.units": 5, "training.l1": 0.1}) == [
        ("network.layers.0.units", False),
        ("training.l1", True),
    ]
    assert changed_paths({"network.layers": [{}, {}]}) == [("network.layers", False)]
    assert changed_paths({"network.layers": []}) == [("network.layers", False)]
    assert changed_paths({"data.source.seed": 5}) == [("data.source.seed", True)]
    assert changed_paths({"data.source.kind": "xor"}) == [("data.source", False)]
    assert changed_paths({"data.features": ["x1", "x1_x2"]}) == [("data.features", False)]


def test_that_growing_from_no_layer_is_one_change() -> None:
    bare = change(PETALS, {"network.layers": []})
    assert [each.path for each in changed_settings(bare, PETALS)] == ["network.layers"]


def test_that_what_may_not_be_set_says_what_it_begins_with() -> None:
    halves = change(PETALS, {"data.split.train": 0.5, "data.split.validation": 0.5})
    training = halves.training
    declared = [*settings_of(training, "training"), *settings_of(training.stop, "training.stop")]
    optional = {each.path: each.suggested for each in declared if each.optional}
    assert optional.pop("training.batch_size") is None, "its slider ends with all samples"
    for path, suggested in optional.items():
        assert suggested is not None, path
        change(halves, {path: suggested})
