"""Names of variables as runs of text, some raised and some lowered: x₁², sin x₁, a₃.

The small figures are drawn, not typed, as not every font has them and those it has differ in size.
"""

from dataclasses import dataclass

_DIGITS_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_FUNCTIONS = ("sin", "cos")


@dataclass(frozen=True)
class Run:
    """A piece of text. `shift`: 0 on the line, -1 below, +1 above; `back`: starts where the run before it started."""

    text: str
    shift: int = 0
    back: bool = False


Runs = tuple[Run, ...]


def text(content: str) -> Runs:
    return (Run(content),)


def symbol(name: str) -> Runs:
    """The runs of an input's name: "x1_squared" gives x with 1 below and 2 above."""
    head, _, rest = name.partition("_")
    if head in _FUNCTIONS:
        return (Run(f"{head} "), *symbol(rest))
    if rest == "squared":
        return (*indexed(head[0], int(head[1:])), Run("2", 1, back=True))
    if rest:
        return (*symbol(head), *symbol(rest))
    if head[1:].isdecimal():
        return indexed(head[0], int(head[1:]))
    return text(name)


def indexed(letter: str, number: int) -> Runs:
    return (Run(letter), Run(str(number), -1))


def plain(runs: Runs) -> str:
    """The same as a line of plain text, for screen readers and tooltips."""
    parts = []
    for run in runs:
        if run.shift < 0:
            parts.append(run.text.translate(_DIGITS_BELOW))
        else:
            parts.append("²" if run.shift > 0 else run.text)
    return "".join(parts)
