"""Predictions are kept as they were given, beside what was seen, and come back from a session."""

import json

from playground.experiment import labs
from playground.experiment.message import say
from playground.training.claims import Evidence
from playground.training.steps import StepBook, is_right, prediction_words

PETALS = labs()["petals"]


def test_that_a_prediction_stands_beside_what_happened() -> None:
    book = StepBook()
    book.predict("petals", 0, 75)
    book.predict("petals", 1, 3)
    book.note("petals", Evidence(1, say("Epoch {epoch:,}: {told}", epoch=5000, told="67.5 %"), 5000, 0.675))
    first, second, *rest = book.steps(PETALS)
    assert (first.number, str(first.predicted), first.happened, first.right) == (1, "75 of 100", None, False)
    assert str(second.predicted) == "90 again, only later"
    assert str(second.happened) == "Epoch 5,000: 67.5 %"
    assert second.question == "How many of 100 will be right this time?"
    assert second.explanation.startswith("One neuron makes one cut")
    assert (second.right, str(second.claim)[:15]) == (False, "with one neuron")
    assert all(step.predicted is None and step.happened is None for step in rest)
    assert rest[-1].question == "" and rest[-1].right is None


def test_that_what_was_kept_comes_back_through_json_and_what_is_no_answer_does_not() -> None:
    book = StepBook()
    book.predict("petals", 0, 90.5)
    book.note("petals", Evidence(0, say("Epoch 5,000: 90.5 %"), 5000, float("nan")))
    again = StepBook()
    again.take_up(json.loads(json.dumps(book.kept())))
    assert again.kept() == book.kept()
    assert str(again.evidence("petals")[0].told) == "Epoch 5,000: 90.5 %"
    again.take_up({"petals": {"1": 3, "-1": {}, "0": {"predicted": "many"}, "2": {"predicted": 3.0}}, "waves": []})
    assert again.kept() == {"petals": {"2": {"predicted": 3.0}}}


def test_that_the_first_evidence_stays_and_a_prediction_can_be_taken_back() -> None:
    book = StepBook()
    for epoch in (3, 7):
        book.note("digits", Evidence(0, say("Epoch {epoch}", epoch=epoch), epoch))
    assert book.answer("digits", 0).epoch == 3
    book.predict("digits", 0, 96)
    book.predict("digits", 0, None)
    assert book.answer("digits", 0).predicted is None
    book.forget("digits")
    assert book.labs == ()


def test_that_every_labs_own_answer_is_right_and_can_be_said() -> None:
    asked = [step.predict for lab in labs().values() for step in lab.steps if step.predict is not None]
    for predict in asked:
        if predict.answer is not None:
            assert is_right(predict, predict.answer)
            assert str(prediction_words(predict, predict.answer))
            assert not is_right(predict, predict.answer + 20)
        else:
            assert is_right(predict, 0) is None
