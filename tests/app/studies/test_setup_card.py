"""The form of a study."""

import pytest
from pytestqt.qtbot import QtBot

from playground.app.studies.plan import Mode, Plan, study_of, subtitle, variants_of
from playground.app.studies.setup_card import SetupCard
from playground.app.studies.suggestions import suggested_draw, suggested_values
from playground.app.studies.words import sweepable
from playground.experiment import UserError, change, load
from playground.studies import Comparison, LogUniform, Search, Sweep, with_validation

NEEDS_MORE = ("training.stop.patience", "training.stop.target_accuracy")
"""Settings that need another one set, which the form says."""


def test_that_petals_begin_with_the_sizes_of_the_lab(qtbot: QtBot) -> None:
    card = SetupCard(load("petals"))
    qtbot.addWidget(card)
    assert isinstance(card.study, Sweep)
    assert card.study.axes[0].values == (1, 2, 3, 4, 5, 10, 20)
    assert card.study.epochs == 5000
    assert card.message.text() == "35 trials"


def test_that_what_is_typed_is_checked_and_refused_in_one_plain_line(qtbot: QtBot) -> None:
    card = SetupCard(load("petals"))
    qtbot.addWidget(card)
    with qtbot.waitSignal(card.changed):
        card.one.text.setText("1-3, x")
    assert card.study is None
    assert card.message.text() == "'x' is no number or range; give a whole number from 1 to 1024"
    with qtbot.waitSignal(card.changed):
        card.one.text.setText("1-3")
    assert card.study is not None
    assert not card.problem


def test_that_a_network_without_hidden_layers_is_told_what_it_needs(qtbot: QtBot) -> None:
    card = SetupCard(change(load("petals"), {"network.layers": []}))
    qtbot.addWidget(card)
    assert card.study is None
    assert "no hidden layer" in card.message.text()
    card.set_mode("setting")
    assert card.study is not None


def test_that_what_was_typed_for_a_setting_comes_back_with_it(qtbot: QtBot) -> None:
    card = SetupCard(load("petals"))
    qtbot.addWidget(card)
    card.one.set_values("7, 8")
    card.set_mode("setting")
    assert card.one.values != "7, 8"
    card.set_mode("sizes")
    assert card.one.values == "7, 8"


@pytest.mark.parametrize("name", ["petals", "waves", "two-layer"])
def test_that_every_setting_offered_can_be_compared_as_suggested(name: str) -> None:
    experiment = load(name)
    for path in sweepable(experiment):
        if path not in NEEDS_MORE:
            study_of(experiment, Plan("setting", (path,), (suggested_values(experiment, path),), 1, 5))
            study_of(experiment, Plan("search", (path,), (suggested_draw(experiment, path),), 1, 5, trials=3))


def test_that_a_search_of_data_without_a_validation_part_gets_one() -> None:
    petals = load("petals")
    study = study_of(petals, Plan("search", ("training.l2",), ("0.001..1",), epochs=5, trials=3))
    assert isinstance(study, Search)
    assert study.experiment.data.source.fresh_validation == 400  # type: ignore[union-attr]
    assert with_validation(study.experiment) is study.experiment


def test_that_the_form_says_where_the_validation_part_comes_from(qtbot: QtBot) -> None:
    card = SetupCard(load("petals"))
    qtbot.addWidget(card)
    card.set_mode("search")
    assert card.check()
    assert card.message.text().endswith("tested once")
    assert card.study is not None
    assert subtitle(card.plan, card.study).endswith("400 fresh points for validation")
    card.take_experiment(change(load("digits"), {"data.split": {"train": 1.0, "validation": 0.0, "test": 0.0}}))
    assert card.check()
    assert card.message.text().endswith("25 % of the points go from training to validation")
    card.take_experiment(load("waves"))
    assert card.check()
    assert card.message.text().endswith("tested once")
    assert card.one.values == "0.01..1", "as the lab draws it"


def test_that_the_form_says_what_varies(qtbot: QtBot) -> None:
    card = SetupCard(load("petals"))
    qtbot.addWidget(card)
    assert card.study is not None
    assert "7 sizes × 5 draws of the data" in subtitle(card.plan, card.study)
    card.vary.setCurrentIndex(card.vary.findData("weights"))
    assert card.check()
    assert isinstance(card.study, Sweep)
    assert {trial.experiment.data.source.seed for trial in card.study.trials()} == {1}
    card.vary.setCurrentIndex(card.vary.findData("split"))
    assert not card.check()
    assert card.message.text().startswith("Vary: all samples are for training")


def test_that_own_variants_are_spelled_out() -> None:
    variants = variants_of("| network.layers.0.dropout=0.5; training.optimizer.kind=adam", load("petals"))
    assert [variant.name for variant in variants] == ["as it is", "dropout 0.5, adam"]
    text = "| training.l2=0.1"
    study = study_of(load("petals"), Plan("variants", ready="own", own=text, epochs=5))
    assert isinstance(study, Comparison)
    with pytest.raises(UserError, match="2 to 6 variants"):
        study_of(load("petals"), Plan("variants", ready="own", own="training.l2=0.1"))


RATE = "training.optimizer.learning_rate"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0,01", (0.01,)),
        ("0,1; 0,01", (0.1, 0.01)),
        ("0,1, 0,01, 0,001", (0.1, 0.01, 0.001)),
        ("0.1,0.01, 0.001", (0.1, 0.01, 0.001)),
        ("0,1..0,3 step 0,1; 1", (0.1, 0.2, 0.3, 1.0)),
        ("1, 2", (1.0, 2.0)),
        ("1e-3, 1e-2", (0.001, 0.01)),
    ],
)
def test_that_numbers_with_decimal_commas_are_values_of_a_study(text: str, values: tuple[float, ...]) -> None:
    study = study_of(load("petals"), Plan("setting", (RATE,), (text,), epochs=5))
    assert isinstance(study, Sweep)
    assert study.axes[0].values == pytest.approx(values)


@pytest.mark.parametrize(
    ("mode", "text", "said"),
    [
        ("setting", "0,1", r"0,1 can mean 0\.1 or the values 0 and 1; type 0\.1, or 0; 1"),
        ("setting", "0,1,0,01", "commas stand in numbers and between them; write semicolons between"),
        ("setting", "1,250; 2", r"can mean 1\.25 or 1250"),
        ("search", "1,250..2", r"can mean 1\.25 or 1250"),
    ],
)
def test_that_commas_that_can_mean_two_things_are_asked_about(mode: Mode, text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        study_of(load("petals"), Plan(mode, (RATE,), (text,), epochs=5))


def test_that_commas_are_typed_in_ranges_and_variants_too() -> None:
    searched = study_of(load("petals"), Plan("search", (RATE,), ("0,001..1,5",), epochs=5, trials=2))
    assert isinstance(searched, Search) and searched.draws[RATE] == LogUniform(0.001, 1.5)
    rates, sizes = variants_of(f"{RATE}=0,05; training.l2=0,0005 | network.layers.0.units=3", load("petals"))
    assert rates.assignments == {RATE: 0.05, "training.l2": 0.0005}
    assert sizes.assignments == {"network.layers.0.units": 3}
    units = study_of(load("petals"), Plan("setting", ("network.layers.0.units",), ("1,2, 3, 5",)))
    assert isinstance(units, Sweep) and units.axes[0].values == (1, 2, 3, 5)
