"""What the wall tells of a study."""

from playground.app.studies.plan import Plan
from playground.app.studies.runner import News
from playground.app.studies.show import Show
from playground.app.theme import ThemeManager
from playground.experiment import change, load
from playground.studies import Axis, LogUniform, Result, Search, Sweep, best_of, with_validation
from playground.training import Score

UNITS, RATE = "network.layers.0.units", "training.optimizer.learning_rate"
VALUES = change(
    load("petals"),
    {"data.source.kind": "bumps", "training.loss": "squared_error", "network.output.activation": "linear"},
)


def result(show: Show, number: int, *, accuracy: float | None = None, r_squared: float | None = None) -> Result:
    trial = show.board.trials[number]
    parts = ("train", "validation", "test")
    scores = {part: Score(0.3, accuracy) for part in parts}
    explained = {} if r_squared is None else dict.fromkeys(parts, r_squared)
    return Result(number, trial.assignments, trial.seed, 9, "epochs", "", scores, 5, 1.0, explained)


def test_that_a_tile_waits_with_a_word_and_the_best_is_marked_once_it_is_told_from_all_others(
    theme: ThemeManager,
) -> None:
    study = Sweep(with_validation(load("petals")), (Axis(UNITS, (1, 2)),), seeds=3)
    show = Show(Plan("sizes", (UNITS,), seeds=3), study, theme)
    assert {show.face(number).waiting for number in range(2)} == {"waiting"}
    show.take(News(results=[result(show, 0, accuracy=0.7), result(show, 3, accuracy=0.8)]))
    assert show.judge() == set()
    assert [show.face(number).badge for number in range(2)] == ["", ""]
    rest = ((1, 0.71), (2, 0.7), (4, 0.81), (5, 0.81))
    show.take(News(results=[result(show, number, accuracy=accuracy) for number, accuracy in rest]))
    assert show.judge() == {1}
    assert [show.face(number).badge for number in range(2)] == ["", "best"]


def test_that_nothing_is_best_where_all_are_equal(theme: ThemeManager) -> None:
    show = Show(Plan("sizes", (UNITS,)), Sweep(with_validation(load("petals")), (Axis(UNITS, (1, 2)),)), theme)
    show.take(News(results=[result(show, 0, accuracy=0.7), result(show, 1, accuracy=0.7)]))
    show.judge()
    assert show.marked == -1


def test_that_several_settings_stand_on_a_line_each(theme: ThemeManager) -> None:
    axes = Axis(UNITS, (1, 4)), Axis(RATE, (0.1, 0.5))
    show = Show(Plan("pair", (UNITS, RATE)), Sweep(load("petals"), axes), theme)
    assert show.face(3).settings == (("neurons", "4"), ("rate", "0.5"))
    assert show.face(3).sentence.startswith("4 neurons · learning rate 0.5")


def test_that_values_are_told_apart_by_the_variance_they_explain(theme: ThemeManager) -> None:
    show = Show(Plan("sizes", (UNITS,)), Sweep(with_validation(VALUES), (Axis(UNITS, (1, 2)),)), theme)
    show.take(News(results=[result(show, 0, r_squared=0.25), result(show, 1, r_squared=0.9)]))
    show.judge()
    assert show.figures[:2] == ("train_r2", "validation_r2")
    assert show.face(1).figure == "0.900"
    assert show.verdict is not None
    assert (show.verdict.figure, show.verdict.best) == ("validation_r2", 1)
    assert show.lines({part: part for part in show.parts})[0].mean.tolist() == [0.25, 0.9]


def test_that_the_range_of_a_search_is_known_where_it_is_one(theme: ThemeManager) -> None:
    study = Search(with_validation(load("petals")), {RATE: LogUniform(0.1, 1)}, 2)
    assert Show(Plan("search", (RATE,)), study, theme).span(RATE) == (0.1, 1)


def test_that_the_best_of_a_search_is_found_as_trials_come(theme: ThemeManager) -> None:
    study = Search(with_validation(load("petals")), {RATE: LogUniform(0.1, 1)}, 3)
    show = Show(Plan("search", (RATE,)), study, theme)
    for number, accuracy, best in ((1, 0.6, 1), (0, 0.5, 1), (2, 0.9, 2)):
        trial = show.board.trials[number]
        scores = {"validation": Score(0.3, accuracy)}
        show.take(News(results=[Result(number, trial.assignments, trial.seed, 9, "epochs", "", scores, 5, 1.0)]))
        show.judge()
        assert (show.best, show.marked) == (best, best)
        assert show.best == getattr(best_of(show.board.results), "number", -1)


def test_that_a_covered_part_is_neither_shown_nor_said_nor_taken_home_until_then(
    theme: ThemeManager,
) -> None:
    show = Show(Plan("sizes", (UNITS,)), Sweep(with_validation(load("waves")), (Axis(UNITS, (1, 2)),)), theme)
    show.take(News(results=[result(show, 0, accuracy=0.7), result(show, 1, accuracy=0.9)]))
    show.judge()
    assert "test" in show.parts
    assert show.verdict is not None and show.verdict.test is not None
    show.cover(frozenset({"test"}))
    show.judge()
    assert "test" not in show.parts and not any("test" in figure for figure in show.figures)
    assert all("test" not in each.scores for each in show.results)
    assert show.verdict is not None and show.verdict.test is None
    show.cover(frozenset())
    show.judge()
    assert "test" in show.parts and "test_accuracy" in show.figures
    assert show.verdict.test is not None


def test_that_a_covered_test_of_a_search_is_not_said_either(theme: ThemeManager) -> None:
    study = Search(with_validation(load("waves")), {RATE: LogUniform(0.1, 1)}, 2)
    show = Show(Plan("search", (RATE,)), study, theme)
    show.cover(frozenset({"test"}))
    show.take(News(results=[result(show, 0, accuracy=0.7), result(show, 1, accuracy=0.9)]))
    show.judge()
    assert not any("test" in figure for figure in show.figures)
    assert show.verdict is not None and show.verdict.test is None and "measured once" not in str(show.verdict.judged)
