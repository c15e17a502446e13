"""The page on slopes: the error of a measured slope against the step it was measured with."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.app.labs.log_plot import LogCurve, LogPlot
from playground.app.theme import ThemeManager
from playground.app.widgets import Legend, LegendEntry, SegmentedChoice, styled_label
from playground.app.words.numbers import two_digits
from playground.training.labs.slopes import CURVES, STEPS, Curve, best_step, central_errors, forward_errors


class StepSizesPage(QWidget):
    """Forward and central difference on one of two functions; the best step of each is marked."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        names = [(number, f"f(x) = {curve.name}") for number, curve in enumerate(CURVES)]
        self.choice = SegmentedChoice(self.tr("Function"), names, 1)
        self._legend = Legend(right=True)
        self.plot = LogPlot(theme, (-16, -1), (-16, 0))
        self.plot.setAccessibleName(self.tr("Error of the slope by step size"))
        self.told = styled_label("", "quiet")
        self.told.setWordWrap(True)
        line = QHBoxLayout()
        line.addWidget(self.choice)
        line.addWidget(self._legend, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(self.plot, 1)
        column.addWidget(self.told)
        self.choice.value_changed.connect(self._show)
        theme.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        number, theme = self.choice.value(), self._theme.theme
        assert isinstance(number, int)
        curve = CURVES[number]
        forward, central = forward_errors(curve), central_errors(curve)
        colours = (theme.test, theme.train)
        self.plot.show_curves(
            [LogCurve(colours[0], STEPS, forward), LogCurve(colours[1], STEPS, central)],
            self.tr("step h"),
            self.tr("largest error of the slope"),
        )
        self._legend.set_entries(
            [
                LegendEntry(self.tr("forward, (f(x + h) − f(x)) / h"), colours[0], "line"),
                LegendEntry(self.tr("central, (f(x + h) − f(x − h)) / 2h"), colours[1], "line"),
            ]
        )
        best = self.tr("Best step: {forward} forward, {central} central, with errors of {ef} and {ec}.").format(
            forward=two_digits(best_step(forward)),
            central=two_digits(best_step(central)),
            ef=two_digits(float(forward.min())),
            ec=two_digits(float(central.min())),
        )
        self.told.setText(f"{best} {self._why(curve)}")
        self.plot.setAccessibleDescription(self.told.text())

    def _why(self, curve: Curve) -> str:
        if curve is CURVES[0]:
            return self.tr(
                "On a parabola the central difference has no truncation error at all, so a longer step is always "
                "better; choose the sine for the balance of the two errors."
            )
        return self.tr(
            "To the right of the best step the function bends within it (truncation); to the left the difference of "
            "two nearly equal numbers is divided by next to nothing (rounding)."
        )
