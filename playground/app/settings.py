"""What the program remembers from one start to the next."""

import json
import math
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from playground.app.theme import MODES, TYPE_SIZES, ThemeManager
from playground.app.worker.gate import AUTO, Speed
from playground.experiment.text import LANGUAGES

_AT_MOST = "max"
_MOST_RECENT = 10


class AppSettings:
    """Typed access to QSettings, which gives text back for whatever was stored."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = QSettings() if store is None else store

    @property
    def steps_hidden(self) -> bool:
        """Tell whether the steps of labs are hidden."""
        return bool(self._store.value("window/steps_hidden", False, type=bool))

    @steps_hidden.setter
    def steps_hidden(self, hidden: bool) -> None:
        self._store.setValue("window/steps_hidden", hidden)

    @property
    def painting_hint_read(self) -> bool:
        """Tell whether a person has painted a point before."""
        return bool(self._store.value("hint/painting_read", False, type=bool))

    @painting_hint_read.setter
    def painting_hint_read(self, read: bool) -> None:
        self._store.setValue("hint/painting_read", read)

    @property
    def speed(self) -> Speed:
        """The speed that was chosen last; AUTO until there was one, and for what nobody could have chosen."""
        stored = str(self._store.value("run/speed", AUTO, type=str))
        if stored == _AT_MOST:
            return None
        try:
            speed = float(stored)
        except ValueError:
            return AUTO
        return speed if 0 < speed < math.inf else AUTO

    @speed.setter
    def speed(self, speed: Speed) -> None:
        self._store.setValue("run/speed", _AT_MOST if speed is None else str(speed))

    @property
    def geometry(self) -> QByteArray:
        """Tell where the window was and how large; empty the first time."""
        stored = self._store.value("window/geometry", QByteArray(), type=QByteArray)
        return stored if isinstance(stored, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("window/geometry", geometry)

    @property
    def folder(self) -> str:
        """The folder of the last file that was opened or saved."""
        return str(self._store.value("files/folder", "", type=str))

    @folder.setter
    def folder(self, folder: str) -> None:
        self._store.setValue("files/folder", folder)

    @property
    def recent(self) -> list[Path]:
        """The experiments and sessions that were opened or saved last, the newest first."""
        try:
            found = json.loads(str(self._store.value("files/recent", "[]", type=str)))
        except ValueError:
            return []
        return [Path(each) for each in found if isinstance(each, str)] if isinstance(found, list) else []

    def add_recent(self, path: Path) -> None:
        """A file was opened or saved."""
        path = path.absolute()
        self._store_recent([path, *(each for each in self.recent if each != path)][:_MOST_RECENT])

    def forget_recent(self, path: Path) -> None:
        """A file is there no longer."""
        self._store_recent([each for each in self.recent if each != path])

    def _store_recent(self, paths: list[Path]) -> None:
        self._store.setValue("files/recent", json.dumps([str(path) for path in paths]))

    @property
    def report_person(self) -> dict[str, str]:
        """Who handed in a report last: class_name, number and name."""
        names = ("class_name", "number", "name")
        return {name: str(self._store.value(f"report/{name}", "", type=str)) for name in names}

    @report_person.setter
    def report_person(self, person: Mapping[str, str]) -> None:
        for name, text in person.items():
            self._store.setValue(f"report/{name}", text)

    @property
    def report_language(self) -> str:
        """The language of the last report; empty where none was chosen, or what nobody could have chosen."""
        stored = str(self._store.value("report/language", "", type=str))
        return stored if stored in LANGUAGES else ""

    @report_language.setter
    def report_language(self, language: str) -> None:
        self._store.setValue("report/language", language)

    def restore_theme(self, theme: ThemeManager) -> None:
        """Switch to the theme that was on last, and to its type size."""
        stored = self._store.value("window/theme", "system", type=str)
        size = self._store.value("window/type_size", "normal", type=str)
        for mode in MODES:
            if mode == stored:
                theme.set_mode(mode)
        for each in TYPE_SIZES:
            if each == size:
                theme.set_type_size(each)

    def keep_theme(self, theme: ThemeManager) -> None:
        """Remember the theme that is on, and its type size."""
        self._store.setValue("window/theme", theme.mode)
        self._store.setValue("window/type_size", theme.type_size)
