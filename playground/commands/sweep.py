"""The command `sweep`: every value of a setting, or every pair of two, in as many repeats as asked."""

import argparse
from collections.abc import Sequence

from playground.commands.output import text_table
from playground.commands.study import (
    add_study_options,
    check_options,
    conclude,
    judged_experiment,
    parse_over,
    print_verdict,
    study_epochs,
    train_study,
)
from playground.experiment import Experiment, UserError
from playground.studies import (
    Axis,
    Bar,
    Board,
    Group,
    Result,
    Sweep,
    Verdict,
    as_text,
    bars,
    parse_values,
    verdict,
)

_HELP = """
Values stand between commas: 1-5, 10, 20 for whole numbers; 0.001..1 log 7 (by equal factors), 0..1 in 5 (evenly) or
0..1 step 0.25 for others; names for choices, as sgd,adam; true,false; and null for what can be left out.
Without --over, the sweep of the lab, for as many epochs as its table took. What is judged, is judged by the validation
part: a generated set gets fresh points for it, of other data a quarter of the training part becomes one.
"""
FIGURES = tuple(f"{part}_{what}" for what in ("accuracy", "r2", "loss") for part in ("validation", "test", "train"))


def add_sweep_options(parser: argparse.ArgumentParser) -> None:
    """Add what `playground sweep` takes beside the experiment."""
    parser.epilog = _HELP
    parser.add_argument(
        "--over", metavar="PATH=VALUES", action="append", default=[], help="what to sweep; twice for every pair"
    )
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="so many repeats of each value (default 1)")
    parser.add_argument(
        "--margin", type=float, metavar="SHARE", help="what is worth a larger network (default: 0.02, two points)"
    )
    add_study_options(parser)


def run_sweep(options: argparse.Namespace, experiment: Experiment) -> int:
    """Train, print the table and the verdict, write the files; the exit status."""
    check_options(options, experiment)
    if options.margin is not None and not 0 <= options.margin < 1:
        raise UserError("--margin {share:g}: it takes a share from 0 to below 1, as 0.02", share=options.margin)
    axes = tuple(
        Axis(each.path, parse_values(text, each)) for each, text in parse_over(options.over, experiment, "sweep")
    )
    study = Sweep(
        judged_experiment(experiment),
        axes,
        seeds=options.seeds,
        epochs=study_epochs(options, experiment, "sweep"),
        vary=options.vary,
    )
    trained = train_study(study, options)
    if trained.results:
        found = verdict(study, trained.results, margin=options.margin)
        print(_by_trial(study, trained.results) if study.seeds == 1 else _by_value(study, trained.results, found))
        print_verdict(found, trained, study, options)
    return conclude(study, trained, options)


def figures_of(results: Sequence[Result]) -> list[str]:
    """The figures that any of the results has."""
    return [name for name in FIGURES if any(result.figure(name) is not None for result in results)]


def figure_text(name: str, value: float | None) -> str:
    """A loss, accuracy or R² as a cell."""
    if value is None:
        return "-"
    if name.endswith("accuracy"):
        return f"{100 * value:.2f} %"
    return f"{value:.4f}" if name.endswith("r2") else f"{value:.6f}"


def heading(name: str) -> str:
    """A column's name as a heading."""
    return name.replace("_r2", " R²").replace("_", " ")


def outcome(result: Result) -> str:
    """The name of a trial's end: its last epoch, a target, patience, divergence, a failure."""
    return result.reason.replace("_", " ")


def _by_trial(study: Sweep, results: Sequence[Result]) -> str:
    figures = figures_of(results)
    headings = [*study.paths, "epochs", "outcome", "best epoch", *map(heading, figures), "parameters", "seconds"]
    rows = [
        [
            *(as_text(value) for value in result.assignments.values()),
            f"{result.epochs:,}",
            outcome(result),
            f"{result.kept_epoch:,}",
            *(figure_text(name, result.figure(name)) for name in figures),
            f"{result.parameters:,}",
            f"{result.seconds:.1f}",
        ]
        for result in results
    ]
    return text_table(headings, rows)


def _by_value(study: Sweep, results: Sequence[Result], found: Verdict) -> str:
    """A row a value: means over its sound trials, and half the widths of the intervals in which they lie."""
    board, figures = Board(study.trials(), results), figures_of(results)
    stuck = None if found.judgement is None else found.judgement.stuck
    halves = {name: found.bars if name == found.figure else bars(study, board, name, stuck) for name in figures}
    rows = [
        [
            *(as_text(value) for value in group.assignments.values()),
            str(len(group.results)),
            _outcomes(group),
            _mean_epoch(group),
            *(_mean_text(name, halves[name][group.number]) for name in figures),
            f"{group.parameters or 0:,}",
            f"{group.seconds or 0:.1f}",
        ]
        for group in board.groups
        if group.results
    ]
    headings = [*study.paths, "trials", "outcome", "best epoch", *map(heading, figures), "parameters", "seconds"]
    return text_table(headings, rows)


def _mean_epoch(group: Group) -> str:
    kept = [result.kept_epoch for result in group.sound]
    return f"{sum(kept) / len(kept):,.0f}" if kept else "-"


def _mean_text(name: str, bar: Bar) -> str:
    if bar.mean != bar.mean:
        return "-"
    mean = figure_text(name, bar.mean)
    if bar.half != bar.half:
        return mean
    half = figure_text(name, bar.half).removesuffix(" %")
    return f"{mean.removesuffix(' %')} ± {half} %" if mean.endswith("%") else f"{mean} ± {half}"


def _outcomes(group: Group) -> str:
    told = [outcome(result) for result in group.results.values()]
    if len(set(told)) == 1:
        return told[0]
    return ", ".join(f"{told.count(text)} {text}" for text in dict.fromkeys(told))
