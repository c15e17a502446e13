"""Every lab's claims come true in their own step's run and not before; what shows nothing ticks nothing."""

import json
from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import Any

import numpy as np
import pytest

from playground.experiment import Experiment, change, labs, load
from playground.experiment.claims import ACTIONS, HISTORY_WORDS, claim_words
from playground.experiment.labs import Lab, Step, decode_lab
from playground.training import COLUMNS, Outcome, Reason, Run
from playground.training.claims import StudySeen, TrialSeen, Witness

pytestmark = pytest.mark.slow

UNITS, RATE, OPTIMIZER = "network.layers.0.units", "training.optimizer.learning_rate", "training.optimizer"
NORMAL = {"kind": "normal", "std": 0.01}
ADAM = {"kind": "adam", "learning_rate": 0.01}


class Class:
    """A student who works through a lab: each run is told to the witness in pieces, as a window does."""

    def __init__(self, lab: str) -> None:
        self.lab = labs()[lab]
        assert self.lab.experiment is not None
        self.witness = Witness(self.lab)
        self.experiment: Experiment = self.lab.experiment
        self.key = 0

    def set(self, assignments: Mapping[str, Any]) -> None:
        self.experiment = change(self.experiment, assignments)

    def press_set_of(self, step: int) -> None:
        self.set(self.lab.steps[step].set)

    def train(self, epochs: int) -> Run:
        """Train from first weights; how it ended is told, too, where it did."""
        self.key += 1
        run = Run(self.experiment)
        seen, restarted, pieces = 0, True, cycle((1, 7, 64, 400))
        while True:
            _, rows = run.history.news(seen)
            base = run.snapshot().base_rate_loss
            self.witness.see(rows, run.experiment, base_loss=base, run=self.key, restarted=restarted)
            seen, restarted = run.history.rows, False
            if run.epochs_done >= epochs:
                return run
            outcome = run.train(min(next(pieces), epochs - run.epochs_done))
            if outcome is not None and (outcome.reason is not Reason.EPOCHS or run.epochs_done >= epochs):
                _, rows = run.history.news(seen)
                self.witness.see(rows, run.experiment, base_loss=base, run=self.key)
                self.witness.end(outcome, run.experiment)
                return run

    def finish(self) -> None:
        """Train to the planned end."""
        self.train(self.experiment.training.epochs)

    @property
    def shown(self) -> list[int]:
        return sorted(self.witness.shown)

    def told(self, step: int) -> str:
        return str(self.witness.shown[step].told)


def test_that_petals_counts_its_neurons() -> None:
    student = Class("petals")
    student.press_set_of(0)
    student.train(4999)
    assert student.shown == [], "90 of 100 are claimed of epoch 5,000, and of no earlier one"
    student.train(5000)
    assert student.told(0) == "Epoch 5,000: the training accuracy 90.5 %"
    student.press_set_of(1)
    student.train(5000)
    assert student.shown == [0, 1]
    assert student.told(1) == "Epoch 5,000: the training accuracy 67.5 %"
    student.set({UNITS: 2})
    student.train(5000)
    assert student.shown == [0, 1], "two neurons do not suffice"
    student.set({UNITS: 3})
    student.train(5000)
    assert student.shown == [0, 1, 2]
    student.witness.act("exported", student.experiment)
    assert student.shown == [0, 1, 2, 4]


def test_that_quadrants_stands_still_twice_and_hardly_from_other_weights() -> None:
    student = Class("quadrants")
    student.train(200)
    assert student.shown == [], "the loss is 2.25 from epoch 13 on, and 200 epochs have to pass"
    student.train(300)
    assert student.shown == [0]
    student.train(3000)
    assert student.shown == [0, 1]
    student.train(4500)
    assert student.shown == [0, 1, 2]
    assert 4000 < (student.witness.shown[2].epoch or 0) < 4500
    student.press_set_of(3)
    student.train(500)
    assert student.shown == [0, 1, 2, 3]
    assert student.told(3).startswith("Epoch 3")
    assert ", where the earlier run took 4," in student.told(3)


