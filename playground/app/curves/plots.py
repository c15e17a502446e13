"""The loss, on a logarithmic or a linear scale."""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.app.curves.curve import Curve, CurveSpec
from playground.app.curves.marks import LabelledMark
from playground.app.curves.panel import CurvePanel
from playground.app.curves.scales import LinearScale, LogScale, RatioScale
from playground.app.theme import Theme, ThemeManager, layer_colour, mix
from playground.app.widgets import Legend, LegendEntry, ToggleButton
from playground.app.words.numbers import ABSENT, loss_text, power_text
from playground.experiment.labs import Mark


class LossPanel(CurvePanel):
    """With the legend of the parts, which holds for the accuracy as well."""

    def __init__(self, theme: ThemeManager, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, LogScale(), loss_text, parent)
        self.legend = Legend(right=True)
        self.log_toggle = ToggleButton(self.tr("log"), checked=True, quiet=True)
        self.log_toggle.setAccessibleName(self.tr("Logarithmic loss scale"))
        self.log_toggle.setToolTip(self.tr("Logarithmic scale; linear when off."))
        self.log_toggle.toggled.connect(self.set_logarithmic)
        self.header.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignVCenter)
        self.header.addWidget(self.log_toggle)
        self.base_rate = LabelledMark(self.plot, angle=0)
        self._base_loss = math.nan
        self.plateaus: list[tuple[Mark, LabelledMark]] = []

    def set_plateaus(self, marks: Sequence[Mark]) -> None:
        """Mark the heights that a lab speaks of."""
        if [mark for mark, _ in self.plateaus] == list(marks):
            return
        for _, drawn in self.plateaus:
            drawn.remove()
        self.plateaus = [(mark, LabelledMark(self.plot, angle=0, below=True)) for mark in marks]
        self._restyle_marks()
        self._mark_heights()

    def set_base_rate(self, loss: float) -> None:
        """Mark the loss of always answering the classes' shares: a curve that lies on it knows nothing of the point."""
        if loss != self._base_loss and not (math.isnan(loss) and math.isnan(self._base_loss)):
            self._base_loss = loss
            self._mark_heights()

    def set_logarithmic(self, logarithmic: bool) -> None:
        self.scale = LogScale() if logarithmic else LinearScale()
        self.redraw()
        self._mark_heights()

    def show_legend(self) -> None:
        """Name the curves, where there is more than one."""
        theme = self._theme.theme
        entries = [LegendEntry(curve.spec.label, curve.spec.colour(theme), "line") for curve in self.curves]
        self.legend.set_entries(entries if len(entries) > 1 else ())

    def axes_changed(self) -> None:
        super().axes_changed()
        self._mark_heights()

    def restyle(self) -> None:
        super().restyle()
        self._restyle_marks()
        self.show_legend()

    def _restyle_marks(self) -> None:
        theme = self._theme.theme
        for drawn in (self.base_rate, *(drawn for _, drawn in self.plateaus)):
            drawn.restyle(theme.quiet, theme.card)

    def _mark_heights(self) -> None:
        for mark, drawn in self.plateaus:
            drawn.show(float(self.scale.place(mark.loss)), f"{mark.text} {mark.loss:g}")
        if math.isfinite(self._base_loss) and self._base_loss > 0:
            text = self.tr("base rate {loss}").format(loss=loss_text(self._base_loss))
            self.base_rate.show(float(self.scale.place(self._base_loss)), text)
        else:
            self.base_rate.hide()


class RatePanel(CurvePanel):
    """One curve."""

    def __init__(self, theme: ThemeManager, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, LinearScale(), rate_text, parent)
        self.set_curves([CurveSpec("learning_rate", self.tr("rate"), _colour)])

    def with_ghosts(self, low: float, high: float) -> tuple[float, float]:
        """With room for all rates there were."""
        extremes = self.ghosts.extremes
        return (low, high) if extremes is None else (min(low, extremes[0]), max(high, extremes[1]))


def rate_text(value: float | None) -> str:
    """Up to four digits, as the rate was typed."""
    return ABSENT if value is None else f"{value:.4g}"


def _colour(theme: Theme) -> str:
    return theme.accent


_HEALTHY_POWER = -3


