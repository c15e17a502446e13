"""The sheet of everything the keyboard and the mouse can do, made from the registry of actions and the gestures."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.app.actions import Actions
from playground.app.gestures import Section, gestures
from playground.app.widgets import Card, styled_label

_COLUMNS = 3
_HEADING_LINES = 2
"""A heading takes as much height as so many lines, its gap included."""


class KeyboardSheet(QDialog):
    """Sections in columns of about one height, to lie beside the window while one tries them."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard and mouse"))
        card = Card()
        columns = QHBoxLayout()
        columns.setSpacing(36)
        for sections in _columns([*_shortcuts(actions), *gestures()]):
            columns.addWidget(_column(sections))
        card.body.addLayout(columns)
        card.body.addSpacing(4)
        around = QVBoxLayout(self)
        around.setContentsMargins(10, 10, 10, 10)
        around.addWidget(card)


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
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    row = 0
    for section in sections:
        heading = styled_label(section.title, "heading")
        heading.setContentsMargins(0, 8 if row else 0, 0, 2)
        grid.addWidget(heading, row, 0, 1, 2)
        for line, (what, effect) in enumerate(section.lines, start=row + 1):
            grid.addWidget(styled_label(what, "strong"), line, 0)
            grid.addWidget(styled_label(effect, "quiet"), line, 1)
        row += len(section.lines) + 1
    grid.setRowStretch(row, 1)
    return column
