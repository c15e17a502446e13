"""The window: panels that change the experiment, views that draw a snapshot, and the clock that joins them."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QUndoStack
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from playground.app.actions import Actions
from playground.app.backprop.dialog import Backprops
from playground.app.controller import Controller, Undoable
from playground.app.curves.card import CurvesCard
from playground.app.diagram.canvas import CLOSER_LOOK
from playground.app.diagram.edits import Edits
from playground.app.doctor.insights import Insights
from playground.app.drawing.drawing import Drawing
from playground.app.gradient_check.dialog import GradientChecks
from playground.app.lab_report import LabReport
from playground.app.labs.card import Deed, LabCard
from playground.app.labs.lab_menu import LabMenu
from playground.app.labs.walk import Walk
from playground.app.labs.windows import LabWindows
from playground.app.output import OutputView, Painting
from playground.app.output.look import Look
from playground.app.own_data.own_data import OwnData
from playground.app.panels.layer_popover import LayerPopovers
from playground.app.pictures import Pictures, View
from playground.app.predictions import PredictionsGlue
from playground.app.sessions import Sessions
from playground.app.sessions.layout import WindowLayout
from playground.app.sessions.recent import RecentMenu
from playground.app.settings import AppSettings
from playground.app.studies import Studies
from playground.app.taking_home import TakingHome
from playground.app.theme import ThemeManager
from playground.app.time_machine.time_machine import TimeMachine
from playground.app.widgets import Menu
from playground.app.window.files import Files
from playground.app.window.frames import Frames
from playground.app.window.grid import FoldHandle, LeftColumn, WindowGrid
from playground.app.window.help import Help
from playground.app.window.network_card import NetworkCard
from playground.app.window.notices import Notices
from playground.app.window.run_bar import RunBar
from playground.app.words.names import experiment_titles
from playground.app.worker.gate import FrameGate, Speed
from playground.app.worker.worker import TrainingThread
from playground.experiment import Experiment, Lab, changed_settings
from playground.experiment.message import say
from playground.training import Place, Report, SampleKey, Snapshot, Target, Unit


def _itself(widget: QWidget) -> QWidget:
    return widget


def main_menu(parent: QWidget, actions: Actions) -> Menu:
    """All actions in their groups; those of training, which have buttons, fold away, so that all fits a low screen."""
    menu = Menu(parent)
    for title, names in actions.groups():
        group = menu
        if "play" in names:
            group = Menu(menu)
            group.setTitle(title)
            menu.addMenu(group)
        for name in names:
            group.addAction(actions[name])
        menu.addSeparator()
    return menu


class UndoNames(QObject):
    """Keeps the two actions to what the stack holds."""

    def __init__(self, stack: QUndoStack, undo: QAction, redo: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._undo, self._redo = undo, redo
        stack.canUndoChanged.connect(undo.setEnabled)
        stack.canRedoChanged.connect(redo.setEnabled)
        stack.undoTextChanged.connect(self._name_undo)
        stack.redoTextChanged.connect(self._name_redo)
        undo.setEnabled(False)
        redo.setEnabled(False)
        self._stack, self._usual = stack, (undo.toolTip(), redo.toolTip())
        stack.indexChanged.connect(self._explain)

    def _explain(self, index: int) -> None:
        """Say what either would bring back."""
        if not isValid(self._stack):  # A stack that is destroyed empties itself first.
            return
        before = self._stack.command(index - 1) if index else None
        after = self._stack.command(index) if index < self._stack.count() else None
        back = before.brings_back() if isinstance(before, Undoable) else ""
        again = after.brings_again() if isinstance(after, Undoable) else ""
        self._undo.setToolTip(back or self._usual[0])
        self._redo.setToolTip(again or self._usual[1])

    def _name_undo(self, name: str) -> None:
        self._undo.setText(self.tr("Undo: {change}").format(change=name) if name else self.tr("Undo"))

    def _name_redo(self, name: str) -> None:
        self._redo.setText(self.tr("Redo: {change}").format(change=name) if name else self.tr("Redo"))


SMALLEST = QSize(1000, 648)
"""What a projector of 1024 x 768, or a screen of Full HD at 150 %, leaves beside frame and panels of the desktop."""


class MainWindow(QWidget):
    """Everything a person sees.

    Parameters
    ----------
    experiment : what it opens with.
    theme : the look, which may change while the window is open.
    settings : what is remembered from one start to the next.
    kept_in : the folder where the sitting is kept in case of a crash; None for nowhere.
    """

    def __init__(
        self, experiment: Experiment, theme: ThemeManager, settings: AppSettings, kept_in: Path | None = None
    ) -> None:
        super().__init__()
        self._kept_in = kept_in
        self.theme, self.settings = theme, settings
        self.setObjectName("window")
        self.setMinimumSize(SMALLEST)
        self.setAcceptDrops(True)
        # A click beside a field leaves it, so that the one-letter shortcuts work again.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.gate = FrameGate()
        self.worker = TrainingThread(experiment, self.gate, self)
        self.controller = Controller(experiment, self.worker, self)
        self.edits = Edits(self.controller, self)
        self.actions_ = Actions(self)
        self.look = Look(self.worker, self)
        self.walk = Walk(self)
        self.snapshot: Snapshot | None = None
        self._told_to_end = False
        self._build()
        self._connect()
        self._show_experiment(experiment)
        self.card.fold(settings.steps_hidden)
        self.run_bar.show_speed(settings.speed)
        self.worker.set_speed(settings.speed)
        self.frames.start()
        self.worker.start()

    @property
    def epoch(self) -> int:
        """The epoch that is shown."""
        return 0 if self.snapshot is None else self.snapshot.epoch

    @property
    def settled(self) -> bool:
        """Tell whether everything that was asked for has come and is shown."""
        return self.curves.view is not None and self.worker.mailbox.empty and self.look.satisfied(self.snapshot)

    def _show_report(self, report: Report) -> None:
        if report.restarted:
            self.notices.began_again()
            self.run_bar.show_restart(self.epoch > 0 and report.snapshot.epoch == 0 and not self._is_another(report))
        self.snapshot = snapshot = report.snapshot
        self.look.at_snapshot(snapshot)
        self.run_bar.show_report(report)
        self.left.data.show_dataset(snapshot.dataset)
        self.network.show_snapshot(snapshot)
        self.output.show_snapshot(snapshot)
        self.backprops.show_snapshot(snapshot)
        self.curves.add_report(report)
        self.drawing.show_snapshot(snapshot)
        self.predictions.show_snapshot(snapshot)
        self.time_machine.show_report(report)
        self.notices.look_back(report.standing is not None and report.standing.looking_back)
        self.insights.add_report(report)
        self.walk.add_report(report)
        self._show_run_to_card()
        self.sessions.show_report(report)

    def _is_another(self, report: Report) -> bool:
        """Tell whether the report tells of another experiment than the one before: that one began, and not again."""
        return self.snapshot is not None and report.snapshot.experiment.name != self.snapshot.experiment.name

    # Building

    def _build(self) -> None:
        self.run_bar = RunBar(self.actions_, self.theme)
        self.left = LeftColumn(self.controller, self.theme)
        self.left.data.follow(*(self.actions_[name] for name in ("open_table", "open_images", "draw")))
        self.network = NetworkCard(self.theme)
        self.output = OutputView(self.theme)
        self.painting = Painting(self.controller, self.output, self.theme, self.settings)
        self.curves = CurvesCard(self.theme)
        self.time_machine = TimeMachine(self, self.controller, self.curves, self.look, self.actions_)
        self.card = LabCard(self.walk, self.theme)
        self.network.add_strip(self.card)
        self.banner = self.card.message
        self.notices = Notices(self.card.message, self.controller, self.walk, self)
        self.gradient_checks = GradientChecks(self, self.worker, self.theme)
        self.network.add_header_widget(self.gradient_checks.button(self.actions_["check_gradient"]))
        self.insights = Insights(self.controller, self.notices, self.card, self.theme, self)
        self.network.add_chip(self.insights.findings.button)
        self.lab_windows = LabWindows(self, self.theme, self.insights.open_inside, self.walk.book)
        self.backprops = Backprops(self, self.theme)
        self.drawing = Drawing(self, self.theme)
        self.own_data = OwnData(self, self.controller, self.notices, self.settings, self.theme)
        self.taking_home = TakingHome(self, self.controller, self.settings, self.theme)
        self.lab_report = LabReport(self, self.controller, self.settings)
        self.predictions = PredictionsGlue(self, self.controller, self.settings, self.theme)
        self.pictures = Pictures(
            self, self.theme, self.settings, snapshot=lambda: self.snapshot, tell=self.notices.tell_done
        )
        self.curves.ready.connect(self._offer_pictures)
        self.studies = Studies(self, self.controller, self.notices, self.theme, self.settings)
        self.help = Help(self, self.actions_)
        self.frames = Frames(self, self.gate, self.worker.mailbox, self.network.canvas, self._show_report)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.run_bar)
        self.fold_handle = FoldHandle(self.theme)
        self.fold_handle.follow(self.actions_["settings_column"])
        self._grid = WindowGrid(self.fold_handle, self.left, self.network, self.output, self.curves)
        column.addLayout(self._grid, 1)
        self._build_files()
        self.run_bar.lab_button.setMenu(LabMenu(self, self.open_lab, lambda: self.controller.experiment.name))
        menu = main_menu(self, self.actions_)
        menu.insertMenu(self.actions_["save"], RecentMenu(menu, self.settings, self.files.drop, self.notices.refuse))
        self.run_bar.menu_button.setMenu(menu)

    def _build_files(self) -> None:
        self.sessions = Sessions(
            self,
            self.controller,
            self.notices,
            self.settings,
            studies=self.studies,
            layout=WindowLayout(self._grid, self.output, self.curves),
            folder=self._kept_in,
        )
        self.files = Files(
            self, self.controller, self.notices, self.settings, own_data=self.own_data, sessions=self.sessions
        )

    def _offer_pictures(self) -> None:
        """Let pictures be made of all views; the curves, which come last, are there."""
        output, curves = self.output, self.curves.view
        assert curves is not None
        canvas, answers, hidden = output.canvas, output.answers, output.hidden_space
        views = [
            View("network", self.tr("Network"), lambda: self.network.view),
            View("map", self.tr("Map"), lambda: canvas, lambda: not canvas.paintable),
            View("hidden", self.tr("Hidden space"), lambda: hidden.canvas),
            View("confusion", self.tr("Confusion matrix"), lambda: answers.confusion),
            View("residuals", self.tr("Residuals"), lambda: answers.residuals),
            View("samples", self.tr("Samples"), lambda: answers.gallery),
            View("output", self.tr("Output with its legend and figures"), lambda: output),
        ]
        for name, panel in zip(("loss", "accuracy", "update-ratio", "learning-rate"), curves.panels, strict=True):
            views.append(View(name, panel.title, partial(_itself, panel)))
        self.pictures.offer(self, views)
        for opener in (self.studies, self.backprops, self.lab_windows, self.insights):
            opener.made.connect(self.pictures.offer_window)

    def _connect(self) -> None:
        worker, stack = self.worker, self.controller.undo_stack
        worker.epochs_completed.connect(self.frames.draw_overdue)
        worker.playing.connect(self._on_playing)
        worker.paused.connect(self._on_paused)
        worker.ended.connect(self.walk.run_ended)
        worker.ended.connect(self.notices.ended)
        worker.ended.connect(self.curves.show_outcome)
        worker.failed.connect(self.sessions.explain_failure)
        self.controller.experiment_changed.connect(self._show_experiment)
        self.network.change_requested.connect(self.controller.propose)
        self.network.layer_opened.connect(LayerPopovers(self.controller, self).open)
        self.run_bar.speed_changed.connect(self._set_speed)
        self.run_bar.speed_touched.connect(worker.end_ease_in)
        self.taking_home.report_wanted.connect(self.lab_report.open)
        self.studies.report_wanted.connect(self.lab_report.open_for_study)
        self._connect_hands()
        self._connect_what_labs_ask_for()
        self.output.watch_wanted.connect(worker.watch)
        self.output.navigation.sample_opened.connect(self.backprops.open)
        self.output.hidden_space.canvas.sample_opened.connect(self.backprops.open)
        self.backprops.watch_wanted.connect(worker.watch)
        self.drawing.watch_wanted.connect(worker.watch)
        self.backprops.closed.connect(self.output.forget_sample)
        self.output.canvas.view_moved.connect(self.look.look_at)
        self.look.home_changed.connect(self.output.canvas.set_home)
        self.controller.saved.connect(self._show_title)
        self.theme.changed.connect(self._fit)
        UndoNames(stack, self.actions_["undo"], self.actions_["redo"], self)
        self.actions_.connect(
            play=self._toggle_play,
            step_epoch=worker.step_epoch,
            step_batch=worker.step_batch,
            reset=self._reset,
            new_weights=self.controller.new_weights,
            regenerate=self.controller.regenerate,
            now=self.time_machine.look_at_now,
            check_gradient=self.gradient_checks.check,
            compare_sizes=self.studies.show,
            hidden_space=self._show_hidden_space,
            one_sample=self._show_one_sample,
            mute=self.network.view.toggle_mute,
            show_test=self._uncover,
            inside=self.insights.open_inside,
            undo=stack.undo,
            redo=stack.redo,
            open=self.files.open_dialog,
            open_table=self.own_data.open_table_dialog,
            open_images=self.own_data.open_images_dialog,
            paste=self.own_data.paste,
            draw=self.drawing.open,
            save=self.files.save,
            save_as=self.files.save_dialog,
            save_session=self.files.save_session_dialog,
            export_weights=self.taking_home.open,
            lab_report=self.lab_report.open,
            predict=self.predictions.open,
            pictures=self.pictures.open,
            load_weights=self.files.load_weights_dialog,
            export_history=self.files.export_history_dialog,
            theme=self.theme.toggle,
            type_size=self.theme.next_type_size,
            settings_column=self._fold_settings,
            lab_steps=lambda: self.card.fold(not self.card.folded),
            keyboard=self.help.show_keyboard,
            glossary=self.help.show_glossary,
            about=self.help.about,
            quit=self.close,
        )

    def _connect_hands(self) -> None:
        """Tell what is pointed at and done in the diagram."""
        view, hands, edits = self.network.view, self.network.view.hands, self.edits
        hands.value_requested.connect(edits.set_value)
        hands.value_dragged.connect(self._drag_value)
        hands.drag_ended.connect(self._end_drag)
        hands.mute_requested.connect(edits.mute)
        edits.refused.connect(self.notices.refuse)
        view.looked_at.connect(self._look_closely)
        view.column_opened.connect(self.look.open_column)
        view.canvas.tiles_sized.connect(self.look.fit_tiles)
        view.unit_shown.connect(self._show_unit)

    def _look_closely(self, target: Target | None) -> None:
        self.worker.watch(CLOSER_LOOK, None if target is None else lambda run: run.inspection(target))

    def _connect_what_labs_ask_for(self) -> None:
        walk, hands = self.walk, self.network.view.hands
        for signal, action in (
            (self.files.exported, "exported"),
            (self.taking_home.exported, "exported"),
            (self.lab_report.exported, "exported"),
            (self.predictions.exported, "exported"),
            (self.drawing.drawn, "digit_drawn"),
            (self.output.navigation.sample_opened, "point_opened"),
            (self.output.hidden_space.canvas.sample_opened, "point_opened"),
            (self.output.answers.mistakes_seen, "mistakes_opened"),
            (self.backprops.graph_opened, "graph_opened"),
        ):
            signal.connect(lambda *_, done=action: walk.act(done))
        self.gradient_checks.passed.connect(self._note_check)
        for touched in (hands.value_requested, hands.value_dragged, hands.mute_requested):
            touched.connect(walk.touched)
        self.files.weights_loaded.connect(walk.weights_loaded)
        self.files.lab_opened.connect(walk.adopt)
        walk.changed.connect(self._keep_answers)
        self.lab_windows.answered.connect(self._keep_answers)
        self.controller.desk_changed.connect(self._take_up_answers)
        self.studies.ended.connect(walk.study_ended)
        self.notices.compare_wanted.connect(self.actions_["compare_sizes"].trigger)
        self.walk.changed.connect(self._cover)
        self.output.uncover_wanted.connect(self._uncover)
        self.card.folded_changed.connect(self._keep_folded)
        self.card.page.settings_wanted.connect(self._prepare_step)
        self.card.page.lab_wanted.connect(self.open_lab)
        self.lab_windows.lab_wanted.connect(self.open_lab)
        self.card.labs_button.clicked.connect(self.run_bar.lab_button.showMenu)
        self.card.page.offer(self._deeds())

    def _note_check(self, verdict: str) -> None:
        self.walk.act("gradient_check_passed", say("{text}", text=verdict.rstrip(".")))

    def _keep_answers(self) -> None:
        """Tell what was answered lies beside the runs, for their session."""
        answers = self.walk.book.kept()
        if answers != self.controller.desk.answers:
            self.controller.desk = self.controller.desk.with_answers(answers)

    def _take_up_answers(self) -> None:
        """Another session lies open, or the one before it again: go on with what was answered there."""
        answers = self.controller.desk.answers
        if answers != self.walk.book.kept():
            self.walk.take_up(answers)
            self.lab_windows.take_up()

    def _deeds(self) -> dict[str, Deed]:
        """Tell what the lab card's buttons do, by what a step asks for."""
        trigger = self.actions_
        return {
            "play": Deed(self.tr("Play"), trigger["play"].trigger, "play"),
            "pause": Deed(self.tr("Pause"), trigger["play"].trigger, "pause"),
            "again": Deed(self.tr("Start again"), self._start_again, "reset"),
            "study": Deed(self.tr("Compare"), self._open_study, "compare"),
            "gradient_check_passed": Deed(self.tr("Check gradient"), trigger["check_gradient"].trigger),
            "exported": Deed(self.tr("Export"), trigger["export_weights"].trigger, "export"),
            "digit_drawn": Deed(self.tr("Draw a digit"), trigger["draw"].trigger),
            "mistakes_opened": Deed(self.tr("Look at them"), self.output.show_mistakes),
            "test_opened": Deed(self.tr("Show the test result"), self._uncover),
            "graph_opened": Deed(self.tr("Open the graph"), trigger["one_sample"].trigger),
            "point_opened": Deed(self.tr("Open a sample"), trigger["one_sample"].trigger),
        }

    def _keep_folded(self) -> None:
        self.settings.steps_hidden = self.card.folded

    def _cover(self) -> None:
        """Keep covered what the lab keeps for its end."""
        covered = self.walk.covered
        self.output.cover(covered)
        self.curves.cover(covered)
        self.studies.cover(self.walk.covered_of)
        self.actions_["show_test"].setEnabled(bool(covered))

    def _uncover(self) -> None:
        """Show the test result, and note it as what was seen."""
        score = None if self.snapshot is None else self.snapshot.scores.get("test")
        figure = None if score is None else score.accuracy
        told = None if figure is None else say("the test accuracy is {percent:.4g} %", percent=100 * figure)
        self.walk.act("test_opened", told)

    def _prepare_step(self) -> None:
        """Make the settings that the lab's step asks for; the run begins again, as a first one would."""
        wanted, before = self.walk.wanted, self.controller.experiment
        if wanted is None:
            return
        changes = changed_settings(before, wanted)
        self.controller.replace(wanted, self.tr("Set up step {n}").format(n=self.walk.number + 1))
        if self.controller.experiment == wanted and all(each.live for each in changes):
            self.worker.reset()

    def _start_again(self) -> None:
        self._reset()
        self.worker.play()

    def _open_study(self) -> None:
        lab, step = self.walk.lab, self.walk.step
        if lab is not None and step is not None:
            self.studies.ask(lab, None if step.claim is None else step.claim.study)

    def _show_run_to_card(self) -> None:
        self.card.show_run(training=self.frames.training, spent=self.walk.spent)

    # What happens

    def _toggle_play(self) -> None:
        if self.frames.training:
            self.worker.pause()
        else:
            self.worker.play()

    def _set_speed(self, speed: Speed) -> None:
        self.settings.speed = speed
        self.worker.set_speed(speed)

    def _reset(self) -> None:
        self.notices.clear()
        self.worker.reset()

    def _on_playing(self) -> None:
        self.frames.training = True
        self.run_bar.show_training(True)
        self.look.training(True)
        self.network.show_training(True)
        self.curves.show_training(True)
        self.notices.started()
        self._show_run_to_card()

    def _on_paused(self) -> None:
        self.frames.training = False
        self.run_bar.show_training(False)
        self.look.training(False)
        self.network.show_training(False)
        self.curves.show_training(False)
        self._show_run_to_card()

    def _drag_value(self, place: Place, value: float, name: str) -> None:
        self.look.dragging(True)
        self.edits.drag_value(place, value, name)

    def _end_drag(self, cancel: bool) -> None:
        self.edits.end_drag(cancel)
        self.look.dragging(False)

    def _show_hidden_space(self) -> None:
        if not self.output.show_view("hidden"):
            self.notices.refuse(self.tr("The network has no hidden layer; add one by a plus above it"))

    def _show_one_sample(self) -> None:
        """The sample that is marked, or else the first."""
        self.backprops.open(self.output.canvas.chosen or SampleKey("train", 0), "graph")

    def _show_unit(self, unit: Unit | None, name: str) -> None:
        self.look.at_unit(unit)
        self.output.show_unit(unit, name)
        self.frames.paint_between()

    def _show_experiment(self, experiment: Experiment) -> None:
        self.walk.follow(experiment)
        self.run_bar.show_experiment(experiment)
        self._show_title()

    def _show_title(self) -> None:
        path = self.controller.path
        name = path.name if path else experiment_titles(self.controller.experiment)[0]
        self.setWindowTitle(f"{name}[*] – {self.tr('Neural playground')}")
        self.setWindowModified(not self.controller.unchanged)

    def open_lab(self, lab: Lab) -> None:
        if lab.experiment is None:
            self.lab_windows.open(lab)
        elif self.files.may_leave():
            self.controller.open(lab.experiment, self.tr("Open {name}").format(name=lab.title))
            self.notices.clear()
            if lab.compare:
                self.studies.compare(lab)

    # The window itself

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._grid.fit(self.size(), self.run_bar.height())

    def _fold_settings(self) -> None:
        self._grid.fold(not self._grid.folded)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is None:  # From elsewhere. What is no use gets an answer when it is dropped.
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.files.take(event.mimeData())

    def end(self) -> None:
        """The system ends the program: nobody is asked, and what is unsaved is kept for the next start."""
        self._told_to_end = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (self._told_to_end or self.files.may_close()):
            event.ignore()
            return
        self.gradient_checks.close()
        self.predictions.close()
        self.studies.close()
        self.backprops.close()
        self.lab_report.close()
        self.insights.close()
        self.lab_windows.close()
        self.help.close()
        self.frames.stop()
        self.worker.stop()
        self.sessions.end(keep=self._told_to_end and self.sessions.unsaved)
        self.settings.geometry = self.saveGeometry()
        self.settings.keep_theme(self.theme)
        super().closeEvent(event)
