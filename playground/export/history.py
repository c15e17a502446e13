"""The history as CSV: a row an epoch, empty where there is no figure. It is written block by block."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from playground.experiment.files import write_blocks
from playground.training import History


def save_history(history: History, path: str | Path, progress: Callable[[float], object] | None = None) -> None:
    """Write every epoch's figures to a CSV file, exact to the last bit.

    progress : told how much is written, from 0 to 1, every few thousand epochs.
    """
    write_blocks(Path(path), history_as_csv(history, progress))


def history_as_csv(history: History, progress: Callable[[float], object] | None = None) -> Iterator[bytes]:
    """Return what `save_history` writes, block by block."""
    yield (",".join(_quoted(name) for name in history) + "\n").encode()
    for first, columns in history.blocks():
        if progress is not None:
            progress(first / history.rows)
        texts = [_texts(name, column) for name, column in columns.items()]
        yield ("\n".join(map(",".join, zip(*texts, strict=True))) + "\n").encode()
    if progress is not None:
        progress(1.0)


def _quoted(name: str) -> str:
    return f'"{name}"' if "," in name else name


def _texts(name: str, column: NDArray[np.float64]) -> list[str]:
    """The cells of a column; what is the same throughout, as a rate mostly is, is put into words once."""
    if name == "epoch":
        return list(map(str, column.astype(np.int64).tolist()))
    figures = column.tolist()
    if len(figures) > 1 and (column == column[0]).all():
        return [repr(figures[0])] * len(figures)
    if np.isnan(column).all():
        return [""] * len(figures)
    return [repr(figure) if figure == figure else "" for figure in figures]  # noqa: PLR0124 - NaN is not itself
