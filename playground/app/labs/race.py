"""The page of the race: a map, and a line for each optimizer."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.labs.play_button import PlayButton
from playground.app.labs.race_map import RaceMap, racer_colours
from playground.app.labs.surface_view import SurfaceView
from playground.app.theme import ThemeManager
from playground.app.widgets import Legend, LegendEntry, LogScale, SegmentedChoice, Slider, TextButton, styled_label
from playground.app.words.names import choice_name
from playground.app.words.numbers import two_digits
from playground.training.labs.race import RACERS, SURFACES, Race

_TICK = 33
_LONGEST = 5000
"""Steps after which a race is over for everyone."""
_STAYED = 20
"""Steps at the minimum after which a racer is not just passing by."""
_RATES = LogScale(1e-4, 10.0, 20)


class RacePage(QWidget):
    """Races while it is in sight; a click or a drag on the map begins again from there."""

    acted = Signal(str)
    """Something was done that the lab asks for."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.race = Race(SURFACES[1])
        self.map = RaceMap(theme)
        self.relief = SurfaceView(theme)
        self.rates: dict[str, Slider] = {}
        self.surfaces = SegmentedChoice(
            self.tr("Surface"), [(number, surface.name) for number, surface in enumerate(SURFACES)], 1
        )
        self.play_button = PlayButton(self.tr("Race"), _TICK)
        again = TextButton(self.tr("From the start"), "reset", variant="chip")
        self._formula = styled_label("", "quiet")
        self._steps = styled_label("", "strong")
        self._lay_out(again)
        self.surfaces.value_changed.connect(self._choose)
        self.map.start_moved.connect(self.begin_at)
        self.relief.turned.connect(lambda: self.acted.emit("surface_turned"))
        self.play_button.clicked.connect(self.toggle)
        self.play_button.ticked.connect(self._tick)
        again.clicked.connect(self.begin_again)
        theme.changed.connect(self._show)
        self._show()

    @property
    def running(self) -> bool:
        """Tell whether the race is on."""
        return self.play_button.playing

    def toggle(self) -> None:
        """Start or pause."""
        if self.running:
            self.play_button.pause()
            return
        if self.race.steps >= _LONGEST:
            self.begin_again()
        self.play_button.play()

    def begin_at(self, x: float, y: float) -> None:
        """Begin again from this point, and let them run."""
        self.race = Race(self.race.surface, (x, y), self.race.rates)
        self.play_button.play()
        self._show()

    def begin_again(self) -> None:
        """Everyone back to the start."""
        self.race = Race(self.race.surface, self.race.start, self.race.rates)
        self._show()

    def set_rate(self, kind: str, rate: float) -> None:
        """Give an optimizer another learning rate; everyone begins again."""
        self.race = Race(self.race.surface, self.race.start, {**self.race.rates, kind: rate})
        self._show()

    def _choose(self, number: int) -> None:
        self.race = Race(SURFACES[number])
        self._show()

    def _tick(self) -> None:
        # Slowly at first, so that the first steps can be followed.
        self.race.advance(1 if self.race.steps < 60 else 2 if self.race.steps < 200 else 10)
        if self.race.steps >= _LONGEST:
            self.play_button.pause()
        if any(self.race.steps - racer.arrived >= _STAYED for racer in self.race.racers if racer.arrived is not None):
            self.acted.emit("race_arrived")
        self._show()

    def _show(self) -> None:
        self.map.show_race(self.race)
        self.relief.show_race(self.race)
        self._formula.setText(f"f(x, y) = {self.race.surface.formula}")
        self._steps.setText(self.tr("Step {n}").format(n=f"{self.race.steps:,}"))
        colours = racer_colours(self._theme.theme)
        for racer in self.race.racers:
            legend, rate, distance, told = self._lines[racer.kind]
            legend.set_entries([LegendEntry(choice_name("optimizer", racer.kind), colours[racer.kind])])
            rate.setText(f"{racer.rate:g}")
            self._put_slider(racer.kind, racer.rate)
            distance.setText(two_digits(racer.distance))
            told.setText(self._told(racer.arrived, racer.lost))

    def _put_slider(self, kind: str, rate: float) -> None:
        slider = self.rates[kind]
        slider.blockSignals(True)
        slider.setValue(_RATES.place(rate))
        slider.blockSignals(False)

    def _slid(self, kind: str, place: int) -> None:
        rate = _RATES.value(place)
        assert isinstance(rate, float)
        self.set_rate(kind, rate)

    def _told(self, arrived: int | None, lost: bool) -> str:
        if lost:
            return self.tr("thrown out")
        return "" if arrived is None else self.tr("there at {n}").format(n=f"{arrived:,}")

    def _lay_out(self, again: TextButton) -> None:
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.surfaces)
        top.addSpacing(10)
        top.addWidget(self._formula, 1)
        top.addWidget(self.play_button)
        top.addWidget(again)
        self._lines: dict[str, tuple[Legend, QLabel, QLabel, QLabel]] = {}
        table = QGridLayout()
        table.setHorizontalSpacing(10)
        table.setVerticalSpacing(8)
        table.addWidget(self._steps, 0, 0)
        for column, text in ((1, self.tr("learning rate")), (3, self.tr("distance"))):
            table.addWidget(styled_label(text, "small"), 0, column)
        for row, kind in enumerate(RACERS, start=1):
            line = Legend(), QLabel(), QLabel(), styled_label("", "quiet")
            slider = self.rates[kind] = Slider()
            slider.setRange(0, _RATES.last)
            slider.setAccessibleName(self.tr("Learning rate of {name}").format(name=choice_name("optimizer", kind)))
            slider.valueChanged.connect(partial(self._slid, kind))
            for column, widget, width in ((0, line[0], 116), (1, slider, 84), (2, line[1], 46), (3, line[2], 54)):
                widget.setMinimumWidth(width)
                table.addWidget(widget, row, column)
            line[3].setMinimumWidth(74)
            table.addWidget(line[3], row, 4)
            self._lines[kind] = line
        side = QVBoxLayout()
        side.addWidget(self.relief, 1)
        side.addSpacing(6)
        side.addLayout(table)
        side.addSpacing(10)
        note = styled_label(
            self.tr(
                "Drag the ring to start elsewhere, and the surface to turn it. The cross is the minimum, where the "
                "height is 0; who comes within a thousandth of it, and stays, is there. Heights are drawn by their "
                "logarithm."
            ),
            "small",
        )
        note.setWordWrap(True)
        side.addWidget(note)
        middle = QHBoxLayout()
        middle.setSpacing(18)
        middle.addWidget(self.map, 3)
        middle.addLayout(side, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(top)
        whole.addLayout(middle, 1)
