"""The answers of one part: which part, its figure, and the view of it that was chosen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from playground.app.answers.confusion import Confusion, ConfusionMatrix
from playground.app.answers.gallery import Gallery
from playground.app.answers.residuals import ResidualPlot
from playground.app.theme import ThemeManager
from playground.app.widgets import FittingLabel, SegmentedChoice, styled_label
from playground.app.words.numbers import count_text, error_text, figure_text, percent_text
from playground.data import Dataset
from playground.training import Answers, Snapshot

WATCH = "answers"
"""The name that the answers are watched under."""
_PARTS = ("train", "validation", "test")


def views_for(dataset: Dataset) -> tuple[str, ...]:
    """The views that this data has beside the map."""
    first = "confusion" if dataset.classifies else "residuals"
    return (first, "samples") if dataset.image_shape else (first,)


class AnswersPanel(QWidget):
    """Asks for the answers of a part as long as it is shown, and draws them as they come."""

    # What the worker is to look at: a name, and a Watch or None.
    watch_wanted = Signal(str, object)

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._answers: Answers | None = None
        self.confusion, self.residuals, self.gallery = ConfusionMatrix(theme), ResidualPlot(theme), Gallery(theme)
        self._pages: dict[str, QWidget] = {
            "confusion": self.confusion,
            "residuals": self.residuals,
            "samples": self.gallery,
        }
        self._page: QWidget = self.confusion
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        options = [("train", self.tr("train")), ("validation", self.tr("validation")), ("test", self.tr("test"))]
        self.part_choice = SegmentedChoice(self.tr("Part"), options, "train", quiet=True)
        self.part_choice.value_changed.connect(self._change_part)
        self.caption = FittingLabel()
        self.caption.setProperty("role", "small")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.note = styled_label("", "small")
        self.note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.note.setContentsMargins(0, 6, 0, 0)
        self.note.hide()
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 6)
        top.addWidget(self.part_choice)
        top.addWidget(self.caption, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        column.addWidget(self.note)
        self.hide()

    @property
    def part(self) -> str:
        return str(self.part_choice.value())

    def open(self, view: str) -> None:
        """Show one of the views, and ask for what it needs."""
        self._page = self._pages[view]
        self._stack.setCurrentWidget(self._page)
        self.show()
        self._change_part()

    def choose_part(self, part: str) -> None:
        """Show the answers of another part, if there is one."""
        if part in _PARTS and part != self.part and not self.part_choice.pill(part).isHidden():
            self.part_choice.set_value(part)
            if not self.isHidden():
                self._change_part()

    def close_views(self) -> None:
        """Nothing is shown, and nothing asked for."""
        self.hide()
        self.watch_wanted.emit(WATCH, None)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take a snapshot; one without answers leaves those on view."""
        last, self._snapshot = self._snapshot, snapshot
        if last is None or snapshot.dataset is not last.dataset:
            self._take_dataset(snapshot.dataset)
        answers = snapshot.watched.get(WATCH)
        if self.isHidden() or not isinstance(answers, Answers) or answers.part != self.part:
            return
        self._answers = answers
        self._draw()

    def summary(self) -> str:
        """The view in words."""
        page = self._page
        return f"{page.accessibleName()}. {page.accessibleDescription()}"

    def _take_dataset(self, dataset: Dataset) -> None:
        self._answers = None
        for part in _PARTS:
            self.part_choice.pill(part).setVisible(part in dataset.parts)
        if self.part not in dataset.parts:
            self.part_choice.set_value("train")
            if not self.isHidden():
                self._ask()
        self._draw()

    def _ask(self) -> None:
        part = self.part
        self.watch_wanted.emit(WATCH, lambda run: run.answers(part))

    def _change_part(self) -> None:
        self._answers = None
        self._draw()
        self._ask()

    def _draw(self) -> None:
        snapshot, answers, page = self._snapshot, self._answers, self._page
        if snapshot is None:
            return
        fit = snapshot.fits.get(self.part)
        figures: tuple[str, ...]
        if page is self.confusion:
            confusion = None if answers is None else Confusion(answers, snapshot.dataset.classes)
            self.confusion.show_confusion(confusion)
            figures = () if confusion is None else (self._accuracy(confusion),)
        elif page is self.residuals:
            self.residuals.show_answers(answers, fit)
            figures = () if fit is None else (f"R² {figure_text(fit.r_squared)}", f"RMSE {error_text(fit.rmse)}")
        elif snapshot.dataset.image_shape:
            self.gallery.show_answers(snapshot.dataset, answers)
            mistakes = count_text(self.gallery.mistakes)
            counted = snapshot.dataset.classifies and answers is not None
            figures = (self.tr("mistakes: {n}").format(n=mistakes),) if counted else ()
        else:
            return
        # Beside each other, or else below each other.
        self.caption.set_texts(between.join(figures) for between in ("   ", "\n"))
        self._show_note(answers)

    def _accuracy(self, confusion: Confusion) -> str:
        return self.tr("accuracy {share}").format(share=percent_text(confusion.accuracy))

    def _show_note(self, answers: Answers | None) -> None:
        """Say so where a part is too large to be asked as a whole."""
        some = answers is not None and len(answers.rows) < answers.of
        self.note.setVisible(some)
        if answers is not None and some:
            text = self.tr("{n} of the {all} samples, evenly spread over them")
            self.note.setText(text.format(n=count_text(len(answers.rows)), all=count_text(answers.of)))
