"""The page of the race: a map, and a line for each optimizer."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.labs.play_button import PlayButton
from playground.app.labs.race_map import RaceMap, racer_colours
from playground.app.theme import ThemeManager
from playground.app.widgets import Legend, LegendEntry, SegmentedChoice, TextButton, styled_label
from playground.app.words.names import choice_name
from playground.app.words.numbers import two_digits
from playground.training.labs.race import RACERS, SURFACES, Race

_TICK = 33
_LONGEST = 5000
"""Steps after which a race is over for everyone."""


class RacePage(QWidget):
    """Races while it is in sight; a click or a drag on the map begins again from there."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.race = Race(SURFACES[1])
        self.map = RaceMap(theme)
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
        self.play_button.clicked.connect(self.toggle)
        self.play_button.ticked.connect(self._tick)
        again.clicked.connect(self.begin_again)
        theme.changed.connect(self._show)
        self._show()

    @property
    def running(self) -> bool:
        """Whether the race is on."""
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
        self.race = Race(self.race.surface, (x, y))
        self.play_button.play()
        self._show()

    def begin_again(self) -> None:
        """Everyone back to the start."""
        self.race = Race(self.race.surface, self.race.start)
        self._show()

    def _choose(self, number: int) -> None:
        self.race = Race(SURFACES[number])
        self._show()

    def _tick(self) -> None:
        # Slowly at first, so that the first steps can be followed.
        self.race.advance(1 if self.race.steps < 60 else 2 if self.race.steps < 200 else 10)
        if self.race.steps >= _LONGEST:
            self.play_button.pause()
        self._show()

    def _show(self) -> None:
        self.map.show_race(self.race)
        self._formula.setText(f"f(x, y) = {self.race.surface.formula}")
        self._steps.setText(self.tr("Step {n}").format(n=f"{self.race.steps:,}"))
        colours = racer_colours(self._theme.theme)
        for racer in self.race.racers:
            legend, height, told = self._lines[racer.kind]
            rate = self.tr("rate {x}").format(x=f"{self.race.surface.rates[racer.kind]:g}")
            legend.set_entries([LegendEntry(f"{choice_name('optimizer', racer.kind)}, {rate}", colours[racer.kind])])
            height.setText(two_digits(racer.height))
            told.setText(self._told(racer.arrived, racer.lost))

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
        self._lines: dict[str, tuple[Legend, QLabel, QLabel]] = {}
        table = QGridLayout()
        table.setHorizontalSpacing(14)
        table.setVerticalSpacing(8)
        table.addWidget(self._steps, 0, 0)
        table.addWidget(styled_label(self.tr("height"), "small"), 0, 1)
        for row, kind in enumerate(RACERS, start=1):
            line = Legend(), QLabel(), styled_label("", "quiet")
            for column, widget in enumerate(line):
                widget.setMinimumWidth((176, 66, 84)[column])
                table.addWidget(widget, row, column)
            self._lines[kind] = line
        side = QVBoxLayout()
        side.addLayout(table)
        side.addSpacing(10)
        note = styled_label(
            self.tr(
                "Drag the ring to start elsewhere. The cross is the minimum, where the height is 0; who comes below a "
                "thousandth is there. Every optimizer has a rate that suits it here."
            ),
            "small",
        )
        note.setWordWrap(True)
        side.addWidget(note)
        side.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(18)
        middle.addWidget(self.map, 1)
        middle.addLayout(side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(top)
        whole.addLayout(middle, 1)
