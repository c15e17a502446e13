"""Makes the README's pictures with the program itself: `python docs/make_pictures.py`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).parent / "pictures"


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    for theme in ("dark", "light"):
        out = PICTURES / f"petals-{theme}.png"
        command = [sys.executable, "-m", "playground", "screenshot", "petals", str(out), "--epochs", "3412"]
        subprocess.run([*command, "--theme", theme], check=True)
    compare_sizes(PICTURES / "sizes-light.png")


def compare_sizes(out: Path) -> None:
    """The window of studies after the sizes of petals, with ten seeds each."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEventLoop, QSettings

    from playground.app.application import make_application
    from playground.app.settings import AppSettings
    from playground.app.studies.window import StudyWindow
    from playground.app.theme import ThemeManager
    from playground.experiment import load

    app = make_application()
    with tempfile.TemporaryDirectory() as folder:
        settings = AppSettings(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        window = StudyWindow(load("petals"), ThemeManager(app, "light"), settings)
        window.resize(1440, 900)
        window.show()
        window.setup.seeds.set_value(10)
        window.header.start_button.click()
        while window.running:
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        for _ in range(20):
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        window.grab().save(str(out))
        window.end()


if __name__ == "__main__":
    main()
