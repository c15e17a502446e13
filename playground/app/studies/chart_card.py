"""The card of the chart, with its legend."""

from PySide6.QtWidgets import QWidget

from playground.app.studies.axes import share_axis, value_axis
from playground.app.studies.finding import figure_text
from playground.app.studies.show import Show, extremes
from playground.app.studies.spread_chart import SpreadChart
from playground.app.theme import ThemeManager, mix, series_colour
from playground.app.widgets import Card, Legend, LegendEntry


class ChartCard(Card):
    """Draws the results of a study, once there are some."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._theme = theme
        self._show: Show | None = None
        self.legend = Legend(right=True)
        self.add_header_widget(self.legend)
        self.chart = SpreadChart(theme)
        self.body.addWidget(self.chart, 1)
        theme.changed.connect(self._show_legend)

    def begin(self, show: Show, title: str, caption: str) -> None:
        """Draw this study from now on."""
        self._show = show
        self.set_title(title)
        self.chart.set_caption(caption)
        self.refresh()

    def refresh(self) -> None:
        """Draw what has come."""
        if self._show is None:
            return
        classifies = self._show.classifies
        lines = self._show.lines(self._labels())
        found = extremes(lines)
        if classifies:
            low, high = found or (50.0, 100.0)
            axis = share_axis(low / 100, high / 100)
        else:
            axis = value_axis(*(found or (0.0, 1.0)))
        kind = "train_accuracy" if classifies else "train_loss"
        factor = 0.01 if classifies else 1.0
        self.chart.show_lines(self._show.names(), lines, axis, lambda value: figure_text(kind, factor * value))
        self._show_legend()

    def _show_legend(self) -> None:
        if self._show is None:
            return
        labels = self._labels()
        entries = [LegendEntry(labels[part], series_colour(self._theme.theme, part)) for part in self._show.parts]
        if self._show.plan.seeds > 1:
            theme = self._theme.theme
            soft = mix(theme.card, theme.train, 0.35)
            entries.append(LegendEntry(self.tr("band: lowest to highest seed"), soft, "square"))
        self.legend.set_entries(entries)

    def _labels(self) -> dict[str, str]:
        return {"train": self.tr("train"), "validation": self.tr("validation"), "test": self.tr("test")}
