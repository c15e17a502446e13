"""The words of a verdict: names of the compared, and the sentences about them. All of it values, no Qt."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from playground.experiment import Experiment, UserError, setting
from playground.experiment.message import Message, say, say_count, series
from playground.studies.board import Group
from playground.studies.judgement import Judgement
from playground.studies.pace import Race
from playground.studies.repeats import Vary
from playground.studies.trial import as_text

_MANY = 4
"""More names than this are no sentence any more."""


def things(path: str) -> tuple[str, str, str] | None:
    """The words for what a setting is a number of, and costs more of: one, several, several that are named before."""
    if path.startswith("network.layers.") and path.endswith(".units"):
        return "{count} neuron", "{count:,} neurons", "{n} neurons"
    known = {
        "training.epochs": ("{count} epoch", "{count:,} epochs", "{n} epochs"),
        "data.source.samples": ("{count} sample", "{count:,} samples", "{n} samples"),
    }
    return known.get(path)


class Names:
    """Names of the compared, as they stand in a sentence.

    experiment : of the study. paths : the settings in which they differ. groups : the compared, in the study's order.
    """

    def __init__(self, experiment: Experiment, paths: Sequence[str], groups: Sequence[Group]) -> None:
        self._experiment, self._paths, self._groups = experiment, tuple(paths), groups
        self._alone = len(self._paths) == 1

    def one(self, number: int) -> Message:
        """One of them: "3 neurons", "learning rate 0.1", "batch norm"."""
        group = self._groups[number]
        if group.name:
            return say(group.name)
        return series([self._value(path, group.assignments.get(path)) for path in self._paths])

    def count(self, number: int) -> int:
        """The number of things that it is, as grammar counts."""
        value = self._groups[number].assignments.get(self._paths[0]) if self._alone else None
        return int(value) if self._alone and things(self._paths[0]) and isinstance(value, int) else 1

    def several(self, numbers: Iterable[int]) -> Message:
        """Some of them: "1, 2 and 3 neurons"; of many the ends alone where nothing is left out between, or how many."""
        chosen = list(numbers)
        if len(chosen) == 1:
            return self.one(chosen[0])
        values = [self._groups[number].assignments.get(self._paths[0]) for number in chosen] if self._alone else []
        by_value = self._alone and not self._groups[chosen[0]].name and not any(isinstance(v, str) for v in values)
        if len(chosen) > _MANY:
            if by_value and self._ordered and chosen == list(range(chosen[0], chosen[-1] + 1)):
                first, last = (self._bare(number) for number in (chosen[0], chosen[-1]))
                return self._titled(say("{first} to {last}", first=first, last=last))
            return say("{n} of them", n=len(chosen))
        if not by_value:
            return series([self.one(number) for number in chosen], ", ", " and ")
        return self._titled(series([self._bare(number) for number in chosen], ", ", " and "))

    def are(self, numbers: Sequence[int], one: str, many: str, /, **values: Any) -> Message:
        """A sentence about some of them as `names`, in the form that fits their number."""
        count = self.count(numbers[0]) if len(numbers) == 1 else 2
        return say_count(count, one, many, names=self.several(numbers), **values)

    @property
    def _ordered(self) -> bool:
        return all(isinstance(group.assignments.get(self._paths[0]), int | float) for group in self._groups)

    def _bare(self, number: int) -> Message:
        return value_words(self._groups[number].assignments.get(self._paths[0]))

    def _titled(self, values: Message) -> Message:
        path = self._paths[0]
        named = things(path)
        if named is not None:
            return self._in_layer(path, say(named[2], n=values))
        return self._in_layer(path, say("{setting} {value}", setting=self._title(path), value=values))

    def _value(self, path: str, value: Any) -> Message:
        named = things(path)
        if named is not None and isinstance(value, int):
            return self._in_layer(path, say_count(value, named[0], named[1]))
        if isinstance(value, str) and value != "none":
            return value_words(value)
        return self._in_layer(path, say("{setting} {value}", setting=self._title(path), value=value_words(value)))

    def _in_layer(self, path: str, told: Message) -> Message:
        if path.startswith("network.output."):
            return say("{told} in the output", told=told)
        if len(self._experiment.network.layers) < 2 or not path.startswith("network.layers."):
            return told
        return say("{told} in layer {n}", told=told, n=int(path.split(".")[2]) + 1)

    def _title(self, path: str) -> Message:
        try:
            title = setting(self._experiment, path).title
        except UserError:  # A setting that only some of the compared have.
            title = path.rpartition(".")[2].replace("_", " ")
        return say(title[:1].lower() + title[1:] if title[1:2].islower() else title)


def value_words(value: Any) -> Message:
    """A setting's value in a sentence."""
    if isinstance(value, bool):
        return say("on") if value else say("off")
    if value is None:
        return say("none")
    if isinstance(value, float):
        return say("{n:.4g}", n=value)
    if isinstance(value, int):
        return say("{n:,}", n=value)
    return say(as_text(value).replace("_", " "))


