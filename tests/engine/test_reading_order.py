"""The order in which the engine is to be read, as its opening says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import playground.engine

HERE = Path(playground.engine.__file__).parent
STEPS = re.findall(r"^\d+\. (.*?):", playground.engine.__doc__ or "", re.MULTILINE | re.DOTALL)
ORDER = [name for step in STEPS for name in re.findall(r"`(\w+)`", step)]


def needs(name: str) -> set[str]:
    """The modules of the engine that one imports when it is run."""
    tree = ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))
    return {one.module for one in tree.body if isinstance(one, ast.ImportFrom) and one.level == 1 and one.module}


def test_that_every_module_is_named_once() -> None:
    assert sorted(ORDER) == sorted(path.stem for path in HERE.glob("*.py") if path.stem != "__init__")


def test_that_no_module_needs_a_later_one() -> None:
    read: set[str] = set()
    for name in ORDER:
        assert needs(name) <= read, name
        read.add(name)


def test_that_every_module_opens_with_words() -> None:
    for name in ORDER:
        assert ast.get_docstring(ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))), name
