"""The history as CSV: a row an epoch, empty where there is no figure."""

import csv
import io
import math
from collections.abc import Iterator
from pathlib import Path

from playground.experiment.files import write_bytes
from playground.training import History


def save_history(history: History, path: str | Path) -> None:
    """Write every epoch's figures to a CSV file, exact to the last bit."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(history)
    writer.writerows(_rows(history))
    write_bytes(Path(path), stream.getvalue().encode())


def _rows(history: History) -> Iterator[list[str]]:
    epochs, *columns = (history[name].tolist() for name in history)
    for epoch, *figures in zip(epochs, *columns, strict=True):
        yield [str(int(epoch)), *("" if math.isnan(figure) else repr(figure) for figure in figures)]
