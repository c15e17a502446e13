"""The curves card: loss, accuracy, update ratio and learning rate over the same epochs, and the way back in time."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.app.messages import divergence_mark
from playground.app.run_names import short_names
from playground.app.theme import ThemeManager, series_colour
from playground.app.views.curves.curve import CurveSpec
from playground.app.views.curves.ghost import Ghost
from playground.app.views.curves.loss_panel import LossPanel
from playground.app.views.curves.panel import CurvePanel
from playground.app.views.curves.past_bar import PastBar
from playground.app.views.curves.rate_panel import RatePanel
from playground.app.views.curves.ratio_panel import RatioPanel
from playground.app.views.curves.ratio_specs import ratio_specs
from playground.app.views.curves.scales import PercentScale
from playground.app.views.curves.shared_hover import SharedHover
from playground.app.views.curves.third_plot import ThirdPlot
from playground.app.views.numbers import count_text, percent_text
from playground.app.widgets import Card
from playground.training import Report, RunInfo, Standing

_DRAW_EVERY = 12
_QUIET_MILLISECONDS = 120
_PARTS = ("train", "validation", "test")


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
        self.loss = LossPanel(theme, self.tr("Loss"))
        self.accuracy = CurvePanel(theme, self.tr("Accuracy"), PercentScale(), percent_text)
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
        for panel in self.panels:
            panel.set_smooth(not training)

    def add_report(self, report: Report) -> None:
        """Take the news of a run; cheap enough for every frame."""
        if report.restarted:
            for panel in self.panels:
                panel.restart()
        first = self._report is None or report.restarted
        self._report = report
        self._configure(report)
        for panel in self.panels:
            panel.append(report.rows)
        if report.standing is not None:
            self._follow(report.standing, report.snapshot.epoch)
        if first:
            self.flush()
            return
        if len(report.rows["epoch"]):
            self._draw_next(report)
        self._late.start()

    def flush(self) -> None:
        """Draw all that has been reported, now."""
        self._late.stop()
        self._draw_all()
        self.setAccessibleDescription(self.summary())

    def reset(self) -> None:
        """Forget everything, the ghosts too."""
        for panel in self.panels:
            panel.restart()
            panel.show_ghosts(())
        self._report, self._shown, self._runs = None, (), ()
        self.flush()

    def mark_divergence(self, epoch: int, text: str) -> None:
        """Mark where the run went wrong, in a few words; gone with the next run."""
        for panel in self.panels:
            panel.mark.show(epoch, text if panel is self.loss else "")

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
            panel.scrub.moved.connect(self.scrubbed)
            panel.scrub.jumped.connect(self.scrubbed)
            panel.scrub.released.connect(self.released)
            panel.scrub.stepped.connect(self.stepped)
        self.body.addLayout(line, 1)
        self.body.addSpacing(2)
        self.body.addWidget(self.past_bar)

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
            self.mark_divergence(run.diverged_at, divergence_mark())

    def _show_ghosts(self, standing: Standing) -> None:
        current, names = standing.info(standing.current), short_names(standing.runs)
        # The curve of another question says nothing about this one.
        others = [
            each for each in standing.runs if each is not current and current and _question(each) == _question(current)
        ]
        for panel in self.panels:
            column = panel.curves[0].spec.column if panel.curves else ""
            found = [(names[each.key], each.curves.get(column)) for each in others]
            panel.show_ghosts([Ghost(name, series) for name, series in found if series is not None])

    def _configure(self, report: Report) -> None:
        """Curves for the parts and parameters that this run has."""
        snapshot = report.snapshot
        self.loss.set_base_rate(snapshot.base_rate_loss)
        parts = tuple(part for part in _PARTS if part in snapshot.scores)
        wanted = (parts, tuple(report.rows), tuple(snapshot.parameters))
        if wanted == self._shown:
            return
        self._shown = wanted
        self.loss.set_curves([self._part_spec(part, "loss") for part in parts])
        self.loss.show_legend()
        self.accuracy.set_curves([self._part_spec(part, "accuracy") for part in parts])
        self.ratio.set_curves(ratio_specs(report.rows))
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
        panel, epoch = self.panels[turn], min(self._round_epoch, report.snapshot.epoch)
        if not panel.can_wait:
            panel.draw(epoch, report.snapshot.experiment.training.epochs)

    def _draw_all(self) -> None:
        snapshot = self._report.snapshot if self._report else None
        epoch = snapshot.epoch if snapshot else 0
        self._round_epoch, self._calls = epoch, -1
        epochs = snapshot.experiment.training.epochs if snapshot else 1000
        for panel in self.panels:
            panel.draw(epoch, epochs)

    def _restyle(self) -> None:
        for panel in self.panels:
            panel.restyle()

    def _visible_panels(self) -> list[CurvePanel]:
        return [panel for panel in self.panels if not panel.isHidden()]


def _question(run: RunInfo) -> tuple[str, type]:
    """What a run is about: runs of the same lab on the same kind of data can be compared."""
    return run.experiment.name, type(run.experiment.data.source)
