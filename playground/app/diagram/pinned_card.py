"""The card that stays when a part of the diagram is clicked: its numbers, a field to type in, and what can be done."""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from playground.app.diagram.card_text import CardText
from playground.app.diagram.hover_card import TEXT_WIDTH, CardLines, Sparkline, Surroundings
from playground.app.diagram.layout import Bias, Hit, Link, Neuron
from playground.app.diagram.touch import Hands
from playground.app.theme import ThemeManager, fix_size
from playground.app.widgets import IconButton, NumberFormat, TextButton, ValueEdit, styled_label
from playground.training import LARGEST_VALUE

_MARGIN = 12
_STEP = 0.01


class PinnedCard(QFrame):
    """Lies over the diagram beside what it speaks of, until it is left."""

    # It is closed, and the keyboard goes back to the diagram.
    left = Signal()

    def __init__(self, theme: ThemeManager, hands: Hands, parent: QWidget) -> None:
        super().__init__(parent)
        self._hands, self._over = hands, parent
        self.hit: Hit | None = None
        self._around: Surroundings | None = None
        self._height = 0
        self.setProperty("popup", True)
        fix_size(self, width=TEXT_WIDTH + 2 * _MARGIN)
        self.title, self.lines = styled_label("", "strong"), CardLines(theme)
        self.course = Sparkline(theme)
        self.edit = ValueEdit(NumberFormat("float", -LARGEST_VALUE, LARGEST_VALUE), 0.0)
        self.close_button = IconButton("close", self.tr("Close"), flat=True)
        self.mute_button = TextButton("", variant="chip")
        self.freeze_button = TextButton("", "lock", variant="chip")
        self._build()
        self.hide()

    def open(self, hit: Hit, around: Surroundings) -> None:
        """Speak of this from the next card on, standing beside a place of the parent."""
        self.hit, self._around, self._height = hit, around, 0
        is_parameter = isinstance(hit, Link | Bias)
        self.edit.setVisible(is_parameter)
        self.freeze_button.setVisible(isinstance(hit, Neuron | Link | Bias) and hit.column > 0)
        self.course.show_course(np.empty(0))
        self.course.setVisible(is_parameter)

    def show_card(self, card: CardText, value: float | None) -> None:
        """Show the newest numbers; what is being typed is left alone."""
        self.title.setText(card.title)
        self.setAccessibleName(card.title)
        self.lines.show_lines(card.lines)
        if card.course is not None:
            self.course.show_course(card.course)
        if value is not None:
            self._show_value(value)
        muted, hit = self._hands.is_muted(self.hit), self.hit
        self.mute_button.setText(self.tr("Unmute") if muted else self.tr("Mute"))
        if hit is not None:
            frozen = self._hands.is_frozen(hit.column)
            self.freeze_button.setText(self.tr("Let layer learn") if frozen else self.tr("Freeze layer"))
        self._fit()

    def begin(self) -> None:
        """Show it, ready for typing where there is something to type."""
        self.show()
        self.raise_()
        (self.edit if not self.edit.isHidden() else self.mute_button).setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Close it. A number that is typed but not taken by Enter is taken, as in every field."""
        if self.hit is not None:
            if not self.edit.isHidden() and not self.edit.commit():
                self.edit.setModified(False)
            self.hit = None
            self.hide()
            self.left.emit()

    def give_up(self) -> None:
        """Close it without taking what is typed."""
        self.edit.setModified(False)
        self.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and watched is self.edit:
            if self.edit.commit():
                self.leave()
            return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        head, buttons, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        self.edit.setObjectName("textField")
        fix_size(self.edit, height=28)
        self.edit.setTextMargins(4, 0, 4, 0)
        self.edit.setAccessibleName(self.tr("Value"))
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        buttons.setSpacing(6)
        buttons.addWidget(self.mute_button)
        buttons.addWidget(self.freeze_button)
        buttons.addStretch(1)
        column.setContentsMargins(_MARGIN, 6, _MARGIN - 4, 10)
        column.setSpacing(6)
        column.addLayout(head)
        for widget in (self.edit, self.lines, self.course):
            column.addWidget(widget)
        column.addLayout(buttons)
        self._connect()

    def _connect(self) -> None:
        self.close_button.clicked.connect(self.leave)
        self.edit.committed.connect(self._set_value)
        self.edit.rejected.connect(self.edit.setToolTip)
        self.edit.stepped.connect(self._step)
        self.mute_button.clicked.connect(self._mute)
        self.freeze_button.clicked.connect(self._freeze)
        for widget in (self.edit, self.close_button, self.mute_button, self.freeze_button):
            widget.installEventFilter(self)

    def _show_value(self, value: float) -> None:
        """Keep up with training, but leave a cursor where it was put; what is selected as a whole stays so."""
        whole = self.edit.hasFocus() and self.edit.selectedText() == self.edit.text()
        if whole or not self.edit.hasFocus():
            self.edit.set_value(value)
        if whole and not self.edit.isModified():
            self.edit.selectAll()

    def _set_value(self, value: object) -> None:
        if self.hit is not None and isinstance(value, int | float):
            self._hands.set_value(self.hit, float(value))

    def _step(self, steps: int) -> None:
        value = self._hands.value(self.hit)
        if value is not None and self.hit is not None:
            self._hands.set_value(self.hit, round(value + steps * _STEP * max(1.0, abs(value)), 6))

    def _mute(self) -> None:
        self._hands.toggle_mute(self.hit)

    def _freeze(self) -> None:
        if self.hit is not None:
            self._hands.toggle_frozen(self.hit.column)

    def _fit(self) -> None:
        """As high as its words, and whole within the parent, where it covers least of what it tells of."""
        column = self.layout()
        assert column is not None
        assert self._around is not None
        column.activate()
        height = column.totalHeightForWidth(self.width()) if column.hasHeightForWidth() else column.sizeHint().height()
        if height != self._height:
            self._height = height
            self.setFixedHeight(height)
            self.move(self._around.stand(QSizeF(self.size()), QRectF(self._over.rect())).toPoint())
