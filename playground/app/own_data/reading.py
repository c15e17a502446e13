"""A table is read in a thread of its own, with progress, and given up at once where it is no longer wanted."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal

from playground.app.own_data.choice import Pasted
from playground.data.tables import Dialect, ReadingCancelled, Table, read_first_rows, read_table, read_text
from playground.data.tables.plan import Plan
from playground.experiment import UserError


class _Thread(QThread):
    """One reading. What it has to say comes as signals, and nothing once it was cancelled."""

    progressed = Signal(float)
    previewed = Signal(object)
    read = Signal(object)
    refused = Signal(str)

    def __init__(self, source: Path | Pasted, dialect: Dialect) -> None:
        super().__init__()
        self._source, self._dialect = source, dialect
        self._told = -1
        self.plan: Plan | None = None

    def run(self) -> None:
        try:
            self._preview()
            table = self._read()
            # Of a million rows this takes its time, too, which the window should not wait for.
            self.plan = Plan(table)
            _ = self.plan.target, self.plan.samples, self.plan.features
        except ReadingCancelled:
            return
        except UserError as error:
            self.refused.emit(str(error))
        except MemoryError:
            self.refused.emit("The table does not fit into memory: choose one of fewer rows.")
        else:
            self.read.emit(table)

    def _preview(self) -> None:
        """Show the first rows of a large file at once."""
        if isinstance(self._source, Path):
            table = read_first_rows(self._source, dialect=self._dialect)
            if table is not None:
                self.previewed.emit(Plan(table))

    def _read(self) -> Table:
        stop = self.isInterruptionRequested
        if isinstance(self._source, Pasted):
            return read_text(self._source.text, dialect=self._dialect, progress=self._tell, cancelled=stop)
        return read_table(self._source, dialect=self._dialect, progress=self._tell, cancelled=stop)

    def _tell(self, fraction: float) -> None:
        if int(100 * fraction) > self._told:  # a signal a percent is enough
            self._told = int(100 * fraction)
            self.progressed.emit(fraction)


class TableReading(QObject):
    """Reads one table at a time: a new start gives up the reading before."""

    # How far the reading is, from 0 to 1.
    progressed = Signal(float)
    # The first rows of a large file are read: a plan for them.
    previewed = Signal(object)
    # The table is read.
    read = Signal(object)
    # One line: why there is no table.
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[_Thread] = []
        self._current: _Thread | None = None
        self.plan: Plan | None = None
        """What is proposed for the table that was read last."""
        # Without a parent, so that Qt does not delete a running thread with the dialog.
        self.destroyed.connect(partial(_end, self._threads))
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.stop)

    @property
    def running(self) -> bool:
        """Tell whether a table is awaited."""
        return self._current is not None

    def start(self, source: Path | Pasted, dialect: Dialect) -> None:
        """Read a table; `read` or `refused` follows, unless it is cancelled."""
        self.cancel()
        thread = _Thread(source, dialect)
        thread.progressed.connect(self._progress)
        thread.previewed.connect(self._preview)
        thread.read.connect(self._read)
        thread.refused.connect(self._refuse)
        thread.finished.connect(self._forget)
        self._threads.append(thread)
        self._current = thread
        thread.start()

    def cancel(self) -> None:
        """Give up the reading. It ends by itself soon; nothing is heard from it any more."""
        if self._current is not None:
            self._current.requestInterruption()
            self._current = None

    def stop(self) -> None:
        """Give up the reading and wait until no thread is left."""
        self.cancel()
        _end(self._threads)

    def _progress(self, fraction: float) -> None:
        if self.sender() is self._current:
            self.progressed.emit(fraction)

    def _preview(self, plan: Plan) -> None:
        if self.sender() is self._current:
            self.previewed.emit(plan)

    def _read(self, table: Table) -> None:
        if self._current is not None and self.sender() is self._current:
            self.plan = self._current.plan
            self._current = None
            self.read.emit(table)

    def _refuse(self, reason: str) -> None:
        if self.sender() is self._current:
            self._current = None
            self.refused.emit(reason)

    def _forget(self) -> None:
        thread = self.sender()  # no other: what another has said may still be on its way
        if not isinstance(thread, _Thread) or thread not in self._threads:
            return
        thread.wait()
        self._threads.remove(thread)
        if thread is self._current:  # it ended without a word: a defect, which must not leave the window waiting
            self._current = None
            self.refused.emit("The table could not be read: save it again as CSV in UTF-8.")


def _end(threads: list[_Thread], *_: object) -> None:
    for thread in threads:
        thread.requestInterruption()
    for thread in threads:
        thread.wait()
    threads.clear()
