"""Rows answered away from the window's thread, block by block, as they come."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, QThread, Signal

from playground.experiment import UserError
from playground.experiment.message import Message
from playground.export import Asked, Description, Predictions, asked_of_file, read_asked, run_prediction_rows
from playground.training import Run

Rows = list[list[str]]
_READING = 0.3
"""The share of the progress that is reading."""


@dataclass(frozen=True)
class Finished:
    """What there is to be said of rows that were answered.

    told : what was done to find the columns. gaps : why rows have no answer, by their numbers; of many the first.
    gap_count : of all that have none.
    """

    rows: int
    told: tuple[Message, ...]
    gaps: dict[int, Message]
    gap_count: int


class AnsweringThread(QThread):
    """Reads rows and answers them with a network as it was when it was asked for.

    source : a file, or what was pasted.
    """

    came = Signal(object)
    """The next rows as texts; the headings first, alone."""
    progressed = Signal(float)
    over = Signal(object)
    """Finished, or the UserError that says why not. Nothing comes of what was cancelled."""

    def __init__(self, description: Description, source: Path | bytes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._description, self._source = description, source
        self._cancelled = Event()

    def cancel(self) -> None:
        """Stop soon, and tell nothing more."""
        self._cancelled.set()

    def run(self) -> None:
        """The thread's work; not to be called."""
        try:
            finished = self._answered()
        except UserError as error:
            self._tell(error)
        except MemoryError:
            self._tell(UserError("there is not enough memory for these rows; answer them in parts"))
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            self._tell(UserError("these rows cannot be answered ({what}); try another table", what=what))
        else:
            self._tell(finished)

    def _answered(self) -> Finished:
        predictions = Predictions(self._description, self._asked())
        self.came.emit([predictions.headings])
        done, total = 0, max(1, len(predictions))
        for lines in predictions.blocks():
            if self._cancelled.is_set():
                break
            self.came.emit(lines)
            done += len(lines)
            self.progressed.emit(_READING + (1 - _READING) * done / total)
        gaps = {gap.row: gap.text for gap in predictions.gaps}
        return Finished(len(predictions), predictions.asked.told, gaps, predictions.gap_count)

    def _asked(self) -> Asked:
        facts = self._description.facts
        if isinstance(self._source, bytes):
            return read_asked(facts, self._source, progress=self._read)
        try:
            return asked_of_file(facts, self._source, self._read)
        except UserError as error:
            raise UserError("{name}: {reason}", name=self._source.name, reason=error.message) from None

    def _read(self, share: float) -> None:
        if self._cancelled.is_set():
            raise UserError("cancelled")
        self.progressed.emit(_READING * share)

    def _tell(self, what: object) -> None:
        if not self._cancelled.is_set():
            self.over.emit(what)


class RunRows(QObject):
    """Every row of a run, answered in the worker's thread, told in the window's."""

    came = Signal(object)
    """As that of `AnsweringThread`."""
    progressed = Signal(float)

    def __init__(self, give_way: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._give_way = give_way
        self._cancelled = Event()

    def cancel(self) -> None:
        """Stop soon."""
        self._cancelled.set()

    def answer(self, run: Run) -> Finished | None:
        """The worker's task: None where it was cancelled, or the thread is to end."""
        rows = 0
        for lines in run_prediction_rows(run, self.progressed.emit):
            if self._give_way() or self._cancelled.is_set():
                return None
            self.came.emit(lines)
            rows += len(lines)
        return Finished(rows - 1, (), {}, 0)
