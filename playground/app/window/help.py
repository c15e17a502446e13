"""What the program tells of itself: the sheet of keys and gestures, the glossary, and what it is."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt
from PySide6.QtGui import QCursor, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QGridLayout, QHBoxLayout, QLabel, QMessageBox, QVBoxLayout, QWidget

from playground import __version__
from playground.app.actions import Actions
from playground.app.widgets import Card, resize_within_screen, scrolling, styled_label
from playground.app.window.glossary import Glossary
from playground.experiment.terms import named


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


_COLUMNS = 3
_WIDEST = 164
_AROUND = QSize(2 * (10 + 14), 2 * 10 + 46)
"""What card and window take beside the sections."""
_HEADING_LINES = 2
"""A heading takes as much height as so many lines, its gap included."""


class KeyboardSheet(QDialog):
    """Sections in columns of about one height, to lie beside the window while one tries them."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard and mouse"))
        card, sheet = Card(), QWidget()
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(22)
        for sections in _columns([*_shortcuts(actions), *gestures()]):
            columns.addWidget(_column(sections))
        card.body.addWidget(scrolling(sheet))
        around = QVBoxLayout(self)
        around.setContentsMargins(10, 10, 10, 10)
        around.addWidget(card)
        resize_within_screen(self, sheet.sizeHint() + _AROUND)


def _shortcuts(actions: Actions) -> list[Section]:
    native = QKeySequence.SequenceFormat.NativeText
    found = []
    for title, names in actions.groups():
        keyed = [(actions[name].shortcuts(), actions.title(name)) for name in names if actions[name].shortcuts()]
        lines = [(", ".join(key.toString(native) for key in keys), text) for keys, text in keyed]
        found.append(Section(title, tuple(lines)))
    return [section for section in found if section.lines]


def _columns(sections: list[Section]) -> list[list[Section]]:
    """The sections in their order, each in the column where its first third lies."""
    heights = [len(section.lines) + _HEADING_LINES for section in sections]
    share = sum(heights) / _COLUMNS
    columns: list[list[Section]] = [[] for _ in range(_COLUMNS)]
    above = 0
    for section, height in zip(sections, heights, strict=True):
        columns[int((above + height / 3) / share)].append(section)
        above += height
    return columns


def _column(sections: list[Section]) -> QWidget:
    column = QWidget()
    grid = QGridLayout(column)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    row = 0
    for section in sections:
        heading = styled_label(section.title, "heading")
        heading.setContentsMargins(0, 8 if row else 0, 0, 2)
        grid.addWidget(heading, row, 0, 1, 2)
        for line, (what, effect) in enumerate(section.lines, start=row + 1):
            grid.addWidget(styled_label(what, "strong"), line, 0)
            told = styled_label(effect, "quiet")
            told.setWordWrap(True)
            told.setFixedWidth(min(told.fontMetrics().horizontalAdvance(effect) + 2, _WIDEST))
            grid.addWidget(told, line, 1)
        row += len(section.lines) + 1
    grid.setRowStretch(row, 1)
    return column


_LEVELS = 3
"""So many widgets outwards are asked for their words: a row has the name of its setting, a card has many."""


def _term_of(pointed: QWidget | None) -> str:
    """The term that a widget shows, or one around it; empty where there is none."""
    for _ in range(_LEVELS):
        if pointed is None:
            return ""
        labels = [
            label.text() for label in pointed.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
        ]
        texts = [pointed.property("text"), pointed.accessibleName(), *(labels if len(labels) == 1 else ())]
        found = next(filter(None, map(named, (text for text in texts if isinstance(text, str)))), None)
        if found is not None:
            return found.name
        pointed = pointed.parentWidget()
    return ""


class Help(QObject):
    """Opens them over the window."""

    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        self._sheet: KeyboardSheet | None = None
        self._glossary: Glossary | None = None

    def show_keyboard(self) -> None:
        """Show what keys and the mouse can do, to lie beside the window."""
        if self._sheet is None:
            self._sheet = KeyboardSheet(self._actions, self._window)
        self._sheet.show()
        self._sheet.raise_()
        self._sheet.activateWindow()

    def show_glossary(self) -> None:
        """Show what the words on the screen mean, at the one that the mouse points at."""
        self.show_term(_term_of(QApplication.widgetAt(QCursor.pos())))

    def show_term(self, name: str) -> None:
        """Show the glossary at a term; where none is named, at the one that was read last."""
        if self._glossary is None:
            self._glossary = Glossary(self._window)
        self._glossary.open_at(name)

    def about(self) -> None:
        """Say what this program is."""
        text = self.tr("Neural playground {version}\n\nBuild a small network, train it, and watch it think.")
        QMessageBox.about(self._window, self.tr("About the playground"), text.format(version=__version__))

    def close(self) -> None:
        """Close what lies beside the window."""
        if self._sheet is not None:
            self._sheet.close()
        if self._glossary is not None:
            self._glossary.close()
