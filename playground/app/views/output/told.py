"""The map in words, for who cannot see it."""

from PySide6.QtCore import QCoreApplication

from playground.app.views.class_names import class_titles
from playground.app.views.numbers import count_text, end_text, figure_text, loss_text, percent_text, signed
from playground.app.views.output.hover_rows import place_text
from playground.app.views.output.mistake_watch import Mistakes
from playground.app.views.output.nearest import place_of
from playground.app.views.sample_names import sample_name
from playground.training import SampleKey, Snapshot


def told_of(snapshot: Snapshot, mistakes: Mistakes | None = None, chosen: SampleKey | None = None) -> str:
    """The classes or values there are, how well they are met, how many mistakes are ringed, and the chosen sample."""
    told = _told_of_map(snapshot, mistakes)
    return told if chosen is None else f"{told}. {_told_of_sample(snapshot, chosen)}"


def _told_of_sample(snapshot: Snapshot, sample: SampleKey) -> str:
    part, (x1, x2) = snapshot.dataset.parts[sample.part], place_of(snapshot.dataset, sample)
    place = place_text(snapshot.dataset, x1, x2)
    if part.labels is None:
        answer = signed(f"{float(part.y[sample.row, 0]):.3f}")
    else:
        answer = class_titles(snapshot.dataset.classes)[int(part.labels[sample.row])]
    return _tr("Chosen: {sample} at {place}, {answer}").format(sample=sample_name(sample), place=place, answer=answer)


def _told_of_map(snapshot: Snapshot, mistakes: Mistakes | None) -> str:
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
