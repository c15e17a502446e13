"""The dialog of predictions: where the rows come from on top, below them the table of their answers."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from playground.app.predictions.answering import Finished, Rows
from playground.app.predictions.table import AnswersTable
from playground.app.predictions.typed import TypedRow
from playground.app.theme import ThemeManager
from playground.app.widgets import (
    Banner,
    Card,
    SegmentedChoice,
    TextButton,
    resize_within_screen,
    scaled_size,
    styled_label,
)
from playground.app.widgets.cards import Kind
from playground.experiment.message import say_count, series
from playground.export import Description

_WIDTH, _HEIGHT = 1000, 680
TYPED, TABLE, CLIPBOARD, RUN = "typed", "table", "clipboard", "run"
_SMOOTH = 1000
_GAPS_TOLD = 3


class PredictionsDialog(QDialog):
    """Asks for answers; shows them as they come. It stays open beside the training, which goes on."""

    wanted = Signal(str)
    """Answers to rows from there: one of TYPED, TABLE, CLIPBOARD, RUN."""
    cancelled = Signal()
    save_wanted = Signal()

    def __init__(self, theme: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Predictions"))
        self.setModal(False)
        resize_within_screen(self, scaled_size(_WIDTH, _HEIGHT))
        self._first = True
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addLayout(self._head())
        self.typed = TypedRow(theme)
        self.typed.kept.connect(self._keep)
        self.table = AnswersTable(theme)
        self._form = _plain_card(self.typed)
        self.note = styled_label("", "quiet")
        self.note.setWordWrap(True)
        self.banner = Banner()
        self.bar = QProgressBar()
        self.bar.setRange(0, _SMOOTH)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the answers"))
        self.bar.hide()
        column.addWidget(self.note)
        column.addWidget(self._form, 3)
        column.addWidget(_plain_card(self.table), 2)
        column.addWidget(self.bar)
        column.addWidget(self.banner)
        column.addLayout(self._foot())
        self._show_source()

    @property
    def source(self) -> str:
        """Tell where the rows come from."""
        return str(self.choice.value())

    def open_for(self, about: str) -> None:
        """Show the dialog, for a network that is told about in a line."""
        self.about.setText(about)
        self.show()
        self.raise_()
        self.activateWindow()
        if self.source == TYPED:
            self.wanted.emit(TYPED)

    # What comes

    def take_network(self, description: Description, sample: dict[str, Any]) -> None:
        """Answer what is typed with this network from now on."""
        pictures = description.facts.pictures
        self._form.setVisible(self.source == TYPED and pictures is None)
        if pictures is not None:
            self.note.setText(
                self.tr("This network takes pictures: choose a file of them above, or draw one in its own window (D).")
            )
            self.note.setVisible(self.source == TYPED)
            return
        self.note.setText(self.tr("Rows that are added gather in the table below, to be copied or saved."))
        self.note.setVisible(self.source == TYPED)
        self.typed.take(description, sample)

    def begin(self) -> None:
        """Answers are on their way."""
        self.table.answers.begin([])
        self._first = True
        self.banner.hide()
        self.bar.setValue(0)
        self.bar.show()
        self.cancel_button.show()
        self._enable(False)

    def add(self, rows: Rows) -> None:
        """Rows have come; the headings first, alone."""
        answers = self.table.answers
        if self._first:
            self._first = False
            answers.begin(rows[0])
            return
        empty = not answers.rows
        answers.add(rows)
        if empty:
            self.table.fit()

    def show_progress(self, share: float) -> None:
        """So much is done, from 0 to 1."""
        self.bar.setValue(round(_SMOOTH * share))

    def show_finished(self, finished: Finished) -> None:
        """All have come."""
        self._end()
        self.table.answers.explain(finished.gaps)
        self.table.fit()
        answered = finished.rows - finished.gap_count
        told = [f"{say_count(answered, '1 row is answered', '{count:,} rows are answered')}."]
        if finished.gap_count:
            shown = [f"row {row:,}: {why}" for row, why in list(finished.gaps.items())[:_GAPS_TOLD]]
            more = ["…"] if finished.gap_count > _GAPS_TOLD else []
            rows = say_count(finished.gap_count, "1 row has no answer", "{count:,} rows have no answer")
            told.append(f"{rows} ({series([*shown, *more], '; ')}).")
        told += [f"{str(line)[:1].upper()}{str(line)[1:]}." for line in finished.told]
        kind: Kind = "warning" if finished.gap_count or finished.told else "success"
        self.banner.show_message(kind, " ".join(told), closable=False)

    def show_refusal(self, text: str) -> None:
        """Nothing comes, for this reason."""
        self._end()
        self.banner.show_message("error", text[:1].upper() + text[1:], closable=False)

    def show_cancelled(self) -> None:
        """Nothing more comes."""
        self._end()
        rows = len(self.table.answers.rows)
        self.banner.show_message("info", self.tr("Cancelled after {n} rows.").format(n=f"{rows:,}"), closable=False)

    def show_saved(self, text: str) -> None:
        """The table is in a file."""
        self.save_button.setEnabled(True)
        self.banner.show_message("success", text, closable=False)

    def copy(self) -> None:
        """Put the table on the clipboard, ready for a spreadsheet."""
        answers = self.table.answers
        lines = ("\t".join(row) for row in [answers.headings, *answers.rows])
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")
        copied = self.tr("{n} rows are on the clipboard.").format(n=f"{len(answers.rows):,}")
        self.banner.show_message("success", copied, closable=False)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.cancelled.emit()
        super().closeEvent(event)

    # Inside

    def _head(self) -> QVBoxLayout:
        options = (
            (TYPED, self.tr("Type values")),
            (TABLE, self.tr("A file…")),
            (CLIPBOARD, self.tr("Clipboard")),
            (RUN, self.tr("All rows of this run")),
        )
        self.choice = SegmentedChoice(self.tr("Rows from"), options, TYPED)
        tips = {
            TABLE: self.tr("A table that has the network's inputs as columns, in any order; or pictures"),
            CLIPBOARD: self.tr("Cells copied in a spreadsheet, with the names of the columns"),
            RUN: self.tr("Every sample with its part, its truth, the answer and the loss of the row alone"),
        }
        for name, tip in tips.items():
            self.choice.pill(name).setToolTip(tip)
            # The same again: another file, or the run as it is by now.
            self.choice.pill(name).clicked.connect(lambda *_, chosen=name: self._choose(chosen))
        self.choice.pill(TYPED).clicked.connect(lambda *_: self._choose(TYPED))
        self.about = styled_label("", "small")
        block = QVBoxLayout()
        block.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(styled_label(self.tr("Predictions"), "title"))
        line.addWidget(self.about, 1)
        block.addLayout(line)
        block.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        return block

    def _foot(self) -> QHBoxLayout:
        self.cancel_button = TextButton(self.tr("Cancel"))
        self.cancel_button.setToolTip(self.tr("Stop; the rows that are there stay"))
        self.cancel_button.hide()
        self.copy_button = TextButton(self.tr("Copy"))
        self.copy_button.setToolTip(self.tr("Copy the table, ready for a spreadsheet"))
        self.save_button = TextButton(self.tr("Save…"), "export", variant="primary")
        close = TextButton(self.tr("Close"))
        self.cancel_button.clicked.connect(self.cancelled)
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self.save_wanted)
        close.clicked.connect(self.close)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.cancel_button)
        line.addStretch(1)
        for button in (close, self.copy_button, self.save_button):
            line.addWidget(button)
        for button in (close, self.cancel_button, self.copy_button, self.save_button):
            button.setAutoDefault(False)
        return line

    def _choose(self, source: str) -> None:
        self.choice.set_value(source)
        self._show_source()
        self.wanted.emit(source)

    def _show_source(self) -> None:
        typed = self.source == TYPED
        self._form.setVisible(typed)
        self.note.hide()
        self.banner.hide()
        self.table.answers.begin([])
        self._enable(False)

    def _keep(self, headings: list[str], row: list[str]) -> None:
        """A row that was typed is part of the table from now on."""
        answers = self.table.answers
        if answers.headings != headings:
            answers.begin(headings)
        answers.add([[str(len(answers.rows) + 1), *row]])
        self.table.fit()
        self.table.scrollToBottom()
        self._enable(True)

    def _end(self) -> None:
        self.bar.hide()
        self.cancel_button.hide()
        self._enable(bool(self.table.answers.rows))

    def _enable(self, there: bool) -> None:
        self.copy_button.setEnabled(there)
        self.save_button.setEnabled(there)


def _plain_card(content: QWidget) -> Card:
    """A card without a title."""
    card = Card()
    header = card.title.parentWidget()
    assert header is not None
    header.hide()
    card.body.addWidget(content, 1)
    return card
