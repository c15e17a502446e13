"""What an experiment is called in the window: a lab by its title and question, any other by its name or its data."""

from PySide6.QtCore import QCoreApplication

from playground.app.names import translated
from playground.experiment import Experiment, lab_of, labs


def experiment_titles(experiment: Experiment) -> tuple[str, str]:
    """A title, and the line below it. A lab with other data keeps its name, but no longer asks its question."""
    lab = lab_of(experiment)
    if lab is not None:
        return lab.title, lab.question
    source = type(experiment.data.source)
    data = translated(source.title)
    begun = labs().get(experiment.name)
    if begun is not None:
        return data, QCoreApplication.translate("Titles", "begun in the lab {lab}").format(lab=begun.title)
    return experiment.name, data if data != experiment.name else translated(source.__doc__ or "")
