"""The columns' names: each once, none empty."""

from collections.abc import Sequence

from playground.experiment import UserError

MOST_INPUTS = 1000
MOST_COLUMNS = MOST_INPUTS + 1
"""And the target."""
_LONGEST = 200


def column_names(header: Sequence[str] | None, width: int, source: str) -> list[str]:
    """Names for so many columns, from a header or made up; a name that comes again gets a number behind it.

    Raises
    ------
    UserError
        For over MOST_COLUMNS columns.
    """
    if width > MOST_COLUMNS:
        raise UserError(
            f"{source} has {width:,} columns; a table may have up to {MOST_INPUTS:,} and a target: leave some out."
        )
    cells = [" ".join(cell.split())[:_LONGEST] for cell in (header or [""] * width)[:width]]
    if len(cells) < width:  # as R writes tables whose rows have names
        cells.insert(0, "")
    taken: set[str] = set()
    return [_unique(cell or f"column {place}", taken) for place, cell in enumerate(cells, 1)]


def _unique(name: str, taken: set[str]) -> str:
    unique, count = name, 1
    while unique in taken:
        count += 1
        unique = f"{name} {count}"
    taken.add(unique)
    return unique
