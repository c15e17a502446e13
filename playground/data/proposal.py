"""An experiment for a person's own file, as the window proposes one: the likeliest column is the target."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unicodedata import category

from msgspec.structs import replace

from playground.data.own_table import plan_of
from playground.data.tables.plan import Plan, Wishes
from playground.data.tables.telling import refusal
from playground.experiment import Experiment, File, ImageFiles, UserError, change, for_own_data, retargeted

_LONGEST_NAME = 60
_SOURCE = "data.source."
_COLUMNS = frozenset(f"{_SOURCE}{name}" for name in ("target", "inputs", "task", "categories", "dates", "kind"))
"""The settings that other proposals follow from."""


def for_table(
    experiment: Experiment,
    path: Path,
    settings: Mapping[str, Any] | None = None,
    wishes: Wishes = Wishes(),  # noqa: B008 - a frozen value
) -> tuple[Experiment, Plan]:
    """The experiment with a table in place of its data, with `settings` made, and the plan that tells of its columns.

    `wishes` say which columns are for what; the rest is proposed, from the table as the settings have it read.

    Raises
    ------
    UserError : when the table cannot be read, or a network cannot learn from it like this.
    """
    settings = settings or {}
    source = File(path=str(path.absolute()), drop_rows=True, seed=experiment.data.source.seed)
    of_source = {name: value for name, value in settings.items() if name.startswith(_SOURCE)}
    source = _with_settings(experiment, source, of_source)
    plan = _planned(replace(experiment, data=replace(experiment.data, source=source)), wishes)
    chosen = _chosen(source, plan)
    suited = for_own_data(experiment, chosen, name=name_of(path), classes=_classes(plan))
    others = {name: value for name, value in settings.items() if name not in of_source}
    return change(suited, others), plan


def for_same_table(
    experiment: Experiment, settings: Mapping[str, Any], wishes: Wishes
) -> tuple[Experiment, Plan | None]:
    """The experiment on its table with other columns, and with `settings` made: what follows from them follows.

    The plan tells of its columns; it is None where they are as they were, and the table cannot be read now.

    Raises
    ------
    UserError : when the table cannot be read, or a network cannot learn from it like this.
    """
    of_source = {name: value for name, value in settings.items() if name.startswith(_SOURCE)}
    source = experiment.data.source
    assert isinstance(source, File)
    others = {name: value for name, value in settings.items() if name not in of_source}
    if not wishes.any and not _COLUMNS & of_source.keys():
        changed = change(experiment, settings)
        try:
            return changed, plan_of(changed)
        except UserError:  # Whoever asks for the data will hear of it.
            return changed, None
    source = _with_settings(experiment, source, of_source)
    plan = _planned(replace(experiment, data=replace(experiment.data, source=source)), wishes)
    return change(retargeted(experiment, _chosen(source, plan), classes=_classes(plan)), others), plan


def _with_settings(experiment: Experiment, source: File, settings: Mapping[str, Any]) -> File:
    """The source with what settings say of it; which columns it uses is looked at later."""
    if not settings:
        return source
    bare = replace(experiment, data=replace(experiment.data, source=source, features=()))
    changed = change(bare, settings).data.source
    if not isinstance(changed, File):
        raise UserError("data.source.kind: this is a table; leave its kind as it is")
    return changed


def _planned(experiment: Experiment, wishes: Wishes) -> Plan:
    plan = plan_of(experiment)
    plan.wish(wishes)
    why_not = refusal(plan)
    if why_not is not None:
        path = experiment.data.source.path  # type: ignore[union-attr]
        raise UserError("{path}: {why_not} ('playground open {path}' asks)", path=path, why_not=why_not)
    return plan


def _chosen(source: File, plan: Plan) -> File:
    return replace(source, inputs=plan.inputs, target=plan.target_name or "", task=plan.task)


def _classes(plan: Plan) -> int:
    return 0 if plan.task == "regression" or plan.target is None else len(plan.target.classes)


def for_images(experiment: Experiment, path: Path) -> Experiment:
    """The experiment with labelled images in place of its data."""
    source = ImageFiles(path=str(path.absolute()), seed=experiment.data.source.seed)
    return for_own_data(experiment, source, name=name_of(path), classes=None)


def name_of(path: Path) -> str:
    """A name for the experiment: the file's, without what cannot be shown."""
    shown = "".join(letter for letter in path.name.split(".")[0] if category(letter) not in ("Cc", "Cs"))
    return shown[:_LONGEST_NAME] or "own data"
