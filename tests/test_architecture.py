"""The house's floors: imports point down only, and nothing but the window needs Qt."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "playground"
EVERYTHING = {"app", "cli", "session", "export", "studies", "training", "engine", "data", "experiment"}
MAY_IMPORT = {
    "__init__": {"training", "experiment"},
    "__main__": {"cli"},
    "app": EVERYTHING,
    "cli": EVERYTHING | {"commands", "one_thread"},
    "one_thread": set(),
    "commands": {"session", "export", "studies", "training", "engine", "data", "experiment"},
    "session": {"export", "studies", "training", "engine", "data", "experiment"},
    "export": {"training", "engine", "data", "experiment"},
    "studies": {"training", "engine", "data", "experiment", "one_thread"},
    "training": {"engine", "data", "experiment"},
    "data": {"experiment"},
    "engine": set(),
    "experiment": set(),
}
FILES = sorted(PACKAGE.rglob("*.py"))
QT = ("PySide6", "shiboken6", "pyqtgraph")


def is_qt(name: str) -> bool:
    return name.startswith(QT)


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


def test_that_imports_point_down_the_floors_only() -> None:
    offenders = []
    for file in FILES:
        allowed = MAY_IMPORT[room(file)] | {room(file), "__version__"}
        # `from playground import engine` names the room last, `import playground` names none.
        names = [name for name in imports(file) if name.startswith("playground.")]
        offenders += [f"{named(file)} imports {name}" for name in names if name.split(".")[1] not in allowed]
    assert offenders == []


def test_that_nothing_but_the_window_imports_qt() -> None:
    offenders = [named(file) for file in FILES if room(file) != "app" and any(map(is_qt, imports(file)))]
    assert offenders == []


def test_that_the_engine_imports_numpy_and_nothing_else() -> None:
    offenders = [
        f"{named(file)} imports {name}"
        for file in FILES
        if room(file) == "engine"
        for name in imports(file)
        if not (name.split(".")[0] in {"numpy", *sys.stdlib_module_names} or name.startswith("playground.engine"))
    ]
    assert offenders == []


def test_that_no_modules_import_each_other_in_a_circle() -> None:
    """Imports for types alone count, too: who reads one of the files has to read them all."""
    modules = {module(file): file for file in FILES}
    edges = {name: {resolved(each, modules) for each in imports(file)} & set(modules) for name, file in modules.items()}
    circles = [sorted(group) for group in strongly_connected(edges) if len(group) > 1]
    assert circles == []


def resolved(name: str, modules: dict[str, Path]) -> str:
    """The module that an imported name lies in."""
    return name if name in modules else name.rpartition(".")[0]


def strongly_connected(edges: dict[str, set[str]]) -> Iterator[set[str]]:
    """Groups of modules that reach each other, each told once."""
    reached = {name: reachable(name, edges) for name in edges}
    told: set[str] = set()
    for name, others in reached.items():
        if name not in told:
            group = {name} | {other for other in others if name in reached[other]}
            told |= group
            yield group


def reachable(start: str, edges: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in edges[waiting.pop()] - found:
            found.add(name)
            waiting.append(name)
    return found


def test_that_the_declarations_know_no_numpy() -> None:
    declarations = [file for file in FILES if room(file) == "experiment"]
    assert [named(file) for file in declarations if any(name.startswith("numpy") for name in imports(file))] == []


def test_that_no_room_is_left_out_of_the_rules() -> None:
    assert {room(file) for file in FILES} <= set(MAY_IMPORT)


BLOCKED = """
import importlib, sys
for name in ("PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None
page, *modules = sys.argv[1:]
for name in modules:
    importlib.import_module(name)
assert not [name for name in sys.modules if name.startswith("playground.app")]
from playground.cli import main
sys.exit(main(["train", "petals", "--epochs", "3", "--export", page]))
"""


def module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_that_everything_but_the_window_works_where_qt_is_missing(tmp_path: Path) -> None:
    modules = [module(file) for file in FILES if room(file) not in ("app", "__main__")]
    assert "playground.training.run" in modules
    page = str(tmp_path / "petals.html")
    ran = python("-W", "error", "-c", BLOCKED, page, *modules)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("petals: 3 epochs\n")
    assert ran.stdout.endswith(f"{page}: it was not run to be compared, as Qt's JavaScript engine is not here\n")


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
