"""The command `search`: settings drawn at random, the best by validation tested once."""

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
from playground.commands.sweep import figure_text, figures_of, heading, outcome
from playground.experiment import Experiment
from playground.studies import Result, Search, as_text, best_of, parse_draw, ranked, verdict

_HELP = """
0.001..1 is drawn by its logarithm, so that every decade is as likely; anything else is one of its values: relu,tanh or
1-5. Draws come from the experiment's seed. Without --over, the search of the lab. The test part is kept from all
trials; only the best by validation is tested, once. Where there is no validation part, a generated set gets fresh
points for it, and of other data a quarter of the training part becomes one.
"""
_SHOWN = 10


def add_search_options(parser: argparse.ArgumentParser) -> None:
    """Add what `playground search` takes beside the experiment."""
    parser.epilog = _HELP
    parser.add_argument(
        "--over", metavar="PATH=DRAW", action="append", default=[], help="what to draw, as training.l2=0.0001..0.1"
    )
    parser.add_argument("--trials", type=int, default=20, metavar="N", help="how many draws (default %(default)s)")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="so many repeats of each draw (default 1)")
    add_study_options(parser)


def run_search(options: argparse.Namespace, experiment: Experiment) -> int:
    """Train, print the best, write the CSV; the exit status."""
    check_options(options, experiment)
    draws = {each.path: parse_draw(text, each) for each, text in parse_over(options.over, experiment, "search")}
    study = Search(
        judged_experiment(experiment),
        draws,
        count=options.trials,
        epochs=study_epochs(options, experiment, "search"),
        seeds=options.seeds,
        vary=options.vary,
    )
    trained = train_study(study, options)
    if trained.results:
        print(_table(study, trained.results))
        if best_of(trained.results) is not None and not trained.interrupted:
            print_verdict(verdict(study, trained.results), trained, study, options)
    return conclude(study, trained, options)


def _table(study: Search, results: Sequence[Result]) -> str:
    """The best trials, best first."""
    figures = [name for name in figures_of(results) if not name.startswith("test")]
    seed = ["seed"] if study.seeds > 1 else []
    headings = ["trial", *study.paths, *seed, "epochs", "outcome", "best epoch", *map(heading, figures), "seconds"]
    rows = [
        [
            f"{result.number + 1}",
            *(as_text(value) for value in result.assignments.values()),
            *([str(result.seed)] if seed else []),
            f"{result.epochs:,}",
            outcome(result),
            f"{result.kept_epoch:,}",
            *(figure_text(name, result.figure(name)) for name in figures),
            f"{result.seconds:.1f}",
        ]
        for result in ranked(results)[:_SHOWN]
    ]
    more = f"\n... and {len(results) - _SHOWN:,} more" if len(results) > _SHOWN else ""
    return text_table(headings, rows) + more
