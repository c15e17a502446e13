"""What a study came to: its verdict, a chart of every trial, and a table of the settings with their intervals."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playground.experiment import UserError, setting
from playground.experiment.message import Message
from playground.experiment.numbers import ABSENT, figure_text, loss_text, percent_text
from playground.export.report.markup import Markup, joined, tag
from playground.export.report.pictures import Spot, spread_chart
from playground.export.report.results import Numbering, figure, part_name, table
from playground.export.report.words import Words
from playground.studies import (
    Board,
    Comparison,
    Group,
    Result,
    Search,
    Study,
    Verdict,
    as_text,
    bars,
    best_of,
    ranked,
    repeats_words,
    verdict,
)
from playground.studies.sentences import Names, value_words

_MOST_SPOTS = 24
_MOST_RANKED = 10
_FIGURES = ("validation_accuracy", "validation_r2", "test_accuracy", "test_r2", "train_accuracy", "train_r2")


@dataclass(frozen=True)
class StudyTold:
    """A study and what its trials came to. margin : as the verdict took it; None for the usual one."""

    study: Study
    results: tuple[Result, ...]
    margin: float | None = None

    @property
    def verdict(self) -> Verdict:
        """Tell what is to be said of it."""
        return verdict(self.study, self.results, margin=self.margin)

    @property
    def shown(self) -> int | None:
        """The trial whose network is shown: the best by validation, of the setting that is enough where one is.

        None where no trial came to its end.
        """
        best = best_of(self._of_enough) or best_of(self.results)
        return None if best is None else best.number

    @property
    def is_enough(self) -> bool:
        """Tell whether the one that is shown is of the setting that is enough."""
        return best_of(self._of_enough) is not None

    @property
    def _of_enough(self) -> list[Result]:
        enough = self.verdict.enough
        return [] if enough is None else Board(self.study.trials(), self.results).groups[enough].sound


def about_study(seen: StudyTold, words: Words) -> str:
    """Tell what was varied, in one sentence."""
    study = seen.study
    repeats = max((trial.turn for trial in study.trials()), default=0) + 1
    board = Board(study.trials(), seen.results)
    times = words(repeats_words(study.varies, repeats))
    epochs = study.trials()[0].experiment.training.epochs
    if isinstance(study, Comparison):
        return words(
            "{names} are compared on {repeats}, each trained for up to {epochs:,} epochs.",
            names=words.all_of([words(group.name) for group in board.groups]),
            repeats=times,
            epochs=epochs,
        )
    titles = words.all_of([_title(study, path, words) for path in study.paths])
    if isinstance(study, Search):
        return words(
            "{count:,} draws of {settings} are tried on {repeats}, each trained for up to {epochs:,} epochs.",
            count=len(board.groups),
            settings=titles,
            repeats=times,
            epochs=epochs,
        )
    values = words.listed([_label(group, words) for group in board.groups])
    return words(
        "Networks are trained that differ in {settings}: {values}; each on {repeats}, for up to {epochs:,} epochs.",
        settings=titles,
        values=values,
        repeats=times,
        epochs=epochs,
    )


def about_shown(seen: StudyTold, words: Words) -> str:
    """Whose network the page shows."""
    if seen.shown is None:
        return words("The network of this page is the first one, untrained, since no trial came to its end.")
    group = Board(seen.study.trials(), seen.results).group_of(seen.shown)
    name = words(Names(seen.study.experiment, seen.study.paths, Board(seen.study.trials()).groups).one(group.number))
    seed = seen.study.trials()[seen.shown].seed
    if seen.is_enough:
        return words(
            "The network of this page has {name}, the setting that is enough; of its trials it is the best by "
            "validation (seed {seed}).",
            name=name,
            seed=seed,
        )
    return words("The network of this page is the best by validation: {name} (seed {seed}).", name=name, seed=seed)


def study_results(seen: StudyTold, words: Words, count: Numbering) -> Markup:
    """The verdict, the chart and the table."""
    study, board, found = seen.study, Board(seen.study.trials(), seen.results), seen.verdict
    blocks: list[Markup] = [tag("p", tag("b", words.sentence(found.sentence)), class_="verdict")]
    lines: list[Message] = [found.judged, *found.details]
    told = [words.sentence(line) for line in lines if words(line).strip()]
    if told:
        blocks.append(tag("p", (" " if words.is_english else "").join(told)))
    if found.figure:
        blocks += _chart(study, board, found, words, count)
    if isinstance(study, Search):
        blocks.append(_draws(study, seen.results, words, count))
    else:
        blocks.append(_settings(study, board, found, words, count))
    return joined(*blocks)


def _chart(study: Study, board: Board, found: Verdict, words: Words, count: Numbering) -> Iterator[Markup]:
    groups = [group for group in board.groups if group.spread(found.figure).count]
    if not 2 <= len(groups) <= _MOST_SPOTS:
        return
    marked = found.enough if found.enough is not None else found.best
    spots = [
        Spot(
            _label(group, words),
            tuple(value for result in group.sound if (value := result.figure(found.figure)) is not None),
            found.bars[group.number].mean,
            found.bars[group.number].half,
            group.number == marked,
        )
        for group in groups
    ]
    told = words(
        "{figure} by {settings}: each dot is a trial, beside the dots their mean",
        figure=_capital(_figure_title(found.figure, words)),
        settings=words("variant") if isinstance(study, Comparison) else words.all_of(_titles(study, words)),
    )
    ends = any(not math.isnan(spot.half) for spot in spots)
    told += words(" with its interval; intervals that do not touch are a difference.") if ends else words(".")
    yield figure(
        spread_chart(spots, percent=found.figure.endswith("accuracy"), label=told), count.figure(told), class_="wide"
    )


def _settings(study: Study, board: Board, found: Verdict, words: Words, count: Numbering) -> Markup:
    known = [name for name in _FIGURES if any(group.spread(name).count for group in board.groups)]
    stuck = None if found.judgement is None else found.judgement.stuck
    halves = {name: found.bars if name == found.figure else bars(study, board, name, stuck) for name in known}
    groups = [group for group in board.groups if group.results]
    rows = []
    for group in groups:
        name = _label(group, words)
        enough = group.number == found.enough
        rows.append(
            [
                joined(name, " ", tag("span", words("enough"), class_="badge")) if enough else name,
                ABSENT if group.parameters is None else f"{group.parameters:,}",
                *(_with_half(each, halves[each][group.number].mean, halves[each][group.number].half) for each in known),
                _best_epoch(group),
                _trials(group, words),
            ]
        )
    headings = [
        words("variant") if isinstance(study, Comparison) else words.all_of(_titles(study, words)),
        words("parameters"),
        *(_figure_title(each, words) for each in known),
        words("best epoch"),
        words("trials"),
    ]
    told = words("Means over the trials of each setting")
    if any(not math.isnan(bar.half) for each in halves.values() for bar in each):
        told += words(", with half the width of their intervals")
    told += words(".")
    marked = next((row for row, group in enumerate(groups) if group.number == found.enough), None)
    return table(headings, rows, count.table(told), marked=marked)


def _draws(study: Search, results: Sequence[Result], words: Words, count: Numbering) -> Markup:
    best = ranked(results)[:_MOST_RANKED]
    known = [name for name in _FIGURES if not name.startswith("test") and any(r.figure(name) is not None for r in best)]
    rows = [
        [
            *(words(value_words(value)) for value in result.assignments.values()),
            *(_figure(name, result.figure(name)) for name in known),
            f"{result.kept_epoch:,}",
        ]
        for result in best
    ]
    headings = [*_titles(study, words), *(_figure_title(each, words) for each in known), words("best epoch")]
    told = words("The best trials by validation, the best first.")
    return table(headings, rows, count.table(told), marked=0 if rows else None, left=0)


def _titles(study: Study, words: Words) -> list[str]:
    return [_title(study, path, words) for path in study.paths]


def _title(study: Study, path: str, words: Words) -> str:
    """A setting's title; of a layer's, which layer where there are several."""
    try:
        title = words(setting(study.experiment, path).title)
    except UserError:  # A setting that only some of the compared have.
        title = words(path.rpartition(".")[2].replace("_", " "))
    title = title[:1].lower() + title[1:] if title[1:2].islower() else title
    if path.startswith("network.layers.") and len(study.experiment.network.layers) > 1:
        return words("{told} in layer {n}", told=title, n=int(path.split(".")[2]) + 1)
    return title


def _label(group: Group, words: Words) -> str:
    """A setting's value, as it stands below a chart."""
    if group.name:
        return words(group.name)
    return " · ".join(
        words(value_words(value)) if not isinstance(value, list | tuple) else as_text(value)
        for value in group.assignments.values()
    )


def _figure_title(name: str, words: Words) -> str:
    part, _, what = name.partition("_")
    kinds = {"accuracy": words("accuracy"), "r2": "R²", "loss": words("loss")}
    return words("{part} {what}", part=part_name(part, words), what=kinds[what])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return ABSENT
    if name.endswith("accuracy"):
        return percent_text(value)
    return figure_text(value) if name.endswith("r2") else loss_text(value)


def _with_half(name: str, mean: float, half: float) -> Markup | str:
    if math.isnan(mean):
        return ABSENT
    told = _figure(name, mean)
    if math.isnan(half):
        return told
    return joined(told, " ", tag("span", "± ", _figure(name, half).removesuffix(" %"), class_="half"))


def _best_epoch(group: Group) -> str:
    kept = [result.kept_epoch for result in group.sound]
    return f"{sum(kept) / len(kept):,.0f}" if kept else ABSENT


def _trials(group: Group, words: Words) -> str:
    """Tell how many count; of those begun, where some do not."""
    sound, begun = len(group.sound), len(group.results)
    return f"{sound}" if sound == begun else words("{sound} of {all}", sound=sound, all=begun)