def figure_words(figure: str) -> Message:
    """A figure in words: "validation accuracy", "test R²"."""
    part, _, what = figure.rpartition("_")
    parts = {"train": say("training"), "validation": say("validation"), "test": say("test")}
    whats = {"accuracy": say("accuracy"), "r2": say("R²"), "loss": say("loss")}
    return say("{part} {what}", part=parts[part], what=whats[what])


def amount(figure: str, value: float) -> Message:
    """A figure's value: percent, or a share of 1, or a loss."""
    if figure.endswith("accuracy"):
        return say("{n:.1f} %", n=100 * value)
    return say("{n:.3f}", n=value) if figure.endswith("r2") else say("{n:.4g}", n=value)


def points(figure: str, value: float) -> Message:
    """A difference of two such values: points of percent, or of R²."""
    if figure.endswith("accuracy"):
        return say_count(1, "1 point", "") if math.isclose(value, 0.01) else say("{n:.3g} points", n=100 * value)
    return say("{n:.3g} of R²", n=value)


def signed(figure: str, value: float) -> str:
    """The same with its sign, as a number alone."""
    text = f"{abs(100 * value):.1f}" if figure.endswith("accuracy") else f"{abs(value):.3f}"
    return text if not float(text) else ("\N{MINUS SIGN}" if value < 0 else "+") + text


def unsigned(figure: str, value: float) -> str:
    """The same without."""
    return signed(figure, abs(value)).removeprefix("+")


def repeats_words(vary: Vary, count: int) -> Message:
    """So many repeats."""
    if vary == "data":
        return say_count(count, "1 draw of the data", "{count:,} draws of the data")
    return (
        say_count(count, "1 split", "{count:,} splits")
        if vary == "split"
        else say_count(count, "1 start", "{count:,} starts")
    )


def ordered_sentence(
    judged: Judgement,
    names: Names,
    order: Sequence[int],
    *,
    repeats: Message,
    trials: Sequence[int],
    worth: Message,
    overlap: float = 0.0,
) -> Message:
    """Tell which setting is enough, where one costs more than another.

    order : the settings that have scores, the cheapest first. repeats : how many, in words. trials : (settings,), how
    many of each count. worth : the margin, in words. overlap : of the repeats.
    """
    rivals = [number for number in order if number in judged.rivals]
    worse = [number for number in order if number in judged.worse]
    if judged.able is not None:
        return _unreliable(judged, names, trials)
    if judged.enough is not None:
        return names.are(
            [judged.enough],
            "{names} is enough: more buys less than {worth}.",
            "{names} are enough: more buys less than {worth}.",
            worth=worth,
        )
    if len(rivals) == 1:
        return names.are(rivals, "{names} does best: less does worse.", "{names} do best: fewer do worse.")
    more = _how_many_more(judged, overlap)
    if not worse:
        return say(
            "{repeats} cannot tell {names} apart{more}.", repeats=repeats, names=names.several(rivals), more=more
        )
    return names.are(
        worse,
        "{names} does worse; which of {rivals} is enough, {repeats} cannot tell{more}.",
        "{names} do worse; which of {rivals} is enough, {repeats} cannot tell{more}.",
        rivals=names.several(rivals),
        repeats=repeats,
        more=more,
    )


def _unreliable(judged: Judgement, names: Names, trials: Sequence[int]) -> Message:
    able, steady = judged.able, judged.steady
    assert able is not None
    stuck = int(judged.stuck[able].sum())
    told = say_count(stuck, "{count} of {all} starts", "{count} of {all} starts", all=trials[able])
    if steady is None:
        return say(
            "{names} can do it, but {stuck} stayed stuck, and no fewer with any other.",
            names=names.one(able),
            stuck=told,
        )
    others = int(judged.stuck[steady].sum())
    then = say("none did") if not others else say("{n} of {all} did", n=others, all=trials[steady])
    return say(
        "{names} can do it, but {stuck} stayed stuck; with {steady} {then}.",
        names=names.one(able),
        stuck=told,
        steady=names.one(steady),
        then=then,
    )


