"""The card of the chart: for each kind of study the picture that answers its question."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.studies.charts import CurvesChart, FieldChart, LinesChart, SearchChart
from playground.app.studies.plan import Mode
from playground.app.studies.show import Show
from playground.app.theme import ThemeManager
from playground.app.widgets import Card, Legend

_LEAST_HEIGHT = 150

Chart = LinesChart | FieldChart | CurvesChart | SearchChart


class ChartCard(Card):
    """Draws the results of a study."""

    current_changed = Signal(int)
    """The person went to another of the compared."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.legend = Legend(right=True)
        self.add_header_widget(self.legend)
        lines = LinesChart(theme)
        self._charts: dict[Mode, Chart] = {
            "sizes": lines,
            "setting": lines,
            "pair": FieldChart(theme),
            "variants": CurvesChart(theme),
            "search": SearchChart(theme),
        }
        self.chart: Chart = lines
        self._show: Show | None = None
        for chart in dict.fromkeys(self._charts.values()):
            # A plot would ask for more height than there is: it takes what is left.
            chart.widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            chart.widget.setMinimumHeight(_LEAST_HEIGHT)
            self.body.addWidget(chart.widget, 1)
            chart.widget.hide()
            if not isinstance(chart, CurvesChart):
                chart.widget.current_changed.connect(self.current_changed)
        theme.changed.connect(self._show_legend)

    def begin(self, show: Show, title: str, caption: str) -> None:
        """Draw this study from now on."""
        self.chart.widget.hide()
        self.chart = self._charts[show.plan.mode]
        self.chart.widget.show()
        self.set_title(title)
        self._show = show
        self.chart.set_current(-1)
        self.chart.begin(show, caption)
        self.refresh()

    def refresh(self) -> None:
        """Draw what has come."""
        if self._show is not None:
            self.chart.refresh(self._show)
        self._show_legend()

    def set_current(self, group: int) -> None:
        """Mark one of the compared; -1 for none."""
        self.chart.set_current(group)

    def _show_legend(self) -> None:
        self.legend.set_entries([] if self._show is None else self.chart.legend(self._show))
