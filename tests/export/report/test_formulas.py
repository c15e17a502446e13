"""Every formula of a report is true: calculated from what is drawn, it comes to what the engine comes to."""

import math
from collections.abc import Sequence
from typing import Any, get_args
from xml.etree import ElementTree

import numpy as np
import pytest

from playground.engine import ALL_ACTIVATIONS, optimizer, schedule
from playground.experiment import load
from playground.experiment.network import Activation, OutputActivation
from playground.export.report.formulas import ACTIVATIONS, Block, number, principle
from playground.export.report.markup import math as drawn
from playground.export.report.words import Words
from playground.training import Run, Unit
from tests.export.report.calculate import Rows, calculated, says
from tests.export.report.conftest import trained

SCHEDULES: dict[str, dict[str, Any]] = {
    "exponential": {"decay": 0.97},
    "step": {"every": 3, "factor": 0.5},
    "cosine": {"minimum": 0.01},
    "warmup": {"epochs": 4},
}
MATHML_CORE = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "msub", "msup", "msubsup", "munder", "mover",
    "munderover", "mtable", "mtr", "mtd",
}  # fmt: skip


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-np.asarray(z)))


def phi(z: Any) -> Any:
    return 0.5 * (1 + np.vectorize(math.erf)(np.asarray(z) / math.sqrt(2)))


def blocks(run: Run) -> tuple[Block, ...]:
    """The principle of a run's network."""
    features = run.dataset.preparation.features
    return principle(run, Words("en"), features)


def formulas(run: Run) -> list[str]:
    return [formula for block in blocks(run) for formula in block.formulas]


def named(run: Run, name: str) -> list[str]:
    """The formulas that tell what a name is."""
    return [
        formula for formula in formulas(run) if ("=" in formula or "leftarrow" in formula) and says(formula) == name
    ]


# What is drawn


@pytest.mark.parametrize(
    "run",
    [
        lambda: trained("petals", 5),
        lambda: trained("waves", 2),
        lambda: trained("digits", 1, training__optimizer={"kind": "adamw"}),
        lambda: trained("playground", 2),
        lambda: trained("quadrants", 2, network__layers__0__batch_norm=True, network__layers__0__dropout=0.5),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_formulas_are_well_formed_mathml_of_the_core(run: Any, language: str) -> None:
    made = run()
    told = principle(made, Words(language), made.dataset.preparation.features)
    for formula in [formula for block in told for formula in block.formulas]:
        root = ElementTree.fromstring(drawn(formula, block=True))
        assert {node.tag for node in root.iter()} <= MATHML_CORE, formula


def test_that_an_unknown_command_and_an_open_bracket_are_refused() -> None:
    for wrong in (r"\unknown", "(a", "{a", r"\frac{a}", "a)"):
        with pytest.raises(ValueError, match="formula"):
            drawn(wrong)


def test_that_a_text_in_a_formula_is_escaped() -> None:
    assert "<mtext>&lt;b&gt; &amp;</mtext>" in drawn(r"a = \text{<b> &}")


# What is said


def test_that_every_activation_has_its_formula() -> None:
    assert set(ACTIVATIONS) == {*get_args(Activation), *get_args(OutputActivation)} == set(ALL_ACTIVATIONS)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name not in ("linear", "softmax")])
def test_that_the_formula_of_an_activation_is_the_engine_s(name: str) -> None:
    z = np.array([-3.0, -1.2, -0.3, 0.4, 0.9, 2.5])
    known = {"z": z, "e": math.e, "σ": sigmoid, "Φ": phi}
    value, slope = ACTIVATIONS[name]
    kind = ALL_ACTIVATIONS[name]
    if "=" in value:
        np.testing.assert_allclose(calculated(value, **known), kind.value(z), atol=1e-12)
    np.testing.assert_allclose(calculated(slope, **known) + 0 * z, kind.derivative(z), atol=1e-12)


def test_that_the_formula_of_softmax_is_the_engine_s() -> None:
    z = np.array([0.3, -1.0, 2.0])
    shares = ALL_ACTIVATIONS["softmax"].value(z[None])[0]
    for k, share in enumerate(shares):
        assert calculated(ACTIVATIONS["softmax"][0], e=math.e, z_k=z[k], z_j=z) == pytest.approx(share, abs=1e-14)


LOSSES: dict[str, Any] = {
    "one output": lambda: trained("petals", 20),
    "four outputs": lambda: trained("quadrants", 3),
    "softmax": lambda: trained("waves", 3),
    "squared error, tanh": lambda: trained("playground", 2, training__batch_size=None),
    "huber": lambda: trained(
        "playground", 2, training__batch_size=None, training__loss="huber", training__huber_delta=0.4
    ),
    "balanced": lambda: trained("waves", 2, training__class_weights="balanced"),
    "values": lambda: trained(
        "petals",
        3,
        data__source={"kind": "bumps"},
        network__output__activation="linear",
        training__loss="squared_error",
        training__optimizer={"kind": "adam"},
    ),
}