def unordered_sentence(
    judged: Judgement, names: Names, *, repeats: Message, worth: Message, what: Message, overlap: float = 0.0
) -> Message:
    """Tell which setting does best, where none costs more than another. what : the figure, in words."""
    rivals, worse = list(judged.rivals), list(judged.worse)
    others = names.several(worse) if worse else say("")
    if len(rivals) == 1:
        if len(worse) == 1:
            return names.are(
                rivals, "{names} does better than {others}.", "{names} do better than {others}.", others=others
            )
        return names.are(rivals, "{names} does best.", "{names} do best.")
    alike = names.several(rivals)
    if judged.alike and not worse:
        return say("{names} do equally well: less than {worth} apart.", names=alike, worth=worth)
    if judged.alike:
        return say("{names} do equally well, and better than {others}.", names=alike, others=others)
    more = _how_many_more(judged, overlap)
    if not worse:
        return say(
            "In {what}, {repeats} show no difference between {names}{more}.",
            what=what,
            repeats=repeats,
            names=alike,
            more=more,
        )
    return say(
        "{names} do better than {others}; {repeats} cannot tell them apart{more}.",
        names=alike,
        others=others,
        repeats=repeats,
        more=more,
    )


def _how_many_more(judged: Judgement, overlap: float) -> Message:
    """The end of a sentence that says what so many repeats do not tell."""
    if judged.needed is not None:
        return say("; about {n} would", n=_rounded_up(judged.needed))
    return say(", nor would more: it takes more samples") if overlap else say("")


def _rounded_up(count: int) -> int:
    """No more exact than an estimate is."""
    step = 1 if count <= 10 else 5 if count <= 50 else 10 if count <= 200 else 100
    return math.ceil(count / step) * step


def race_sentence(found: Race, names: Names) -> Message | None:
    """Tell who learns sooner, where that is shown; None where it is not."""
    slower = [number for number in found.slower if math.isfinite(found.epochs[number])]
    if not slower:
        return None
    values = {
        "loss": say("{n:g}", n=found.level),
        "epochs": _epochs_words(found.epochs[found.fastest]),
        "others": series(
            [say("{n:,.0f} with {name}", n=found.epochs[number], name=names.one(number)) for number in slower[:_MANY]]
        ),
    }
    return names.are(
        [found.fastest],
        "{names} learns soonest: a training loss of {loss} takes {epochs}, {others}.",
        "{names} learn soonest: a training loss of {loss} takes {epochs}, {others}.",
        **values,
    )


def race_details(found: Race, names: Names, trials: Sequence[int], *, repeats: int, thorough: bool) -> list[Message]:
    """The epochs to a loss with the intervals of their ratios; `thorough`: also what shows nothing, and who failed."""
    loss, fastest = say("{n:g}", n=found.level), found.fastest
    told = []
    for number, (ratio, low, high) in found.ratios.items():
        values = {
            "loss": loss,
            "other": names.one(fastest),
            "ratio": _short(ratio),
            "low": _short(low),
            "high": _short(high),
            "few": _epochs_words(found.epochs[fastest]),
            "many": _epochs_words(found.epochs[number]) if math.isfinite(found.epochs[number]) else say("more"),
        }
        if low > 1:
            told.append(
                names.are(
                    [number],
                    "{names} takes {ratio} times as many epochs as {other} to a training loss of {loss} "
                    "({low} to {high}).",
                    "{names} take {ratio} times as many epochs as {other} to a training loss of {loss} "
                    "({low} to {high}).",
                    **values,
                )
            )
        elif thorough and repeats > 1 and math.isfinite(high):
            told.append(
                say(
                    "{name} and {other} take as many epochs to a training loss of {loss}, but for chance ({low} to "
                    "{high} times).",
                    name=names.one(number),
                    **values,
                )
            )
        elif thorough and repeats == 1:
            told.append(
                say(
                    "To a training loss of {loss}: {other} {few}, {name} {many}; a single repeat cannot tell what is "
                    "chance.",
                    name=names.one(number),
                    **values,
                )
            )
    for number, reached in enumerate(found.reached):
        if thorough and reached < trials[number]:
            told.append(
                say(
                    "{name}: {n} of {all} trials did not come to a training loss of {loss}.",
                    name=names.one(number),
                    n=trials[number] - reached,
                    all=trials[number],
                    loss=loss,
                )
            )
    return told


def _short(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:,.0f}"


def _epochs_words(count: float) -> Message:
    return say_count(round(count), "1 epoch", "{count:,} epochs")
