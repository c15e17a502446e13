"""The text that Python files are put together from: sections by name, lines that stand only where something holds."""

import re
from collections.abc import Collection
from functools import cache

from playground.experiment.files import resource_path

_SECTION = "#: "
_CONDITION = re.compile(r"\s*#\? ([\w|! ]+)$")
_PLACE = re.compile(r"@(\w+)@")


@cache
def _sections() -> dict[str, str]:
    text = resource_path("export", "python.txt").read_text(encoding="utf-8")
    found = {}
    for part in text.split(f"\n{_SECTION}")[1:]:
        name, _, body = part.partition("\n")
        found[name] = body.strip("\n")
    return found


def section(name: str, holds: Collection[str] = (), **values: object) -> str:
    """A section's text.

    Parameters
    ----------
    name : of the section in `resources/export/python.txt`.
    holds : the words that hold for the network; a line with others stays out.
    values : what stands in the places of these names.
    """
    lines = []
    for line in _sections()[name].splitlines():
        condition = _CONDITION.search(line)
        if condition is None:
            lines.append(line)
        elif all(_met(word, holds) for word in condition[1].split()):
            lines.append(line[: condition.start()])
    return _PLACE.sub(lambda place: str(values[place[1]]), "\n".join(lines)).rstrip()


def _met(word: str, holds: Collection[str]) -> bool:
    return any((each[1:] not in holds) if each.startswith("!") else (each in holds) for each in word.split("|"))
