"""What a run came to: sentences, the final figures, curves, the boundary, the confusion, the history as a table."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from playground.experiment.numbers import ABSENT, error_text, figure_text, loss_text, percent_text, round_step
from playground.export.report.content import class_title
from playground.export.report.markup import Markup, joined, tag
from playground.export.report.pictures import (
    Series,
    boundary,
    class_key,
    curves,
    legend,
    loss_scale,
    part_key,
    truth_and_answers,
)
from playground.export.report.words import Words
from playground.training import History, Measures, Outcome, Reason, Run, Snapshot
from playground.training.scales import PercentScale

_ROWS = 10
"""About so many rows of the history are shown."""
_MOST_CLASSES = 20
_FEW_CLASSES = 4
"""More of them stand above their columns by their bare names."""
Cells = Sequence[object]


class Numbering:
    """Counts the figures and tables of a report."""

    def __init__(self, words: Words) -> None:
        self._words, self._counts = words, {"figure": 0, "table": 0}

    def figure(self, text: str) -> str:
        """The caption of the next figure."""
        self._counts["figure"] += 1
        return self._words("Figure {number}. {text}", number=self._counts["figure"], text=text)

    def table(self, text: str) -> str:
        """The caption of the next table."""
        self._counts["table"] += 1
        return self._words("Table {number}. {text}", number=self._counts["table"], text=text)


def table(headings: Cells, rows: Sequence[Cells], caption: str, *, marked: int | None = None, left: int = 1) -> Markup:
    """A table: `left` columns of words, numbers behind them. marked : a row that stands out."""

    def side(column: int) -> str | None:
        return None if column < left else "number"

    head = tag("tr", *(tag("th", text, class_=side(k), scope="col") for k, text in enumerate(headings)))
    body = [
        tag(
            "tr",
            *(tag("td", cell, class_=side(k)) for k, cell in enumerate(row)),
            class_="marked" if number == marked else None,
        )
        for number, row in enumerate(rows)
    ]
    return tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *body))


def figure(picture: Markup, caption: str, class_: str | None = None) -> Markup:
    """A picture with what it shows below it."""
    return tag("figure", picture, tag("figcaption", caption), class_=class_)


def part_name(part: str, words: Words) -> str:
    """A part of the data, as it heads a row."""
    return words({"train": "training", "validation": "validation", "test": "test"}[part])


def results_of(run: Run, words: Words, count: Numbering) -> Markup:
    """Everything about one run."""
    snapshot = run.snapshot()
    measures = {name: run.measures(name) for name in snapshot.scores}
    blocks = [
        tag("p", *_told(run, snapshot, words)),
        _final(run, snapshot, measures, words, count),
        tag("div", *_pictures(run, words, count), class_="pictures"),
        *_confusion(run, measures, words, count),
        _history(run, words, count),
    ]
    return joined(*blocks)


# Words


def _told(run: Run, snapshot: Snapshot, words: Words) -> Iterator[str]:
    """The result in sentences."""
    epochs = words.count(snapshot.epoch, "After 1 epoch", "After {count:,} epochs")
    if snapshot.epoch == 0:
        epochs = words("Untrained")
    losses = words.figures(
        [
            words("{loss} on the {part} part", loss=loss_text(score.loss), part=part_name(name, words))
            for name, score in snapshot.scores.items()
        ]
    )
    yield words("{epochs} the loss is {losses}.", epochs=epochs + ("," if words.is_english else "，"), losses=losses)
    right = {name: score.accuracy for name, score in snapshot.scores.items() if score.accuracy is not None}
    if right:
        shares = words.figures(
            [
                words("{share} on the {part} part", share=percent_text(share), part=part_name(name, words))
                for name, share in right.items()
            ]
        )
        yield words(" The accuracy is {shares}.", shares=shares)
    if snapshot.fits:
        shares = words.figures(
            [
                words("{share} on the {part} part", share=figure_text(fit.r_squared), part=part_name(name, words))
                for name, fit in snapshot.fits.items()
            ]
        )
        yield words(" The share of the variance that is explained, R², is {shares}.", shares=shares)
    if not math.isnan(snapshot.base_rate_accuracy):
        yield words(
            " Always answering the most common class would be right for {share} of the training part.",
            share=percent_text(snapshot.base_rate_accuracy),
        )
    outcome = run.outcome
    if outcome is not None and not _as_planned(outcome):
        yield " " + words.sentence(outcome.message)


def _as_planned(outcome: Outcome) -> bool:
    return outcome.reason is Reason.EPOCHS and outcome.epoch == outcome.stopped_at


# Tables


def _final(
    run: Run, snapshot: Snapshot, measures: dict[str, Measures | None], words: Words, count: Numbering
) -> Markup:
    classifies = run.dataset.classifies
    headings = [words("part"), words("samples"), words("loss")]
    if classifies:
        headings += [words("accuracy"), words("balanced accuracy"), "F1", "ROC-AUC"]
    else:
        headings += ["R²", "RMSE"]
    rows: list[list[str]] = []
    for name, score in snapshot.scores.items():
        row = [part_name(name, words), f"{len(run.dataset.parts[name]):,}", loss_text(score.loss)]
        found = measures[name]
        if found is not None:
            row += [
                percent_text(found.accuracy),
                percent_text(found.balanced_accuracy),
                figure_text(found.macro_f1),
                figure_text(found.roc_auc),
            ]
        elif name in snapshot.fits:
            fit = snapshot.fits[name]
            row += [figure_text(fit.r_squared), error_text(fit.rmse)]
        rows.append(row)
    base = [words("base rate"), "", loss_text(snapshot.base_rate_loss)]
    base += [percent_text(snapshot.base_rate_accuracy), "", "", ""] if classifies else ["", ""]
    rows.append(base)
    told = words("The figures of epoch {epoch:,}.", epoch=snapshot.epoch)
    why = words(" The base rate is the score of knowing only how common each class is in training.")
    if not classifies:
        why = words(" The base rate is the score of always telling the mean of the training part.")
    return table(headings, rows, count.table(told + why))


def _history(run: Run, words: Words, count: Numbering) -> Markup:
    history, last = run.history, run.epochs_done
    names = [
        name
        for name in (*history.scalars(0), *(["penalty"] if history["penalty"].any() else []))
        if np.isfinite(history[name]).any()
    ]
    rates = history["learning_rate"][: last + 1]
    if len(rates) > 1 and not (rates == rates[0]).all():
        names.append("learning_rate")
    columns = {name: history[name] for name in names}
    rows = [
        [f"{epoch:,}", *(_cell(name, float(column[epoch])) for name, column in columns.items())]
        for epoch in _epochs(history, last)
    ]
    headings = [words("epoch"), *(_heading(name, words) for name in names)]
    return table(headings, rows, count.table(words("The history at selected epochs.")), left=0)


def _epochs(history: History, last: int) -> list[int]:
    last = min(last, history.rows - 1)
    step = max(1, round(round_step(max(last, 1), _ROWS, (1, 2, 2.5, 5) if last >= 25 else (1, 2, 5))))
    return sorted({*range(0, last + 1, step), last})


def _heading(name: str, words: Words) -> str:
    if name == "learning_rate":
        return words("learning rate")
    if name == "penalty":
        return words("penalty")
    part, _, what = name.partition("_")
    return words(
        "{part} {what}", part=part_name(part, words), what=words({"loss": "loss", "accuracy": "accuracy"}[what])
    )


def _cell(name: str, value: float) -> str:
    """Six digits of a loss, as the documents print them and the command line does."""
    if math.isnan(value):
        return ABSENT
    if name.endswith("accuracy"):
        return f"{100 * value:.2f} %"
    return f"{value:.6g}" if name == "learning_rate" else f"{value:.6f}"


def _confusion(run: Run, measures: dict[str, Measures | None], words: Words, count: Numbering) -> Iterator[Markup]:
    """Tell which classes are taken for which, on the part that tells most of what is to come."""
    name = next(part for part in ("test", "validation", "train") if part in measures)
    found = measures[name]
    if found is None or len(run.dataset.classes) > _MOST_CLASSES:
        return
    titles = [class_title(each, words) for each in run.dataset.classes]
    rows = [
        [
            joined(class_key(k), " ", title),
            *(tag("b", f"{n:,}") if k == j else f"{n:,}" for j, n in enumerate(found.confusion[k].tolist())),
            percent_text(float(found.recall[k])),
        ]
        for k, title in enumerate(titles)
    ]
    heads = titles if len(titles) <= _FEW_CLASSES else run.dataset.classes
    headings = [words("truth ＼ answer"), *heads, words("recall")]
    told = words(
        "The {part} part by class: a row is a true class, a column what the network answered, in numbers of samples.",
        part=part_name(name, words),
    )
    yield table(headings, rows, count.table(told))


# Pictures


def _pictures(run: Run, words: Words, count: Numbering) -> Iterator[Markup]:
    history, parts = run.history, run.history.parts
    epochs = history["epoch"]
    names = {part: part_name(part, words) for part in parts}

    def series(what: str) -> list[Series]:
        found = [Series(names[part], part, epochs, history[f"{part}_{what}"]) for part in parts]
        return [each for each in found if np.isfinite(each.y).any()]

    if history.rows > 1:
        losses, rates = series("loss"), series("accuracy")
        scale = loss_scale(losses)
        log = words("Loss, on a logarithmic scale, over {epochs:,} epochs.", epochs=history.rows - 1)
        plain = words("Loss over {epochs:,} epochs.", epochs=history.rows - 1)
        told = plain if type(scale).__name__ == "LinearScale" else log
        plots = [_plot(words("Loss"), curves(losses, scale, label=told), names)]
        if rates:
            told += words(" Accuracy over the same epochs.")
            plots.append(_plot(words("Accuracy"), curves(rates, PercentScale(), label=words("Accuracy")), names))
        yield figure(joined(*plots), count.figure(told))
    if not run.dataset.classifies:
        told = words("The answers against the truth, a dot a sample; on the line they agree.")
        picture = truth_and_answers(run, label=told, axes=(words("truth"), words("answer")))
        keys = [tag("span", part_key(part), name, class_="key") for part, name in names.items()]
        yield figure(joined(picture, tag("p", *keys, class_="keys")), count.figure(told))
    if run.dataset.preparation.columns == 2:
        yield _boundary(run, words, count)


def _plot(title: str, picture: Markup, names: dict[str, str]) -> Markup:
    return tag("div", tag("p", tag("b", title), legend(names), class_="plot-title"), picture, class_="plot")


def _boundary(run: Run, words: Words, count: Numbering) -> Markup:
    dataset = run.dataset
    axes = dataset.plane_names or ("x₁", "x₂")
    told = words(
        "What the network answers over the plane at epoch {epoch:,}. Filled: samples it learned from; hollow: samples "
        "it has not learned from.",
        epoch=run.epochs_done,
    )
    if len(dataset.parts) == 1:
        told = words(
            "What the network answers over the plane at epoch {epoch:,}, and the samples.", epoch=run.epochs_done
        )
    keys = [tag("span", class_key(k), class_title(name, words), class_="key") for k, name in enumerate(dataset.classes)]
    picture = boundary(run, label=told, axes=(axes[0], axes[1]))
    return figure(joined(picture, tag("p", *keys, class_="keys") if keys else ""), count.figure(told))
