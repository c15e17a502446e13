"""How far a step moves each layer, relative to its size: the learning rate's thermometer."""

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.app.theme import ThemeManager
from playground.app.views.curves.curve import Curve, CurveSpec
from playground.app.views.curves.marks import LabelledMark
from playground.app.views.curves.panel import CurvePanel
from playground.app.views.curves.scales import RatioScale
from playground.app.views.numbers import ABSENT, power_text
from playground.app.widgets import Legend, LegendEntry, ToggleButton

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
