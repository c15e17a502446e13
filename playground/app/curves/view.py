"""The curves card: loss, accuracy, update ratio and learning rate over the same epochs, and the way back in time."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from playground.app.curves.curve import CurveSpec, Ghost
from playground.app.curves.panel import CurvePanel, SharedHover
from playground.app.curves.plots import AccuracyPanel, LossPanel, RatePanel, RatioPanel, ratio_specs
from playground.app.theme import ThemeManager, fix_size, series_colour
from playground.app.widgets import Card, ElidedLabel, IconButton, TextButton, styled_label
from playground.app.widgets.cards import Menu
from playground.app.words.ends import divergence_mark
from playground.app.words.numbers import count_text
from playground.app.words.run_names import short_names
from playground.experiment import lab_of
from playground.training import Outcome, Reason, Report, RunInfo, Standing
from playground.training.scales import last_epoch
from playground.training.thinned_series import Floats

HEIGHT = 25
_MEGABYTE = 2**20


class PastBar(QWidget):
    """Says in one line what looking back would show, or shows."""

    now_clicked = Signal()
    runs_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fix_size(self, height=HEIGHT)
        self.text = ElidedLabel()
        self.text.setProperty("role", "small")
        # What it says may not ask for more room than there is.
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.kept: QLabel = styled_label("", "small")
        self.kept.setToolTip(
            self.tr("Moments that can be returned to, and the memory that they and earlier runs take.")
        )
        self.now = TextButton(self.tr("Now"), "arrow-right", variant="chip")
        self.now.setToolTip(self.tr("Back to the newest epoch (Esc)"))
        self.runs = TextButton(self.tr("Runs"), "compare", variant="chip")
        self.runs.setToolTip(self.tr("Earlier runs: compare, name, return"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.text, 1)
        for widget in (self.kept, self.now, self.runs):
            line.addWidget(widget)
        self.now.clicked.connect(self.now_clicked)
        self.runs.clicked.connect(self.runs_clicked)
        self.now.hide()
        self.runs.hide()

    def show_standing(self, standing: Standing, epoch: int) -> None:
        """The run stands here, and this epoch is shown."""
        if standing.looking_back:
            self._say(
                self.tr("Looking back: epoch {n} of {newest}. Play goes on from here, as a new run.").format(
                    n=count_text(epoch), newest=count_text(standing.newest)
                )
            )
        else:
            self._say(self.tr("Drag along a curve to look back.") if standing.end else "")
        self._say_kept(standing)
        self.now.setVisible(standing.looking_back)
        others = len(standing.runs) - 1
        self.runs.setVisible(others > 0)
        if others:
            self.runs.setText(self.tr("{n} runs").format(n=others + 1))

    def _say(self, text: str) -> None:
        if text != self.text.text():
            self.text.setText(text)

    def _say_kept(self, standing: Standing) -> None:
        memory = memory_text(standing.nbytes)
        if standing.stride == 1:
            text = self.tr("every epoch kept · {memory}").format(memory=memory)
        else:
            text = self.tr("every {n} epochs kept · {memory}").format(n=count_text(standing.stride), memory=memory)
        if not standing.end:
            text = ""
        if text != self.kept.text():
            self.kept.setText(text)


def memory_text(nbytes: int) -> str:
    """Megabytes, with a place where there are few."""
    megabytes = nbytes / _MEGABYTE
    return f"{megabytes:.0f} MB" if megabytes >= 10 else f"{megabytes:.1f} MB"


_WIDTH = 16


class ThirdPlot(QObject):
    """Puts a button with the choice beside the heading of either panel, and shows the one that was chosen.

    To be made when the panels have their place: one without would open as a window of its own.
    """

    def __init__(self, panels: tuple[CurvePanel, CurvePanel], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panels = panels
        self.actions: list[QAction] = []
        group = QActionGroup(self)
        for panel in panels:
            action = QAction(panel.title, group)
            action.setCheckable(True)
            action.setChecked(panel is panels[0])
            action.toggled.connect(panel.setVisible)
            self.actions.append(action)
        for panel in panels:
            self._add_button(panel)
        panels[1].hide()

    def _add_button(self, panel: CurvePanel) -> None:
        button = IconButton("chevron-down", self.tr("Choose what this plot shows"), flat=True)
        menu = Menu(button)
        menu.addActions(self.actions)
        button.setMenu(menu)
        button.setFixedWidth(_WIDTH)
        panel.header.insertWidget(1, button)


_DRAW_EVERY = 12
_QUIET_MILLISECONDS = 120
_PARTS = ("train", "validation", "test")
_EPOCHS = 1000
"""Of an axis without a run."""


class CurvesView(Card):
    """Draws each plot with every twelfth report, one at a time, so that no single frame pays for all of them."""

    scrubbed = Signal(float)
    """A person asks for the moment at this epoch."""
    released = Signal()
    """The mouse that dragged was let go."""
    stepped = Signal(int)
    """To the moment before (-1) or after (+1)."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Training curves"))
        self._report: Report | None = None
        self._shown: tuple[tuple[str, ...], ...] = ()
        self._calls = 0
        self._round_epoch = 0
        self._newest = -1.0
        self._over = False
        self._end = 0.0
        self._covered: frozenset[str] = frozenset()
        self.loss = LossPanel(theme, self.tr("Loss"))
        self.accuracy = AccuracyPanel(theme, self.tr("Accuracy"))
        self.ratio = RatioPanel(theme, self.tr("Update ratio"))
        self.rate = RatePanel(theme, self.tr("Learning rate"))
        self.panels: tuple[CurvePanel, ...] = (self.loss, self.accuracy, self.ratio, self.rate)
        self.past_bar = PastBar()
        self._runs: tuple[RunInfo, ...] = ()
        self._current = 0
        self._lay_out()
        SharedHover(self.panels, self)
        self.third_plot = ThirdPlot((self.ratio, self.rate), self)
        # What the last reports of a run brought must not wait for a twelfth call that never comes.
        self._late = QTimer(self, singleShot=True, interval=_QUIET_MILLISECONDS)
        self._late.timeout.connect(self.flush)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._draw_all()

    def show_training(self, training: bool) -> None:
        """Smooth curves at rest; while a run goes they are drawn too often for that."""
        self._over = self._over and not training
        for panel in self.panels:
            panel.set_smooth(not training)

    def add_report(self, report: Report) -> None:
        """Take the news of a run; cheap enough for every frame."""
        if report.restarted:
            self._restart()
        first = self._report is None or report.restarted
        self._report = report
        self._configure(report)
        self._append(report.rows)
        if report.standing is not None:
            self._follow(report.standing, report.snapshot.epoch)
        if first:
            self.flush()
            return
        if len(report.rows["epoch"]):
            self._draw_next(report)
        self._late.start()

    def cover(self, parts: frozenset[str]) -> None:
        """Leave out the curves of these parts until they are asked for."""
        if parts != self._covered:
            self._covered = parts
            self._leave_out_covered()
            self.flush()

    def _leave_out_covered(self) -> None:
        for panel in (self.loss, self.accuracy):
            for curve in panel.curves:
                curve.item.setVisible(curve.spec.column.rpartition("_")[0] not in self._covered)
            panel.redraw()
            panel.fit_legend()

    def flush(self) -> None:
        """Draw all that has been reported, now."""
        self._late.stop()
        self._draw_all()
        self.setAccessibleDescription(self.summary())

    def reset(self) -> None:
        """Forget everything, the ghosts too."""
        self._restart()
        for panel in self.panels:
            panel.show_ghosts(())
        self._report, self._shown, self._runs = None, (), ()
        self.flush()

    def show_outcome(self, outcome: Outcome) -> None:
        """The run has stopped by itself, and ends where it stopped; a divergence is marked."""
        self._over = outcome.reason is not Reason.EPOCHS
        if outcome.reason is Reason.DIVERGENCE:
            self.mark_divergence(outcome.stopped_at)
        self.flush()

    def mark_divergence(self, epoch: int) -> None:
        """Mark where the run went wrong; gone when it goes on from before, and with the next run."""
        for panel in self.panels:
            name = divergence_mark() if panel is self.loss else ""
            panel.mark.show(epoch, name, self.tr("at {n}").format(n=count_text(epoch)))

    def summary(self) -> str:
        """The curves in words: their values at the epoch shown."""
        if self._report is None:
            return self.tr("No epochs yet")
        epoch = self._report.snapshot.epoch
        told = [self.tr("Epoch {n}").format(n=count_text(epoch))]
        for panel in self._visible_panels():
            values = ", ".join(f"{curve.spec.label} {text}" for curve, text in panel.value_texts(epoch))
            told.append(f"{panel.title}: {values}")
        return ". ".join(told)

    def _lay_out(self) -> None:
        # Each plot has a heading of its own, in line with those of the other cards.
        top = self.title.parentWidget()
        assert top is not None
        top.hide()
        line = QHBoxLayout()
        line.setSpacing(14)
        for panel in self.panels:
            line.addWidget(panel, 1)
            panel.plot.labels_changed.connect(self._share_label_room)
            panel.scrub.moved.connect(self.scrubbed)
            panel.scrub.jumped.connect(self.scrubbed)
            panel.scrub.released.connect(self.released)
            panel.scrub.stepped.connect(self.stepped)
        self.body.addLayout(line, 1)
        self.body.addSpacing(2)
        self.body.addWidget(self.past_bar)

    def _share_label_room(self) -> None:
        """One width for all plots, whatever stands beside them."""
        room = max(panel.plot.label_room for panel in self.panels)
        for panel in self.panels:
            panel.plot.share_label_room(room)

    def _restart(self) -> None:
        self._newest, self._over = -1.0, False
        for panel in self.panels:
            panel.restart()

    def _append(self, rows: Mapping[str, Floats]) -> None:
        epochs = rows["epoch"]
        if len(epochs) and epochs[0] <= self._newest:
            # The run goes on from an earlier epoch: what was marked is no longer there.
            for panel in self.panels:
                panel.mark.hide()
        self._newest = float(epochs[-1]) if len(epochs) else self._newest
        for panel in self.panels:
            panel.append(rows)

    def _follow(self, standing: Standing, epoch: int) -> None:
        """Show where the run is in time, and the runs beside it."""
        self.past_bar.show_standing(standing, epoch)
        for panel in self.panels:
            panel.epoch_cursor.set_past(standing.looking_back)
            if standing.looking_back:
                panel.move_cursor(epoch)
        if standing.runs is not self._runs:
            self._runs = standing.runs
            self._show_ghosts(standing)
        if standing.current != self._current:
            self._current = standing.current
            self._show_mark(standing.info(standing.current))

    def _show_mark(self, run: RunInfo | None) -> None:
        """The mark of the run that has become the present one, where it had diverged."""
        for panel in self.panels:
            panel.mark.hide()
        if run is not None and run.diverged_at is not None:
            self._over = True
            self.mark_divergence(run.diverged_at)

    def _show_ghosts(self, standing: Standing) -> None:
        current, names = standing.info(standing.current), short_names(standing.runs)
        # The curve of another question says nothing about this one.
        others = [
            each for each in standing.runs if each is not current and current and _question(each) == _question(current)
        ]
        for panel in self.panels:
            column = panel.curves[0].spec.column if panel.curves else ""
            panel.show_ghosts(
                [
                    Ghost(names[each.key], series, each.diverged_at is not None and panel is not self.rate)
                    for each in others
                    if (series := each.curves.get(column)) is not None
                ]
            )

    def _configure(self, report: Report) -> None:
        """Curves for the parts and parameters that this run has."""
        snapshot = report.snapshot
        self.loss.set_base_rate(snapshot.base_rate_loss)
        self.accuracy.set_base_rate(snapshot.base_rate_accuracy)
        lab = lab_of(snapshot.experiment)
        self.loss.set_plateaus(() if lab is None else lab.marks)
        parts = tuple(part for part in _PARTS if part in snapshot.scores)
        wanted = (parts, tuple(report.rows), tuple(snapshot.parameters))
        if wanted == self._shown:
            return
        self._shown = wanted
        self.loss.set_curves([self._part_spec(part, "loss") for part in parts])
        self.accuracy.set_curves([self._part_spec(part, "accuracy") for part in parts])
        self.ratio.set_curves(ratio_specs(report.rows))
        self._leave_out_covered()
        self.accuracy.setVisible(any(score.accuracy is not None for score in snapshot.scores.values()))

    def _part_spec(self, part: str, column: str) -> CurveSpec:
        names = {"train": self.tr("train"), "validation": self.tr("validation"), "test": self.tr("test")}
        return CurveSpec(f"{part}_{column}", names[part], lambda theme: series_colour(theme, part))

    def _draw_next(self, report: Report) -> None:
        self._calls = (self._calls + 1) % _DRAW_EVERY
        turn, waiting = divmod(self._calls, _DRAW_EVERY // len(self.panels))
        if waiting:
            return
        if turn == 0:
            # All cursors stand at the epoch of the round's beginning, though the curves are drawn one after the other.
            self._round_epoch = report.snapshot.epoch
            for panel in self._visible_panels():
                panel.move_cursor(self._round_epoch)
        if self._axis_end() != self._end:
            self._draw_all()  # Their axes are one.
            return
        panel, epoch = self.panels[turn], min(self._round_epoch, report.snapshot.epoch)
        if not panel.can_wait:
            panel.draw(epoch, self._end)

    def _draw_all(self) -> None:
        epoch = self._report.snapshot.epoch if self._report else 0
        self._round_epoch, self._calls = epoch, -1
        self._end = self._axis_end()
        for panel in self.panels:
            panel.draw(epoch, self._end)

    def _axis_end(self) -> float:
        planned = self._report.snapshot.experiment.training.epochs if self._report else _EPOCHS
        return last_epoch(planned, self._newest, self.loss.ghosts.ends, over=self._over)

    def _restyle(self) -> None:
        for panel in self.panels:
            panel.restyle()

    def _visible_panels(self) -> list[CurvePanel]:
        return [panel for panel in self.panels if not panel.isHidden()]


def _question(run: RunInfo) -> tuple[str, type]:
    """Tell what a run is about: runs of the same lab on the same kind of data can be compared."""
    return run.experiment.name, type(run.experiment.data.source)
