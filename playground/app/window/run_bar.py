"""The bar on top: which lab, the run's controls, how far it is, how fast it may go, and what leads out."""

from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from playground.app.actions import Actions
from playground.app.labs.lab_menu import LabButton
from playground.app.theme import ThemeManager, least_width
from playground.app.widgets import (
    IconButton,
    Menu,
    NumberFormat,
    RoundButton,
    SliderRow,
    StopsScale,
    TextButton,
    styled_label,
)
from playground.app.words.names import experiment_titles
from playground.experiment import Experiment
from playground.training import Report

_HEIGHT = 60
_EPOCH_MILLISECONDS, _DETAIL_MILLISECONDS = 25, 120
_NARROW, _TIGHT = 1400, 1280
_SPEED_FIGURE = "10,000"
_SPEEDS: tuple[float | None, ...] = (1, 2, 5, 10, 20, 30, 60, 100, 200, 500, 1000, 2000, None)


@dataclass(frozen=True)
class _Room:
    """Pixels for what shares the line with the buttons."""

    title: int
    progress: int
    speed: int
    spacing: int


_ROOMY, _SCARCE, _TIGHTEST = _Room(300, 240, 196, 10), _Room(270, 198, 160, 7), _Room(270, 166, 150, 6)


class RunBar(QFrame):
    """Shows reports and triggers actions."""

    speed_changed = Signal(object)
    """Epochs a second, or None for as fast as the machine goes."""

    def __init__(self, actions: Actions, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions, self._theme = actions, theme
        self._total = 0
        self._training = False
        self._since_epoch, self._since_detail = QElapsedTimer(), QElapsedTimer()
        self._restarted = False
        self._report: Report | None = None
        self._room = _TIGHTEST
        self.setObjectName("runBar")
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
        self._share_room()
        theme.changed.connect(self._show_theme)

    def show_experiment(self, experiment: Experiment) -> None:
        """Another experiment, or another number of epochs."""
        self.lab_button.show_title(*experiment_titles(experiment))
        self._total = experiment.training.epochs

    def show_report(self, report: Report) -> None:
        """How far the run is."""
        self._report, snapshot = report, report.snapshot
        self._total = snapshot.experiment.training.epochs
        if not self._training or _is_old(self._since_epoch, _EPOCH_MILLISECONDS):
            self._since_epoch.start()
            self.epoch_label.setText(f"{snapshot.epoch:,}")
        # Words that change sixty times a second cannot be read, and text is dear to paint.
        if not self._training or _is_old(self._since_detail, _DETAIL_MILLISECONDS):
            self._since_detail.start()
            self.detail_label.setText(self._detail(report))

    def show_restart(self, from_afar: bool) -> None:
        """The run is back at its beginning; where it had got somewhere, that is said until it goes on."""
        self._restarted = from_afar

    def show_training(self, training: bool) -> None:
        """Whether the run trains: play becomes pause."""
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
        # On a narrow window everything keeps its words, and the figures of a run are told more briefly.
        room = _ROOMY if self.width() >= _NARROW else _SCARCE if self.width() >= _TIGHT else _TIGHTEST
        if room != self._room:
            self._room = room
            self._share_room()

    def _share_room(self) -> None:
        # Of fixed size, so that nothing beside them moves and no layout is done anew while figures change.
        self.lab_button.setFixedWidth(self._room.title)
        self.epoch_label.setFixedSize(self._room.progress, 25)
        self.detail_label.setFixedSize(self._room.progress, 16)
        self.speed.setFixedWidth(self._room.speed)
        self._line.setSpacing(self._room.spacing)

    def _detail(self, report: Report) -> str:
        snapshot = report.snapshot
        alone = self.tr("of {total} epochs").format(total=f"{self._total:,}")
        total = alone if self._room is _ROOMY else self.tr("of {total}").format(total=f"{self._total:,}")
        if not self._training or report.epochs_per_second <= 0:
            return self._resting_detail(snapshot.step, total) or alone
        rate, left = report.epochs_per_second, max(0, self._total - snapshot.epoch)
        figure = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
        return self.tr("{total} · {rate} / s · {left} left").format(
            total=total, rate=figure, left=self._duration(left / rate)
        )

    def _resting_detail(self, step: int, total: str) -> str:
        if step == 1:
            return self.tr("+ 1 minibatch, {total}").format(total=total)
        if step:
            return self.tr("+ {n} minibatches, {total}").format(n=step, total=total)
        return self.tr("started again, {total}").format(total=total) if self._restarted else ""

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
        self.detail_label = styled_label("", "small")
        block = QVBoxLayout()
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
            StopsScale(_SPEEDS),
            NumberFormat("float", 0.1, 100_000, words=((None, self.tr("max")),)),
            None,
            help_text=self.tr("Epochs a second, up to as fast as the machine goes"),
        )
        least_width(self.speed.label, 0)
        # The figure stands close to its slider.
        self.speed.edit.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.speed.edit.setFixedWidth(self.speed.edit.width_for(_SPEED_FIGURE))
        self.speed.value_changed.connect(self.speed_changed)
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
        self.export_button.setMenu(self._menu("export_weights", "export_history"))
        self.export_button.setToolTip(self.tr("Take the trained weights home"))
        for exit_ in (undo, redo, self.compare_button, self.export_button, self.theme_button, self.menu_button):
            line.addWidget(exit_, 0, Qt.AlignmentFlag.AlignVCenter)
        self._show_theme()

    def _menu(self, *names: str) -> Menu:
        menu = Menu(self)
        for name in names:
            menu.addAction(self._actions[name])
        return menu

    def _show_theme(self) -> None:
        self.theme_button.set_icon("sun" if self._theme.theme.is_dark else "moon")


def _is_old(since: QElapsedTimer, milliseconds: int) -> bool:
    """Whether a timer was started so long ago, or never."""
    return not since.isValid() or since.hasExpired(milliseconds)