def test_that_other_weights_are_sooner_only_than_an_earlier_run() -> None:
    student = Class("quadrants")
    student.press_set_of(3)
    student.train(500)
    assert student.shown == []


def test_that_waves_goes_through_the_whole_workflow() -> None:
    student = Class("waves")
    student.witness.act("gradient_check_passed", student.experiment)
    assert student.shown == [0]
    for step, epochs in ((1, 100), (2, 20), (3, 400)):
        student.press_set_of(step)
        assert step not in student.shown
        student.train(epochs)
        assert student.shown == [*range(step), step]
    assert student.told(2) == "Epoch 1: the loss ran away"
    student.witness.study(searched(student.experiment, 9))
    assert 4 not in student.shown
    student.witness.study(searched(student.experiment, 10))
    student.witness.act("test_opened", student.experiment)
    assert student.shown == [0, 1, 2, 3, 4, 5]
    student.press_set_of(6)
    student.train(300)
    assert student.shown == [0, 1, 2, 3, 4, 5, 6]


def searched(experiment: Experiment, count: int) -> StudySeen:
    """A search over rate and L2, of which only that it was made is of interest."""
    trials = []
    for turn in range(count):
        drawn = {RATE: 0.01 * (turn + 1), "training.l2": 1e-4 * (turn + 1)}
        trials.append(TrialSeen(change(experiment, drawn), 0, "epochs", {"validation_accuracy": 0.7}))
    return StudySeen("search", experiment, (RATE, "training.l2"), tuple(trials))


def test_that_eight_points_are_learned_by_heart_and_not_with_a_rate_or_a_size_that_does_not_suit() -> None:
    student = Class("overfit-tiny")
    for step in range(3):
        student.press_set_of(step)
        assert step not in student.shown
        student.finish()
        assert student.shown == list(range(step + 1))
    assert student.told(0).startswith("Epochs 9 to 28: the training accuracy 100")
    assert student.told(1) == "Epoch 100: the training accuracy 37.5 %"


def test_that_digits_are_read_drawn_and_looked_at() -> None:
    student = Class("digits")
    student.train(14)
    assert student.shown == []
    student.train(15)
    assert student.shown == [0]
    student.witness.act("mistakes_opened")
    student.witness.act("digit_drawn")
    assert student.shown == [0, 1, 2]
    assert student.lab.steps[3].claim is None


def test_that_two_layers_guess_first_and_xaviers_do_not() -> None:
    student = Class("two-layer")
    student.train(8)
    assert student.shown == [], "with the untrained network these are nine"
    student.train(12)
    assert student.shown == [0]
    student.train(200)
    assert student.shown == [0, 1]
    student.press_set_of(2)
    student.train(60)
    assert student.shown == [0, 1, 2]
    student.witness.act("graph_opened")
    assert student.witness.satisfied


def test_that_the_playground_is_wrapped_by_three_lines_or_by_none() -> None:
    student = Class("playground")
    student.press_set_of(0)
    for units in (1, 2):
        student.set({UNITS: units})
        student.train(400)
        assert student.shown == []
    student.set({UNITS: 3})
    student.train(400)
    assert student.shown == [0]
    student.press_set_of(1)
    student.train(60)
    assert student.shown == [0], "one neuron is not the fewest"
    student.set({"network.layers": []})
    student.train(60)
    assert student.shown == [0, 1]
    student.press_set_of(2)
    student.train(150)
    assert student.shown == [0, 1], "eight and eight neurons are stuck for long"
    student.set({"data.features": ["x1", "x2", "sin_x1", "sin_x2"]})
    student.train(200)
    assert student.shown == [0, 1, 2]


@pytest.mark.parametrize("slug", ["initialization", "gradient-descent"])
def test_that_a_lab_with_a_window_of_its_own_is_done_by_what_is_done_in_it(slug: str) -> None:
    witness = Witness(labs()[slug])
    for claim in labs()[slug].claims:
        assert claim.action is not None
        assert len(witness.act(claim.action)) == 1
    assert witness.satisfied


# What lies between the sides of the three comparisons, as measured: epochs to a training loss of 0.1.
SIDES = {"normalization": (6, 3), "dropout": (6, 8), "batch-norm": (6, 3)}


