"""The map in words, for who cannot see it."""

from PySide6.QtCore import QCoreApplication

from playground.app.views.class_names import class_titles
from playground.app.views.numbers import count_text, end_text, figure_text, loss_text, percent_text
from playground.training import Snapshot

from .mistake_watch import Mistakes


def told_of(snapshot: Snapshot, mistakes: Mistakes | None) -> str:
    """The classes or values there are, how well they are met, and how many mistakes are ringed."""
    if not snapshot.dataset.classifies:
        return _told_of_values(snapshot)
    titles = class_titles(snapshot.dataset.classes)
    classes = ", ".join([*titles[:-2], _tr(" and ").join(titles[-2:])])
    classes = classes[:1].upper() + classes[1:]
    score = snapshot.scores.get("train")
    if score is None or score.accuracy is None:
        loss = loss_text(score.loss if score else None)
        return _tr("{classes}. Training loss {loss}").format(classes=classes, loss=loss)
    text = _tr("{classes}. Training accuracy {accuracy}")
    told = text.format(classes=classes, accuracy=percent_text(score.accuracy))
    if mistakes is not None:
        told += _tr(". Mistakes among the samples shown: {n}").format(n=count_text(mistakes.count))
    return told


def _told_of_values(snapshot: Snapshot) -> str:
    low, high = map(end_text, snapshot.dataset.value_range)
    loss, fit = snapshot.scores["train"].loss, snapshot.fits.get("train")
    text = _tr("Values from {low} to {high}. Training loss {loss}, R² {share}")
    return text.format(low=low, high=high, loss=loss_text(loss), share=figure_text(fit.r_squared if fit else None))


def _tr(text: str) -> str:
    return QCoreApplication.translate("OutputView", text)
