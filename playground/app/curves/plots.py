"""The four plots: loss, accuracy, update ratio and learning rate, each with what is its own."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from playground.app.curves.bare_plot import LineLabel
from playground.app.curves.curve import CurveSpec
from playground.app.curves.marks import LabelledMark
from playground.app.curves.panel import CurvePanel
from playground.app.theme import Theme, ThemeManager, layer_colour, mix
from playground.app.widgets import LegendEntry, ToggleButton
from playground.app.words.numbers import ABSENT, loss_text, percent_text, power_text
from playground.experiment.labs import Mark
from playground.training.scales import LinearScale, LogScale, PercentScale, RatioScale, Scale


class ScorePanel(CurvePanel):
    """A score of the parts, with that of knowing nothing: a curve that lies on it knows nothing of the point."""

    def __init__(
        self,
        theme: ThemeManager,
        title: str,
        scale: Scale,
        value_text: Callable[[float | None], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, scale, value_text, parent)
        self.base_rate = LabelledMark(self.plot, angle=0)

    def set_base_rate(self, score: float) -> None:
        """Mark the score of always answering the same, where it is more than nothing."""
        in_sight = score if score > 0 else None
        if in_sight != self.in_sight:
            self.in_sight = in_sight
            self.mark_base_rate()

    def restyle(self) -> None:
        super().restyle()
        self.base_rate.restyle(self._theme.theme.quiet)

    def mark_base_rate(self) -> None:
        """Put the line where the scale has it."""
        if self.in_sight is None:
            self.base_rate.hide()
        else:
            height = float(self.scale.place(self.in_sight))
            self.base_rate.show(height, self.tr("base rate"), self._value_text(self.in_sight))


class LossPanel(ScorePanel):
    """On a logarithmic or a linear scale, with the legend of the parts, which holds for the accuracy as well."""

    def __init__(self, theme: ThemeManager, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, LogScale(), loss_text, parent)
        self.log_toggle = ToggleButton(self.tr("log"), checked=True, quiet=True)
        self.log_toggle.setAccessibleName(self.tr("Logarithmic loss scale"))
        self.log_toggle.setToolTip(self.tr("Logarithmic scale; linear when off."))
        self.log_toggle.toggled.connect(self.set_logarithmic)
        self.header.addWidget(self.log_toggle)
        self.plateaus: list[tuple[Mark, LabelledMark]] = []

    def set_plateaus(self, marks: Sequence[Mark]) -> None:
        """Mark the heights that a lab speaks of."""
        if [mark for mark, _ in self.plateaus] == list(marks):
            return
        for _, drawn in self.plateaus:
            drawn.remove()
        self.plateaus = [(mark, LabelledMark(self.plot, angle=0)) for mark in marks]
        self._restyle_plateaus()
        self._mark_plateaus()

    def set_logarithmic(self, logarithmic: bool) -> None:
        self.scale = LogScale() if logarithmic else LinearScale()
        self.redraw()
        self.mark_base_rate()
        self._mark_plateaus()

    def restyle(self) -> None:
        super().restyle()
        self._restyle_plateaus()

    def _restyle_plateaus(self) -> None:
        for _, drawn in self.plateaus:
            drawn.restyle(self._theme.theme.quiet)

    def _mark_plateaus(self) -> None:
        for mark, drawn in self.plateaus:
            drawn.show(float(self.scale.place(mark.loss)), str(mark.text), f"{mark.loss:g}")

    def legends(self) -> Iterator[list[LegendEntry]]:
        """The parts, where there is more than one, and the runs behind."""
        theme, behind = self._theme.theme, len(self.ghosts.ends)
        parts = [LegendEntry(curve.spec.label, curve.spec.colour(theme), "line") for curve in self._shown_curves()]
        if behind:
            text = self.tr("run before") if behind == 1 else self.tr("runs before")
            yield [*parts, LegendEntry(text, theme.ghost, "line")]
        yield parts if len(parts) > 1 else []


class AccuracyPanel(ScorePanel):
    """In percent."""

    def __init__(self, theme: ThemeManager, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, PercentScale(), percent_text, parent)


class RatePanel(CurvePanel):
    """One curve."""

    def __init__(self, theme: ThemeManager, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, LinearScale(), rate_text, parent)
        self.set_curves([CurveSpec("learning_rate", self.tr("rate"), _colour)])


def rate_text(value: float | None) -> str:
    """Up to four digits, as the rate was typed."""
    return ABSENT if value is None else f"{value:.4g}"


def _colour(theme: Theme) -> str:
    return theme.accent


_HEALTHY_POWER = -3


class RatioPanel(CurvePanel):
    """Of the weights always; of biases, gamma and beta on demand, whose names stand beside the plot then."""

    def __init__(self, theme: ThemeManager, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, RatioScale(), ratio_text, parent)
        self.healthy = LabelledMark(self.plot, angle=0)
        self.healthy.show(_HEALTHY_POWER, self.tr("healthy"), "1e-3")
        self.others_toggle = ToggleButton("", quiet=True)
        self.others_toggle.toggled.connect(self._show_others)
        self.header.addWidget(self.others_toggle)

    def set_curves(self, specs: Sequence[CurveSpec]) -> None:
        super().set_curves(specs)
        others = self._others()
        self.others_toggle.setText(", ".join(_SHORT.get(kind, kind_name(kind)) for kind in others))
        names = ", ".join(kind_name(kind) for kind in others)
        self.others_toggle.setAccessibleName(names)
        self.others_toggle.setToolTip(self.tr("Also show {kinds}, each in a colour of its own.").format(kinds=names))
        self.others_toggle.setVisible(bool(others))
        for curve in self.curves:
            curve.item.setZValue(1 if curve.spec.kind == WEIGHT else 0)
        self._hide_unasked()
        self.fit_legend()

    def draw(self, epoch: int, end: float) -> None:
        super().draw(epoch, end)
        self._name_others()

    def restyle(self) -> None:
        super().restyle()
        self.healthy.restyle(self._theme.theme.healthy)
        self._name_others()

    def legends(self) -> Iterator[list[LegendEntry]]:
        """The layers, by their names or numbers; the tooltip names all."""
        theme = self._theme.theme
        layers = [
            LegendEntry(curve.spec.label, curve.spec.colour(theme))
            for curve in self.curves
            if curve.spec.kind == WEIGHT
        ]
        self.legend.setToolTip(", ".join(layer.text for layer in layers))
        yield from _shorter(layers, self.tr("out"))

    def _others(self) -> list[str]:
        """The kinds of parameters that the network has beside weights."""
        there = {curve.spec.kind for curve in self.curves}
        return [kind for kind in KINDS if kind in there]

    def _show_others(self) -> None:
        self._hide_unasked()
        self.redraw()

    def _hide_unasked(self) -> None:
        for curve in self.curves:
            curve.item.setVisible(curve.spec.kind == WEIGHT or self.others_toggle.isChecked())

    def _name_others(self) -> None:
        """Beside the plot, where the first curve of each kind has come to."""
        for kind in KINDS:
            shown = [curve for curve in self._shown_curves() if curve.spec.kind == kind]
            last = shown[0].series.value_at(shown[0].series.last) if shown else None
            label = None
            if last is not None:
                at = float(self.scale.place(last)) if last > 0 else -math.inf
                label = LineLabel(kind_name(kind), "", at, kind_colour(self._theme.theme, kind))
            self.plot.set_label(kind, label)


def _shorter(layers: list[LegendEntry], out: str) -> Iterator[list[LegendEntry]]:
    """All names; numbers after the first; numbers alone; of many layers some of them, the ends among them."""
    yield layers
    if len(layers) < 2:
        return
    numbers = [LegendEntry(str(n), entry.colour) for n, entry in enumerate(layers[:-1], start=1)]
    output = LegendEntry(out, layers[-1].colour)
    yield [*layers[:1], *numbers[1:], layers[-1]]
    yield [*numbers, layers[-1]]
    for count in range(len(numbers), 0, -1):
        places = np.unique(np.linspace(0, len(numbers) - 1, count).round().astype(int)).tolist()
        yield [*(numbers[place] for place in places), output]


def ratio_text(value: float | None) -> str:
    """A ratio with two digits; a layer that does not move has 0."""
    if value is None:
        return ABSENT
    return power_text(value) if value else "0"


PREFIX = "update_ratio."
WEIGHT = "weight"
KINDS = ("bias", "gamma", "beta")
"""Of parameters beside the weights."""
_SHORT = {"gamma": "γ", "beta": "β"}
_PALEST = 0.5


def ratio_specs(columns: Iterable[str]) -> list[CurveSpec]:
    """A curve a parameter, layer by layer: weights in the colours of the layers, others in those of their kind."""
    names = [column.removeprefix(PREFIX) for column in columns if column.startswith(PREFIX)]
    layers = list(dict.fromkeys(name.rpartition(".")[0] for name in names))
    return [_spec(name, layers) for name in names]


def layer_title(layer: str) -> str:
    """layer3 as "layer 3"."""
    if layer == "output":
        return QCoreApplication.translate("Curves", "output")
    return QCoreApplication.translate("Curves", "layer {n}").format(n=layer.removeprefix("layer"))


def kind_name(kind: str) -> str:
    """Biases, gamma or beta in words."""
    return {
        "bias": QCoreApplication.translate("Curves", "biases"),
        "gamma": QCoreApplication.translate("Curves", "gamma"),
        "beta": QCoreApplication.translate("Curves", "beta"),
    }[kind]


def kind_colour(theme: Theme, kind: str) -> str:
    """The colour of biases, gamma or beta, whichever their layer."""
    return {"bias": theme.bias, "gamma": theme.gamma, "beta": theme.beta}[kind]


def _spec(name: str, layers: list[str]) -> CurveSpec:
    layer, _, kind = name.rpartition(".")
    title, colour = layer_title(layer), partial(_ratio_colour, kind, layers.index(layer), len(layers))
    return CurveSpec(PREFIX + name, title if kind == WEIGHT else f"{title} {kind_name(kind)}", colour, kind)


def _ratio_colour(kind: str, layer: int, layers: int, theme: Theme) -> str:
    if kind == WEIGHT:
        return layer_colour(theme, layer, layers)
    # The deeper the paler; not dashed, as a dashed line of many points costs as much as all the others together.
    return mix(kind_colour(theme, kind), theme.card, _PALEST * layer / layers)
