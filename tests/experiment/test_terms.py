"""The words that the glossary explains."""

import pytest

from playground.experiment.terms import TERMS, matching, named, term


def test_that_every_term_is_told_once_in_order_and_its_links_lead_to_terms() -> None:
    names = [each.name for each in TERMS]
    assert names == sorted(set(names), key=lambda name: name.casefold().replace("²", "2"))
    for each in TERMS:
        assert each.meaning.endswith(".") and each.seen
        assert each.name not in each.related
        assert [term(name).name for name in each.related] == list(each.related)


def test_that_no_term_is_a_dead_end() -> None:
    linked = {name for each in TERMS for name in each.related}
    assert linked == {each.name for each in TERMS}


def test_that_a_search_finds_names_first_then_other_words_for_them_and_meanings() -> None:
    assert matching("") == TERMS
    assert matching("LOSS")[0].name in ("Huber loss", "Loss")
    assert [each.name for each in matching("early stopping")] == ["Patience"]
    assert matching("heavy ball")[0].name == "Momentum"
    assert matching("xyzzy") == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [("Learning rate", "Learning rate"), ("Epochs", "Epoch"), ("L2", "Penalty"), ("test", "Test part"), ("Quit", "")],
)
def test_that_a_text_on_the_screen_is_known_for_its_term(text: str, name: str) -> None:
    found = named(text)
    assert ("" if found is None else found.name) == name
