"""What is remembered comes back as what it was, whatever the file has been made of."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from playground.app.settings import AppSettings
from playground.app.worker.gate import AUTO, Speed


def settings(folder: Path) -> AppSettings:
    """Read anew from a file, as at another start."""
    return AppSettings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))


@pytest.mark.parametrize("speed", [AUTO, None, 5.0, 0.1, 2000.0])
def test_that_the_speed_is_remembered(tmp_path: Path, speed: Speed) -> None:
    assert settings(tmp_path).speed == AUTO, "until one is chosen"
    settings(tmp_path).speed = speed
    assert settings(tmp_path).speed == speed


@pytest.mark.parametrize("stored", ["", "fast", "-3", "0", "nan", "inf"])
def test_that_a_speed_that_nobody_could_have_chosen_is_auto(tmp_path: Path, stored: str) -> None:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    store.setValue("run/speed", stored)
    store.sync()
    assert settings(tmp_path).speed == AUTO
