"""Real tables in real files, and the dialog over them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from playground.app.application import make_application
from playground.app.own_data import Pasted
from playground.app.own_data.table_dialog import TableDialog
from playground.app.theme import ThemeManager
from tests.conftest import Themed

KINDS = ("setosa", "versicolor", "virginica")
IRIS = ["sepal length,sepal width,petal length,petal width,species"] + [
    f"{4 + i % 7 / 10},{3 + i % 5 / 10},{1 + i % 11 / 10},{i % 13 / 10},{KINDS[i // 50]}" for i in range(150)
]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write lines or bytes to a file."""

    def written(content: list[str] | bytes, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else ("\n".join(content) + "\n").encode())
        return path

    return written


@pytest.fixture
def iris(write: Callable[..., Path]) -> Path:
    return write(IRIS, "iris.csv")


@pytest.fixture
def theme(themed: Themed) -> ThemeManager:
    make_application()
    return themed("light")


@pytest.fixture
def opened(qtbot: QtBot, theme: ThemeManager) -> Callable[..., TableDialog]:
    """The dialog, shown, with the table read or refused."""

    def show(source: Path | Pasted) -> TableDialog:
        dialog = TableDialog(source, theme)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        qtbot.waitUntil(lambda: not dialog.reading.running, timeout=10_000)
        return dialog

    return show
