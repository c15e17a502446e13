"""Small experiments at random: whatever the rules accept can be trained, looked at, saved and loaded."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.experiment import DRAWN_SOURCES, FEATURES, Experiment, UserError, change, setting
from playground.export import load_weights, put_weights, save_history, save_weights
from playground.training import MapRequest, Region, Run


def choices(path: str, *, without: str = "") -> st.SearchStrategy[str]:
    """One of the names that a setting can have."""
    return st.sampled_from([name for name in setting(Experiment(), path).choices if name != without])


def initializers() -> st.SearchStrategy[dict[str, Any]]:
    scale = st.sampled_from([1.0, 1e-300, 100.0])
    return st.fixed_dictionaries({"kind": choices("network.output.initializer"), "scale": scale})


def layers() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "units": st.integers(1, 5),
            "activation": choices("network.layers.0.activation", without="step"),
            "batch_norm": st.booleans(),
            "dropout": st.sampled_from([0.0, 0.5, 0.99]),
            "initializer": initializers(),
            "bias_initializer": initializers(),
            "frozen": st.booleans(),
        }
    )


LOSSES_AND_OUTPUTS = [
    ("squared_error", "linear"),
    ("squared_error", "tanh"),
    ("squared_error", "sigmoid"),
    ("huber", "linear"),
    ("huber", "tanh"),
    ("binary_cross_entropy", "sigmoid"),
    ("softmax_cross_entropy", "softmax"),
]
SPLITS = [(1.0, 0.0, 0.0), (0.5, 0.25, 0.25), (0.1, 0.9, 0.0), (0.05, 0.0, 0.95)]


@st.composite
def assignments(draw: st.DrawFn) -> dict[str, Any]:
    loss, output = draw(st.sampled_from(LOSSES_AND_OUTPUTS))
    train, validation, test = draw(st.sampled_from(SPLITS))
    return {
        "seed": draw(st.integers(0, 2**32 - 1)),
        "data.source.kind": draw(st.sampled_from([source.__struct_config__.tag for source in DRAWN_SOURCES])),
        "data.source.samples": draw(st.integers(20, 40)),
        "data.source.noise": draw(st.floats(0, 0.5)),
        "data.source.fresh_test": draw(st.sampled_from([0, 1, 7])),
        "data.features": draw(st.lists(st.sampled_from(FEATURES), min_size=1, unique=True)),
        "data.preprocessing": draw(choices("data.preprocessing")),
        "data.split": {"train": train, "validation": validation, "test": test},
        "network.layers": draw(st.lists(layers(), max_size=3)),
        "network.output.activation": output,
        "network.output.batch_norm": draw(st.booleans()),
        "training.loss": loss,
        "training.optimizer.kind": draw(choices("training.optimizer")),
        "training.optimizer.learning_rate": draw(st.sampled_from([5e-324, 1e-3, 0.1, 30.0, 1e6])),
        "training.schedule.kind": draw(choices("training.schedule")),
        "training.l1": draw(st.sampled_from([0.0, 1e-3, 1000.0])),
        "training.l2": draw(st.sampled_from([0.0, 1e-3, 1000.0])),
        "training.gradient_clip": draw(st.sampled_from([None, 1e-300, 1.0])),
        "training.batch_size": draw(st.sampled_from([None, 1, 2, 7, 100])),
        "training.precision": draw(st.sampled_from(["float64", "float32"])),
        "training.stop.patience": draw(st.sampled_from([None, 1])),
        "training.batch_norm_learning_rate": draw(st.sampled_from([None, 0.01])),
        "training.batch_norm_momentum": draw(st.sampled_from([None, 0.5])),
    }


def experiment_of(wanted: dict[str, Any]) -> Experiment | None:
    try:
        return change(Experiment(), wanted)
    except UserError as error:
        assert any(
            word in str(error)
            for word in ("batch", "no sample is left", "patience", "is for classes", "needs network.output")
        )
        return None


def come_back_from_a_file(run: Run) -> None:
    """Save the run's weights and history, and load the weights into a fresh run: the same predictions."""
    with TemporaryDirectory() as folder:
        save_history(run.history, Path(folder) / "history.csv")
        save_weights(run, Path(folder) / "weights.npz")
        other = Run(run.experiment)
        put_weights(other, load_weights(Path(folder) / "weights.npz"), "weights.npz")
    points = run.dataset.train.points
    np.testing.assert_array_equal(other.predict(points), run.predict(points))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(assignments(), assignments())
def test_that_every_accepted_experiment_trains_changes_and_exports(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    experiment, other = experiment_of(first), experiment_of(second)
    if experiment is None:
        return
    run = Run(experiment)
    for _ in range(3):
        run.epoch()
        assert np.isfinite(run.network.values).all()
        assert np.isfinite(run.network.running_values).all()
        for name in ("train_loss", "penalty", "learning_rate"):
            assert np.isfinite(run.history[name]).all()
        maps = run.snapshot(MapRequest(Region(-6, 6, -6, 6), 4, (2,))).maps
        assert maps is not None
        assert np.isfinite(maps.output).all()
    come_back_from_a_file(run)
    if other is not None:
        run.apply(other)
        run.train(epochs=2)
