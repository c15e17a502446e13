"""Features of named columns."""

import pytest

from playground.app.words.names import feature_name, is_made
from playground.experiment import FEATURES


@pytest.mark.parametrize(
    ("feature", "name"),
    [
        ("x1", "petal length"),
        ("x2", "width"),
        ("x1_squared", "(petal length)²"),
        ("x2_squared", "width²"),
        ("x1_x2", "petal length · width"),
        ("sin_x1", "sin petal length"),
        ("cos_x2", "cos width"),
    ],
)
def test_that_a_feature_is_called_by_its_columns(feature: str, name: str) -> None:
    assert feature_name(feature, ("petal length", "width")) == name


def test_that_every_feature_has_a_name_whatever_the_columns_are_called() -> None:
    names = [feature_name(feature, ("x2_squared", "sin_x1")) for feature in FEATURES]
    assert len(set(names)) == len(FEATURES)
    assert [is_made(name) for name in names[:5]] == [False, False, True, True, True]
