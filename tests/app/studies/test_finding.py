"""The finding says what the verdict says, a line each."""

import pytest

from playground.app.studies.finding import finding
from playground.app.studies.plan import Plan
from playground.app.studies.runner import News
from playground.app.studies.show import Show
from playground.app.theme import ThemeManager
from playground.experiment import load
from playground.studies import Axis, Result, Sweep, with_validation
from playground.training import Score

UNITS = "network.layers.0.units"


def judged(theme: ThemeManager, accuracies: dict[int, list[float]], ran_away: int = 0) -> Show:
    """A show of these validation accuracies, size to those of its repeats; the last `ran_away` trials ran away."""
    repeats = len(next(iter(accuracies.values())))
    study = Sweep(with_validation(load("petals")), (Axis(UNITS, tuple(accuracies)),), repeats)
    show = Show(Plan("sizes", (UNITS,), seeds=repeats), study, theme)
    results = []
    for trial in study.trials():
        accuracy = accuracies[trial.assignments[UNITS]][trial.turn]
        away = trial.number >= len(study.trials()) - ran_away
        scores = {part: Score(0.3, accuracy) for part in ("train", "validation", "test")}
        reason = "divergence" if away else "epochs"
        result = Result(trial.number, trial.assignments, trial.seed, 9, reason, "it ran away", scores, 5, 1.0)
        results.append(result)
    show.take(News(results=results))
    show.judge()
    return show


def test_that_the_smallest_that_is_enough_is_named_and_marked(theme: ThemeManager) -> None:
    show = judged(theme, {1: [0.5, 0.51] * 3, 3: [0.9, 0.91] * 3, 20: [0.9, 0.91, 0.905] * 2})
    sentence, how, *_ = finding(show.verdict)
    assert sentence == "3 neurons are enough: more buys less than 2 points."
    assert how.startswith("Judged by validation accuracy")
    assert [show.face(number).badge for number in range(3)] == ["", "enough", ""]


def test_that_what_ran_away_is_told_on_tile_and_line_and_stays_out_of_the_mean(theme: ThemeManager) -> None:
    show = judged(theme, {1: [0.5, 0.51, 0.5], 3: [0.9, 0.91, 0.1]}, ran_away=1)
    assert "1 of 3 trials with 3 neurons ran away and stays out of every mean." in finding(show.verdict)
    assert show.face(1).detail.endswith("1 of 3 ran away")
    assert show.face(1).figure == "90.5 %"


def test_that_a_single_repeat_is_not_taken_for_certain(theme: ThemeManager) -> None:
    show = judged(theme, {1: [0.5], 3: [0.9]})
    assert finding(show.verdict)[0].endswith("a single repeat cannot tell how much of that is chance.")
    assert show.marked == -1


def test_that_there_is_no_finding_before_there_are_results(theme: ThemeManager) -> None:
    study = Sweep(with_validation(load("petals")), (Axis(UNITS, (1, 2)),))
    assert finding(Show(Plan("sizes", (UNITS,)), study, theme).verdict) == []


def test_that_the_bars_of_the_chart_are_the_verdicts(theme: ThemeManager) -> None:
    show = judged(theme, {1: [0.5, 0.51, 0.5], 3: [0.9, 0.91, 0.9]})
    assert show.verdict is not None
    line = next(line for line in show.lines({part: part for part in show.parts}) if line.part == "validation")
    assert (line.high - line.mean).tolist() == pytest.approx([100 * bar.half for bar in show.verdict.bars])
