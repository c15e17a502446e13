"""A session as what a command goes on from."""

import argparse

from playground.commands.options import assignments_of, experiment_of, kind_given
from playground.experiment import UserError, change
from playground.experiment.message import series
from playground.session import Desk, Session, open_session
from playground.training import Run, Timeline


def session_or_begun(options: argparse.Namespace) -> Session:
    """The session that was named; of anything else a run that begins."""
    if kind_given(options.experiment) == "session":
        return session_given(options)
    return Session(Timeline(Run(experiment_of(options))), Desk())


def session_given(options: argparse.Namespace) -> Session:
    """The session that was named, with the changes that were asked for, ready to go on from where it stood."""
    name = options.experiment
    given = [
        option for option in ("weights", "target", "inputs", "without") if getattr(options, option, None) is not None
    ]
    if given:
        key = "--{option}: a session goes on as it is; leave it out, or name an experiment"
        raise UserError(key, option=given[0])
    assignments = assignments_of(options)
    session = open_session(name, data_path=assignments.get("data.source.path"))
    run, timeline = session.run, session.timeline
    if run.held_back is not None:
        key = "{reason}, by --set data.source.path=FILE"
        raise UserError(key, reason=run.held_back.message)
    prepared = run.prepare(change(run.experiment, assignments))
    if prepared.network is not None:
        key = "{name}: {paths} would begin it again, and what it has come to be lost; leave that out"
        raise UserError(key, name=name, paths=series(prepared.paths))
    if options.epochs is not None and options.epochs < run.epochs_done:
        key = "{name}: it is at epoch {done:,} already; name a number of epochs beyond that"
        raise UserError(key, name=name, done=run.epochs_done)
    timeline.viewed = None
    run.carry_out(prepared)
    return session
