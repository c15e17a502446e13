"""The output card: canvas, legend, and the figures by part."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.app.answers import AnswersPanel, views_for
from playground.app.output.canvas import BoundaryCanvas
from playground.app.output.hidden import HiddenPanel
from playground.app.output.legends import MapLegends, ShowPopover, part_name
from playground.app.output.navigation import Navigation
from playground.app.output.overlays import HomeChip
from playground.app.output.points import PART_SHAPES
from playground.app.output.samples import NAME as MISTAKES
from playground.app.output.samples import NOTHING_HIDDEN, see_mistakes
from playground.app.output.words import told_of
from playground.app.theme import ThemeManager
from playground.app.widgets import Card, MetricsTable, SegmentedChoice, TextButton
from playground.app.words.numbers import error_text, figure_text, loss_text, percent_text
from playground.experiment import Painted
from playground.training import Snapshot, Unit

NARROWEST = 340
"""So that the hidden space has room for the choice of its axes."""


class CardWidth:
    """Fits the width of a card to the height it is given.

    Parameters
    ----------
    card : what is fitted.
    edges : of the card, beside its body.
    legends : below the map; narrower, they may take more lines, which are taken from the map.
    around : the height of everything but the map.
    needed : the width that the card's header needs, of a width that it can have at most.
    """

    def __init__(
        self, card: QWidget, edges: int, legends: MapLegends, around: Callable[[], int], needed: Callable[[int], int]
    ) -> None:
        self._card, self._edges, self._legends = card, edges, legends
        self._around, self._needed = around, needed
        self._height = self._widest = 0

    def set_room(self, height: int, widest: int) -> None:
        """The height of the card, and its width at most, unless its header needs more than that."""
        self._height, self._widest = height, widest
        self.fit()

    def fit(self) -> None:
        """Fit anew, since the card shows other data."""
        if not self._height:
            return
        needed = self._edges + self._needed(self._widest - self._edges)
        narrowest = max(NARROWEST, needed)
        width = widest = max(self._widest, needed)
        for _ in range(2):
            self._legends.arrange(width - self._edges)
            side = self._height - self._around()
            width = min(widest, max(narrowest, side + self._edges))
        self._legends.arrange(width - self._edges)
        self._card.setFixedWidth(width)


_SCORES_MILLISECONDS = 100
_EDGES = 28
"""Of the card, beside its body."""
_PARTS = ("train", "validation", "test")


class OutputView(Card):
    """What the network says everywhere in the plane, and how well it does."""

    # What is to be looked at and sent with the snapshots: its name, and a Watch or None.
    watch_wanted = Signal(str, object)
    # What is covered is asked for.
    uncover_wanted = Signal()

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._covered: frozenset[str] = NOTHING_HIDDEN
        self.set_title(self.tr("Output"))
        self._snapshot: Snapshot | None = None
        self._since_scores = QElapsedTimer()
        self._rings_named = False
        self._late = QTimer(self, singleShot=True, interval=_SCORES_MILLISECONDS)
        self._late.timeout.connect(self._show_scores)
        self.canvas = BoundaryCanvas(theme)
        self.canvas.setAccessibleName(self.tr("Decision boundary"))
        self.answers = AnswersPanel(theme)
        self.answers.watch_wanted.connect(self.watch_wanted)
        self.hidden_space = HiddenPanel(theme)
        self.hidden_space.watch_wanted.connect(self.watch_wanted)
        self._add_views()
        self._add_toggles()
        self.table = MetricsTable([part_name(part) for part in _PARTS])
        self.uncover_button = TextButton(self.tr("Show the test result"), variant="link", parent=self.table)
        self.uncover_button.setToolTip(
            self.tr("Whoever chooses settings by the test part learns it, too: look once, when all is chosen")
        )
        self.uncover_button.clicked.connect(self.uncover_wanted)
        self.uncover_button.hide()
        self.legends = MapLegends(theme)
        self.class_legend, self.part_legend = self.legends.classes, self.legends.marks
        self.value_scale = self.legends.values
        self.legends.part_clicked.connect(self._switch_part)
        self.body.addWidget(self.canvas, 1)
        self.body.addWidget(self.hidden_space, 1)
        self.body.addWidget(self.legends)
        self.body.addWidget(self.answers, 1)
        self.body.addWidget(self.table)
        self.body.addStretch()
        self.card_width = CardWidth(self, _EDGES, self.legends, self._height_around, self._header_width)
        self._show_scores()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of a run; cheap enough for every frame."""
        last, self._snapshot = self._snapshot, snapshot
        if last is None:
            self._watch_mistakes()
        if last is None or snapshot.dataset is not last.dataset or _depth(snapshot) != _depth(last):
            self._offer_views(snapshot)
        if last is None or snapshot.dataset is not last.dataset:
            self._show_legends(snapshot)
        self.canvas.show_snapshot(snapshot)
        self._name_rings()
        self.answers.show_snapshot(snapshot)
        self.hidden_space.show_snapshot(snapshot)
        # Figures that change sixty times a second cannot be read, and cost as much as the map to paint.
        if last is None or snapshot.epoch in (0, last.epoch) or self._since_scores.hasExpired(_SCORES_MILLISECONDS):
            self._show_scores()
        else:
            self._late.start()

    def show_unit(self, unit: Unit | None, name: str) -> None:
        """Show one unit on the canvas, with its name and what its colours mean; None for the network again."""
        self.canvas.show_unit(unit, name)
        self._name_rings()
        self._describe()

    @property
    def hidden_parts(self) -> frozenset[str]:
        """The parts whose points are hidden."""
        return self.canvas.hidden_parts

    def hide_parts(self, hidden: frozenset[str]) -> None:
        """Leave out the points of these parts, on the map and in hidden space; where that would be all, show all."""
        self._take_hidden(hidden)
        self._describe()

    def cover(self, parts: frozenset[str]) -> None:
        """Keep the results of these parts from sight until they are asked for: figures, points and mistakes."""
        if parts == self._covered:
            return
        uncovered = self._covered - parts
        self._covered = parts
        self.answers.cover(parts)
        self.uncover_button.setVisible(bool(parts))
        self._take_hidden(self.hidden_parts - uncovered)
        self._show_scores()

    def _take_hidden(self, hidden: frozenset[str]) -> None:
        hidden |= self._covered
        parts = set(PART_SHAPES) if self._snapshot is None else set(self._snapshot.dataset.parts)
        hidden = hidden if parts - hidden else NOTHING_HIDDEN
        self.canvas.hide_parts(hidden)
        self.hidden_space.canvas.hide_parts(hidden)
        self.show_popover.parts.show_parts(parts, hidden)
        self._name_marks()

    def _switch_part(self, part: str) -> None:
        self.hide_parts(self.hidden_parts ^ {part})

    def forget_sample(self) -> None:
        """No sample is marked any more: nothing would say why one is."""
        self.canvas.choose(None)
        self.hidden_space.canvas.forget_sample()

    def repaint_now(self) -> None:
        """Paint the canvas before returning, while the frame gate holds the training still."""
        self.canvas.repaint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_header()
        self.legends.arrange(self.width() - _EDGES)
        self._place_uncover_button()

    def summary(self) -> str:
        """The card in words."""
        if not self.hidden_space.isHidden():
            return self.hidden_space.summary()
        if not self.answers.isHidden():
            return self.answers.summary()
        return f"{self.canvas.accessibleName()}. {self.canvas.accessibleDescription()}"

    def _add_views(self) -> None:
        names = {"map": self.tr("map"), "confusion": self.tr("confusion")}
        names |= {"residuals": self.tr("residuals"), "samples": self.tr("samples"), "hidden": self.tr("hidden")}
        self.view_choice = SegmentedChoice(self.tr("View"), list(names.items()), "map", quiet=True)
        tips = {
            "map": self.tr("What the network says everywhere."),
            "confusion": self.tr("Which classes are taken for which."),
            "residuals": self.tr("Predicted against actual values."),
            "samples": self.tr("The samples as pictures, the mistakes first."),
            "hidden": self.tr("Hidden space: the plane of the inputs, bent into what a layer of the network sees (H)."),
        }
        for name, tip in tips.items():
            self.view_choice.pill(name).setToolTip(tip)
        self.view_choice.hide()
        self.view_choice.value_changed.connect(self._open_view)
        self.header.insertWidget(1, self.view_choice)

    def _offer_views(self, snapshot: Snapshot) -> None:
        """The views that these data have; one that they have not gives way to its like, or to the map."""
        offered = views_for(snapshot.dataset)
        if snapshot.experiment.network.layers:
            offered = (*offered, "hidden")
        for name in ("confusion", "residuals", "samples", "hidden"):
            self.view_choice.pill(name).setVisible(name in offered)
        self.view_choice.show()
        if self.view_choice.value() not in ("map", *offered):
            self.view_choice.set_value("map" if self.view_choice.value() in ("samples", "hidden") else offered[0])
            self._open_view(self.view_choice.value())
        self._arrange_header()

    def show_view(self, view: str) -> bool:
        """Open one of the views by its name; whether these data and this network have it."""
        offered = not self.view_choice.pill(view).isHidden()
        if offered and view != self.view_choice.value():
            self.view_choice.set_value(view)
            self._open_view(view)
        return offered

    def show_mistakes(self) -> None:
        """Open the pictures of the test samples, the mistakes first."""
        self.show_view("samples")
        self.answers.choose_part("test")

    def _open_view(self, view: object) -> None:
        for widget in (self.canvas, self.map_tools):
            widget.setVisible(view == "map")
        self.legends.setVisible(view in ("map", "hidden"))
        self._name_marks()
        self._watch_mistakes()
        if view in ("map", "hidden"):
            self.answers.close_views()
        else:
            self.answers.open(str(view))
        if view == "hidden":
            self.hidden_space.open()
        else:
            self.hidden_space.close_view()
        self._arrange_header()

    def _arrange_header(self) -> None:
        """Where it is narrow the title gives way to the views; where that is not enough the map's pills move down."""
        tools = self.map_tools.sizeHint().width() + self.header.spacing()
        needed = self._pills_width() + self.header.spacing() - (0 if self.view_choice.value() == "map" else tools)
        room = self.body.geometry().width()
        self.title.setVisible(self.title.sizeHint().width() + needed <= room)
        below = needed - self.header.spacing() > room
        if below != (self.body.indexOf(self.map_tools) >= 0):
            if below:
                self.body.insertWidget(0, self.map_tools)
            else:
                self.header.addWidget(self.map_tools)

    def _pills_width(self) -> int:
        """Tell what the header's pills need for the map."""
        return self.view_choice.sizeHint().width() + self.header.spacing() + self.map_tools.sizeHint().width()

    def _header_width(self, most: int) -> int:
        """What the header needs for the map: with its title, or with the map's pills, where there is room for them."""
        titled = self.title.sizeHint().width() + self.header.spacing() + self._pills_width()
        for needed in (titled, self._pills_width()):
            if needed <= most:
                return needed
        return self.view_choice.sizeHint().width()

    def _height_around(self) -> int:
        """Tell what is left of the card's height without the map."""
        column = self.layout()
        top = self.title.parentWidget()
        assert column is not None and top is not None
        margins = column.contentsMargins()
        inner = max(top.sizeHint().height(), self.map_tools.sizeHint().height()) + 2 * column.spacing()
        below = self.legends.sizeHint().height() + self.table.sizeHint().height()
        return margins.top() + margins.bottom() + inner + below

    def _add_toggles(self) -> None:
        self.show_popover = ShowPopover(self)
        self.style_choice, self.points_toggle = self.show_popover.style_choice, self.show_popover.points.switch
        self.map_tools = TextButton(self.tr("Show"), variant="chip")
        self.map_tools.setToolTip(self.tr("How the map is drawn, and what lies over it"))
        self.map_tools.clicked.connect(self._open_show)
        self.style_choice.value_changed.connect(self._set_style)
        for row, take in (
            (self.show_popover.lines, self.canvas.set_lines_visible),
            (self.show_popover.doubt, self.canvas.set_doubt_visible),
            (self.show_popover.points, self.canvas.set_points_visible),
            (self.show_popover.mistakes, self._set_mistakes),
        ):
            row.switch.toggled.connect(take)
            row.switch.toggled.connect(self._name_marks)
        self.show_popover.parts.changed.connect(self.hide_parts)
        self.canvas.chosen_changed.connect(self._describe)
        self.navigation, self.home_chip = Navigation(self.canvas), HomeChip(self.canvas)
        self.add_header_widget(self.map_tools)

    def _open_show(self) -> None:
        self.show_popover.open_below(self.map_tools)

    def _set_style(self, style: object) -> None:
        self.canvas.set_sharp(style == "sharp")

    def _set_mistakes(self, ringed: bool) -> None:
        self.canvas.set_mistakes_ringed(ringed)
        self._watch_mistakes()

    def _watch_mistakes(self) -> None:
        seen = self.view_choice.value() == "map" and self.show_popover.mistakes.switch.isChecked()
        self.watch_wanted.emit(MISTAKES, see_mistakes if seen else None)

    def _show_legends(self, snapshot: Snapshot) -> None:
        dataset = snapshot.dataset
        painted = isinstance(snapshot.experiment.data.source, Painted)
        self.show_popover.explain(classifies=dataset.classifies, painted=painted)
        self.canvas.setAccessibleName(self.tr("Decision boundary") if dataset.classifies else self.tr("Predictions"))
        self.legends.show_dataset(dataset)
        self._take_hidden(self.hidden_parts)
        self.card_width.fit()

    def _name_marks(self) -> None:
        shown = self.show_popover if self.view_choice.value() == "map" else None
        self._rings_named = self.canvas.shows_rings
        self.legends.name_marks(shown, hidden=self.hidden_parts, ringed=self._rings_named)

    def _name_rings(self) -> None:
        """Rings come and go as the network learns."""
        if self.canvas.shows_rings != self._rings_named:
            self._name_marks()

    def _show_scores(self) -> None:
        self._late.stop()
        self._since_scores.start()
        snapshot = self._snapshot
        scores = {} if snapshot is None else {p: s for p, s in snapshot.scores.items() if p not in self._covered}
        nothing = {part: "" if part in self._covered else None for part in _PARTS}
        losses = [loss_text(scores[part].loss) if part in scores else nothing[part] for part in _PARTS]
        rows = [(self.tr("Loss"), losses)]
        if snapshot is not None and not snapshot.dataset.classifies:
            fits = [None if part in self._covered else snapshot.fits.get(part) for part in _PARTS]
            rows.append((self.tr("R²"), [None if fit is None else figure_text(fit.r_squared) for fit in fits]))
            rows.append((self.tr("RMSE"), [None if fit is None else error_text(fit.rmse) for fit in fits]))
        elif not scores or any(score.accuracy is not None for score in scores.values()):
            accuracies = [percent_text(scores[part].accuracy) if part in scores else nothing[part] for part in _PARTS]
            rows.append((self.tr("Accuracy"), accuracies))
        self.table.set_rows(rows)
        self._place_uncover_button()
        self._describe()

    def _place_uncover_button(self) -> None:
        """In the place of the figures that are covered."""
        if self._covered:
            place, button = self.table.figures_of(len(_PARTS) - 1), self.uncover_button
            button.setText(self.tr("Show the test result"))
            if button.sizeHint().width() > place.width():
                button.setText(self.tr("Show"))
            width = min(button.sizeHint().width(), place.width())
            button.setGeometry(
                place.right() + 1 - width, place.center().y() - button.height() // 2, width, button.height()
            )

    def _describe(self) -> None:
        told = self.canvas.message()
        if not told and self._snapshot is not None:
            told = self._told(self._snapshot)
        if told != self.canvas.accessibleDescription():
            self.canvas.setAccessibleDescription(told)

    def _told(self, snapshot: Snapshot) -> str:
        if self.canvas.unit.unit is not None:
            return self.tr("{name}, in place of the network").format(name=self.canvas.unit.name)
        return told_of(snapshot, self.canvas.mistakes, self.canvas.chosen)


def _depth(snapshot: Snapshot) -> int:
    return len(snapshot.experiment.network.layers)
