"""The window that explains the words on the screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.app.window.glossary import Glossary
from playground.experiment.terms import TERMS
from tests.conftest import Themed


@pytest.fixture
def glossary(qtbot: QtBot, themed: Themed) -> Iterator[Glossary]:
    """The glossary as it opens."""
    themed("light")
    parent = QWidget()
    qtbot.addWidget(parent)
    made = Glossary(parent)
    made.open_at()
    yield made
    made.close()


def test_that_what_is_typed_is_found_and_explained(glossary: Glossary) -> None:
    assert glossary.names.count() == len(TERMS)
    QTest.keyClicks(glossary.search, "patience")
    assert glossary.title.text() == "Patience"
    assert "validation loss" in glossary.meaning.text()
    glossary.search.setText("xyzzy")
    assert glossary.names.count() == 0
    assert glossary.title.text() == "No term has these words"
    assert str(len(TERMS)) in glossary.meaning.text()
    glossary.search.clear()
    assert glossary.names.count() == len(TERMS)


def test_that_arrow_keys_in_the_search_field_go_through_the_list(glossary: Glossary) -> None:
    QTest.keyClick(glossary.search, Qt.Key.Key_Down)
    assert glossary.title.text() == TERMS[1].name
    QTest.keyClick(glossary.search, Qt.Key.Key_Up)
    assert glossary.title.text() == TERMS[0].name


def test_that_a_link_leads_to_its_term_also_out_of_a_search(glossary: Glossary) -> None:
    glossary.search.setText("patience")
    assert '"Overfitting"' in glossary.related.text()
    glossary.related.linkActivated.emit("Overfitting")
    assert glossary.title.text() == glossary.names.currentItem().text() == "Overfitting"
    glossary.open_at("R²")
    assert glossary.formula.text() and glossary.formula.isVisible()
    assert "Answers" in glossary.seen.text()


def test_that_a_screen_reader_has_names_for_all_of_it(glossary: Glossary) -> None:
    parts = (glossary.search, glossary.names, glossary.meaning, glossary.formula, glossary.related)
    assert all(part.accessibleName() for part in parts)
