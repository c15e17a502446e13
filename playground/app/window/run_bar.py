"""The bar on top: which lab, the run's controls, how far it is, how fast it may go, and what leads out."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.app.actions import Actions
from playground.app.labs.lab_menu import LabButton
from playground.app.theme import ThemeManager, least_width, scaled
from playground.app.widgets import (
    FittingLabel,
    IconButton,
    NumberFormat,
    RoundButton,
    SliderRow,
    StopsScale,
    TextButton,
    styled_label,
)
from playground.app.words.names import experiment_titles
from playground.app.worker.gate import AUTO, Speed
from playground.experiment import Experiment
from playground.training import Report

_HEIGHT = 60
_EPOCH_MILLISECONDS, _DETAIL_MILLISECONDS = 25, 120
_SPEED_FIGURE = "10,000"
_SPEEDS = StopsScale((1, 2, 5, 10, 20, 30, 60, 100, 200, 500, 1000, 2000, None))


class _SpeedScale:
    """The speeds, the last as fast as the machine goes, and beyond them that which comes to it by itself."""

    last = _SPEEDS.last + 1

    def value(self, place: int) -> object:
        return AUTO if place == self.last else _SPEEDS.value(place)

    def place(self, value: object) -> int:
        return self.last if value == AUTO else _SPEEDS.place(value)


@dataclass(frozen=True)
class _Room:
    """Pixels for what shares the line with the buttons, and how many words those have: 2, 1, or none."""

    title: int
    progress: int
    speed: int
    spacing: int
    words: int = 2


_ROOMS = (
    _Room(300, 240, 196, 10),
    _Room(284, 200, 176, 8),
    _Room(284, 166, 150, 6),
    _Room(180, 124, 142, 4, words=1),
    _Room(260, 124, 142, 4, words=0),
    _Room(150, 110, 130, 3, words=0),
)
"""The arrangements, from the roomiest on."""


class RunBar(QFrame):
    """Shows reports and triggers actions."""

    speed_changed = Signal(object)
    """A Speed: epochs a second, None for as fast as the machine goes, or AUTO."""
    speed_touched = Signal()
    """A click on the speed, whether or not it is another from then on."""

    def __init__(self, actions: Actions, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions, self._theme = actions, theme
        self._total = 0
        self._training = False
        self._since_epoch, self._since_detail = QElapsedTimer(), QElapsedTimer()
        self._restarted = False
        self._report: Report | None = None
        self.setObjectName("runBar")
        # It takes whatever width there is, and arranges itself for that.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self._line = line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(10)
        self._add_title(line)
        self._add_controls(line)
        self._add_progress(line)
        self._add_speed(line)
        line.addStretch(1)
        self._add_exits(line)
        self._arrange()
        theme.changed.connect(self._show_theme)

    def show_speed(self, speed: Speed) -> None:
        """The speed that is on."""
        self.speed.set_value(speed)

    def show_experiment(self, experiment: Experiment) -> None:
        """Another experiment, or another number of epochs."""
        self.lab_button.show_title(*experiment_titles(experiment))
        self._total = experiment.training.epochs
        self._arrange()

    def show_report(self, report: Report) -> None:
        """Tell how far the run is."""
        self._report, snapshot = report, report.snapshot
        self._total = snapshot.experiment.training.epochs
        if not self._training or _is_old(self._since_epoch, _EPOCH_MILLISECONDS):
            self._since_epoch.start()
            self.epoch_label.setText(f"{snapshot.epoch:,}")
        # Words that change sixty times a second cannot be read, and text is dear to paint.
        if not self._training or _is_old(self._since_detail, _DETAIL_MILLISECONDS):
            self._since_detail.start()
            self.detail_label.set_texts(self._details(report))

    def show_restart(self, from_afar: bool) -> None:
        """The run is back at its beginning; where it had got somewhere, that is said until it goes on."""
        self._restarted = from_afar

    def show_training(self, training: bool) -> None:
        """Tell whether the run trains: play becomes pause."""
        self._training = training
        self._restarted = self._restarted and not training
        if training:
            self.play_button.set_icon("pause", self.tr("Pause"))
        else:
            self.play_button.set_icon("play", self.tr("Play"))
        self._actions["play"].setText(self.tr("Pause") if training else self.tr("Play"))
        self._actions["play"].setToolTip(
            self.tr("Stop after this step") if training else self.tr("Train until something stops it")
        )
        if not training and self._report is not None:
            self.show_report(self._report)  # The last may have come before this, and waited for its turn to be told.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._arrange()

    def follow_type(self) -> None:
        """Everything is written larger or smaller from now on."""
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.MouseButtonPress:
            self.speed_touched.emit()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        """Take the roomiest arrangement that fits, and in which the title is whole."""
        for room in _ROOMS:
            self._take(room)
            self._progress.invalidate()  # A layout within another is not told by itself.
            if self._line.sizeHint().width() <= self.width() and self.lab_button.title_width <= scaled(room.title):
                return

    def _take(self, room: _Room) -> None:
        # Of fixed size, so that nothing beside them moves and no layout is done anew while figures change.
        self._line.setSpacing(room.spacing)
        self.lab_button.setFixedWidth(scaled(room.title))
        self.epoch_label.setFixedSize(scaled(room.progress), scaled(25))
        self.detail_label.setFixedSize(scaled(room.progress), scaled(16))
        self.speed.label.setMinimumWidth(0)
        self.speed.label.setMinimumWidth(self.speed.label.sizeHint().width())
        self.speed.setFixedWidth(max(scaled(room.speed), self.speed.minimumSizeHint().width()))
        self.compare_button.setText(("", self.tr("Compare"), self.tr("Compare sizes"))[room.words])
        self.export_button.setText(self.tr("Export") if room.words else "")

    def _details(self, report: Report) -> Iterator[str]:
        """Tell how the run is getting on, the fullest first."""
        total = self.tr("of {total} epochs").format(total=f"{self._total:,}")
        short = self.tr("of {total}").format(total=f"{self._total:,}")
        if self._training and report.epochs_per_second > 0:
            rate = self._rate(report.epochs_per_second)
            if not report.easing:
                seconds = max(0, self._total - report.snapshot.epoch) / report.epochs_per_second
                left = self.tr("{time} left").format(time=self._duration(seconds))
                yield from (f"{of} · {rate} · {left}" for of in (total, short))
                yield f"{rate} · {left}"
            yield from (f"{of} · {rate}" for of in (total, short))
            yield rate
            return
        resting = self._resting_detail(report.snapshot.step)
        yield from (f"{resting}, {of}" if resting else of for of in (total, short))
        yield resting

    def _rate(self, rate: float) -> str:
        return self.tr("{rate} / s").format(rate=f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}")

    def _resting_detail(self, step: int) -> str:
        if step == 1:
            return self.tr("+ 1 minibatch")
        if step:
            return self.tr("+ {n} minibatches").format(n=f"{step:,}")
        return self.tr("started again") if self._restarted else ""

    def _duration(self, seconds: float) -> str:
        if seconds < 90:
            return self.tr("{n} s").format(n=f"{seconds:.0f}")
        if seconds < 5400:
            return self.tr("{n} min").format(n=f"{seconds / 60:.0f}")
        return self.tr("{n} h").format(n=f"{seconds / 3600:.0f}")

    def _add_title(self, line: QHBoxLayout) -> None:
        self.lab_button = LabButton()
        line.addWidget(self.lab_button)

    def _add_controls(self, line: QHBoxLayout) -> None:
        reset = IconButton("reset", self.tr("Reset"))
        self.play_button = RoundButton("play", self.tr("Play"))
        step = IconButton("step", self.tr("Step one epoch"))
        weights = IconButton("new-weights", self.tr("New weights"))
        pairs = ((reset, "reset"), (self.play_button, "play"), (step, "step_epoch"), (weights, "new_weights"))
        for button, name in pairs:
            button.follow(self._actions[name])
            line.addWidget(button)

    def _add_progress(self, line: QHBoxLayout) -> None:
        self.epoch_label = styled_label("0", "epoch")
        self.epoch_label.setAccessibleName(self.tr("Epoch"))
        self.detail_label = FittingLabel()
        self.detail_label.setProperty("role", "small")
        self._progress = block = QVBoxLayout()
        block.setSpacing(0)
        block.setContentsMargins(4, 0, 0, 0)
        block.addStretch(1)
        block.addWidget(self.epoch_label)
        block.addWidget(self.detail_label)
        block.addStretch(1)
        line.addLayout(block)

    def _add_speed(self, line: QHBoxLayout) -> None:
        self.speed = SliderRow(
            self.tr("Speed"),
            _SpeedScale(),
            NumberFormat("float", 0.1, 100_000, words=((None, self.tr("max")), (AUTO, self.tr("auto")))),
            AUTO,
            help_text=self.tr(
                "Epochs a second, up to as fast as the machine goes (max). "
                "Auto shows the first seconds of a run slowly and comes to that by itself; a click here ends them."
            ),
        )
        self.speed.widen_for(_SPEED_FIGURE)
        least_width(self.speed.label, 0)
        # The figure stands close to its slider.
        self.speed.edit.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.speed.value_changed.connect(self.speed_changed)
        for part in (self.speed, self.speed.slider, self.speed.edit):
            part.installEventFilter(self)
        line.addWidget(self.speed)

    def _add_exits(self, line: QHBoxLayout) -> None:
        undo, redo = IconButton("undo", self.tr("Undo")), IconButton("redo", self.tr("Redo"))
        self.compare_button = TextButton(self.tr("Compare sizes"), "compare")
        self.compare_button.follow(self._actions["compare_sizes"])
        self.export_button = TextButton(self.tr("Export"), "export", variant="primary")
        self.theme_button = IconButton("moon", self.tr("Theme"))
        self.menu_button = IconButton("more", self.tr("Menu"))
        for button, name in ((undo, "undo"), (redo, "redo"), (self.theme_button, "theme")):
            button.follow(self._actions[name])
        self.export_button.follow(self._actions["export_weights"])
        for exit_ in (undo, redo, self.compare_button, self.export_button, self.theme_button, self.menu_button):
            line.addWidget(exit_, 0, Qt.AlignmentFlag.AlignVCenter)
        self._show_theme()

    def _show_theme(self) -> None:
        self.theme_button.set_icon("sun" if self._theme.theme.is_dark else "moon")


def _is_old(since: QElapsedTimer, milliseconds: int) -> bool:
    """Tell whether a timer was started so long ago, or never."""
    return not since.isValid() or since.hasExpired(milliseconds)
