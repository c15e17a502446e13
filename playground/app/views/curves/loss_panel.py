"""The loss, on a logarithmic or a linear scale."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from playground.app.theme import ThemeManager
from playground.app.views.numbers import loss_text
from playground.app.widgets import Legend, LegendEntry, ToggleButton

from .panel import CurvePanel
from .scales import LinearScale, LogScale


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

    def set_logarithmic(self, logarithmic: bool) -> None:
        self.scale = LogScale() if logarithmic else LinearScale()
        self.redraw()

    def show_legend(self) -> None:
        """Name the curves, where there is more than one."""
        theme = self._theme.theme
        entries = [LegendEntry(curve.spec.label, curve.spec.colour(theme), "line") for curve in self.curves]
        self.legend.set_entries(entries if len(entries) > 1 else ())

    def restyle(self) -> None:
        super().restyle()
        self.show_legend()
