"""What a window needs of the system, looked for before Qt is: Qt itself aborts without a word that helps.

No module of Qt is imported here at the top, so that what is missing can be named in one line.
"""

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

from playground.experiment import UserError

_WITHOUT_A_WINDOW = "'playground train' and 'playground screenshot' work without one"
_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libX11-xcb.so.1": "libx11-xcb1",
}
_OFFSCREEN = ("libegl1", "libgl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3", "libglib2.0-0")
_ON_A_DISPLAY = ("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxkbcommon-x11-0")


def draw_offscreen() -> None:
    """Let Qt draw into memory, whatever display there is."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def require_display() -> None:
    """Raise `UserError` where there is no display to open a window on."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if not sys.platform.startswith("linux") or platform not in ("", "xcb") or (not platform and _has_wayland()):
        return
    display = os.environ.get("DISPLAY")
    if not display:
        raise UserError(f"there is no display to open a window on; {_WITHOUT_A_WINDOW}")
    if not _answers():
        raise UserError(f"the display {display} does not answer; {_WITHOUT_A_WINDOW}")


def _has_wayland() -> bool:
    """Tell whether the Wayland display that the environment names is there."""
    name = os.environ.get("WAYLAND_DISPLAY")
    return bool(name) and (Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / str(name)).exists()


def require_qt() -> None:
    """Raise `UserError` where Qt or a system library it needs is missing; the message names the packages."""
    # pyqtgraph would otherwise look for every binding of Qt there is.
    os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
    try:
        from PySide6 import QtSvg, QtWidgets  # noqa: F401
    except ImportError as error:
        raise UserError(_missing(str(error), _OFFSCREEN)) from None
    plugins = _platform_plugins()
    wanted = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if plugins and wanted and wanted.partition("-")[0] not in plugins:
        raise UserError(f"QT_QPA_PLATFORM names {wanted!r}, which Qt does not have; choose from {', '.join(plugins)}")
    # Loaded here first, since Qt aborts the program where it cannot load it.
    if "xcb" in plugins and (wanted == "xcb" or (not wanted and not _has_wayland())):
        try:
            ctypes.CDLL(str(plugins["xcb"]))
        except OSError as error:
            raise UserError(_missing(str(error), _ON_A_DISPLAY)) from None


def _platform_plugins() -> dict[str, Path]:
    """The plugins by which Qt reaches a display on Linux, by the names that QT_QPA_PLATFORM takes."""
    package = importlib.util.find_spec("PySide6")
    folders = package.submodule_search_locations if package else None
    if not sys.platform.startswith("linux") or not folders:
        return {}
    files = sorted(Path(next(iter(folders))).glob("Qt/plugins/platforms/libq*.so"))
    return {file.stem.removeprefix("libq"): file for file in files}


def _missing(error: str, usual: tuple[str, ...]) -> str:
    """Tell what is missing and the packages that hold it; the ones that are usually missing together, together."""
    if "No module named" in error:
        return f"Qt is not installed ({error}); install the program again with 'pip install .'"
    library = error.partition(":")[0].strip()
    package = _PACKAGES.get(library)
    wanted = dict.fromkeys(([package] if package else []) + list(usual))
    return f"Qt cannot start: {error}; on Debian or Ubuntu, 'sudo apt install {' '.join(wanted)}'"


def _answers() -> bool:
    """Tell whether the X server that DISPLAY names takes a connection."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # the plugin's own check names what is missing
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed
