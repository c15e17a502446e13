"""Sliders and number fields as the declarations want them."""

import pytest

from playground.app.panels.ranges import batch_scale, key_step, number_format, slider_scale
from playground.experiment import change, load, setting

PETALS = load("petals")


def test_that_a_slider_covers_the_range_worth_dragging_through() -> None:
    scale = slider_scale(setting(PETALS, "training.optimizer.learning_rate"))
    assert (scale.value(0), scale.value(scale.last)) == (1e-4, 10)


def test_that_a_penalty_can_be_slid_to_exactly_zero() -> None:
    scale = slider_scale(setting(PETALS, "training.l1"))
    assert (scale.value(0), scale.value(1)) == (0, 1e-5)


def test_that_linear_steps_are_whole_powers_of_ten() -> None:
    noise = slider_scale(setting(PETALS, "data.source.noise"))
    assert [noise.value(place) for place in (0, 1, noise.last)] == [0, 0.01, 0.5]
    fresh = slider_scale(setting(PETALS, "data.source.fresh_test"))
    assert [fresh.value(place) for place in (0, 1, fresh.last)] == [0, 10, 2000]


def test_that_a_fixed_number_of_places_is_shown_where_the_steps_are_even() -> None:
    assert number_format(setting(PETALS, "data.source.noise")).text(0.2) == "0.20"
    assert number_format(setting(PETALS, "training.optimizer.learning_rate")).text(1.2) == "1.2"


def test_that_an_end_that_is_forbidden_itself_cannot_be_typed() -> None:
    rate = number_format(setting(PETALS, "training.optimizer.learning_rate"))
    assert rate.value("0.001") == 0.001
    with pytest.raises(ValueError, match="above"):
        rate.value("0")
    share = number_format(setting(PETALS, "data.split.validation"))
    with pytest.raises(ValueError, match="below"):
        share.value("1")


def test_that_batches_go_up_to_the_training_part_and_end_with_all_of_it() -> None:
    scale = batch_scale(60)
    assert [scale.value(place) for place in (0, scale.last - 1, scale.last)] == [1, 50, None]
    assert scale.place(None) == scale.last
    assert batch_scale(1).value(0) is None


def test_that_an_optional_setting_is_not_set_at_the_upper_end_of_its_slider() -> None:
    scale = slider_scale(setting(PETALS, "training.gradient_clip"))
    assert (scale.value(0), scale.value(scale.last - 1), scale.value(scale.last)) == (0.01, 100, None)


def test_that_a_setting_without_a_range_is_refused_as_a_slider() -> None:
    with pytest.raises(ValueError, match=r"training\.stop"):
        slider_scale(setting(PETALS, "training.stop"))


@pytest.mark.parametrize(
    ("path", "step"),
    [
        ("training.epochs", 100),
        ("training.stop.patience", 1),
        ("training.stop.target_accuracy", 0.01),
        ("training.gradient_clip", 0.1),
        ("seed", 1),
    ],
)
def test_that_an_arrow_key_adds_what_is_noticed_and_not_too_much(path: str, step: float) -> None:
    assert key_step(setting(PETALS, path)) == pytest.approx(step)


def test_that_a_share_close_to_one_moves_by_its_last_place() -> None:
    adam = change(PETALS, {"training.optimizer.kind": "adam"})
    assert key_step(setting(adam, "training.optimizer.beta2")) == pytest.approx(0.001)
    assert key_step(setting(adam, "training.optimizer.beta1")) == pytest.approx(0.01)


def test_that_accuracy_is_shown_in_percent() -> None:
    numbers = number_format(setting(PETALS, "training.stop.target_accuracy"))
    assert numbers.text(0.95) == "95 %"
    assert numbers.value("97.5") == 0.975
