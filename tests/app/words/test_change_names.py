"""What the menu calls a change."""

import pytest

from playground.app.words.names import in_sentence, setting_change


@pytest.mark.parametrize(
    ("value", "text", "name"),
    [
        (0.95, "0.95", "Set momentum to 0.95"),
        ("adam", "Adam", "Set momentum to Adam"),
        (None, "all", "Set momentum to all"),
        (None, "", "Switch momentum off"),
        (True, "True", "Switch momentum on"),
        (False, "False", "Switch momentum off"),
        (0, "0", "Set momentum to 0"),
    ],
)
def test_that_a_change_says_what_it_sets(value: object, text: str, name: str) -> None:
    assert setting_change("momentum", value, text) == name


def test_that_titles_begin_small_within_a_sentence_unless_they_are_symbols() -> None:
    assert in_sentence("Learning rate") == "learning rate"
    assert in_sentence("L1") == "L1"
    assert in_sentence("") == ""
