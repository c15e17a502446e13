"""The program with its window: from the first line to the last."""

import signal
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QSize, QStandardPaths, QTranslator
from PySide6.QtWidgets import QApplication

from playground import __version__
from playground.app.settings import AppSettings
from playground.app.theme import ThemeManager
from playground.app.theme.icons import application_icon
from playground.app.window.window import MainWindow
from playground.experiment import Experiment, Lab

SWITCH_SECONDS = 0.001
"""How long the worker keeps the interpreter from the window at most; Python's default of 5 ms is a third of a frame."""


def run(experiment: Experiment, lab: Lab | None = None, path: Path | None = None) -> int:
    """Open the window and run until it is closed."""
    app = make_application()
    settings = AppSettings()
    theme = ThemeManager(app)
    settings.restore_theme(theme)
    window = MainWindow(experiment, theme, settings, kept_in=sittings_folder())
    if not window.restoreGeometry(settings.geometry):
        window.resize(_first_size(app))
    window.show()
    window.setFocus()
    if lab is not None:
        window.lab_windows.open(lab)
    if path is not None:
        window.files.begin_with(path)
    window.sessions.offer_recovery()
    sys.excepthook = _Spokesman(window)
    signal.signal(signal.SIGINT, lambda *_: window.close())
    for name in ("SIGTERM", "SIGHUP"):  # As when the computer is shut down, or its terminal is closed.
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: window.end())
    return app.exec()


def sittings_folder() -> Path:
    """Tell where sittings are kept in case of a crash; the application's names must be set."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)) / "sittings"


def make_application() -> QApplication:
    """The QApplication with its names, which every path and setting depends on."""
    sys.setswitchinterval(SWITCH_SECONDS)
    QApplication.setOrganizationName("Neural Playground")
    QApplication.setApplicationName("playground")
    QApplication.setApplicationVersion(__version__)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setWindowIcon(application_icon())
    translator = QTranslator(app)
    if translator.load(QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    return app


def _first_size(app: QApplication) -> QSize:
    """As in the design, where the screen has room for it."""
    return QSize(1440, 900).boundedTo(app.primaryScreen().availableSize() - QSize(40, 60))


class _Spokesman:
    """Tells an error that nobody caught, in the window, and keeps the program running."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace)
        what = f"{kind.__name__}: {error}"
        self._window.notices.refuse(
            self._window.tr("Something went wrong ({what}). Your experiment is kept: save it, and start again.").format(
                what=what
            )
        )
