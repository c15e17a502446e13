"""A study as a session keeps it: the form's fields, what it was of, and its journal."""

from dataclasses import replace
from typing import Any

import msgspec

from playground.app.studies.plan import Plan, study_of, subtitle, title
from playground.app.studies.show import Show
from playground.app.theme import ThemeManager
from playground.experiment import Experiment, UserError
from playground.session import KeptStudy
from playground.studies import Journal

_MOST_BYTES = 64 * 2**20
"""Of a journal with the states of its trials; of a larger one the results alone are kept."""


class _About(msgspec.Struct, frozen=True):
    plan: Plan
    experiment: Experiment


def kept(show: Show) -> KeptStudy:
    """Tell what a session keeps of a study that has results."""
    # The address of a cluster is of no use elsewhere.
    plan = replace(show.plan, address="")
    # As JSON gives it back, so that what was opened again equals what was saved.
    about: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(_About(plan, show.study.experiment)))
    named = f"{title(plan, show.study.experiment)} · {subtitle(plan, show.study)}"
    return KeptStudy(title=named, about=about, content=show.journal.content(_MOST_BYTES))


def shown_again(study: KeptStudy, theme: ThemeManager) -> Show:
    """The study with nothing told yet of what its journal holds.

    Raises
    ------
    UserError : when a session was given something else.
    """
    try:
        about = msgspec.convert(study.about, _About)
        show = Show(about.plan, study_of(about.experiment, about.plan), theme, Journal(content=study.content))
    except UserError:
        raise
    except Exception as error:
        raise UserError("a study of this session cannot be shown ({reason}); start it again", reason=error) from None
    show.end()
    return show
