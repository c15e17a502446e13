"""The output card: canvas, legend, and the figures by part."""

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.app.theme import ThemeManager, value_colours
from playground.app.views.answers import AnswersPanel, views_for
from playground.app.views.class_names import class_titles
from playground.app.views.numbers import end_text, error_text, figure_text, loss_text, percent_text
from playground.app.widgets import Card, Legend, LegendEntry, MetricsTable, SegmentedChoice, ToggleButton, ValueScale
from playground.data import Dataset
from playground.training import Snapshot

from .axis_note import AxisNote
from .canvas import BoundaryCanvas
from .point_stamps import PART_SHAPES

_SCORES_MILLISECONDS = 100
_MOST_TITLES = 6
_PARTS = ("train", "validation", "test")


class OutputView(Card):
    """What the network says everywhere in the plane, and how well it does."""

    # The part whose answers are to be sent with the snapshots, or None.
    answers_wanted = Signal(object)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Output"))
        self._theme = theme
        self._snapshot: Snapshot | None = None
        self._since_scores = QElapsedTimer()
        self._late = QTimer(self, singleShot=True, interval=_SCORES_MILLISECONDS)
        self._late.timeout.connect(self._show_scores)
        self.canvas = BoundaryCanvas(theme)
        self.canvas.setAccessibleName(self.tr("Decision boundary"))
        self.answers = AnswersPanel(theme)
        self.answers.wanted.connect(self.answers_wanted)
        self._add_views()
        self._add_toggles()
        self.class_legend, self.part_legend = Legend(), Legend(right=True)
        self.value_scale = ValueScale(self.tr("value"))
        self.value_scale.hide()
        self.table = MetricsTable([self._part_name(part) for part in _PARTS])
        self.legends = QWidget()
        legends = QHBoxLayout(self.legends)
        legends.setContentsMargins(0, 6, 0, 2)
        legends.setSpacing(14)
        legends.addWidget(self.class_legend, 1)
        legends.addWidget(self.value_scale)
        legends.addWidget(self.part_legend)
        self.axis_note = AxisNote()
        self.body.addWidget(self.canvas, 1)
        self.body.addWidget(self.axis_note)
        self.body.addWidget(self.legends)
        self.body.addWidget(self.answers, 1)
        self.body.addWidget(self.table)
        self.body.addStretch()
        theme.changed.connect(self._restyle)
        self._restyle()
        self._show_scores()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of a run; cheap enough for every frame."""
        last, self._snapshot = self._snapshot, snapshot
        if last is None or snapshot.dataset is not last.dataset:
            self._show_legends(snapshot.dataset)
        self.canvas.show_snapshot(snapshot)
        self.answers.show_snapshot(snapshot)
        # Figures that change sixty times a second cannot be read, and cost as much as the map to paint.
        if last is None or snapshot.epoch in (0, last.epoch) or self._since_scores.hasExpired(_SCORES_MILLISECONDS):
            self._show_scores()
        else:
            self._late.start()

    def repaint_now(self) -> None:
        """Paint the canvas before returning, while the frame gate holds the training still."""
        self.canvas.repaint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_header()

    def summary(self) -> str:
        """The card in words."""
        if not self.answers.isHidden():
            return self.answers.summary()
        return f"{self.canvas.accessibleName()}. {self.canvas.accessibleDescription()}"

    def _add_views(self) -> None:
        names = {"map": self.tr("map"), "confusion": self.tr("confusion")}
        names |= {"residuals": self.tr("residuals"), "samples": self.tr("samples")}
        self.view_choice = SegmentedChoice(self.tr("View"), list(names.items()), "map", quiet=True)
        tips = {
            "map": self.tr("What the network says everywhere."),
            "confusion": self.tr("Which classes are taken for which."),
            "residuals": self.tr("Predicted against actual values."),
            "samples": self.tr("The samples as pictures, the mistakes first."),
        }
        for name, tip in tips.items():
            self.view_choice.pill(name).setToolTip(tip)
        self.view_choice.hide()
        self.view_choice.value_changed.connect(self._open_view)
        self.header.insertWidget(1, self.view_choice)

    def _offer_views(self, dataset: Dataset) -> None:
        """The views that these data have; one that they have not gives way to its like, or to the map."""
        offered = views_for(dataset)
        for name in ("confusion", "residuals", "samples"):
            self.view_choice.pill(name).setVisible(name in offered)
        self.view_choice.show()
        if self.view_choice.value() not in ("map", *offered):
            self.view_choice.set_value("map" if self.view_choice.value() == "samples" else offered[0])
            self._open_view(self.view_choice.value())
        self._arrange_header()

    def _open_view(self, view: object) -> None:
        for widget in (self.canvas, self.legends, self.map_tools):
            widget.setVisible(view == "map")
        if view == "map":
            self.answers.close_views()
        else:
            self.answers.open(str(view))
        self._arrange_header()

    def _arrange_header(self) -> None:
        """Where it is narrow the title gives way to the views; where that is not enough the map's pills move down."""
        pills = [self.view_choice, self.map_tools] if self.view_choice.value() == "map" else [self.view_choice]
        needed = sum(pill.sizeHint().width() + self.header.spacing() for pill in pills)
        room = self.body.geometry().width()
        self.title.setVisible(self.title.sizeHint().width() + needed <= room)
        below = needed - self.header.spacing() > room
        if below != (self.body.indexOf(self.map_tools) >= 0):
            if below:
                self.body.insertWidget(0, self.map_tools)
            else:
                self.header.addWidget(self.map_tools)

    def _add_toggles(self) -> None:
        options = [("smooth", self.tr("smooth")), ("sharp", self.tr("sharp"))]
        self.style_choice = SegmentedChoice(self.tr("Boundary"), options, "smooth", quiet=True)
        self.points_toggle = ToggleButton(self.tr("points"), checked=True, quiet=True)
        self.points_toggle.setToolTip(self.tr("Show the samples over the map."))
        self.style_choice.value_changed.connect(self._set_style)
        self.points_toggle.toggled.connect(self.canvas.set_points_visible)
        self.map_tools = QWidget()
        tools = QHBoxLayout(self.map_tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(self.header.spacing())
        tools.addStretch(1)
        tools.addWidget(self.style_choice)
        tools.addWidget(self.points_toggle)
        self.add_header_widget(self.map_tools)

    def _set_style(self, style: object) -> None:
        self.canvas.set_sharp(style == "sharp")

    def _explain_styles(self, *, classifies: bool) -> None:
        smooth, sharp = self.style_choice.pill("smooth"), self.style_choice.pill("sharp")
        if classifies:
            smooth.setToolTip(self.tr("The more a class is favoured, the stronger its colour."))
            sharp.setToolTip(self.tr("Only the class the network decides for."))
        else:
            smooth.setToolTip(self.tr("The farther a value is from the middle of the scale, the stronger its colour."))
            sharp.setToolTip(self.tr("Values in eight steps."))

    def _restyle(self) -> None:
        self.value_scale.set_colours(value_colours(self._theme.theme, 3))

    def _show_legends(self, dataset: Dataset) -> None:
        self._offer_views(dataset)
        self._explain_styles(classifies=dataset.classifies)
        self.canvas.setAccessibleName(self.tr("Decision boundary") if dataset.classifies else self.tr("Predictions"))
        self.axis_note.show_dataset(dataset)
        self.value_scale.setVisible(not dataset.classifies)
        self.value_scale.set_ends(*map(end_text, dataset.value_range))
        self.class_legend.setVisible(dataset.classifies)
        colours = self._theme.theme.classes
        # Of many classes the numbers alone, or the legend would take the canvas's room.
        titles = class_titles(dataset.classes) if len(dataset.classes) <= _MOST_TITLES else dataset.classes
        self.class_legend.set_entries([LegendEntry(t, colours[k % len(colours)]) for k, t in enumerate(titles)])
        self.part_legend.set_entries([LegendEntry(self._part_name(p), None, PART_SHAPES[p]) for p in dataset.parts])

    def _show_scores(self) -> None:
        self._late.stop()
        self._since_scores.start()
        snapshot = self._snapshot
        scores = {} if snapshot is None else snapshot.scores
        losses = [loss_text(scores[part].loss) if part in scores else None for part in _PARTS]
        rows = [(self.tr("Loss"), losses)]
        if snapshot is not None and not snapshot.dataset.classifies:
            fits = [snapshot.fits.get(part) for part in _PARTS]
            rows.append((self.tr("R²"), [None if fit is None else figure_text(fit.r_squared) for fit in fits]))
            rows.append((self.tr("RMSE"), [None if fit is None else error_text(fit.rmse) for fit in fits]))
        elif not scores or any(score.accuracy is not None for score in scores.values()):
            accuracies = [percent_text(scores[part].accuracy) if part in scores else None for part in _PARTS]
            rows.append((self.tr("Accuracy"), accuracies))
        self.table.set_rows(rows)
        self._describe(snapshot)

    def _describe(self, snapshot: Snapshot | None) -> None:
        told = self._told(snapshot)
        if told != self.canvas.accessibleDescription():
            self.canvas.setAccessibleDescription(told)

    def _told(self, snapshot: Snapshot | None) -> str:
        message = self.canvas.message()
        if snapshot is None or message:
            return message
        if not snapshot.dataset.classifies:
            return self._told_of_values(snapshot)
        titles = class_titles(snapshot.dataset.classes)
        classes = ", ".join([*titles[:-2], self.tr(" and ").join(titles[-2:])])
        classes = classes[:1].upper() + classes[1:]
        score = snapshot.scores.get("train")
        if score is None or score.accuracy is None:
            loss = loss_text(score.loss if score else None)
            return self.tr("{classes}. Training loss {loss}").format(classes=classes, loss=loss)
        accuracy = percent_text(score.accuracy)
        return self.tr("{classes}. Training accuracy {accuracy}").format(classes=classes, accuracy=accuracy)

    def _told_of_values(self, snapshot: Snapshot) -> str:
        low, high = map(end_text, snapshot.dataset.value_range)
        loss, fit = snapshot.scores["train"].loss, snapshot.fits.get("train")
        text = self.tr("Values from {low} to {high}. Training loss {loss}, R² {share}")
        return text.format(low=low, high=high, loss=loss_text(loss), share=figure_text(fit.r_squared if fit else None))

    def _part_name(self, part: str) -> str:
        names = {"train": self.tr("train"), "validation": self.tr("validation"), "test": self.tr("test")}
        return names[part]
