"""The command `check`: the gradient compared, as a table by parameter array and a verdict in one line."""

import argparse
import sys
from collections.abc import Sequence

from playground.commands.options import epochs_first, experiment_of, takes_seed, takes_settings, tell_of_parts
from playground.commands.output import EXIT_CHECK_FAILED, EXIT_INTERRUPTED, EXIT_OK
from playground.commands.progress import Progress
from playground.engine import CheckedArray, CheckedEntry, GradientCheck
from playground.training import Reason, Run, check_gradient

_HEADINGS = ("parameters", "checked", "worst relative error", "verdict")


def add_check_options(parser: argparse.ArgumentParser) -> None:
    """Tell what `playground check` takes beside the experiment."""
    parser.add_argument("--epochs", type=int, metavar="N", help="train for N epochs first")
    takes_seed(parser)
    takes_settings(parser)


def run_check(options: argparse.Namespace) -> int:
    """Train first where that is asked for, compare, print the table; the exit status."""
    epochs = epochs_first(options)
    run = Run(experiment_of(options))
    tell_of_parts(options.experiment, run.dataset)
    with Progress(sys.stderr, epochs) as progress:
        outcome = run.train(epochs, watch=progress) if epochs else None
    if progress.interrupted:
        return EXIT_INTERRUPTED
    if outcome is not None and outcome.reason is Reason.DIVERGENCE:
        print(f"playground: {outcome}", file=sys.stderr)
    check = check_gradient(run)
    print("\n".join([_first_line(run, check), *_table(check), _verdict(check)]))
    return EXIT_OK if check.passed else EXIT_CHECK_FAILED


def _first_line(run: Run, check: GradientCheck) -> str:
    epochs = "1 epoch" if run.epochs_done == 1 else f"{run.epochs_done:,} epochs"
    samples = (
        f"{check.samples:,}" if check.samples == check.of_samples else f"{check.samples:,} of {check.of_samples:,}"
    )
    return f"{run.experiment.name}: gradient check after {epochs}, on {samples} training samples"


def _table(check: GradientCheck) -> list[str]:
    rows = [_HEADINGS, *(_row(array) for array in check.arrays)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    return [_line(row, widths) for row in rows]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, checked, error, verdict = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return f"{name}  {checked.strip():>{widths[1]}}  {error.strip():>{widths[2]}}  {verdict}".rstrip()


def _row(array: CheckedArray) -> tuple[str, str, str, str]:
    error = "-" if array.worst is None else f"{array.worst.relative_error:.1e}"
    return array.name, f"{array.checked:,} of {array.size:,}", error, _array_verdict(array)


def _array_verdict(array: CheckedArray) -> str:
    entries = "1 entry" if array.failures == 1 else f"{array.failures:,} entries"
    verdict = "passes" if array.passed else f"FAILS: {entries}"
    notes = [
        f"{count:,} {what}"
        for count, what in (
            (array.kinks, "left out at a kink"),
            (array.rough, "left out, drowned by rounding"),
            (array.at_zero, "at 0, without L1"),
        )
        if count
    ]
    if not array.checked:
        verdict = "not compared"
    return f"{verdict} ({', '.join(notes)})" if notes else verdict


def _verdict(check: GradientCheck) -> str:
    worst = check.worst
    if worst is None:
        return "no entry could be compared: the loss has a kink, or nothing but rounding, at every one"
    if check.passed:
        return f"passes: the worst of {check.checked:,} entries is {_entry(worst)}"
    return f"FAILS: {check.failures:,} of {check.checked:,} entries; the worst is {_entry(worst)}"


def _entry(entry: CheckedEntry) -> str:
    place = ", ".join(map(str, entry.index))
    return (
        f"{entry.name}[{place}], analytic {entry.analytic:.6e}, numerical {entry.numerical:.6e}, "
        f"relative error {entry.relative_error:.1e}"
    )