class RatioPanel(CurvePanel):
    """Weights always, biases and the like on demand."""

    def __init__(self, theme: ThemeManager, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, RatioScale(), ratio_text, parent)
        self.healthy = LabelledMark(self.plot, angle=0)
        self.legend = Legend(right=True)
        self.secondary_toggle = ToggleButton(self.tr("biases"), quiet=True)
        self.secondary_toggle.setToolTip(self.tr("Also show biases, gamma and beta, in paler lines."))
        self.secondary_toggle.toggled.connect(self._show_secondary)
        self.header.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignVCenter)
        self.header.addWidget(self.secondary_toggle)

    def set_curves(self, specs: Sequence[CurveSpec]) -> None:
        super().set_curves(specs)
        self._hide_unasked()
        self._fit_legend()

    def axes_changed(self) -> None:
        super().axes_changed()
        self.healthy.show(_HEALTHY_POWER, self.tr("healthy 1e-3"))

    def restyle(self) -> None:
        super().restyle()
        self.healthy.restyle(self._theme.theme.healthy, self._theme.theme.card)
        self._fit_legend()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_legend()

    def _show_secondary(self) -> None:
        self._hide_unasked()
        self.redraw()

    def _hide_unasked(self) -> None:
        for curve in self.curves:
            curve.item.setVisible(not curve.spec.secondary or self.secondary_toggle.isChecked())

    def _fit_legend(self) -> None:
        """The fullest legend there is room for; its tooltip names all layers."""
        others = [item.widget() for item in map(self.header.itemAt, range(self.header.count())) if item is not None]
        widths = [widget.sizeHint().width() for widget in others if widget is not None and widget is not self.legend]
        used = sum(widths) + len(widths) * self.header.spacing()
        layers = [curve for curve in self.curves if not curve.spec.secondary]
        self.legend.setToolTip(", ".join(layer.spec.label for layer in layers))
        for entries in self._variants(layers):
            self.legend.set_entries(entries)
            if self.legend.least_width <= self.width() - used:
                return
        self.legend.set_entries(())

    def _variants(self, layers: Sequence[Curve]) -> Iterator[list[LegendEntry]]:
        """All names; numbers after the first; numbers alone; of many layers some of them, the ends among them."""
        theme = self._theme.theme
        names = [LegendEntry(layer.spec.label, layer.spec.colour(theme)) for layer in layers]
        yield names
        if len(names) < 2:
            return
        numbers = [LegendEntry(str(n), entry.colour) for n, entry in enumerate(names[:-1], start=1)]
        output = LegendEntry(self.tr("out"), names[-1].colour)
        yield [*names[:1], *numbers[1:], names[-1]]
        yield [*numbers, names[-1]]
        for count in range(len(numbers), 0, -1):
            places = np.unique(np.linspace(0, len(numbers) - 1, count).round().astype(int)).tolist()
            yield [*(numbers[place] for place in places), output]


def ratio_text(value: float | None) -> str:
    """A ratio with two digits; a layer that does not move has 0."""
    if value is None:
        return ABSENT
    return power_text(value) if value else "0"


PREFIX = "update_ratio."
_PALER = 0.55


def ratio_specs(columns: Iterable[str]) -> list[CurveSpec]:
    """A curve a parameter, layer by layer: weights first, biases, gamma and beta secondary and paler."""
    names = [column.removeprefix(PREFIX) for column in columns if column.startswith(PREFIX)]
    layers = list(dict.fromkeys(name.rpartition(".")[0] for name in names))
    return [_spec(name, layers) for name in names]


def layer_title(layer: str) -> str:
    """layer3 as "layer 3"."""
    if layer == "output":
        return QCoreApplication.translate("Curves", "output")
    return QCoreApplication.translate("Curves", "layer {n}").format(n=layer.removeprefix("layer"))


def _spec(name: str, layers: list[str]) -> CurveSpec:
    layer, _, parameter = name.rpartition(".")
    secondary = parameter != "weight"
    label = f"{layer_title(layer)} {_parameter_title(parameter)}" if secondary else layer_title(layer)
    return CurveSpec(
        PREFIX + name, label, partial(_ratio_specs_colour, layers.index(layer), len(layers), secondary), secondary
    )


def _parameter_title(parameter: str) -> str:
    return QCoreApplication.translate("Curves", "biases") if parameter == "bias" else parameter


def _ratio_specs_colour(layer: int, layers: int, secondary: bool, theme: Theme) -> str:
    colour = layer_colour(theme, layer, layers)
    # Paler rather than dashed: a dashed line of many points costs as much as all the others together.
    return mix(colour, theme.card, _PALER) if secondary else colour
