"""The order in which the engine is to be read, as its opening says."""

import ast
import re
from pathlib import Path

import pytest

import playground.engine

HERE = Path(playground.engine.__file__).parent
OPENING = playground.engine.__doc__ or ""
STEPS = re.findall(r"^\d+\. (.*?):", OPENING, re.MULTILINE | re.DOTALL)
CHAPTERS = [name for step in STEPS for name in re.findall(r"`([\w.]+)`", step)]
MODULES = [
    ".".join(path.relative_to(HERE).with_suffix("").parts) for path in HERE.rglob("*.py") if path.stem != "__init__"
]
APPENDIX = [name for name in MODULES if name.startswith("machinery.")]


def file_of(name: str) -> Path:
    return HERE / f"{name.replace('.', '/')}.py"


def needs(name: str) -> set[str]:
    """The modules of the engine that one imports anywhere, for types too."""
    found = set()
    for node in ast.walk(ast.parse(file_of(name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("playground.engine"):
            module = (node.module or "").removeprefix("playground.engine").lstrip(".")
            found |= {module} if module in MODULES else {f"{module}.{alias.name}".lstrip(".") for alias in node.names}
    return found


def test_that_every_module_is_a_chapter_or_in_the_appendix_and_named_once() -> None:
    assert sorted([*CHAPTERS, *APPENDIX]) == sorted(MODULES)
    assert [name for name in APPENDIX if f"`{name}`" not in OPENING] == []


def test_that_imports_are_seen() -> None:
    assert {"activations", "machinery.memory"} <= needs("layers")


def test_that_no_chapter_needs_a_later_one_and_the_appendix_needs_none() -> None:
    read = set(APPENDIX)
    for name in CHAPTERS:
        assert needs(name) <= read, name
        read.add(name)
    for name in APPENDIX:
        assert needs(name) <= set(APPENDIX), name


def test_that_the_first_chapter_needs_nothing_and_fits_on_a_page() -> None:
    tree = ast.parse(file_of("the_whole_idea").read_text(encoding="utf-8"))
    told = {line for node in ast.walk(tree) if isinstance(node, ast.stmt) for line in (node.lineno, node.end_lineno)}
    words = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    lines = told - {line for node in words for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    assert needs("the_whole_idea") == set()
    assert len(lines) <= 60


@pytest.mark.parametrize("name", MODULES)
def test_that_every_module_opens_with_words(name: str) -> None:
    assert ast.get_docstring(ast.parse(file_of(name).read_text(encoding="utf-8")))
