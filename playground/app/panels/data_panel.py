"""The data: which set, how many points, how they are split and prepared, and what of them the network is shown."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import to_builtins
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from playground.app.controller import Controller
from playground.app.drawing.drawing import can_be_drawn, of_digits
from playground.app.panels.bound_row import mark_restart
from playground.app.panels.features import FeaturePills, InputNames
from playground.app.panels.own_rows import GroupColumn, TestTable, is_table
from playground.app.panels.set_chooser import SetChooser
from playground.app.panels.setting_rows import (
    BoundRow,
    ChoiceSetting,
    Density,
    NumberSetting,
    SliderSetting,
    fit_rows,
    help_text,
    restart_sentence,
)
from playground.app.theme import ThemeManager
from playground.app.widgets import Card, ElidedLabel, IconButton, SplitRow, TextButton
from playground.app.widgets.split import Split as Percents
from playground.app.words.names import choice_name, in_sentence, setting_change, translated
from playground.data import Dataset
from playground.experiment import (
    READY_SOURCES,
    Experiment,
    File,
    ImageFiles,
    Painted,
    Split,
    labs,
    setting,
    source_assignments,
)
from playground.experiment.sources import points_as_builtins

PAINTED = "points"
"""The set whose points a person paints."""
_ALL_TEACH = Split(train=1.0, validation=0.0, test=0.0)
_MANY = 1000
"""From so many samples on, fewer may be wanted."""


class DataPanel(Card):
    """Every change goes through the controller, and every control shows what it says."""

    def __init__(self, controller: Controller, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Data"))
        self._controller, self._theme = controller, theme
        self._split: Split | None = None
        self._painted: Painted | None = None
        self._before_painting: Experiment | None = None
        self._dataset: Dataset | None = None
        self._draw_action = QAction(self)
        self._add_header()
        self._add_sets(theme)
        self._add_rows()
        self._add_features()
        controller.experiment_changed.connect(self.show_experiment)
        self.show_experiment(controller.experiment)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the experiment's data; cheap where nothing has changed."""
        data = experiment.data
        self.sets.show_kind(str(data.source.__struct_config__.tag))
        painted = isinstance(data.source, Painted)
        if isinstance(data.source, Painted):
            self._painted = data.source
        drawn = self.tr("Draw new points; the network stays")
        self.regenerate.setToolTip(self.tr("Split the points anew; the network stays") if painted else drawn)
        for row in self.rows:
            row.show(experiment)
        if data.split != self._split:
            self._split = data.split
            self.split.bar.set_split(_percents(data.split))
        self.pills.show_features(data.symbols)

    def show_dataset(self, dataset: Dataset) -> None:
        """Features to choose from for points in a plane, and the columns' names for all others."""
        if dataset is not self._dataset:
            self._dataset, prepared = dataset, dataset.preparation
            self._show_own(dataset)
            self.most.show(self._controller.experiment)
            self.group.take(dataset)
            self.split_by.show(self._controller.experiment)
            self._offer_drawing(dataset)
            self.show_inputs(() if prepared.columns == 2 else prepared.features, dataset.image_shape)
            self._name_columns(dataset.plane_names)

    def show_inputs(self, names: Sequence[str], image_shape: tuple[int, int] | None = None) -> None:
        """Tell of inputs by name in place of the features to choose from; without names the features come back."""
        self.pills.setVisible(not names)
        self.input_names.setVisible(bool(names))
        declared = setting(self._controller.experiment, "data.features")
        self.features_heading.setText(self.tr("Inputs") if names else self._features_title)
        self.features_heading.setToolTip("" if names else help_text(declared))
        if names:
            self.input_names.show_names(names, image_shape)

    def _name_columns(self, names: Sequence[str]) -> None:
        """Of a plane's two columns, where they have names."""
        self.pills.name_columns(names)
        if names:
            self.input_names.show_plane(names)
            self.input_names.show()

    def follow(self, open_table: QAction, open_images: QAction, draw: QAction) -> None:
        """Let the buttons for data of one's own, and for the pad, trigger these actions."""
        self.open_table.follow(open_table)
        self.open_images.follow(open_images)
        self._draw_action = draw
        self.draw.follow(draw)
        self.draw.hide()

    def _show_own(self, dataset: Dataset) -> None:
        """The file that the samples come from, and how many of them there are."""
        source = self._controller.experiment.data.source
        self.own.setVisible(isinstance(source, File | ImageFiles))
        if isinstance(source, File | ImageFiles):
            used = sum(len(part) for part in dataset.parts.values())
            some = self.tr("{used} of {all} samples").format(used=f"{used:,}", all=f"{dataset.available:,}")
            count = some if dataset.available > used else self.tr("{used} samples").format(used=f"{used:,}")
            official = self.tr(", with a test set of their own") if dataset.official_test else ""
            # The count first: of a long name the end may be cut off.
            told = self.tr("{samples} in {name}").format(samples=count, name=Path(source.path).name)
            self.own.setText(told + official)

    def fit(self, density: Density) -> None:
        """Lower rows and pictures, where the window is low."""
        self.sets.arrange(density.columns, density.picture)
        self.pills.set_pill_height(density.control)
        for line in (self.features_heading, self.own):
            line.setFixedHeight(density.heading)
        fit_rows([self.split, *(bound.row for bound in self.rows)], density)

    def _offer_drawing(self, dataset: Dataset) -> None:
        self._draw_action.setText(self.tr("Draw a digit…") if of_digits(dataset) else self.tr("Draw an image…"))
        self.draw.setText(self._draw_action.text())
        self.draw.setVisible(can_be_drawn(dataset))

    def _has_many(self, experiment: Experiment) -> bool:
        """Tell whether there are samples to leave out."""
        source, dataset = experiment.data.source, self._dataset
        if not isinstance(source, File | ImageFiles) or dataset is None:
            return False
        return dataset.available > min(source.rows, _MANY)

    def _can_be_split_by(self, experiment: Experiment, by: str) -> bool:
        """Tell whether there is something to split by: groups are those of a table's columns."""
        return by != "group" or by == experiment.data.split.by or (is_table(experiment) and bool(self.group.offered))

    # Building

    def _add_header(self) -> None:
        self.open_table = TextButton(self.tr("Table…"), variant="chip")
        self.open_images = TextButton(self.tr("Images…"), variant="chip")
        for button in (self.open_table, self.open_images):
            self.add_header_widget(button)
        self.regenerate = IconButton("regenerate", self.tr("Draw new points; the network stays"), flat=True)
        self.regenerate.clicked.connect(self._controller.regenerate)
        self.add_header_widget(self.regenerate)

    def _add_sets(self, theme: ThemeManager) -> None:
        declared = setting(self._controller.experiment, "data.source")
        self._sets_title = translated(declared.title)
        kinds = tuple(str(source.__struct_config__.tag) for source in READY_SOURCES)
        self.sets = SetChooser(kinds, theme)
        self.sets.setAccessibleName(self._sets_title)
        self.sets.chosen.connect(self._choose_set)
        self.body.addWidget(self.sets)
        self.body.addSpacing(6)
        self.own = ElidedLabel()
        self.own.hide()
        self.body.addWidget(self.own)

    def _add_rows(self) -> None:
        controller = self._controller
        self.classes = SliderSetting(controller, "data.source.classes")
        self.samples = SliderSetting(controller, "data.source.samples")
        self.noise = SliderSetting(controller, "data.source.noise")
        words = ((0, self.tr("none")),)
        self.fresh_test = SliderSetting(controller, "data.source.fresh_test", label=self.tr("Fresh test"), words=words)
        self.most = SliderSetting(controller, "data.source.rows", label=self.tr("At most"))
        self.most.only_while(self._has_many)
        self.fill = ChoiceSetting(controller, "data.source.fill")
        self.group = GroupColumn(controller)
        self.split_by = ChoiceSetting(
            controller, "data.split.by", assign=self.group.split_by, fits=self._can_be_split_by
        ).only_while(_is_own)
        self.test_table = TestTable(controller).only_while(is_table)
        self.folds = NumberSetting(controller, "data.split.folds").only_while(_is_own)
        self.split_seed = NumberSetting(controller, "data.split.seed").only_while(_is_own)
        self.prepare = ChoiceSetting(controller, "data.preprocessing")
        self.scale_target = ChoiceSetting(controller, "data.target_scaling").only_while(_has_values)
        self.seed = NumberSetting(controller, "data.source.seed")
        self.rows: tuple[BoundRow, ...] = (
            self.classes,
            self.samples,
            self.noise,
            self.fresh_test,
            self.most,
            self.fill,
            self.split_by,
            self.group,
            self.folds,
            self.split_seed,
            self.test_table,
            self.prepare,
            self.scale_target,
            self.seed,
        )
        for bound in self.rows:
            self.body.addWidget(bound.row)
        self._add_split()

    def _add_split(self) -> None:
        help = self.tr("Training points teach, validation points help to choose, test points only judge.")
        self.split = SplitRow(self.tr("Split"), (100, 0, 0), help_text=f"{help}\n{restart_sentence()}")
        mark_restart(self.split)
        self.split.bar.split_changed.connect(self._choose_split)
        self.body.insertWidget(self.body.indexOf(self.fresh_test.row), self.split)

    def _add_features(self) -> None:
        declared = setting(self._controller.experiment, "data.features")
        self._features_title = translated(declared.title)
        self.features_heading = self.add_heading(self._features_title)
        self.features_heading.setToolTip(help_text(declared))
        self.pills = FeaturePills(declared, self._theme)
        self.pills.features_changed.connect(self._choose_features)
        self.body.addWidget(self.pills)
        self.input_names = InputNames()
        self.input_names.hide()
        self.body.addWidget(self.input_names)
        self.draw = TextButton(self._draw_action.text(), variant="chip")
        self.draw.hide()
        self.body.addSpacing(2)
        self.body.addWidget(self.draw)

    # What the user does

    def _choose_set(self, kind: str) -> None:
        """Another set, with what suits it; what the user chose stays as it is, as far as its ranges allow."""
        assignments = source_assignments(self._controller.experiment.data.source, kind)
        source = self._controller.experiment.data.source
        if isinstance(source, File | ImageFiles):
            assignments["name"] = choice_name("data.source", kind)  # It carried the file's.
        if kind == PAINTED and not isinstance(source, Painted):
            assignments |= self._painting_assignments()
        elif kind != PAINTED and isinstance(source, Painted):
            assignments |= self._assignments_after_painting(kind)
        name = setting_change(in_sentence(self._sets_title), kind, choice_name("data.source", kind))
        self._controller.propose(assignments, name)

    def _painting_assignments(self) -> dict[str, Any]:
        """The points painted before, if any. All of them teach: of a few, none is to spare for a test."""
        assignments: dict[str, Any] = {"data.split": to_builtins(_ALL_TEACH)}
        before = self._before_painting = self._controller.experiment
        if before.training.stop.patience is not None:
            assignments["training.stop.patience"] = None  # It would wait for a better validation loss.
        if before.name in labs():
            assignments["name"] = choice_name("data.source", PAINTED)  # The lab asks nothing about these points.
        if self._painted is not None:
            points = points_as_builtins(self._painted)
            assignments |= {"data.source.classes": self._painted.classes, "data.source.points": points}
        return assignments

    def _assignments_after_painting(self, kind: str) -> dict[str, Any]:
        """The name, the split and the patience from before, but for those that a person set while painting."""
        now, before = self._controller.experiment, self._before_painting
        if before is None:
            return {}
        assignments: dict[str, Any] = {}
        if now.name == choice_name("data.source", PAINTED):
            assignments["name"] = before.name if before.name in labs() else choice_name("data.source", kind)
        if now.data.split == _ALL_TEACH:
            assignments["data.split"] = to_builtins(before.data.split)
            if now.training.stop.patience is None:
                assignments["training.stop.patience"] = before.training.stop.patience
        return assignments

    def _choose_split(self, percents: Percents) -> None:
        names = ("train", "validation", "test")
        shares = {f"data.split.{name}": percent / 100 for name, percent in zip(names, percents, strict=True)}
        text = " / ".join(map(str, percents))
        self._controller.propose(shares, setting_change(self.tr("split"), percents, text), merge=True)

    def _choose_features(self, features: tuple[str, ...]) -> None:
        text = ", ".join(choice_name("data.features", feature) for feature in features)
        name = setting_change(in_sentence(self._features_title), features, text)
        self._controller.propose({"data.features": list(features)}, name)


def _is_own(experiment: Experiment) -> bool:
    return isinstance(experiment.data.source, File | ImageFiles)


def _has_values(experiment: Experiment) -> bool:
    return experiment.data.source.task == "regression"


def _percents(split: Split) -> Percents:
    """Whole percent that add up to 100, whatever the shares are."""
    train, both = round(100 * split.train), round(100 * (split.train + split.validation))
    return train, both - train, 100 - both
