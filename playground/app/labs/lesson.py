"""What a lab asks, and what to look for, at the top of its window."""

from PySide6.QtWidgets import QVBoxLayout

from playground.app.widgets import styled_label
from playground.experiment import Lab


def lesson(lab: Lab) -> QVBoxLayout:
    """The question as a sentence of its own, over the lesson."""
    column = QVBoxLayout()
    column.setSpacing(5)
    for text, role in ((lab.question[:1].upper() + lab.question[1:], "strong"), (lab.lesson, "quiet")):
        label = styled_label(text, role)
        label.setWordWrap(True)
        column.addWidget(label)
    return column
