"""The menu behind the title: every lab by its title, and beside it the question it asks."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QActionGroup, QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.app.widgets import Menu, colour_property
from playground.experiment import Lab, labs

_GAP = 18
_RIGHT = 22


class LabMenu(Menu):
    """Titles are strong, questions quiet; `choose` is called with the chosen lab.

    Parameters
    ----------
    current : the slug of the lab that is open, asked whenever the menu opens.
    """

    quiet = colour_property("_quiet")

    def __init__(self, parent: QWidget, choose: Callable[[Lab], object], current: Callable[[], str]) -> None:
        super().__init__(parent)
        self._quiet = QColor(Qt.GlobalColor.darkGray)
        self._questions: dict[str, str] = {}
        self._current, self._group = current, QActionGroup(self)
        # Of an experiment that is no lab's, none is checked.
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        for lab in labs().values():
            action = self.addAction(lab.title)
            action.setFont(strong)
            action.setToolTip(lab.question)
            if lab.experiment is not None:
                action.setCheckable(True)
                action.setData(lab.slug)
                self._group.addAction(action)
            action.triggered.connect(lambda _=False, chosen=lab: choose(chosen))
            self._questions[lab.title] = lab.question
        self.setToolTipsVisible(False)
        self.aboutToShow.connect(self._mark_current)
        self._widest = max(map(self.fontMetrics().horizontalAdvance, self._questions.values()))
        self.setMinimumWidth(self.sizeHint().width() + _GAP + self._widest)

    def _mark_current(self) -> None:
        for action in self._group.actions():
            action.setChecked(action.data() == self._current())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self._quiet)
        for action in self.actions():
            line = self.actionGeometry(action)
            room = QRect(line.right() - _RIGHT - self._widest, line.top(), self._widest, line.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._questions[action.text()])
        painter.end()
