"""The menu behind the title: every lab by its title, and beside it the question it asks."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QActionGroup, QColor, QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from playground.app.theme.icons import pixmap
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


_HEIGHT = 44
_PADDING = 8
_CHEVRON = 14


class LabButton(QPushButton):
    """Two lines, the second quiet; a long line is shortened."""

    # The palette has none to use: a style sheet makes its PlaceholderText a half transparent text colour.
    quiet = colour_property("_quiet")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = self._question = ""
        self._quiet = QColor(Qt.GlobalColor.darkGray)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_title(self, title: str, question: str) -> None:
        """The experiment's name and what it asks."""
        self._title, self._question = title, question
        self.setAccessibleName(f"{title}: {question}" if question else title)
        self.setToolTip(self.tr("Choose another lab"))
        self.updateGeometry()
        self.update()

    def setMenu(self, menu: QMenu) -> None:  # noqa: N802
        super().setMenu(menu)
        # A menu takes the mouse, and the button does not learn that it has left.
        menu.aboutToHide.connect(self._forget_mouse)

    def _forget_mouse(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
        self.update()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        width = max(metrics.horizontalAdvance(self._title) + _CHEVRON + 12, metrics.horizontalAdvance(self._question))
        return QSize(width + 2 * _PADDING, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        self._paint_title(painter)
        self._paint_question(painter)
        painter.end()

    def _paint_title(self, painter: QPainter) -> None:
        font = QFont(self.font())
        font.setPixelSize(15)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        room = self.rect().adjusted(_PADDING, 4, -_PADDING - _CHEVRON - 6, -self.height() // 2)
        text = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        left = room.left() + painter.fontMetrics().horizontalAdvance(text) + 6
        chevron = pixmap("chevron-down", self._quiet.name(), _CHEVRON, self.devicePixelRatioF())
        painter.drawPixmap(left, room.center().y() - _CHEVRON // 2 + 1, chevron)

    def _paint_question(self, painter: QPainter) -> None:
        font = QFont(self.font())
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(self._quiet)
        room = self.rect().adjusted(_PADDING, self.height() // 2 + 1, -_PADDING, -3)
        text = painter.fontMetrics().elidedText(self._question, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