@pytest.mark.parametrize("name", LOSSES)
def test_that_the_formula_of_the_loss_comes_to_the_loss(name: str) -> None:
    run = LOSSES[name]()
    train = run.dataset.train
    output = np.asarray(run.network.predict(train.x), np.float64)
    at = "i_k" if output.shape[1] > 1 else "i"
    y, p = (train.y, output) if at == "i_k" else (train.y[:, 0], output[:, 0])
    labels = train.labels
    weights = np.ones(len(y))
    if run.experiment.training.class_weights == "balanced":
        counts = np.bincount(labels)
        weights = (len(labels) / (len(counts) * counts))[labels]
        weights = weights[:, None]
    known: dict[str, Any] = {f"p_{at}": p, f"y_{at}": y, f"y_hat_{at}": p, "w_c_i": weights}
    (formula,) = named(run, "L")
    for inner in [each for each in formulas(run) if each.startswith("h(")]:
        known["h"] = lambda d, inner=inner: calculated(inner, d=d)
    if at == "i_k" and "w_" in formula:
        formula = formula.replace("w_{c_{i}} ", "")
        known[f"y_{at}"] = y * weights
    assert calculated(formula, **known) == pytest.approx(run.snapshot().scores["train"].loss, rel=1e-9)


DELTAS: dict[str, Any] = {
    **LOSSES,
    "relu": lambda: trained("petals", 5, network__layers__0__activation="relu"),
    "gelu": lambda: trained("petals", 5, network__layers__0__activation="gelu"),
    "three layers": lambda: trained(
        "petals",
        5,
        network__layers=[{"units": 3}, {"units": 4, "activation": "softplus"}, {"units": 2, "activation": "linear"}],
    ),
    "batch norm": lambda: trained(
        "waves", 2, network__layers__0__batch_norm=True, network__layers__0__units=6, network__layers__1__units=5,
        network__output__batch_norm=True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DELTAS)
def test_that_the_way_back_comes_to_the_gradient(name: str) -> None:
    run = DELTAS[name]()
    training = run.experiment.training
    train, network = run.dataset.train, run.network
    _, gradients = network.loss_and_gradients(train.x, train.y)
    known = forwards(run, train.x)
    known["y"] = Rows.of(train.y)
    if training.class_weights == "balanced":
        counts = np.bincount(train.labels)
        known["w_c"] = (len(train.labels) / (len(counts) * counts))[train.labels][:, None]
    for kind, (_, slope) in ACTIVATIONS.items():
        called = {"sigmoid": "σ", "relu": "ReLU", "gelu": "GELU"}.get(kind, kind)
        if slope and kind != "softmax":
            known[f"{called}_slope"] = lambda z, slope=slope: Rows.of(
                calculated(slope, z=np.asarray(z), e=math.e, σ=sigmoid, Φ=phi) + 0 * np.asarray(z)
            )
            known.setdefault(called, sigmoid if called == "σ" else np.tanh)
    back = next(block for block in blocks(run) if block.text.startswith("Backwards"))
    for formula in back.formulas:
        target = says(formula)
        if target.startswith("δ_u"):
            known[target] = calculated(formula, **known)
            place = target.removeprefix("δ_u_")
            mean = np.mean(known[target], axis=0)
            known[f"δ_bar_u_{place}"] = mean
            known[f"δ_u_i_{place}"], known[f"z_hat_i_{place}"] = known[target], known[f"z_hat_{place}"]
            known["s"] = known[f"s_{place}"]
            known["n"] = len(train)
        else:
            known[target] = calculated(formula, **known)
    for layer in range(1, len(network.layers) + 1):
        label = f"layer{layer}" if layer < len(network.layers) else "output"
        found = np.asarray(known[f"a_{layer - 1}"]).T @ np.asarray(known[f"δ_{layer}"])
        wanted = gradients[f"{label}.weight"] - training.l2 * network.parameters[f"{label}.weight"]
        np.testing.assert_allclose(found, wanted, atol=1e-9)
        if f"{label}.bias" in gradients:
            np.testing.assert_allclose(np.sum(known[f"δ_{layer}"], axis=0), gradients[f"{label}.bias"], atol=1e-9)


def forwards(run: Run, x: Any) -> dict[str, Any]:
    """Scores and answers of every layer in training mode, under the names of the formulas."""
    network = run.network
    given, known = np.asarray(x, np.float64), {"a_0": np.asarray(x, np.float64), "e": math.e}
    count = len(network.layers)
    for place, layer in enumerate(network.layers, start=1):
        label = f"layer{place}" if place < count else "output"
        weight = network.parameters[f"{label}.weight"]
        z = given @ weight + network.parameters.get(f"{label}.bias", 0.0)
        known[f"W_{place}_T"] = Rows.of(weight.T)
        known[f"z_{place}"] = Rows.of(z)
        if layer.batch_norm:
            deviation = z.std(axis=0)
            normal = (z - z.mean(axis=0)) / np.sqrt(deviation**2 + 1e-5)
            gamma = network.parameters[f"{label}.gamma"]
            z = gamma * normal + network.parameters[f"{label}.beta"]
            known |= {f"z_hat_{place}": Rows.of(normal), f"u_{place}": Rows.of(z), f"s_{place}": deviation}
            known[f"γ_{place}"] = gamma
        given = ALL_ACTIVATIONS[layer.activation].value(z)
        known[f"a_{place}"] = Rows.of(given)
    known |= {"p": Rows.of(given), "y_hat": Rows.of(given)}
    return known


@pytest.mark.parametrize("kind", ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"])
def test_that_the_formula_of_a_step_is_the_engine_s(kind: str) -> None:
    run = trained("petals", 1, training__optimizer={"kind": kind})
    told = next(block for block in blocks(run) if block.text.startswith("The step"))
    chosen = run.experiment.training.optimizer
    settings = {name: getattr(chosen, name) for name in chosen.__struct_fields__}
    theirs = optimizer(kind, **settings)
    random = np.random.RandomState(0)
    wanted = random.randn(6)
    known: dict[str, Any] = {"θ": wanted.copy(), "v": np.zeros(6), "m": np.zeros(6), "s": np.zeros(6)}
    for step in range(1, 5):
        gradient = random.randn(6)
        theirs.step(wanted, gradient)
        known |= {"g": gradient, "t": step}
        for formula in told.formulas:
            known[says(formula)] = calculated(formula, **known)
    np.testing.assert_allclose(known["θ"], wanted, rtol=1e-12)


@pytest.mark.parametrize("kind", SCHEDULES)
def test_that_the_formula_of_a_schedule_is_the_engine_s(kind: str) -> None:
    settings = SCHEDULES[kind]
    run = trained("petals", 1, training__schedule={"kind": kind, **settings}, training__epochs=20)
    (formula,) = named(run, "η")
    rate = schedule(kind, **settings)
    for epoch in (0, 1, 5, 19, 30):
        found = calculated(formula, e=epoch, k=epoch // 3)
        assert found == pytest.approx(rate(epoch, 20, 1.2), rel=1e-12)


@pytest.mark.parametrize(
    "run",
    [
        lambda: trained("petals", 200),
        lambda: trained("petals", 50, network__layers=[{"units": 3, "activation": "relu"}, {"units": 2}]),
        lambda: trained("petals", 20, data__features=["x1", "x2_squared", "sin_x1", "x1_x2"], network__layers=[]),
        lambda: trained("playground", 20),
    ],
)
def test_that_the_weights_that_are_put_in_answer_as_the_network(run: Any) -> None:
    made = run()
    boxed = next(block for block in blocks(made) if block.boxed)
    points = made.dataset.train.points
    known: dict[str, Any] = {"x_1": points[:, 0], "x_2": points[:, 1], "σ": sigmoid, "ReLU": lambda z: np.maximum(0, z)}
    for formula in boxed.formulas:
        known[says(formula)] = calculated(formula, **known)
    np.testing.assert_allclose(known[says(boxed.formulas[-1])], made.predict(points)[:, 0], atol=0.02)


def test_that_the_numbers_of_a_preparation_are_those_of_the_data() -> None:
    run = trained("petals", 2, data__preprocessing="standardize")
    x, points = run.dataset.train.x, run.dataset.train.points
    for column, name in enumerate(("x_1", "x_2")):
        (formula,) = named(run, name)
        found = calculated(formula, **{f"v_{column + 1}": points[:, column]})
        np.testing.assert_allclose(found, x[:, column], atol=5e-3)


@pytest.mark.parametrize(
    ("value", "told"),
    [(1.2, "1.2"), (1e-5, "10^{-5}"), (3e-4, "0.0003"), (2.5e-7, r"2.5 \cdot 10^{-7}"), (0.0, "0"), (100.0, "100")],
)
def test_that_settings_are_told_exactly(value: float, told: str) -> None:
    assert number(value) == told


def told_in(run: Run, texts: Sequence[str]) -> bool:
    said = " ".join(block.text for block in blocks(run))
    return all(text in said for text in texts)


def test_that_what_the_network_has_is_told_and_nothing_else() -> None:
    plain = trained("petals", 5)
    assert not any(
        told_in(plain, [text]) for text in ("Batch norm", "Dropout", "penalty", "rate η", "Frozen", "shortened")
    )
    rich = trained(
        "petals",
        2,
        network__layers__0__batch_norm=True,
        network__layers__0__dropout=0.25,
        network__layers__0__frozen=True,
        training__l1=0.001,
        training__l2=0.01,
        training__gradient_clip=2.0,
        training__schedule={"kind": "cosine"},
    )
    assert told_in(rich, ["Batch norm", "Dropout", "penalty", "rate η", "Frozen", "layer 1", "shortened"])


def test_that_a_muted_neuron_is_muted_in_the_formulas() -> None:
    run = Run(load("petals"))
    run.train(300)
    run.edits.mute(Unit(1, 0))
    boxed = next(block for block in blocks(run) if block.boxed)
    points = run.dataset.train.points
    known: dict[str, Any] = {"x_1": points[:, 0], "x_2": points[:, 1], "σ": sigmoid}
    for formula in boxed.formulas:
        known[says(formula)] = calculated(formula, **known)
    np.testing.assert_allclose(known["p"], run.predict(points)[:, 0], atol=0.02)
