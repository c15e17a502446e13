"""The command `search`: settings drawn at random, the best by validation tested once."""

import argparse
import sys
from collections.abc import Sequence

from playground.commands.output import text_table
from playground.commands.study import add_study_options, check_options, conclude, parse_over, study_epochs, train_study
from playground.commands.sweep import ending, figure_text, figures_of, heading
from playground.experiment import Experiment
from playground.studies import Result, Search, as_text, best_of, parse_draw, ranked, with_validation

_HELP = """
0.001..1 is drawn by its logarithm, so that every decade is as likely; anything else is one of its values: relu,tanh or
1-5. Draws come from the experiment's seed. Without --over, the search of the lab. The test part is kept from all
trials; only the best by validation is tested, once. Where there is no validation part, a quarter of the training part
becomes one.
"""
_SHOWN = 10


def add_search_options(parser: argparse.ArgumentParser) -> None:
    """What `playground search` takes beside the experiment."""
    parser.epilog = _HELP
    parser.add_argument(
        "--over", metavar="PATH=DRAW", action="append", default=[], help="what to draw, as training.l2=0.0001..0.1"
    )
    parser.add_argument("--trials", type=int, default=20, metavar="N", help="how many draws (default %(default)s)")
    add_study_options(parser)


def run_search(options: argparse.Namespace, experiment: Experiment) -> int:
    """Train, print the best, write the CSV; the exit status."""
    check_options(options, experiment)
    draws = {each.path: parse_draw(text, each) for each, text in parse_over(options.over, experiment, "search")}
    parted = with_validation(experiment)
    if parted is not experiment:
        split = parted.data.split
        told = f"data.split.train={split.train:g} and data.split.validation={split.validation:g}"
        print(f"playground: a search needs a validation part to choose by, so it takes {told}", file=sys.stderr)
    study = Search(parted, draws, count=options.trials, epochs=study_epochs(options, experiment, "search"))
    trained = train_study(study, options)
    best = best_of(trained.results)
    if trained.results:
        print(_table(study, trained.results))
    if best is not None and not trained.interrupted:
        print(_verdict(best))
    return conclude(study, trained, options)


def _table(study: Search, results: Sequence[Result]) -> str:
    """The best trials, best first."""
    figures = [name for name in figures_of(results) if not name.startswith("test")]
    headings = ["trial", *study.paths, "epochs", *map(heading, figures), "seconds", ""]
    rows = [
        [
            f"{result.number + 1}",
            *(as_text(value) for value in result.assignments.values()),
            f"{result.epochs:,}",
            *(figure_text(name, result.figure(name)) for name in figures),
            f"{result.seconds:.1f}",
            ending(result),
        ]
        for result in ranked(results)[:_SHOWN]
    ]
    more = f"\n... and {len(results) - _SHOWN:,} more" if len(results) > _SHOWN else ""
    return text_table(headings, rows) + more


def _verdict(best: Result) -> str:
    settings = "  ".join(f"{path}={as_text(value)}" for path, value in best.assignments.items())
    lines = [f"best: trial {best.number + 1}  {settings}"]
    for part in ("validation", "test"):
        if part in best.scores:
            accuracy = best.figure(f"{part}_accuracy")
            told = "" if accuracy is None else f"  accuracy {figure_text('accuracy', accuracy)}"
            lines.append(f"{part:<10}  loss {best.scores[part].loss:.6f}{told}")
    return "\n".join(lines)
