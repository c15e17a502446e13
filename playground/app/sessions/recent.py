"""The menu of experiments and sessions that were opened last; one that is there no longer says so."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from playground.app.settings import AppSettings
from playground.app.widgets import Menu


class RecentMenu(Menu):
    """Made anew each time it is opened.

    open_file : opens one. tell : says why one cannot be opened.
    """

    def __init__(
        self,
        parent: QWidget,
        settings: AppSettings,
        open_file: Callable[[Path], object],
        tell: Callable[[str], object],
    ) -> None:
        super().__init__(parent)
        self._settings, self._open, self._tell = settings, open_file, tell
        self.setTitle(self.tr("Open recent"))
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """List what there is."""
        self.clear()
        paths = self._settings.recent
        names = [path.name for path in paths]
        for path in paths:
            # Where two have one name the folder tells them apart.
            name = path.name if names.count(path.name) == 1 else f"{path.name} · {path.parent.name}"
            missing = not path.is_file()
            text = self.tr("{name} (missing)").format(name=name) if missing else name
            action = self.addAction(text.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(lambda *_, chosen=path: self._choose(chosen))
        if not paths:
            self.addAction(self.tr("Nothing yet")).setEnabled(False)

    def _choose(self, path: Path) -> None:
        if path.is_file():
            self._open(path)
            return
        self._settings.forget_recent(path)
        self._tell(self.tr("{path} is no longer there; it is off the list now.").format(path=path))
