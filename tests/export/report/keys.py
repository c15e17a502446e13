"""Every English text that a report may put into words: what the catalogues have to know."""

import ast
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import inspect

import playground
from playground.engine import ALL_ACTIVATIONS
from playground.experiment import SOURCES, Experiment
from playground.experiment.claims import ACTIONS, ENDINGS, HISTORY_WORDS, TRIAL_WORDS
from playground.experiment.settings import information
from playground.export.formats.live_data import TEXTS
from playground.training.names import CHOICE_NAMES

PACKAGE = Path(playground.__file__).parent
REPORT = sorted((PACKAGE / "export" / "report").glob("*.py"))
ROOMS = (
    *(PACKAGE / "studies" / name for name in ("verdict.py", "sentences.py")),
    *(PACKAGE / "training" / name for name in ("stopping.py", "claims.py", "steps.py")),
    PACKAGE / "export" / "formats" / "training.py",
)
"""Whose messages a report puts into words."""
SPOKEN = {"words", "say", "say_count", "count", "are", "series", "sentence"}
"""Functions and methods that are given English texts."""
NOT_SAID = {"{n:,}", "{n:.4g}", "{n:g}", "{n:.3f}", "{n:.1f} %", "{percent:.4g} %", "{figure:.4g}", "{text}", "R²"}


def spoken_in(file: Path) -> Iterator[str]:
    """The texts that a file gives to what speaks."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in SPOKEN or name == "_words":
                for argument in node.args:
                    yield from texts_of(argument)


def messages_in(file: Path) -> Iterator[str]:
    """The texts of a file that has none but messages: all that are neither names nor for developers."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    aside = {id(each) for node in ast.walk(tree) for each in _aside(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside:
            yield from [node.value] if " " in node.value or "{" in node.value else []


def _aside(node: ast.AST) -> Iterator[ast.AST]:
    """What is no message: what stands for itself as docstrings do, and the pieces of f-strings."""
    if isinstance(node, ast.Expr):
        yield node.value
    elif isinstance(node, ast.JoinedStr | ast.Raise):
        yield from ast.walk(node)


def texts_of(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts_of(node.body)
        yield from texts_of(node.orelse)
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Dict):
        for value in node.value.values:
            yield from texts_of(value)


def declared_titles(kind: inspect.Type, seen: set[str]) -> Iterator[str]:
    """The titles of all settings below a declaration."""
    if isinstance(kind, inspect.Metadata):
        title = (kind.extra_json_schema or {}).get("title")
        if title:
            yield title
        yield from declared_titles(kind.type, seen)
    elif isinstance(kind, inspect.UnionType):
        for each in kind.types:
            yield from declared_titles(each, seen)
    elif isinstance(kind, inspect.VarTupleType):
        yield from declared_titles(kind.item_type, seen)
    elif isinstance(kind, inspect.StructType) and kind.cls.__qualname__ not in seen:
        seen.add(kind.cls.__module__ + kind.cls.__qualname__)
        for field in kind.fields:
            yield from declared_titles(field.type, seen)


def all_keys() -> set[str]:
    """All of them."""
    found = {text for file in (*REPORT, *ROOMS) for text in spoken_in(file)}
    found |= {text for file in ROOMS if file.parent.name != "formats" for text in messages_in(file)}
    found |= set(declared_titles(information(Experiment), set()))
    found |= {each.title for each in SOURCES} | {(each.__doc__ or "").partition("\n")[0] for each in SOURCES}
    found |= {each.title for each in ALL_ACTIVATIONS.values()}
    groups = ("optimizer", "loss", "schedule")
    found |= {name for group in groups for name in CHOICE_NAMES[group].values()}
    found |= {*ACTIONS.values(), *ENDINGS.values(), *HISTORY_WORDS.values(), *TRIAL_WORDS.values()}
    found |= {*TEXTS.values(), "The trained network"}
    return {text for text in found if text.strip() and text not in NOT_SAID}


if __name__ == "__main__":
    print(msgspec.json.format(msgspec.json.encode(sorted(all_keys()))).decode())