@pytest.mark.parametrize("slug", SIDES)
def test_that_a_comparison_is_shown_by_every_repeat_or_not_at_all(slug: str) -> None:
    for last, shown in ((SIDES[slug], [0]), (SIDES[slug][::-1], [])):
        student = Class(slug)
        sides = [change(student.experiment, side.set) for side in student.lab.compare]
        trials = []
        for turn in range(5):
            for side, epochs in zip(sides, SIDES[slug] if turn < 4 else last, strict=True):
                curve = np.where(np.arange(16.0) < epochs, 2.3, 0.09)
                trials.append(TrialSeen(change(side, {"seed": turn}), turn, "epochs", {}, {"train_loss": curve}))
        over = tuple(student.lab.compare[0].set)
        student.witness.study(StudySeen("comparison", student.experiment, over, tuple(trials[:8])))
        assert student.shown == [], "four repeats are too few"
        student.witness.study(StudySeen("comparison", student.experiment, over, tuple(trials)))
        assert student.shown == shown


@pytest.mark.parametrize("slug", SIDES)
def test_that_the_comparison_comes_out_as_its_lab_says(slug: str) -> None:
    student = Class(slug)
    trials = []
    for turn in range(2):
        for side in student.lab.compare:
            experiment = change(student.experiment, {**side.set, "seed": turn, "data.source.seed": turn})
            run = Run(experiment)
            run.train(12, watch=lambda run: bool(run.history["train_loss"][-1] <= 0.1))
            curve = {"train_loss": run.history["train_loss"]}
            trials.append(TrialSeen(experiment, turn, "epochs", {}, curve))
    # Two repeats of the five; that all five are asked for is seen above.
    five = [
        TrialSeen(t.experiment, turn, t.reason, {}, t.curves) for turn in range(5) for t in trials[2 * (turn % 2) :][:2]
    ]
    student.witness.study(StudySeen("comparison", student.experiment, tuple(student.lab.compare[0].set), tuple(five)))
    assert student.shown == [0]


def test_that_petals_lesson_is_shown_by_a_study_of_five_seeds() -> None:
    petals, trials = load("petals"), []
    for units in (1, 2, 3, 4, 5, 10, 20):
        for turn in range(5):
            seeds = {"seed": 3 + turn, "data.source.seed": 1 + turn, "data.source.fresh_test": 0}
            run = Run(change(petals, {UNITS: units, **seeds}))
            run.train(5000 if units <= 3 else 100)  # Of the larger ones the claim asks only that they were tried.
            figures = {"train_accuracy": float(run.history["train_accuracy"][-1])}
            trials.append(TrialSeen(run.experiment, turn, "epochs", figures))
    witness = Witness(labs()["petals"])
    assert witness.study(StudySeen("sweep", petals, (UNITS,), tuple(trials))) == (3,)
    told = str(witness.shown[3].told)
    assert told.startswith("7 settings, 5 times each; the training accuracy at most 70.75 %; the training accuracy")


def fake_sizes(accuracies: Mapping[int, float], seeds: int = 5, **settings: Any) -> StudySeen:
    petals = change(load("petals"), settings)
    trials = [
        TrialSeen(change(petals, {UNITS: units, "seed": turn}), turn, "epochs", {"train_accuracy": accuracy})
        for units, accuracy in accuracies.items()
        for turn in range(seeds)
    ]
    return StudySeen("sweep", petals, (UNITS,), tuple(trials))


LESSON = {1: 0.67, 2: 0.68, 3: 0.91, 4: 0.91, 5: 0.91, 10: 0.91, 20: 0.91}


def test_that_a_study_shows_the_lesson_only_with_all_sizes_and_five_repeats_on_the_labs_data() -> None:
    def shown(study: StudySeen) -> bool:
        return bool(Witness(labs()["petals"]).study(study))

    assert shown(fake_sizes(LESSON))
    assert not shown(fake_sizes(LESSON, seeds=4))
    assert not shown(fake_sizes({**LESSON, 2: 0.8})), "then two would do"
    assert not shown(fake_sizes({**LESSON, 3: 0.8})), "then three would not"
    assert not shown(fake_sizes({units: LESSON[units] for units in (3, 4, 5)}))
    assert not shown(fake_sizes(LESSON, **{"data.source.kind": "spiral"}))
    assert not shown(fake_sizes(LESSON, **{"data.features": ["x1", "x2", "sin_x1", "sin_x2"]}))


