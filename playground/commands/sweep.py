"""The command `sweep`: every value of a setting, or every pair of two, with as many seeds as asked."""

import argparse
from collections.abc import Sequence

from playground.commands.output import text_table
from playground.commands.study import add_study_options, check_options, conclude, parse_over, study_epochs, train_study
from playground.experiment import Experiment
from playground.studies import Axis, Result, Sweep, as_text, parse_values, spread

_HELP = """
Values stand between commas: 1-5, 10, 20 for whole numbers; 0.001..1 log 7 (by equal factors), 0..1 in 5 (evenly) or
0..1 step 0.25 for others; names for choices, as sgd,adam; true,false; and null for what can be left out.
Without --over, the sweep of the lab, for as many epochs as its table took.
"""
_FIGURES = ("train_loss", "train_accuracy", "validation_loss", "validation_accuracy", "test_loss", "test_accuracy")


def add_sweep_options(parser: argparse.ArgumentParser) -> None:
    """What `playground sweep` takes beside the experiment."""
    parser.epilog = _HELP
    parser.add_argument(
        "--over", metavar="PATH=VALUES", action="append", default=[], help="what to sweep; twice for every pair"
    )
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="so many seeds for each value (default 1)")
    add_study_options(parser)


def run_sweep(options: argparse.Namespace, experiment: Experiment) -> int:
    """Train, print the table, write the CSV; the exit status."""
    check_options(options, experiment)
    axes = tuple(
        Axis(each.path, parse_values(text, each)) for each, text in parse_over(options.over, experiment, "sweep")
    )
    study = Sweep(experiment, axes, seeds=options.seeds, epochs=study_epochs(options, experiment, "sweep"))
    trained = train_study(study, options)
    if trained.results:
        print((_by_trial if study.seeds == 1 else _by_value)(study, trained.results))
    return conclude(study, trained, options)


def figures_of(results: Sequence[Result]) -> list[str]:
    """The figures that any of the results has."""
    return [name for name in _FIGURES if any(result.figure(name) is not None for result in results)]


def figure_text(name: str, value: float | None) -> str:
    """A loss or accuracy as a cell."""
    if value is None:
        return "-"
    return f"{100 * value:.2f} %" if name.endswith("accuracy") else f"{value:.6f}"


def heading(name: str) -> str:
    """A column's name as a heading."""
    return name.replace("_", " ")


def ending(result: Result) -> str:
    """Why a trial ended, where that is not simply its last epoch."""
    return "" if result.reason == "epochs" else result.reason.replace("_", " ")


def _by_trial(study: Sweep, results: Sequence[Result]) -> str:
    figures = figures_of(results)
    headings = [*study.paths, "epochs", *map(heading, figures), "parameters", "seconds", ""]
    rows = [
        [
            *(as_text(value) for value in result.assignments.values()),
            f"{result.epochs:,}",
            *(figure_text(name, result.figure(name)) for name in figures),
            f"{result.parameters:,}",
            f"{result.seconds:.1f}",
            ending(result),
        ]
        for result in results
    ]
    return text_table(headings, rows)


def _by_value(study: Sweep, results: Sequence[Result]) -> str:
    """A row a value: the mean over its seeds, and the standard deviation."""
    figures = figures_of(results)
    spreads = {name: {repr(each.assignments): each for each in spread(results, name)} for name in figures}
    values = {repr(result.assignments): result for result in results}
    rows = []
    for key, first in values.items():
        same = [result for result in results if repr(result.assignments) == key]
        cells = []
        for name in figures:
            found = spreads[name].get(key)
            cells.append("-" if found is None else _mean_text(name, found.mean, found.deviation))
        rows.append(
            [
                *(as_text(value) for value in first.assignments.values()),
                str(len(same)),
                *cells,
                f"{first.parameters:,}",
                f"{sum(result.seconds for result in same):.1f}",
                _endings(same),
            ]
        )
    return text_table([*study.paths, "seeds", *map(heading, figures), "parameters", "seconds", ""], rows)


def _mean_text(name: str, mean: float, deviation: float) -> str:
    if name.endswith("accuracy"):
        return f"{100 * mean:.2f} ± {100 * deviation:.2f} %"
    return f"{mean:.6f} ± {deviation:.6f}"


def _endings(results: Sequence[Result]) -> str:
    told = [ending(result) for result in results if ending(result)]
    return ", ".join(f"{told.count(text)} {text}" for text in dict.fromkeys(told))
