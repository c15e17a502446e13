"""The form: what is compared, which values, how many seeds and epochs; checked while it is typed into."""

import json
import re

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from playground.app.studies.plan import OWN, Mode, Plan, ready_name, remark, study_of
from playground.app.studies.setting_field import SettingField
from playground.app.studies.suggestions import suggested_draw, suggested_epochs, suggested_values
from playground.app.studies.words import UNITS, sweepable
from playground.app.widgets import (
    Card,
    CompactCombo,
    ElidedLabel,
    NumberFormat,
    NumberRow,
    SegmentedChoice,
    TextButton,
    set_style_property,
    styled_label,
)
from playground.experiment import Experiment, Lab, UserError
from playground.studies import READY, VARY, Study, Vary
from playground.studies.repeats import MOST_SEEDS
from playground.studies.search import MOST_TRIALS

_MILLISECONDS = 150
"""After the last key, before what was typed is checked."""
_DEFAULT_SEEDS, _DEFAULT_TRIALS = 5, 30
_NARROWEST_ADDRESS, _ADDRESS = 96, 150
_FIRST, _SECOND = "training.optimizer.learning_rate", "training.l2"


class SetupCard(Card):
    """Holds the experiment that is compared, and what of it."""

    changed = Signal()
    """The study is another one now, or there is none."""
    start_requested = Signal()
    current_wanted = Signal()
    """The experiment of the main window should be the one."""

    def __init__(self, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("What is compared"))
        self.experiment = experiment
        self.study: Study | None = None
        self.problem = ""
        self._asked: tuple[Experiment, Plan] | None = None
        self._due = QTimer(self, singleShot=True, interval=_MILLISECONDS)
        self._due.timeout.connect(self.check)
        header = self.title.parentWidget()
        assert header is not None
        header.hide()
        self.body.setSpacing(9)
        self.body.addLayout(self._first_line())
        self.body.addLayout(self._second_line())
        self.epochs.set_value(suggested_epochs(experiment))
        self.offer_current(False)
        self._show_mode()

    @property
    def mode(self) -> Mode:
        found: Mode = self.modes.value()  # type: ignore[assignment]
        return found

    @property
    def plan(self) -> Plan:
        """Tell what the form says now."""
        fields = [field for field in (self.one, self.other) if not field.isHidden()]
        return Plan(
            mode=self.mode,
            paths=tuple(field.path for field in fields if field.path),
            texts=tuple(field.values for field in fields if field.path),
            seeds=int(str(self.seeds.value())),
            vary=self._vary_chosen(),
            epochs=int(str(self.epochs.value())),
            ready=str(self.ready.currentData() or ""),
            own=self.own.text(),
            trials=int(str(self.trials.value())),
            address=self.address.text().strip(),
        )

    def _vary_chosen(self) -> Vary | None:
        chosen = self.vary.currentData()
        return next((each for each in VARY if each == chosen), None)

    def take_experiment(self, experiment: Experiment) -> None:
        """Compare this one from now on."""
        if experiment.training.epochs != self.experiment.training.epochs:
            self.epochs.set_value(suggested_epochs(experiment))
        self.experiment = experiment
        self.offer_current(False)
        self._show_mode(chosen=(self.one.path, self.other.path))

    def offer_current(self, offered: bool) -> None:
        """Tell whether the experiment of the main window is another by now, and may be taken."""
        self.current_button.setVisible(offered)

    def set_mode(self, mode: Mode) -> None:
        """Compare something else."""
        self.modes.set_value(mode)
        self._show_mode()

    def compare(self, lab: Lab) -> None:
        """Put the sides that a lab compares next to each other, with its repeats and epochs."""
        ready = lab.slug.replace("-", "_")
        self.ready.setCurrentIndex(self.ready.findData(ready if ready in READY else OWN))
        settings = [[f"{path}={json.dumps(value)}" for path, value in side.set.items()] for side in lab.compare]
        self.own.setText(" | ".join("; ".join(each) for each in settings))
        self.seeds.set_value(lab.study_seeds)
        self.epochs.set_value(lab.study_epochs or suggested_epochs(self.experiment))
        self.set_mode("variants")

    def check(self) -> bool:
        """See at once whether what is typed makes a study."""
        self._due.stop()
        for row in (self.seeds, self.epochs, self.trials):
            row.edit.commit()
        asked = self.experiment, self.plan
        if asked == self._asked:
            return self.study is not None
        self._asked = asked
        try:
            self.study, self.problem = study_of(*asked), ""
        except UserError as error:
            self.study, self.problem = None, _sentence(str(error), self.plan.paths)
        told = self.problem if self.study is None else remark(self.plan, self.study, self.experiment.data.split)
        self.message.setText(told)
        self.message.setToolTip(told)
        set_style_property(self.message, "role", "error" if self.problem else "small")
        self.one.show_wrong(bool(self.problem))
        set_style_property(self.own, "invalid", bool(self.problem))
        self.changed.emit()
        return self.study is not None

    def _first_line(self) -> QHBoxLayout:
        options = (
            ("sizes", self.tr("Hidden size")),
            ("setting", self.tr("A setting")),
            ("pair", self.tr("Two settings")),
            ("variants", self.tr("Side by side")),
            ("search", self.tr("Random search")),
        )
        self.modes = SegmentedChoice(self.tr("Compare"), options, "sizes")
        self.modes.value_changed.connect(self._choose_mode)
        self.trials = self._number(self.tr("Trials"), MOST_TRIALS, _DEFAULT_TRIALS, self.tr("How many to draw"))
        self.seeds = self._number(
            self.tr("Repeats"), MOST_SEEDS, _DEFAULT_SEEDS, self.tr("Trainings of each, the same ones for all")
        )
        self.vary = CompactCombo()
        self.vary.setAccessibleName(self.tr("Another in each repeat"))
        self.vary.setToolTip(
            self.tr(
                "Another in each repeat, beside the first weights: nothing, the split, or the data.\n"
                "As fits: of tables and images the split, of generated sets the data."
            )
        )
        words = {"weights": self.tr("weights"), "split": self.tr("split"), "data": self.tr("data")}
        self.vary.addItem(self.tr("as fits"), "")
        for each in VARY:
            self.vary.addItem(words[each], each)
        self.vary.activated.connect(self.check)
        self.epochs = self._number(self.tr("Epochs"), 10_000_000, 1000, self.tr("How long each is trained"))
        self.address = QLineEdit()
        self.address.setObjectName("textField")
        self.address.setPlaceholderText(self.tr("this computer"))
        self.address.setAccessibleName(self.tr("Cluster address"))
        self.address.setToolTip(
            self.tr("The address of a Dask cluster's scheduler, as in tcp://host:8786; empty for this computer")
        )
        self.address.setFixedHeight(25)
        self.address.setMinimumWidth(_NARROWEST_ADDRESS)
        self.address.setMaximumWidth(_ADDRESS)
        # What says which study it is, and its numbers, must not be cut where the window is narrow.
        for widget in (self.modes, self.trials, self.seeds, self.epochs):
            widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.modes)
        line.addStretch(1)
        for row in (self.trials, self.seeds, self.vary, self.epochs):
            line.addWidget(row)
        return line

    def _cluster(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(styled_label(self.tr("Runs on"), "body"))
        line.addWidget(self.address, 1)
        return line

    def _second_line(self) -> QHBoxLayout:
        self.one = SettingField(self.tr("Setting"), self._suggest)
        self.other = SettingField(self.tr("Second setting"), self._suggest)
        self.ready = CompactCombo()
        self.ready.setAccessibleName(self.tr("Ready-made comparisons"))
        for name in READY:
            self.ready.addItem(ready_name(name), name)
        self.ready.addItem(ready_name(OWN), OWN)
        self.ready.activated.connect(self._choose_mode)
        self.own = QLineEdit("training.optimizer.learning_rate=0.1 | training.optimizer.learning_rate=1")
        self.own.setObjectName("textField")
        self.own.setMinimumWidth(380)
        self.own.setAccessibleName(self.tr("Variants"))
        self.own.setToolTip(
            self.tr(
                "Settings by their paths, ; between two settings and | between two variants;\n"
                "a variant without settings is the experiment as it is"
            )
        )
        self.own.textChanged.connect(self._due.start)
        self.own.returnPressed.connect(self.start_requested)
        self.message = ElidedLabel()
        self.message.setMinimumWidth(40)
        self.current_button = TextButton(self.tr("Use the current experiment"), variant="link")
        self.current_button.setToolTip(self.tr("Compare what the main window shows by now"))
        self.current_button.clicked.connect(self.current_wanted)
        line = QHBoxLayout()
        line.setSpacing(14)
        for widget in (self.one, self.other, self.ready, self.own):
            line.addWidget(widget)
        line.addWidget(self.message, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.current_button)
        line.addLayout(self._cluster())
        for field in (self.one, self.other):
            field.changed.connect(self._due.start)
            field.entered.connect(self.start_requested)
        return line

    def _number(self, label: str, most: int, value: int, help_text: str) -> NumberRow:
        row = NumberRow(label, NumberFormat("integer", 1, most), value, help_text=help_text)
        row.edit.setFixedWidth(52)
        row.value_changed.connect(self.check)
        row.edit.returnPressed.connect(self.start_requested)
        return row

    def _choose_mode(self) -> None:
        self._show_mode()

    def _show_mode(self, chosen: tuple[str, str] = ("", "")) -> None:
        """Show the fields of what is compared; settings that were `chosen` stay where there are such."""
        mode, experiment = self.mode, self.experiment
        every = sweepable(experiment)
        sizes = {path: title for path, title in every.items() if UNITS.fullmatch(path)}
        self.one.setVisible(mode != "variants")
        self.other.setVisible(mode in ("pair", "search"))
        self.ready.setVisible(mode == "variants")
        self.own.setVisible(mode == "variants" and self.ready.currentData() == OWN)
        self.trials.setVisible(mode == "search")
        for widget in (self.seeds, self.vary):
            widget.setVisible(mode != "search")
        if mode == "sizes":
            first = chosen[0] if chosen[0] in sizes else next(iter(sizes), "")
            self.one.offer(experiment, sizes, first, self.tr("Sizes"))
        elif mode != "variants":
            kind = "draws" if mode == "search" else "values"
            first = next(iter(sizes), _SECOND) if mode == "pair" else _FIRST
            second = _FIRST if mode == "pair" else _SECOND
            self.one.offer(experiment, every, chosen[0] if chosen[0] in every else first, kind=kind)
            if mode != "setting":
                self.other.offer(experiment, every, chosen[1] if chosen[1] in every else second, kind=kind)
        self.check()

    def _suggest(self, experiment: Experiment, path: str) -> str:
        return (suggested_draw if self.mode == "search" else suggested_values)(experiment, path)


def _sentence(text: str, paths: tuple[str, ...]) -> str:
    """A refusal without the path of a setting that stands right beside it, and without the epochs of all trials."""
    text = re.sub(r"^training\.epochs=\d+, ", "", text)
    for path in paths:
        text = text.replace(f"{path}: ", "", 1)
    return text[:1].upper() + text[1:]