# What was ticked though it had not been shown, and its like: lab, settings, epochs, and the step not to be ticked.
UNSHOWN: dict[str, tuple[str, Mapping[str, Any], int, int]] = {
    "quadrants with Adam passes 2.2493": ("quadrants", {OPTIMIZER: ADAM}, 400, 0),
    "quadrants with momentum and large weights": (
        "quadrants",
        {"network.layers.0.initializer": {"kind": "normal", "std": 1.0}, OPTIMIZER: {"kind": "momentum"}},
        300,
        0,
    ),
    "quadrants at a crawl": ("quadrants", {RATE: 1e-4}, 400, 0),
    "quadrants from Xavier's weights": (
        "quadrants",
        {f"network.{place}.initializer": {"kind": "xavier_normal"} for place in ("layers.0", "layers.1", "output")},
        400,
        0,
    ),
    "two-layer from Xavier's weights, at loss 1.80": (
        "two-layer",
        {f"network.{place}.initializer": {"kind": "xavier_normal"} for place in ("layers.0", "output")},
        12,
        0,
    ),
    "two-layer with ReLUs": ("two-layer", {"network.layers.0.activation": "relu"}, 30, 0),
    "eight points, right once at epoch 9": ("overfit-tiny", {}, 20, 0),
    "eight points by plain descent": ("overfit-tiny", {OPTIMIZER: {"kind": "sgd", "learning_rate": 1.0}}, 40, 0),
    "digits before epoch 15": ("digits", {}, 14, 0),
    "petals with two layers of three": ("petals", {"network.layers": [{"units": 3}, {"units": 3}]}, 5000, 2),
    "petals with three neurons and sines": (
        "petals",
        {UNITS: 3, "data.features": ["x1", "x2", "sin_x1", "sin_x2"]},
        5000,
        2,
    ),
    "one neuron on another set": ("petals", {UNITS: 1, "data.source.kind": "spiral"}, 5000, 1),
    "waves by its test part": ("waves", {"data.split": {"train": 0.75, "validation": 0.0, "test": 0.25}}, 300, 3),
}


@pytest.mark.parametrize("name", UNSHOWN)
def test_that_what_is_not_shown_is_not_ticked(name: str) -> None:
    lab, settings, epochs, step = UNSHOWN[name]
    student = Class(lab)
    student.set(settings)
    student.train(epochs)
    assert step not in student.shown


@pytest.mark.parametrize("step", range(len(labs()["waves"].steps)))
def test_that_no_claim_of_waves_is_about_the_test_part(step: int) -> None:
    claim = labs()["waves"].steps[step].claim
    assert claim is not None
    assert "test" not in (claim.column or "")


# The evaluation itself, on a lab made for it


def lab_with(**claim: Any) -> Lab:
    text = {
        "title": "T",
        "question": "Q?",
        "experiment": {"name": "mine", "network": {"layers": [{"units": 4}]}},
        "steps": [{"task": "do it", "claim": claim}],
    }
    return decode_lab(json.dumps(text), "mine.playground-lab")


def rows(first: int, **columns: list[float]) -> dict[str, np.ndarray]:
    count = len(next(iter(columns.values())))
    epochs = np.arange(first, first + count, dtype=float)
    return {"epoch": epochs, **{name: np.array(figures) for name, figures in columns.items()}}


def witnessed(*news: dict[str, np.ndarray], **claim: Any) -> list[int | None]:
    """The epoch that showed the claim after each of the news; None before."""
    lab = lab_with(**claim)
    assert lab.experiment is not None
    witness, told = Witness(lab), list[int | None]()
    for each in news:
        witness.see(each, lab.experiment, base_loss=2.0)
        told.append(witness.shown[0].epoch if witness.shown else None)
    return told


