"""The verdict of a study: one sentence that a student may write down, and how it was judged.

Settings are judged by their validation part, never by their test part, in pairs of equal seed, all at once (`tukey`).
*Enough* is the cheapest setting that no other is two points ahead of; whether a setting can do it, and whether each of
its starts does, are told apart (`judgement`). Trials that ran away are told, and stay out of every mean.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.experiment.message import Message, say, say_count, series
from playground.studies.board import Board
from playground.studies.comparison import Comparison
from playground.studies.judgement import MARGIN, Judgement, judge, narrowed
from playground.studies.pace import Pace, Race, race
from playground.studies.search import Search, best_of
from playground.studies.sentences import (
    Names,
    amount,
    figure_words,
    ordered_sentence,
    points,
    race_details,
    race_sentence,
    repeats_words,
    signed,
    things,
    unordered_sentence,
    unsigned,
)
from playground.studies.table import Study
from playground.studies.trial import Result
from playground.studies.tukey import Contrasts, Floats, own_bar

_OTHER_LOSSES = ("training.loss", "network.output.activation", "data.source.kind", "data.target_scaling")
"""Where these differ, losses are no measure of how soon a network learns."""
_MOST_TOLD = 8


@dataclass(frozen=True)
class Bar:
    """A setting's mean over its sound trials, and half the width of its interval; NaN where there is none.

    Bars that do not touch are a difference. Where a start stayed stuck, the setting's own spread counts.
    """

    mean: float
    half: float


@dataclass(frozen=True)
class Verdict:
    """The say of a study's results.

    figure : by which it is judged, as "validation_accuracy"; empty where nothing can be judged.
    sentence : for large type. judged : how it was judged, for a quieter line. details : further lines, one fact each.
    bars : of the compared, in the study's order, by that figure. stuck, ran_away : how many trials of each.
    enough : the setting that is, by its place. best : the one that scores highest.
    test : the test figure of the one that is `enough`, else of the best; None where there is no test part.
    race : how soon the compared learn; None where that cannot be compared.
    """

    figure: str
    sentence: Message
    judged: Message
    details: tuple[Message, ...]
    bars: tuple[Bar, ...]
    stuck: tuple[int, ...]
    ran_away: tuple[int, ...]
    enough: int | None = None
    best: int | None = None
    test: Bar | None = None
    race: Race | None = None
    judgement: Judgement | None = None


def verdict(study: Study, results: Iterable[Result], *, margin: float | None = None) -> Verdict:
    """Judge the results of a study, all of them or those that have come so far.

    margin : by how much more a larger network has to score to be worth it; 2 points of accuracy, or 0.02 of R².
    """
    board = Board(study.trials(), results)
    figure = judging_figure(board)
    if isinstance(study, Search):
        return _of_search(study, board, figure)
    return _Court(study, board, figure, MARGIN if margin is None else margin).verdict()


def judging_figure(board: Board) -> str:
    """The figure by which groups are told apart: what is measured of the validation part; empty where there is none."""
    for figure in ("validation_accuracy", "validation_r2"):
        if any(group.spread(figure).count for group in board.groups):
            return figure
    return ""


def bars(study: Study, board: Board, figure: str, stuck: NDArray[np.bool_] | None = None) -> tuple[Bar, ...]:
    """The means of the groups by a figure, with intervals as the verdict's; half is NaN of a single repeat.

    stuck : (groups, repeats), starts that stayed stuck, as the verdict's judgement has them.
    """
    scores, part = _table(board, lambda result: result.figure(figure)), figure.partition("_")[0]
    overlap = _overlap(study, board, part)
    clean = scores if stuck is None else np.where(stuck, np.nan, scores)
    contrasts, _ = narrowed(-clean if figure.endswith("loss") else clean, 0.0, overlap)
    return _bars(board, figure, scores, contrasts, overlap=overlap, stuck=stuck)


def _bars(
    board: Board, figure: str, scores: Floats, contrasts: Contrasts, *, overlap: float, stuck: NDArray[np.bool_] | None
) -> tuple[Bar, ...]:
    found = []
    for number, group in enumerate(board.groups):
        half = float(contrasts.bars[number])
        if contrasts.count == 1 or (stuck is not None and stuck[number].any()):
            half = own_bar(scores[number], count=contrasts.count, overlap=overlap)
        found.append(Bar(group.spread(figure).mean, half if math.isfinite(half) else math.nan))
    return tuple(found)


class _Court:
    """A sweep or a comparison while it is judged."""

    def __init__(self, study: Study, board: Board, figure: str, margin: float) -> None:
        self._study, self._board, self._figure = study, board, figure
        self._names = Names(study.experiment, study.paths, board.groups)
        self._groups = board.groups
        self._repeats = max((trial.turn for trial in board.trials), default=0) + 1
        self._trials = [len(group.sound) for group in board.groups]
        self._ran_away = tuple(group.spoiled - group.failed for group in board.groups)
        self._overlap = _overlap(study, board, "validation")
        known = self._figure != ""
        self._scores = _table(board, lambda result: result.figure(self._figure) if known else None)
        self._order = self._costs()
        samples = _samples(board, "validation")
        grain = 1 / samples if samples and figure.endswith("accuracy") else 0.0
        learned = _table(board, lambda result: result.figure(f"train_{figure.rpartition('_')[2]}"))
        self._judged = judge(
            self._scores,
            order=self._order,
            margin=margin,
            grain=grain,
            overlap=self._overlap,
            learned=learned,
            base_rate=_base_rate(board),
        )
        self._race = self._raced()

    def verdict(self) -> Verdict:
        """All that can be said."""
        judged = self._judged
        return Verdict(
            self._figure,
            self._sentence(),
            self._how(),
            tuple(self._details()),
            _bars(
                self._board,
                self._figure,
                self._scores,
                judged.contrasts,
                overlap=self._overlap,
                stuck=judged.stuck,
            ),
            tuple(int(count) for count in judged.stuck.sum(axis=1)),
            self._ran_away,
            judged.enough,
            judged.best,
            self._test,
            self._race,
            judged,
        )

    # The sentence

    def _sentence(self) -> Message:
        judged = self._judged
        if not any(group.results for group in self._groups):
            return say("Nothing is trained yet.")
        if not any(self._trials):
            return say("No trial came to its end: all ran away or failed.")
        if not self._figure:
            return say("There is no validation part to judge by.")
        there = [number for number, group in enumerate(self._groups) if group.spread(self._figure).count]
        if len(there) == 1:
            return self._single(there[0])
        accuracy = self._compared(there)
        sooner = race_sentence(self._race, self._names) if self._race is not None and self._by_name else None
        return accuracy if sooner is None or judged.best is None else say("{one} {other}", one=sooner, other=accuracy)

    def _single(self, number: int) -> Message:
        mean = amount(self._figure, self._groups[number].spread(self._figure).mean)
        return self._names.are(
            [number],
            "{names} reaches a {figure} of {mean}.",
            "{names} reach a {figure} of {mean}.",
            figure=figure_words(self._figure),
            mean=mean,
        )

    def _compared(self, there: Sequence[int]) -> Message:
        judged, names = self._judged, self._names
        if not judged.contrasts.freedom:
            return self._untold(there)
        repeats = repeats_words(self._study.varies, self._repeats)
        worth = points(self._figure, judged.margin)
        overlap = self._overlap
        if self._order is None:
            what = figure_words(self._figure)
            return unordered_sentence(judged, names, repeats=repeats, worth=worth, what=what, overlap=overlap)
        order = self._order
        cheap = sorted(there, key=lambda number: float(order[number]))
        return ordered_sentence(
            judged, names, cheap, repeats=repeats, trials=self._trials, worth=worth, overlap=overlap
        )

    def _untold(self, there: Sequence[int]) -> Message:
        """Too few repeats for any interval."""
        means = [self._groups[number].spread(self._figure).mean for number in there]
        few = say("a single repeat") if self._repeats == 1 else say("so few trials")
        if max(means) == min(means):
            return say("Nothing tells them apart, but {few} cannot tell much.", few=few)
        best = there[int(np.argmax(means))]
        return self._names.are(
            [best],
            "{names} scores highest, {mean}; {few} cannot tell how much of that is chance.",
            "{names} score highest, {mean}; {few} cannot tell how much of that is chance.",
            mean=amount(self._figure, max(means)),
            few=few,
        )

    # How it was judged

    def _how(self) -> Message:
        if not self._figure:
            return say(
                "Set data.split.validation above 0, so that settings can be judged by what they did not learn from."
            )
        samples, figure = _samples(self._board, "validation"), figure_words(self._figure)
        repeats = repeats_words(self._study.varies, self._repeats)
        if not self._judged.contrasts.freedom:
            told = say("Judged by {figure} ({samples:,} samples).", figure=figure, samples=samples)
            return (
                told
                if self._repeats > 1
                else say("{told} Train each 5 times or more to see what is chance.", told=told)
            )
        told = say(
            "Judged by {figure} ({samples:,} samples) on {repeats}, the same for all; a difference counts where its "
            "95 % interval leaves 0 (Tukey, all pairs at once).",
            figure=figure,
            samples=samples,
            repeats=repeats,
        )
        if self._overlap:
            return say("{told} That the splits share samples is allowed for.", told=told)
        if self._study.varies == "weights":
            return say("{told} Only the first weights differ, so it holds for these very data.", told=told)
        return told

    def _details(self) -> list[Message]:
        if not self._figure:
            return self._spoiled()
        details = [*self._against(), *self._stuck(), *self._spoiled()]
        if self._race is not None:
            details += race_details(
                self._race, self._names, self._trials, repeats=self._repeats, thorough=self._by_name
            )
        test = self._test
        chosen = self._chosen
        if test is not None and chosen is not None:
            details.append(
                say(
                    "Test, told once, for {name}: {mean}.",
                    name=self._names.one(chosen),
                    mean=_with_half(self._test_figure, test),
                )
            )
        return details

    def _against(self) -> list[Message]:
        """The differences from the one that is enough, or best, in pairs."""
        base, judged = self._chosen, self._judged
        contrasts = judged.contrasts
        if base is None or not contrasts.freedom:
            return []
        others = [
            number
            for number in range(len(self._groups))
            if number != base and math.isfinite(contrasts.half[number, base])
        ]
        if not others or len(others) > _MOST_TOLD:
            return []
        pairs = [
            say(
                "{name} {difference} ± {half}",
                name=self._names.one(number),
                difference=signed(self._figure, float(contrasts.differences[number, base])),
                half=unsigned(self._figure, float(contrasts.half[number, base])),
            )
            for number in others
        ]
        unit = say("points") if self._figure.endswith("accuracy") else say("R²")
        if judged.stuck.any():
            unit = say("{unit}, stuck starts left out", unit=unit)
        return [
            say("Against {name}, in {unit}: {pairs}.", name=self._names.one(base), unit=unit, pairs=series(pairs, "; "))
        ]

    def _stuck(self) -> list[Message]:
        told = []
        for number, row in enumerate(self._judged.stuck):
            if row.any() and (self._judged.able != number or self._order is None):
                told.append(
                    say(
                        "With {name} {n} of {all} starts stayed stuck.",
                        name=self._names.one(number),
                        n=int(row.sum()),
                        all=self._trials[number],
                    )
                )
        return told

    def _spoiled(self) -> list[Message]:
        told = []
        for number, group in enumerate(self._groups):
            for count, what in ((self._ran_away[number], say("ran away")), (group.failed, say("failed"))):
                if count:
                    told.append(
                        say_count(
                            count,
                            "{count} of {all} trials with {name} {what} and stays out of every mean.",
                            "{count} of {all} trials with {name} {what} and stay out of every mean.",
                            all=len(group.results),
                            name=self._names.one(number),
                            what=what,
                        )
                    )
        return told

    # Figures

    @property
    def _by_name(self) -> bool:
        return isinstance(self._study, Comparison)

    @property
    def _chosen(self) -> int | None:
        return self._judged.chosen

    @property
    def _test_figure(self) -> str:
        return f"test_{self._figure.rpartition('_')[2]}"

    @cached_property
    def _test(self) -> Bar | None:
        chosen = self._chosen
        if chosen is None or not self._figure or not self._groups[chosen].spread(self._test_figure).count:
            return None
        return bars(self._study, self._board, self._test_figure, self._judged.stuck)[chosen]

    def _costs(self) -> Floats | None:
        """The cost of each setting; None where no one thing grows from one to the next."""
        if self._by_name or len(self._study.paths) != 1:
            return None
        path = self._study.paths[0]
        values = [group.assignments.get(path) for group in self._groups]
        if things(path) is None or not all(isinstance(value, int) for value in values):
            return None
        return np.array(values, dtype=np.float64)

    def _raced(self) -> Race | None:
        if any(path.startswith(_OTHER_LOSSES) for path in self._study.paths):
            return None
        paces: list[list[Pace | None]] = [[None] * self._repeats for _ in self._groups]
        for number, group in enumerate(self._groups):
            for trial in group.trials:
                result = group.results.get(trial.number)
                if result is not None and result.sound:
                    paces[number][trial.turn] = result.pace
        return race(paces)


def _of_search(study: Search, board: Board, figure: str) -> Verdict:
    """The best draw of a search; that it is best of many flatters it, and the test part tells by how much."""
    none = tuple(0 for _ in board.groups)
    means = tuple(Bar(group.spread(figure).mean, math.nan) for group in board.groups)
    best = best_of(board.results)
    ran_away = tuple(group.spoiled - group.failed for group in board.groups)
    if best is None:
        return Verdict(figure, say("No draw came to its end yet."), say(""), (), means, none, ran_away)
    group = board.group_of(best.number)
    names = Names(study.experiment, study.paths, board.groups)
    figure = figure or "validation_loss"
    sentence = say(
        "The best of {count} draws has a {figure} of {mean}: {name}.",
        count=sum(bool(each.results) for each in board.groups),
        figure=figure_words(figure),
        mean=amount(figure, group.spread(figure).mean),
        name=names.one(group.number),
    )
    test_figure = f"test_{figure.rpartition('_')[2]}"
    test = group.spread(test_figure)
    judged = say("Chosen by validation, which flatters the best of many; the test part is kept for it.")
    if test.count:
        judged = say(
            "Chosen by validation, which flatters the best of many; its {figure}, measured once, is {mean}.",
            figure=figure_words(test_figure),
            mean=amount(test_figure, test.mean),
        )
    told = Bar(test.mean, math.nan) if test.count else None
    return Verdict(figure, sentence, judged, (), means, none, ran_away, None, group.number, told)


def _table(board: Board, figure: Callable[[Result], float | None]) -> Floats:
    """A figure of all sound trials: (groups, repeats), NaN where there is none."""
    repeats = max((trial.turn for trial in board.trials), default=0) + 1
    table = np.full((len(board.groups), repeats), np.nan)
    for number, group in enumerate(board.groups):
        for trial in group.trials:
            result = group.results.get(trial.number)
            value = figure(result) if result is not None and result.sound else None
            if value is not None and math.isfinite(value):
                table[number, trial.turn] = value
    return table


def _samples(board: Board, part: str) -> int:
    """The samples that the part has, in the trial that has the fewest."""
    return min((result.samples[part] for result in board.results if result.samples.get(part)), default=0)


def _overlap(study: Study, board: Board, part: str) -> float:
    """The overlap of repeats: where they are splits of one table, the part's samples by those of training."""
    if study.varies != "split":
        return 0.0
    judged = part if part in ("validation", "test") else "validation"
    training = _samples(board, "train")
    return _samples(board, judged) / training if training else 0.0


def _base_rate(board: Board) -> float | None:
    """The score of knowing nothing, in the mean; None where no trial has told."""
    rates = [result.base_rate for result in board.results if result.samples]
    return sum(rates) / len(rates) if rates else None


def _with_half(figure: str, bar: Bar) -> Message:
    mean = amount(figure, bar.mean)
    if math.isnan(bar.half):
        return mean
    return say("{mean} ± {half}", mean=mean, half=unsigned(figure, bar.half))
