"""The menu behind the title: every lab by its title, and beside it the question it asks."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QActionGroup, QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from playground.app.theme import fix_size, scaled
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
_TITLE, _QUESTION = 15, 11
_BESIDE_TITLE = 2 * _PADDING + _CHEVRON + 6


class LabButton(QPushButton):
    """Two lines, the second quiet. A long title is shortened; a question for which there is no room is left out."""

    # The palette has none to use: a style sheet makes its PlaceholderText a half transparent text colour.
    quiet = colour_property("_quiet")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = self._question = ""
        self._quiet = QColor(Qt.GlobalColor.darkGray)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        fix_size(self, height=_HEIGHT)
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

    @property
    def title_width(self) -> int:
        """The width at which the title is whole."""
        return QFontMetrics(self._font(_TITLE, strong=True)).horizontalAdvance(self._title) + _BESIDE_TITLE

    def sizeHint(self) -> QSize:
        question = QFontMetrics(self._font(_QUESTION)).horizontalAdvance(self._question) + 2 * _PADDING
        return QSize(max(self.title_width, question), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        inner, font = self.rect().adjusted(_PADDING, 4, -_PADDING, -3), self._font(_QUESTION)
        asks = self._question and QFontMetrics(font).horizontalAdvance(self._question) <= inner.width()
        top = inner.adjusted(0, 0, 0, 3 - self.height() // 2) if asks else inner
        self._paint_title(painter, top)
        if asks:
            painter.setFont(font)
            painter.setPen(self._quiet)
            below = inner.adjusted(0, self.height() // 2 - 3, 0, 0)
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._question)
        painter.end()

    def _paint_title(self, painter: QPainter, room: QRect) -> None:
        painter.setFont(self._font(_TITLE, strong=True))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        width = room.width() + 2 * _PADDING - _BESIDE_TITLE
        text = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, width)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        left = room.left() + painter.fontMetrics().horizontalAdvance(text) + 6
        chevron = pixmap("chevron-down", self._quiet.name(), _CHEVRON, self.devicePixelRatioF())
        painter.drawPixmap(left, room.center().y() - _CHEVRON // 2 + 1, chevron)

    def _font(self, pixels: int, *, strong: bool = False) -> QFont:
        self.ensurePolished()
        font = QFont(self.font())
        font.setPixelSize(scaled(pixels))
        font.setWeight(QFont.Weight.DemiBold if strong else font.weight())
        return font
