"""What can be taken home: a line of the sheet each, with what it shows of itself and how it is written."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from playground.experiment.files import write_blocks
from playground.experiment.message import Message, say
from playground.export import FORMATS, Check, Format, history_as_csv, run_predictions_as_csv, trained
from playground.export.report import HEADINGS, save_report
from playground.training import Run

_LINES = 40
"""Of a table, so many are shown."""


@dataclass(frozen=True)
class Preview:
    """What the sheet shows of a file before it is written.

    content : of the file, or what is in it. usage : Python that uses the file; empty where none is needed.
    size : bytes; None where only writing tells. whole : the file itself as text, where it can be copied as it is.
    obstacle : why it cannot be written of this network.
    """

    content: str
    usage: str = ""
    size: int | None = None
    whole: str | None = None
    obstacle: Message | None = None


class Item(ABC):
    """A kind of file.

    title, opened_by, explains : English keys of translations. suffix : of the file's name.
    """

    title: str
    opened_by: str
    explains: str
    suffix: str

    @abstractmethod
    def preview(self, run: Run, name: str) -> Preview:
        """Tell what a file of that name would hold, in the worker's thread."""

    @abstractmethod
    def save(self, run: Run, path: Path) -> Message:
        """Write the file, in the worker's thread; what there is to say of it, such as how it was checked."""


class NetworkItem(Item):
    """The trained network in one of the formats that there are."""

    def __init__(self, form: Format) -> None:
        self._form = form
        self.title, self.opened_by, self.suffix = form.title, form.opened_by, form.suffix
        self.explains = form.explains

    def preview(self, run: Run, name: str) -> Preview:
        taken = trained(run)
        obstacle = self._form.obstacle(taken)
        if obstacle is not None:
            return Preview("", obstacle=obstacle)
        content = self._form.encode(taken)
        whole = content.decode() if self._form.is_text else None
        return Preview(self._form.preview(taken), self._form.usage(taken, name), len(content), whole)

    def save(self, run: Run, path: Path) -> Message:
        return _checked(self._form.save(trained(run), path))


class PredictionsItem(Item):
    """Every row of the run with its part, truth, answer, probabilities and loss."""

    title, opened_by, suffix = "Predictions", "Excel, pandas; every row with its answer", ".csv"
    explains = "Every row of this run with its part, its truth, the network's answer and the loss of the row alone."

    def preview(self, run: Run, name: str) -> Preview:  # noqa: ARG002 - one signature for every item
        return Preview(_first_lines(run_predictions_as_csv(run)))

    def save(self, run: Run, path: Path) -> Message:
        write_blocks(path, run_predictions_as_csv(run))
        rows = sum(len(part) for part in run.dataset.parts.values())
        return say("{rows:,} rows are written", rows=rows)


class HistoryItem(Item):
    """Every epoch's figures."""

    title, opened_by, suffix = "History", "Excel, pandas; every epoch's figures", ".csv"
    explains = "Losses, accuracies, the learning rate and the update ratios of every epoch, exact to the last bit."

    def preview(self, run: Run, name: str) -> Preview:  # noqa: ARG002 - one signature for every item
        return Preview(_first_lines(history_as_csv(run.history)))

    def save(self, run: Run, path: Path) -> Message:
        write_blocks(path, history_as_csv(run.history))
        return say("{rows:,} epochs are written, that of the untrained network included", rows=run.history.rows)


class ReportItem(Item):
    """The lab report; the sheet leads to its form, since what a person has to write is asked for there."""

    title, opened_by, suffix = "Lab report", "any browser; prints on A4", ".html"
    explains = "Content, principle, code and results on one page. Save… asks for the rest, which only you can write."

    def preview(self, run: Run, name: str) -> Preview:  # noqa: ARG002 - one signature for every item
        lines = [f"{number}  {english}  {chinese}" for number, (_, english, chinese) in enumerate(HEADINGS, start=1)]
        return Preview("\n".join(lines))

    def save(self, run: Run, path: Path) -> Message:
        save_report(run, path)
        return say("The report of epoch {epoch:,} is written", epoch=run.epochs_done)


GROUPS: tuple[tuple[str, tuple[Item, ...]], ...] = (
    ("The trained network", tuple(NetworkItem(form) for form in FORMATS)),
    ("What it showed", (ReportItem(), PredictionsItem(), HistoryItem())),
)
"""The sheet's list: headings, and what stands below them."""


def _checked(check: Check) -> Message:
    if check.rows == 0:
        return check.message
    if not check.remarks:
        return say("Checked: {result}", result=check.message)
    return say("Checked: {result}. {remark}", result=check.message, remark=check.remarks[0])


def _first_lines(blocks: Iterator[bytes]) -> str:
    """The first lines of a table, whose further blocks are not made."""
    lines: list[str] = []
    for block in blocks:
        lines += block.decode().splitlines()[: _LINES + 1 - len(lines)]
        if len(lines) > _LINES:
            return "\n".join([*islice(lines, _LINES), "..."])
    return "\n".join(lines)
