"""The command `report`: a lab report of one run, as a page; and what other commands take to write one."""

import argparse
import sys

from playground.commands.options import kind_given, takes_seed, takes_settings, tell_of_parts
from playground.commands.output import (
    EXIT_DIVERGED,
    EXIT_INTERRUPTED,
    EXIT_OK,
    EXIT_WRONG_INPUT,
    check_keeps_inputs,
    save_all,
)
from playground.commands.progress import Progress
from playground.commands.sessions import session_or_begun
from playground.experiment import Experiment, lab_of
from playground.experiment.message import say
from playground.experiment.text import LANGUAGES
from playground.export import Check
from playground.export.report import Written, check_report_path, language_of_system, save_report
from playground.session import Desk
from playground.training import Reason
from playground.training.steps import StepBook, StepSeen


def takes_person(parser: argparse.ArgumentParser) -> None:
    """Let a command take who hands a report in, and its language."""
    group = parser.add_argument_group("for a report")
    group.add_argument("--name", metavar="TEXT", help="the name of who hands it in")
    group.add_argument("--number", metavar="TEXT", help="their number")
    group.add_argument("--class", dest="class_name", metavar="TEXT", help="their class")
    group.add_argument(
        "--language", choices=LANGUAGES, help="of the report (default: that of LC_ALL, LC_MESSAGES or LANG)"
    )


def add_report_options(parser: argparse.ArgumentParser) -> None:
    """Tell what `playground report` takes beside the experiment."""
    parser.add_argument("file", metavar="FILE.html", help="the page to write")
    parser.add_argument("--epochs", type=int, metavar="N", help="train for N epochs (a session: up to epoch N)")
    takes_seed(parser)
    takes_settings(parser)
    takes_person(parser)


def written_of(options: argparse.Namespace, desk: Desk) -> Written:
    """Tell what was given by the options, or else lies in the session."""
    given = {"name": options.name, "number": options.number, "class_name": options.class_name}
    known = {name: getattr(desk, name) if text is None else text for name, text in given.items()}
    return Written.of(desk.report, **known)


def language_of(options: argparse.Namespace) -> str:
    """The language of the report."""
    return options.language or language_of_system()


def steps_kept(desk: Desk, experiment: Experiment) -> list[StepSeen]:
    """The steps of the experiment's lab as the session has them."""
    lab, book = lab_of(experiment), StepBook()
    book.take_up(desk.answers)
    return [] if lab is None else book.steps(lab)


def run_report(options: argparse.Namespace) -> int:
    """Train, or open a session, and write the report; the exit status."""
    check_report_path(options.file)
    is_session = kind_given(options.experiment) == "session"
    session = session_or_begun(options)
    run = session.run
    check_keeps_inputs([options.file], options.experiment, run.experiment)
    tell_of_parts(options.experiment, run.dataset)
    with Progress(sys.stderr) as progress:
        goes_on = not is_session or options.epochs is not None
        outcome = run.train(watch=progress) if goes_on else run.outcome
    checks: list[Check] = []

    def save() -> None:
        written, steps = written_of(options, session.desk), steps_kept(session.desk, run.experiment)
        checks.append(save_report(run, options.file, written, language=language_of(options), steps=steps))

    saved = save_all(save)
    if not saved:
        return EXIT_WRONG_INPUT
    told = say("{name}: the report of epoch {epoch:,}", name=run.experiment.name, epoch=run.epochs_done)
    print(
        say("{told} is in {path}; of its live network, {check}", told=told, path=options.file, check=checks[0].message)
    )
    if progress.interrupted:
        told = say("interrupted after {epochs:,} epochs; the report tells of these", epochs=run.epochs_done)
        print(f"playground: {told}", file=sys.stderr)
        return EXIT_INTERRUPTED
    if outcome is not None and outcome.reason is Reason.DIVERGENCE:
        print(f"playground: {outcome}", file=sys.stderr)
        return EXIT_DIVERGED
    return EXIT_OK
