"""The code of a report: the Python file that trains this network, with its long tables of numbers folded away."""

import ast
import io
import keyword
import re
import tokenize
from collections.abc import Iterator

from playground.export.formats.python import PythonFile
from playground.export.formats.training import TrainingFile
from playground.export.report.markup import Markup, joined, tag
from playground.export.report.words import Words
from playground.export.trained import Trained

_LONGEST = 12
"""Lines of one value; of more only the first are shown."""
_SHOWN = 3
_KINDS = {tokenize.COMMENT: "comment", tokenize.STRING: "string"}


def program(trained: Trained, words: Words) -> tuple[str, str]:
    """The Python file, and what it is: the one that trains, or where there is none the one that answers."""
    trains = TrainingFile()
    obstacle = trains.obstacle(trained)
    if obstacle is None:
        text = words(
            "The whole training in NumPy, which this program wrote: the samples, the first weights, every step. It "
            "begins anew with this experiment's settings, and knows of nothing that was changed by hand on the way."
        )
        return trains.encode(trained).decode(), text
    text = words("The trained network in NumPy; the file that trains is left out: {why}.", why=words(obstacle))
    return PythonFile().encode(trained).decode(), text


def folded(source: str, words: Words) -> str:
    """The source without the inner lines of its long values."""
    lines, shown, at = source.splitlines(), [], 0
    for node in ast.parse(source).body:
        start, stop = node.lineno - 1, node.end_lineno or node.lineno
        if isinstance(node, ast.Assign) and stop - start > _LONGEST:
            # Numbers that are packed into a text begin at the margin, and say nothing to a reader.
            few = _SHOWN if lines[start + 1].startswith(" ") else 1
            told = words("# … {count:,} more lines, all in the file", count=stop - start - 1 - few)
            shown += [*lines[at : start + few], f"    {told}", lines[stop - 1]]
            at = stop
    return re.sub(r"\n\n\n+", "\n\n", "\n".join([*shown, *lines[at:]]))


def coloured(source: str) -> Markup:
    """Python with its keywords, texts and comments told apart."""
    try:
        return joined(*_pieces(source))
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return joined(source)


def _pieces(source: str) -> Iterator[object]:
    lines = source.splitlines(keepends=True)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    at = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        start, end = (offsets[row - 1] + column for row, column in (token.start, token.end))
        kind = _KINDS.get(token.type)
        if token.type == tokenize.NAME and keyword.iskeyword(token.string):
            kind = "keyword"
        if kind is not None:
            yield source[at:start]
            yield tag("span", source[start:end], class_=kind)
            at = end
    yield source[at:]
