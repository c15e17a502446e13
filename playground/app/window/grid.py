"""How the parts of the window lie, and how large each is."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from playground.app.controller import Controller
from playground.app.output import OutputView
from playground.app.output.view import NARROWEST as NARROWEST_OUTPUT
from playground.app.panels.data_panel import DataPanel
from playground.app.panels.setting_rows import Density, fitting
from playground.app.panels.training_panel import TrainingPanel
from playground.app.theme import ThemeManager, heading_font, scaled

_GAP = 10
GUTTER = 8
"""Beside the cards, where the scroll bar appears when it must, so that it moves nothing."""
_INSET = 28
"""Of a card's width, what its frame and margins take."""


class LeftColumn(QScrollArea):
    """Scrolls only when even the compact cards do not fit, and never sideways."""

    def __init__(self, controller: Controller, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.data = DataPanel(controller, theme)
        self.training = TrainingPanel(controller)
        self._density: Density | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("plain", True)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = content = QWidget()
        content.setObjectName("column")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self.data)
        column.addWidget(self.training, 1)
        self.setWidget(content)
        theme.changed.connect(self._fit_anew)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit_anew(self) -> None:
        """Rows are written larger or smaller from now on."""
        self._density = None
        self._fit()

    def _fit(self) -> None:
        cards = self.width() - GUTTER
        self._content.setFixedWidth(cards)
        density = fitting(cards - _INSET, self.height(), len(self.data.sets.buttons))
        if density != self._density:
            self._density = density
            self.data.fit(density)
            self.training.fit(density)


_GRID_GAP = 10
_NARROW = 1400
"""Below this width of the window the columns at the sides are narrower."""
_LEFT, _NARROW_LEFT = 268, 248
_OUTPUT, _NARROW_OUTPUT, _WIDEST_OUTPUT = 420, 372, 560
_LEAST_NETWORK = 430
"""What the network wants at least: where the settings leave less, they are folded away at first."""


