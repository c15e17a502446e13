"""What a person answered in the steps of labs, and what was then seen: the notebook of a session, without a window.

A step asks before it answers. What was predicted is kept as it was given, also where it was wrong; beside it stands
what the run, study or action showed. `kept` gives all of it as JSON has it, for a session's desk.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from playground.experiment.claims import claim_words
from playground.experiment.labs import Lab, Predict
from playground.experiment.message import Message, say
from playground.experiment.text import Text
from playground.training.claims import Evidence


class StepAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is kept of one step.

    predicted : the number of a choice, counted from 0, or a number; None where nothing was predicted.
    told : what was seen, in a sentence; empty before. epoch, figure : where it was seen in a run.
    """

    predicted: float | None = None
    told: str = ""
    epoch: int | None = None
    figure: float | None = None


@dataclass(frozen=True)
class StepSeen:
    """One step of a lab as somebody went through it.

    number : counted from 1. task, question, explanation : the lab's own texts, in all their languages; empty where the
        step has none. predicted : in words. claim : what was to be seen. happened : what was seen.
    predicted, claim and happened are None where there is nothing of the kind, or nothing yet. right : whether the
        prediction was as the lab says; None where it says nothing, or nothing was predicted.
    """

    number: int
    task: Text
    question: Text
    predicted: Message | None
    claim: Message | None
    happened: Message | None
    explanation: Text
    right: bool | None = None


class StepBook:
    """Holds the answers of all labs, by the lab's slug and the step's number, counted from 0."""

    def __init__(self) -> None:
        self._answers: dict[str, dict[int, StepAnswer]] = {}

    def predict(self, lab: str, step: int, value: float | None) -> None:
        """Keep a prediction; None takes it back."""
        self._put(lab, step, predicted=value)

    def note(self, lab: str, evidence: Evidence) -> None:
        """Keep what has shown a step's claim. It stays, also where a later run shows the same."""
        if not self.answer(lab, evidence.step).told:
            figure = evidence.figure if evidence.figure is not None and math.isfinite(evidence.figure) else None
            self._put(lab, evidence.step, told=str(evidence.told), epoch=evidence.epoch, figure=figure)

    def forget(self, lab: str) -> None:
        """Forget all that was answered in a lab, which begins anew."""
        self._answers.pop(lab, None)

    def answer(self, lab: str, step: int) -> StepAnswer:
        """Tell what is kept of a step; an empty answer where nothing is."""
        return self._answers.get(lab, {}).get(step, StepAnswer())

    def evidence(self, lab: str) -> dict[int, Evidence]:
        """Tell what was seen in a lab, by the number of its step, as a `Witness` has it."""
        return {
            step: Evidence(step, say("{text}", text=answer.told), answer.epoch, answer.figure)
            for step, answer in self._answers.get(lab, {}).items()
            if answer.told
        }

    def steps(self, lab: Lab) -> list[StepSeen]:
        """Every step of a lab with what was predicted and what happened."""
        return [self._step(lab, number) for number in range(len(lab.steps))]

    @property
    def labs(self) -> tuple[str, ...]:
        """The slugs of the labs in which something was answered or seen."""
        return tuple(self._answers)

    def kept(self) -> dict[str, Any]:
        """All of it as JSON has it, for `Desk.answers`."""
        return {
            lab: {str(step): msgspec.to_builtins(answer) for step, answer in sorted(steps.items())}
            for lab, steps in self._answers.items()
        }

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Take the place of what is there by what `kept` gave once; what is no answer is left out."""
        self._answers = {}
        for lab, steps in kept.items():
            for step, told in steps.items() if isinstance(steps, dict) else ():
                if not (isinstance(step, str) and step.isascii() and step.isdecimal() and len(step) < 4):
                    continue
                try:
                    self._answers.setdefault(lab, {})[int(step)] = msgspec.convert(told, StepAnswer)
                except msgspec.ValidationError:
                    continue

    def _put(self, lab: str, step: int, **told: Any) -> None:
        changed = msgspec.structs.replace(self.answer(lab, step), **told)
        self._answers.setdefault(lab, {})[step] = changed

    def _step(self, lab: Lab, number: int) -> StepSeen:
        step, answer = lab.steps[number], self.answer(lab.slug, number)
        predict = step.predict
        given = None if predict is None else answer.predicted
        return StepSeen(
            number + 1,
            step.task,
            Text("") if predict is None else predict.question,
            None if predict is None or given is None else prediction_words(predict, given),
            None if step.claim is None else claim_words(step.claim),
            say("{text}", text=answer.told) if answer.told else None,
            step.explain,
            None if predict is None or given is None else is_right(predict, given),
        )


def prediction_words(predict: Predict, value: float) -> Message:
    """A prediction as it is said: the text of a choice, or a number with its unit."""
    if predict.choices:
        number = int(value)
        known = value == number and 0 <= number < len(predict.choices)
        return say("{text}", text=predict.choices[number]) if known else say("another answer")
    if predict.unit:
        return say("{number:g} {unit}", number=value, unit=predict.unit)
    return say("{number:g}", number=value)


_NEAR = 0.05
"""Of the answer, so much beside it a predicted number with a unit is right."""


def is_right(predict: Predict, value: float) -> bool | None:
    """Whether a prediction is as the lab says; a count has to be met, a share of 100 nearly. None: it says nothing."""
    if predict.answer is None:
        return None
    if predict.choices or not predict.unit:
        return value == predict.answer
    return abs(value - predict.answer) <= _NEAR * abs(predict.answer)
