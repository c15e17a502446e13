"""The window of studies: what is compared on top, below it the wall, the chart and the table."""

import time
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.app.pictures.rendering import View
from playground.app.settings import AppSettings
from playground.app.studies.arrangement import StudyGrid, arrangement_of
from playground.app.studies.chart_card import ChartCard
from playground.app.studies.export import ExportMenu
from playground.app.studies.feed import Feed
from playground.app.studies.header import StudyHeader
from playground.app.studies.plan import subtitle, title
from playground.app.studies.runner import News, StudyThread
from playground.app.studies.setup_card import SetupCard
from playground.app.studies.show import Show
from playground.app.studies.standing import outcome, standing
from playground.app.studies.table_card import TableCard
from playground.app.studies.titles import caption, chart_title, wall_note, wall_title
from playground.app.studies.wall_card import WallCard
from playground.app.theme import ThemeManager
from playground.app.widgets import Banner
from playground.experiment import Experiment
from playground.export.report import StudyTold
from playground.studies.seen import study_seen

_GAP = 10
_SMALLEST = QSize(1000, 640)
_REST = 15
"""Between two drawings of chart and table, as a multiple of the time that one of them takes."""


class StudyWindow(QWidget):
    """Compares variations of an experiment, one study at a time."""

    trial_opened = Signal(object, int, str)
    """The StudyRun, the number of a trial in it, to be the current run, and what it is called."""
    current_wanted = Signal()
    """The form should take the experiment of the main window."""
    quit_requested = Signal()
    study_ended = Signal(object)
    """What came of a study, as a StudySeen."""
    came_to_end = Signal(object)
    """The Show of a study that is over, with results."""
    report_wanted = Signal(object, object)
    """A report of a StudyTold is asked for, whose trials a StudyRun opens."""

    def __init__(self, experiment: Experiment, theme: ThemeManager, settings: AppSettings) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setMinimumSize(_SMALLEST)
        self._theme, self._settings = theme, settings
        self.feed = Feed(self)
        self.show_: Show | None = None
        self._covered_of: Callable[[Experiment], frozenset[str]] = lambda _: frozenset()
        self._not_before = 0.0
        self._stale = self._table_due = False
        self._build(experiment)
        self._connect()
        self._preview()

    @property
    def running(self) -> bool:
        """Tell whether a study is under way."""
        return self.feed.thread_ is not None

    @property
    def has_results(self) -> bool:
        """Tell whether there is something that another study would take the place of."""
        return self.show_ is not None and self.show_.board.done > 0

    def views(self) -> list[View]:
        """Tell what pictures can be made of."""
        return [
            View("wall", self.tr("Wall"), lambda: self.wall),
            View("chart", self.tr("Chart"), lambda: self.chart),
            View("table", self.tr("Table"), lambda: self.table),
        ]

    # What it is told

    def take_experiment(self, experiment: Experiment) -> None:
        """Compare this experiment; what another study came to is left."""
        self.setup.take_experiment(experiment)

    def cover(self, covered_of: Callable[[Experiment], frozenset[str]]) -> None:
        """Leave out the parts of a study's experiment that are covered, as it tells by now."""
        self._covered_of = covered_of
        show = self.show_
        if show is not None and covered_of(show.study.experiment) != show.covered:
            self._begin_views(show)
            self._refresh_results()

    def start(self) -> None:
        """Start the study that the form asks for."""
        if self.running or not self.setup.check() or self.setup.study is None:
            return
        plan, study = self.setup.plan, self.setup.study
        self.banner.hide()
        if self.show_ is not None and self.show_.awaits(study):
            self.show_.go_on(plan)
        else:
            self.show_ = Show(plan, study, self._theme)
            self._begin_views(self.show_)
        self.header.show_running(True)
        self.header.show_results(False)
        self.setup.setEnabled(False)
        self.feed.start(self.show_)

    def show_again(self, show: Show) -> None:
        """Show a study of a session, and have its journal tell what came of it."""
        if self.running:
            return
        self.setup.take_experiment(show.study.experiment)
        self.show_ = show
        self._begin_views(show)
        self.feed.start(show, only_tells=True)

    def cancel(self) -> None:
        """Stop the study under way; what has come stays."""
        if self.running:
            self.feed.cancel()
            self.header.show_cancelling()

    def end(self) -> None:
        """Stop, wait, and let the workers go: the program ends."""
        self.feed.close()
        self.close()

    # What has come

    def _take_news(self, news: News) -> None:
        thread, show = self.feed.thread_, self.show_
        if thread is None or show is None:
            return
        if news.anew is not None:
            show = self.show_ = show.anew(news.anew)
            self._begin_views(show)
        if news.dataset is not None:
            show.take_dataset(news.dataset)
            self._refresh_results()
        touched = show.take(news)
        self.wall.wall.update_tiles(touched)
        self._stale = self._stale or bool(touched)
        self._refresh_in_turn()
        if thread.only_tells:
            return
        share = 0.0 if news.progress is None else news.progress.share
        self.header.show_progress(share, standing(news.progress, thread, show))

    def _refresh_in_turn(self) -> None:
        """Chart and table one look apart, so that no frame waits for both; the longer they take, the less often."""
        started = time.monotonic()
        if self._table_due:
            self._table_due = False
            self.table.refresh()
        elif self._stale and started >= self._not_before:
            self._stale, self._table_due = False, True
            self._judge()
            self.chart.refresh()
        ended = time.monotonic()
        self._not_before = max(self._not_before, ended + _REST * (ended - started))

    def _refresh_results(self) -> None:
        """Chart, table and finding, now."""
        self._stale = self._table_due = False
        self._judge()
        self.chart.refresh()
        self.table.refresh()
        if self.show_ is not None:
            self.wall.note.setText(wall_note(self.show_))

    def _judge(self) -> None:
        if self.show_ is not None:
            self.wall.wall.update_tiles(self.show_.judge())

    def _end(self, thread: StudyThread) -> None:
        show = self.show_
        if show is None:
            return
        show.end()
        self.setup.setEnabled(True)
        self.header.show_running(False)
        self._refresh_results()
        self.wall.wall.update_tiles()
        self._show_state()
        self.study_ended.emit(study_seen(show.study, list(show.board.results)))
        if thread.only_tells:
            self.header.show_progress(None, self.tr("from the session"))
            self.header.show_results(show.board.done > 0, unfinished=False)
            return
        self.header.show_progress(None, outcome(thread, show))
        if show.board.done:
            self.came_to_end.emit(show)

    def _tell_failure(self, text: str) -> None:
        self.banner.show_message("error", text[:1].upper() + text[1:])

    def _tell_notice(self, text: str) -> None:
        self.banner.show_message("warning", text[:1].upper() + text[1:])

    # What the person does

    def _preview(self) -> None:
        """The form asks for another study: name it, and say whether it can start."""
        plan, study = self.setup.plan, self.setup.study
        if study is not None and not self.running and (self.show_ is None or not self.show_.board.done):
            self.show_ = Show(plan, study, self._theme)
            self.show_.end()
            self._begin_views(self.show_)
        elif self.show_ is None:
            self.header.show_title(title(plan, self.setup.experiment), self.setup.experiment.name)
        self._show_state()

    def _show_state(self) -> None:
        study, show = self.setup.study, self.show_
        self.header.set_startable(study is not None, self.setup.problem)
        done = show is not None and (show.board.done > 0 or show.begun_at_all)
        same = show is not None and study is not None and show.study == study
        if not self.running:
            self.header.show_results(done, of_this_setup=same, unfinished=show is not None and show.unfinished)

    def _begin_views(self, show: Show) -> None:
        self._stale = False
        show.cover(self._covered_of(show.study.experiment))
        headline = title(show.plan, show.study.experiment)
        self.header.show_title(headline, subtitle(show.plan, show.study))
        self.setWindowTitle(f"{headline} – {self.tr('Neural playground')}")
        self.header.show_progress(None, "")
        columns = len(show.axes[1].values) if len(show.axes) > 1 else None
        self.wall.show_tiles(wall_title(show), show, len(show.board.groups), columns)
        self.wall.note.setText(wall_note(show))
        self.chart.begin(show, chart_title(show), caption(show))
        self.table.begin(show)
        self._grid.arrange(arrangement_of(show))
        self._fit()

    def _go(self, group: int) -> None:
        self.wall.wall.set_current(group)
        self.chart.set_current(group)
        self.table.set_current(group)

    def _open_tile(self, group: int) -> None:
        if self.show_ is not None:
            self._open(self.show_.board.groups[group].trials[0].number)

    def _open(self, trial: int) -> None:
        show = self.show_
        study = self.feed.study_run
        if study is None or show is None:
            return
        pattern = self.tr("{name}, seed {seed}")
        group, seed = show.board.group_of(trial), show.board.trials[trial].seed
        self.trial_opened.emit(study, trial, pattern.format(name=show.subject.name(group), seed=seed))

    def _want_report(self) -> None:
        show, study = self.show_, self.feed.study_run
        if show is not None and study is not None and show.board.done and not self.running:
            self.report_wanted.emit(StudyTold(show.study, tuple(show.finished)), study)

    # Building

    def _build(self, experiment: Experiment) -> None:
        self.header = StudyHeader()
        self.setup = SetupCard(experiment)
        self.banner = Banner()
        self.wall = WallCard(self._theme)
        self.chart = ChartCard(self._theme)
        self.table = TableCard()
        self.export = ExportMenu(self, self._settings, lambda: self.show_, self.banner.show_message)
        self.header.set_export_menu(self.export)
        self.export.report.triggered.connect(self._want_report)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        body = QVBoxLayout()
        body.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        body.setSpacing(_GAP)
        for widget in (self.setup, self.banner):
            body.addWidget(widget)
        self._grid = StudyGrid(self.wall, self.chart, self.table)
        body.addLayout(self._grid, 1)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        feed = self.feed
        feed.came.connect(self._take_news)
        feed.ended.connect(self._end)
        feed.failed.connect(self._tell_failure)
        feed.noticed.connect(self._tell_notice)
        self.header.start_requested.connect(self.start)
        self.header.cancel_requested.connect(self.cancel)
        self.setup.changed.connect(self._preview)
        self.setup.start_requested.connect(self.start)
        self.setup.current_wanted.connect(self.current_wanted)
        self.wall.wall.current_changed.connect(self._go)
        self.wall.wall.opened.connect(self._open_tile)
        self.table.current_changed.connect(self._go)
        self.chart.current_changed.connect(self._go)
        self.table.opened.connect(self._open)
        for keys, slot in (("Ctrl+Return", self.start), ("Esc", self.cancel), ("Ctrl+W", self.close)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Quit), self).activated.connect(self.quit_requested)

    def _fit(self) -> None:
        if self._grid.arrangement == "row":
            self.wall.fit(self.width() - 2 * _GAP, self.height())
        else:
            self.wall.fill()

    # The window itself

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.running:
            self.header.start_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.cancel()
        super().closeEvent(event)
