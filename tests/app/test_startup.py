"""What is missing is named in one line, with the packages that bring it."""

import subprocess
import sys

import pytest

from playground.app import startup
from playground.experiment import UserError

pytestmark = pytest.mark.slow


def test_that_without_a_display_the_message_names_what_works_without(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(UserError, match=r"no display.*playground train.*screenshot"):
        startup.require_display()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X is asked for on Linux alone")
def test_that_a_display_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":7654")
    with pytest.raises(UserError, match=r":7654 does not answer"):
        startup.require_display()


@pytest.mark.parametrize(
    ("library", "package"),
    [("libEGL.so.1", "libegl1"), ("libxcb-cursor.so.0", "libxcb-cursor0"), ("libGL.so.1", "libgl1")],
)
def test_that_a_missing_library_is_named_with_its_package(library: str, package: str) -> None:
    error = f"{library}: cannot open shared object file: No such file or directory"
    message = startup._missing(error, startup._OFFSCREEN)
    assert library in message
    assert f"apt install {package}" in message
    assert "\n" not in message


def test_that_a_qt_that_cannot_be_imported_is_one_line_and_not_a_traceback() -> None:
    code = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("PySide6"):
            raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
sys.meta_path.insert(0, Block())
from playground.cli import main
sys.exit(main(["screenshot", "petals", "x.png"]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "libegl1" in done.stderr


def test_that_the_window_does_not_wait_for_the_library_that_draws_curves() -> None:
    """It takes longer to import than all else; the card of the curves does so when the window has been painted."""
    code = "import sys, playground.app.application; sys.exit('pyqtgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


def test_that_qt_survives_twenty_thousand_calls_that_return_nothing() -> None:
    """One version of PySide6 loses a reference to None in each, and aborts within seconds."""
    code = """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel()
for number in range(20_000):
    label.setText(str(number))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
