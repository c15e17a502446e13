"""The headings of a study's cards."""

from PySide6.QtCore import QCoreApplication

from playground.app.studies.finding import figure_title
from playground.app.studies.show import Show


def wall_title(show: Show) -> str:
    """Tell what the pictures are, and by what they differ."""
    picture = _tr("Decision boundary") if show.classifies else _tr("Output")
    if show.plan.mode == "variants":
        return _tr("{picture}, side by side").format(picture=picture)
    if len(show.subject.paths) > 1:
        return picture  # The settings stand under each of them.
    return _tr("{picture} by {setting}").format(picture=picture, setting=_settings(show))


def chart_title(show: Show) -> str:
    """Tell what is drawn."""
    if show.plan.mode == "variants":
        return _tr("Curves of the first repeat")
    if show.plan.mode in ("pair", "search"):
        return figure_title(show.figure)
    figure = _tr("Accuracy") if show.classifies else _tr("R²")
    if show.plan.mode == "setting" or len(show.parts) > 2 or _several_layers(show):
        return figure  # The legend needs the room, and what is compared stands under the axis.
    return _tr("{figure} against {setting}").format(figure=figure, setting=_settings(show))


def caption(show: Show) -> str:
    """Tell what stands under the chart's axis."""
    if show.plan.mode == "sizes":
        return _tr("neurons of layer {n}").format(n=_layer(show)) if _several_layers(show) else _tr("hidden neurons")
    return "" if show.plan.mode == "variants" else _settings(show)


def wall_note(show: Show) -> str:
    """Tell what the figures under the pictures are."""
    figure = figure_title(show.figure)
    if not show.several_seeds:
        return _tr("{figure}; click a picture to open it").format(figure=figure)
    if show.plan.mode != "sizes":
        return _tr("mean {figure}; picture: first repeat").format(figure=figure)
    return _tr("mean {figure}; the picture is the first repeat's, click to open it").format(figure=figure)


def _settings(show: Show) -> str:
    if show.plan.mode == "sizes":
        return _tr("size of layer {n}").format(n=_layer(show)) if _several_layers(show) else _tr("hidden size")
    names = [show.subject.title(path) for path in show.subject.paths]
    small = [name[:1].lower() + name[1:] if name[1:2].islower() else name for name in names]
    return _tr(" and ").join(small)


def _several_layers(show: Show) -> bool:
    return len(show.study.experiment.network.layers) > 1


def _layer(show: Show) -> int:
    """The number of the layer whose size is varied, from 1."""
    return int(show.subject.paths[0].split(".")[2]) + 1


def _tr(text: str) -> str:
    return QCoreApplication.translate("StudyTitles", text)
