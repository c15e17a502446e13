"""The loss, on a logarithmic or a linear scale."""

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from playground.app.theme import ThemeManager
from playground.app.views.curves.marks import LabelledMark
from playground.app.views.curves.panel import CurvePanel
from playground.app.views.curves.scales import LinearScale, LogScale
from playground.app.views.numbers import loss_text
from playground.app.widgets import Legend, LegendEntry, ToggleButton


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

    def set_base_rate(self, loss: float) -> None:
        """Mark the loss of always answering the classes' shares: a curve that lies on it knows nothing of the point."""
        if loss != self._base_loss and not (math.isnan(loss) and math.isnan(self._base_loss)):
            self._base_loss = loss
            self._mark_base_rate()

    def set_logarithmic(self, logarithmic: bool) -> None:
        self.scale = LogScale() if logarithmic else LinearScale()
        self.redraw()
        self._mark_base_rate()

    def show_legend(self) -> None:
        """Name the curves, where there is more than one."""
        theme = self._theme.theme
        entries = [LegendEntry(curve.spec.label, curve.spec.colour(theme), "line") for curve in self.curves]
        self.legend.set_entries(entries if len(entries) > 1 else ())

    def axes_changed(self) -> None:
        super().axes_changed()
        self._mark_base_rate()

    def restyle(self) -> None:
        super().restyle()
        self.base_rate.restyle(self._theme.theme.quiet, self._theme.theme.card)
        self.show_legend()

    def _mark_base_rate(self) -> None:
        if math.isfinite(self._base_loss) and self._base_loss > 0:
            text = self.tr("base rate {loss}").format(loss=loss_text(self._base_loss))
            self.base_rate.show(float(self.scale.place(self._base_loss)), text)
        else:
            self.base_rate.hide()
