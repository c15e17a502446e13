"""What the mouse and the keys do on the parts of the window that are no buttons, in words."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True)
class Section:
    """Lines of what one does, and what comes of it."""

    title: str
    lines: tuple[tuple[str, str], ...]


def gestures() -> tuple[Section, ...]:
    """The parts of the window from left to right."""
    return (_settings(), _diagram(), _canvas(), _painting(), _curves())


def _tr(text: str) -> str:
    return QCoreApplication.translate("Gestures", text)


def _settings() -> Section:
    return Section(
        _tr("Settings"),
        (
            (_tr("Click a number"), _tr("type another")),
            (_tr("Arrow keys, wheel"), _tr("step, once it is chosen")),
            (_tr("Drag in the split"), _tr("move a boundary")),
            (_tr("Drop a file"), _tr("open it, wherever it falls")),
        ),
    )


def _diagram() -> Section:
    return Section(
        _tr("Network"),
        (
            (_tr("Point at a part"), _tr("its numbers and its picture")),
            (_tr("Click a link or bias"), _tr("type another value")),
            (_tr("Drag it up or down"), _tr("change the value; Shift: finely")),
            (_tr("Arrow keys"), _tr("from neuron to neuron")),
            (_tr("Page up, page down"), _tr("through its bias and links")),
            (_tr("Enter, Esc"), _tr("open it, leave it")),
        ),
    )


def _canvas() -> Section:
    return Section(
        _tr("Output"),
        (
            (_tr("Wheel, + and \N{MINUS SIGN}"), _tr("zoom")),
            (_tr("Drag, arrow keys"), _tr("move; Shift: a little")),
            (_tr("Double-click, 0"), _tr("see all again")),
            (_tr("Click a sample"), _tr("its back-propagation")),
            (_tr("Page up, page down"), _tr("from sample to sample; Enter opens")),
        ),
    )


def _painting() -> Section:
    return Section(
        _tr("Your own points"),
        (
            (_tr("Click, Enter"), _tr("add a point")),
            (_tr("Drag, arrow keys"), _tr("move it; Shift: a little")),
            (_tr("Right click, Delete"), _tr("remove it")),
            (_tr("0 to 9"), _tr("the class of the next points")),
            (_tr("Alt and drag"), _tr("move the view")),
            (_tr("Ctrl and click"), _tr("its back-propagation")),
        ),
    )


def _curves() -> Section:
    return Section(
        _tr("Curves"),
        (
            (_tr("Click, drag"), _tr("look back at that epoch")),
            (_tr("Left, right"), _tr("the moment before, or after")),
            (_tr("Home, End"), _tr("the first moment, or the last")),
        ),
    )