def test_that_a_row_of_epochs_may_begin_in_one_report_and_end_in_another() -> None:
    first, second = rows(0, train_loss=[9, 1, 1]), rows(3, train_loss=[1, 1])
    assert witnessed(first, second, column="train_loss", at_most=1, **{"for": 4}) == [None, 4]
    assert witnessed(first, rows(3, train_loss=[9, 1]), column="train_loss", at_most=1, **{"for": 3}) == [None, None]


def test_that_an_untrained_network_shows_nothing() -> None:
    assert witnessed(rows(0, train_loss=[1]), rows(1, train_loss=[1]), column="train_loss", at_most=1) == [None, 1]


def test_that_by_and_at_say_when() -> None:
    figures = rows(0, train_loss=[9, 9, 9, 1, 1])
    assert witnessed(figures, column="train_loss", at_most=1, by=3) == [3]
    assert witnessed(figures, column="train_loss", at_most=1, by=2) == [None]
    assert witnessed(figures, column="train_loss", at_most=1, at=4) == [4]
    assert witnessed(figures, column="train_loss", at_most=1, at=2) == [None]
    assert witnessed(figures, column="train_loss", at_most=1, at=5) == [None]


def test_that_bounds_may_be_shares_of_the_start_or_of_the_base_rate() -> None:
    figures = rows(0, train_loss=[8, 5, 4, 2])
    assert witnessed(figures, column="train_loss", at_most=0.5, relative_to="start") == [2]
    assert witnessed(figures, column="train_loss", near=1, tolerance=0.01, relative_to="base_rate") == [3]


def test_that_a_figure_that_there_is_not_shows_nothing() -> None:
    missing = rows(0, train_loss=[float("nan")] * 5)
    assert witnessed(missing, column="train_loss", at_most=1) == [None]
    assert witnessed(missing, column="test_loss", at_most=1) == [None]


Watch = tuple[Witness, Experiment]


@pytest.fixture
def high() -> Watch:
    lab = lab_with(column="train_accuracy", at_least=0.9, where={RATE: {"at_most": 1}}, **{"for": 2})
    assert lab.experiment is not None
    return Witness(lab), lab.experiment


def test_that_a_setting_that_was_changed_on_the_way_spoils_the_run_from_there_on(
    high: Watch,
) -> None:
    witness, experiment = high
    witness.see(rows(0, train_accuracy=[0.5, 0.6]), experiment)
    witness.see(rows(2, train_accuracy=[0.7, 0.8]), change(experiment, {RATE: 5}))
    witness.see(rows(4, train_accuracy=[0.9, 0.9]), experiment)
    assert not witness.shown
    # Back in time, to before the change, and on from there.
    witness.see(rows(1, train_accuracy=[0.6, 0.9, 0.9]), experiment)
    assert witness.shown[0].epoch == 3


def test_that_news_of_both_settings_count_for_neither(high: Watch) -> None:
    witness, experiment = high
    witness.see(rows(0, train_accuracy=[0.5]), change(experiment, {RATE: 5}))
    witness.see(rows(1, train_accuracy=[0.9, 0.9]), experiment)
    assert not witness.shown, "the epochs may have been trained before the rate was changed"


def test_that_a_setting_changed_before_training_spoils_nothing(high: Watch) -> None:
    witness, experiment = high
    witness.see(rows(0, train_accuracy=[0.5]), change(experiment, {RATE: 5}))
    witness.see({}, experiment)
    witness.see(rows(1, train_accuracy=[0.9, 0.9]), experiment)
    assert witness.shown


def test_that_a_network_changed_by_hand_shows_nothing_until_the_run_begins_again(
    high: Watch,
) -> None:
    witness, experiment = high
    witness.see(rows(0, train_accuracy=[0.5, 0.6]), experiment)
    witness.touch()
    witness.see(rows(2, train_accuracy=[0.9, 0.9, 0.9]), experiment)
    assert not witness.shown
    witness.see(rows(0, train_accuracy=[0.9, 0.9, 0.9]), experiment, restarted=True, own=False)
    assert not witness.shown, "its weights came from a file"
    witness.see(rows(0, train_accuracy=[0.5, 0.9, 0.9]), experiment, restarted=True)
    assert witness.shown


def test_that_a_run_that_is_come_back_to_goes_on_where_it_was(high: Watch) -> None:
    witness, experiment = high
    told = rows(0, train_accuracy=[0.5, 0.6, 0.9])
    witness.see(told, experiment, run=1)
    witness.see(rows(0, train_accuracy=[0.5]), change(experiment, {RATE: 5}), run=2, restarted=True)
    witness.see(told, experiment, run=1, restarted=True)
    assert not witness.shown, "its last epoch is not seen twice"
    witness.see(rows(3, train_accuracy=[0.9]), experiment, run=1)
    assert witness.shown[0].epoch == 3


def test_that_a_branch_keeps_what_it_has_in_common_with_the_run_it_left(high: Watch) -> None:
    witness, experiment = high
    witness.see(rows(0, train_accuracy=[0.5, 0.9]), experiment, run=1)
    witness.see(rows(2, train_accuracy=[0.9]), experiment, run=2)
    assert witness.shown[0].epoch == 2


@pytest.mark.parametrize(
    ("ended", "reason"),
    [("ran_away", Reason.DIVERGENCE), ("stopped", Reason.PATIENCE), ("finished", Reason.EPOCHS)],
)
def test_that_a_claim_on_how_a_run_ended_holds_for_that_end_alone(ended: str, reason: Reason) -> None:
    lab = lab_with(ended=ended, by=10)
    assert lab.experiment is not None
    for each in Reason:
        witness = Witness(lab)
        witness.see(rows(0, train_loss=[1.0, 2.0]), lab.experiment)
        witness.end(Outcome(each, 11, 11), lab.experiment)
        assert not witness.shown, "too late"
        witness.end(Outcome(each, 9, 9), lab.experiment)
        same = ended == "stopped" and each in (Reason.TARGET_LOSS, Reason.TARGET_ACCURACY)
        assert bool(witness.shown) is (each is reason or same)


def test_that_a_witness_says_which_settings_keep_a_claim_from_counting() -> None:
    witness, petals = Witness(labs()["petals"]), load("petals")
    assert witness.missing(0, petals) == []
    assert witness.missing(1, petals) == [UNITS]
    assert witness.missing(0, change(petals, {"data.source.noise": 0.4})) == ["data.source.noise"]
    assert witness.missing(0, change(petals, {"data.source.seed": 7, "training.epochs": 77})) == []


# The declarations


def claims() -> Iterator[tuple[str, Step]]:
    for slug, lab in labs().items():
        for number, step in enumerate(lab.steps):
            yield f"{slug}.{number}", step


def test_that_the_columns_a_claim_may_speak_of_are_those_of_a_history() -> None:
    assert set(HISTORY_WORDS) == set(COLUMNS) - {"epoch"}


def test_that_every_claim_is_put_into_words_and_every_action_is_known() -> None:
    for name, step in claims():
        if step.claim is not None:
            assert len(str(claim_words(step.claim))) > 10, name
            assert step.claim.action is None or step.claim.action in ACTIONS


AT_5000 = {"column": "train_accuracy", "at_least": 0.9, "at": 5000}
NEAR = {"column": "train_loss", "near": 2.25, "tolerance": 0.01, "for": 200}
SHARE = {"column": "test_loss", "at_most": 0.05, "relative_to": "start"}


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (AT_5000, "the training accuracy is at least 90 % at epoch 5,000"),
        (NEAR, "the training loss is within 0.01 of 2.25 for 200 epochs in a row"),
        (SHARE, "the test loss is at most 0.05 times what it was at the start"),
        ({"ended": "ran_away"}, "the loss ran away"),
        ({"action": "exported"}, "something was exported"),
        ({"study": {"over": UNITS}}, f"a study over {UNITS} was made"),
    ],
)
def test_that_a_claim_without_words_of_its_own_gets_some(claim: dict[str, Any], words: str) -> None:
    assert str(claim_words(lab_with(**claim).claims[0])) == words
