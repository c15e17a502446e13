"""The house's floors: imports point down only, and nothing but the window needs Qt."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "playground"
EVERYTHING = {"app", "cli", "export", "studies", "training", "engine", "data", "experiment"}
MAY_IMPORT = {
    "__init__": set(),
    "__main__": {"cli"},
    "app": EVERYTHING,
    "cli": EVERYTHING | {"commands", "one_thread"},
    "one_thread": set(),
    "commands": {"export", "studies", "training", "engine", "data", "experiment"},
    "export": {"training", "engine", "data", "experiment"},
    "studies": {"training", "engine", "data", "experiment", "one_thread"},
    "training": {"engine", "data", "experiment"},
    "data": {"experiment"},
    "engine": set(),
    "experiment": set(),
}
FILES = sorted(PACKAGE.rglob("*.py"))
QT = ("PySide6", "shiboken6", "pyqtgraph")


def room(file: Path) -> str:
    """The room a file lies in: a package of the program, or a module beside them."""
    return file.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(file: Path) -> Iterator[str]:
    """The full names of the modules a file imports anywhere, in functions too."""
    package = ("playground", *file.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            outer = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*outer, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", FILES, ids=named)
def test_that_imports_point_down_the_floors_only(file: Path) -> None:
    here = room(file)
    allowed = MAY_IMPORT[here] | {here, "__version__"}
    # `from playground import engine` names the room last, `import playground` names none.
    for name in imports(file):
        if name.split(".")[0] == "playground":
            assert name.split(".")[1] in allowed, f"{named(file)} imports {name}"


@pytest.mark.parametrize("file", FILES, ids=named)
def test_that_nothing_but_the_window_imports_qt(file: Path) -> None:
    if room(file) != "app":
        assert [name for name in imports(file) if name.startswith(QT)] == []


@pytest.mark.parametrize("file", [file for file in FILES if room(file) == "engine"], ids=named)
def test_that_the_engine_imports_numpy_and_nothing_else(file: Path) -> None:
    for name in imports(file):
        top = name.split(".")[0]
        assert top == "numpy" or top in sys.stdlib_module_names or name.startswith("playground.engine"), name


def test_that_the_declarations_know_no_numpy() -> None:
    for file in FILES:
        if room(file) == "experiment":
            assert not [name for name in imports(file) if name.startswith("numpy")], named(file)


def test_that_no_room_is_left_out_of_the_rules() -> None:
    assert {room(file) for file in FILES} <= set(MAY_IMPORT)


BLOCKED = """
import importlib, sys
for name in ("PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None
for name in sys.argv[1:]:
    importlib.import_module(name)
assert not [name for name in sys.modules if name.startswith("playground.app")]
from playground.cli import main
sys.exit(main(["train", "petals", "--epochs", "3"]))
"""


def module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_that_everything_but_the_window_works_where_qt_is_missing() -> None:
    modules = [module(file) for file in FILES if room(file) not in ("app", "__main__")]
    assert "playground.training.run" in modules
    ran = python("-W", "error", "-c", BLOCKED, *modules)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("petals: 3 epochs\n")


ENGINE_ALONE = """
import sys
sys.modules["msgspec"] = None
import playground.engine
rooms = {name.split(".")[1] for name in sys.modules if name.startswith("playground.")}
assert rooms == {"engine"}, rooms
"""


def test_that_the_engine_can_be_used_alone() -> None:
    ran = python("-c", ENGINE_ALONE)
    assert (ran.returncode, ran.stderr) == (0, "")


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter, as the program's modules are loaded in this one already."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