class FoldHandle(QAbstractButton):
    """Stands in the window's left margin: a chevron that folds the settings away, or a strip that opens them again."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._folded = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)
        self.show_folded(False)

    def follow(self, action: QAction) -> None:
        """Trigger an action, and tell its keys."""
        self._action = action
        self.clicked.connect(action.trigger)
        self.show_folded(self._folded)

    def show_folded(self, folded: bool) -> None:
        """Tell what a click would do now."""
        self._folded = folded
        name = self.tr("Show the settings") if folded else self.tr("Fold the settings away")
        action = getattr(self, "_action", None)
        keys = "" if action is None else action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({keys})" if keys else name)
        self.setFixedWidth(_GRID_GAP + scaled(_STRIP) if folded else _GRID_GAP)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lively = self.underMouse() or self.hasFocus()
        colour = QColor(theme.accent if lively else theme.quiet)
        if self._folded:
            box = QRectF(self.rect()).adjusted(_GRID_GAP + 0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.line), 1))
            painter.setBrush(QColor(theme.field_hover if lively else theme.card))
            painter.drawRoundedRect(box, 10, 10)
            self._paint_chevron(painter, QPointF(box.center().x(), box.top() + scaled(20)), colour, 1)
            painter.setPen(colour)
            painter.setFont(heading_font())
            painter.translate(box.center().x(), box.top() + scaled(40))
            painter.rotate(90)
            words = f"{self.tr('Data')} · {self.tr('Training')}"
            painter.drawText(QRectF(0, -scaled(10), self.height(), scaled(20)), Qt.AlignmentFlag.AlignVCenter, words)
        else:
            if lively:
                painter.fillRect(self.rect(), QColor(theme.field_hover))
            self._paint_chevron(painter, QPointF(self.width() / 2, self.height() / 2), colour, -1)
        painter.end()

    def _paint_chevron(self, painter: QPainter, centre: QPointF, colour: QColor, way: int) -> None:
        painter.setPen(QPen(colour, 1.8, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        wide, high = 2.0 * way, 4.5
        corners = [QPointF(-wide, -high), QPointF(wide, 0), QPointF(-wide, high)]
        painter.drawPolyline(QPolygonF([centre + corner for corner in corners]))


_STRIP = 26


class WindowGrid(QGridLayout):
    """The settings at the left, the network beside the output, and the curves below these two."""

    def __init__(
        self, handle: FoldHandle, left: QWidget, network: QWidget, output: OutputView, curves: QWidget
    ) -> None:
        super().__init__()
        self._handle, self._left, self._output, self._curves = handle, left, output, curves
        self._window, self._above = QSize(), 0
        self._chosen: dict[bool, bool] = {}
        self.setContentsMargins(0, _GRID_GAP, _GRID_GAP, _GRID_GAP)
        self.setVerticalSpacing(_GRID_GAP)
        self.setHorizontalSpacing(0)
        self.setColumnMinimumWidth(4, _GRID_GAP)
        self.addWidget(handle, 0, 0, 2, 1)
        self.addWidget(left, 0, 1, 2, 1)
        self.addWidget(network, 0, 3)
        self.addWidget(output, 0, 5)
        self.addWidget(curves, 1, 3, 1, 3)
        self.setColumnStretch(3, 1)
        self.setRowStretch(0, 1)

    @property
    def folded(self) -> bool:
        """Tell whether the settings are folded away: as was chosen for a window so wide, or as there is room."""
        scarce = self._is_scarce
        return self._chosen.get(scarce, scarce)

    def fold(self, folded: bool) -> None:
        """Fold the settings away, or show them; a narrow window and a wide one each keep what was chosen for it."""
        self.choose(scarce=self._is_scarce, folded=folded)

    @property
    def chosen(self) -> dict[bool, bool]:
        """What was chosen so far: for a narrow window (True) or a wide one, whether the settings are folded away."""
        return dict(self._chosen)

    def choose(self, *, scarce: bool, folded: bool) -> None:
        """Fold the settings away, or show them, in a narrow window or in a wide one."""
        self._chosen[scarce] = folded
        self.fit(self._window, self._above)

    def fit(self, window: QSize, above: int) -> None:
        """Size the parts for a window, of whose height so much is taken above; the network takes what is left."""
        self._window, self._above = window, above
        folded, narrow = self.folded, window.width() < _NARROW
        self._left.setFixedWidth(self._left_width)
        self._left.setVisible(not folded)
        self._handle.show_folded(folded)
        self.setColumnMinimumWidth(2, _GRID_GAP if folded else _GRID_GAP - GUTTER)
        curves = scaled(_curves_height(window.height())) if window.height() >= 900 else _curves_height(window.height())
        self._curves.setFixedHeight(curves)
        widest = _NARROW_OUTPUT if narrow else min(_WIDEST_OUTPUT, max(_OUTPUT, window.width() * _OUTPUT // 1440))
        self._output.card_width.set_room(window.height() - above - 3 * _GRID_GAP - curves, self._widest(widest, folded))

    @property
    def _left_width(self) -> int:
        return scaled(_NARROW_LEFT if self._window.width() < _NARROW else _LEFT) + GUTTER

    @property
    def _is_scarce(self) -> bool:
        """Tell whether the settings would leave the network too little."""
        rest = self._window.width() - self._left_width - _NARROW_OUTPUT - 3 * _GRID_GAP
        return rest < scaled(_LEAST_NETWORK)

    def _widest(self, widest: int, folded: bool) -> int:
        """Of the output: no more than leaves the network what it wants, as long as the output has what it needs."""
        left = 0 if folded else self._left_width
        rest = self._window.width() - left - 4 * _GRID_GAP - scaled(_LEAST_NETWORK)
        return max(NARROWEST_OUTPUT, min(widest, rest))


def _curves_height(height: int) -> int:
    """Of a window's height. A low one leaves its network and map the height that curves can do without."""
    return height * 236 // 900 + 20 if height >= 900 else max(_LOWEST_CURVES, 194 + (height - 740) * 62 // 160)


_LOWEST_CURVES = 176
