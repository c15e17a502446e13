"""The page on slopes: secant and tangent of one step, and the error of the quotients against every step."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.app.labs.log_plot import LogCurve, LogPlot
from playground.app.labs.secant_plot import SecantPlot
from playground.app.theme import ThemeManager
from playground.app.widgets import Legend, LegendEntry, LogScale, SegmentedChoice, Slider, styled_label
from playground.app.words.numbers import power_text, two_digits
from playground.training.labs.slopes import (
    CURVES,
    STEPS,
    Curve,
    Secant,
    best_step,
    central_errors,
    forward_errors,
    lost_from,
    secant,
    single_precision_word,
)

_PLACES = (5.0, 0.75)
"""Where the slope of each curve is measured in the picture."""
_STEPS = LogScale(1e-50, 10.0, 4)
_FIRST = 8.0
_CLOSE = 1e-3
"""How near the secant's slope comes to the tangent's where the step was dragged far enough."""


class StepSizesPage(QWidget):
    """Forward and central difference on one of two functions; the best step of each is marked."""

    acted = Signal(str)
    """Something was done that the lab asks for."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.step = _FIRST
        names = [(number, f"f(x) = {curve.name}") for number, curve in enumerate(CURVES)]
        self.choice = SegmentedChoice(self.tr("Function"), names, 0)
        kinds: list[tuple[object, str]] = [(False, self.tr("forward")), (True, self.tr("central"))]
        self.kind = SegmentedChoice(self.tr("Difference"), kinds, False)
        self._legend = Legend(right=True)
        self.picture = SecantPlot(theme)
        self.slider = Slider()
        self.slider.setAccessibleName(self.tr("Step h"))
        self.slider.setRange(0, _STEPS.last)
        self.slider.setValue(_STEPS.place(self.step))
        self.plot = LogPlot(theme, (-50, -1), (-16, 0))
        self.plot.setAccessibleName(self.tr("Error of the slope by step size"))
        self.measured = styled_label("", "strong")
        self.told = styled_label("", "quiet")
        for label in (self.measured, self.told):
            label.setWordWrap(True)
        self._lay_out()
        self.choice.value_changed.connect(self._show)
        self.kind.value_changed.connect(self._measure)
        self.slider.valueChanged.connect(self._slid)
        self.picture.step_wanted.connect(self.set_step)
        theme.changed.connect(self._show)
        self._show()

    def set_step(self, step: float) -> None:
        """Measure with another step."""
        self.step = step
        place = _STEPS.place(step)
        if place != self.slider.value():
            self.slider.blockSignals(True)
            self.slider.setValue(place)
            self.slider.blockSignals(False)
        found = self._measure()
        if not found.lost and found.error <= _CLOSE and not self.kind.value():
            self.acted.emit("step_dragged")

    @property
    def curve(self) -> Curve:
        """The function that is shown."""
        number = self.choice.value()
        assert isinstance(number, int)
        return CURVES[number]

    def _slid(self, place: int) -> None:
        step = _STEPS.value(place)
        assert isinstance(step, float)
        self.set_step(step)
        if self.curve is CURVES[0] and step <= lost_from(self.curve):
            self.acted.emit("errors_compared")

    def _measure(self) -> Secant:
        curve = self.curve
        found = secant(curve, _PLACES[CURVES.index(curve)], self.step, central=bool(self.kind.value()))
        self.picture.show_secant(curve, found)
        step = two_digits(self.step) if self.step >= 1e-3 else power_text(self.step, 0)
        text = self.tr("Step h = {h} at x = {x}: {told}.").format(h=step, x=two_digits(found.x), told=found.told)
        self.measured.setText(f"{text} {single_precision_word(self.step)}" if found.lost else text)
        self.plot.mark(self.step)
        return found

    def _show(self) -> None:
        theme, curve = self._theme.theme, self.curve
        forward, central = forward_errors(curve), central_errors(curve)
        colours = (theme.test, theme.validation)
        self.plot.show_curves(
            [LogCurve(colours[0], STEPS, forward), LogCurve(colours[1], STEPS, central)],
            self.tr("step h"),
            self.tr("largest error of the slope"),
        )
        self._legend.set_entries(
            [
                LegendEntry(self.tr("tangent"), theme.train, "line"),
                LegendEntry(self.tr("secant; forward, (f(x + h) − f(x)) / h"), colours[0], "line"),
                LegendEntry(self.tr("central, (f(x + h) − f(x − h)) / 2h"), colours[1], "line"),
            ]
        )
        best = self.tr("Best step: {forward} forward, {central} central, with errors of {ef} and {ec}.").format(
            forward=two_digits(best_step(forward)),
            central=two_digits(best_step(central)),
            ef=two_digits(float(forward.min())),
            ec=two_digits(float(central.min())),
        )
        lost = self.tr("From {h} down x + h is x itself: the quotient is 0, and its error the whole slope.").format(
            h=power_text(lost_from(curve), 0)
        )
        self.told.setText(f"{best} {self._why(curve)} {lost}")
        self.plot.setAccessibleDescription(self.told.text())
        self._measure()

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

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.choice)
        line.addSpacing(10)
        line.addWidget(self.kind)
        line.addWidget(self._legend, 1)
        pictures = QGridLayout()
        pictures.setHorizontalSpacing(18)
        pictures.addWidget(self.picture, 0, 0)
        pictures.addWidget(self.plot, 0, 1, 2, 1)
        pictures.addWidget(self.slider, 1, 0)
        pictures.setColumnStretch(0, 1)
        pictures.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(line)
        column.addLayout(pictures, 1)
        column.addWidget(self.measured)
        column.addWidget(self.told)
