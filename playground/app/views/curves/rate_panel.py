"""The learning rate, epoch by epoch, as the schedule and the person had it."""

from PySide6.QtWidgets import QWidget

from playground.app.theme import Theme, ThemeManager
from playground.app.views.curves.curve import CurveSpec
from playground.app.views.curves.panel import CurvePanel
from playground.app.views.curves.scales import LinearScale
from playground.app.views.numbers import ABSENT


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
