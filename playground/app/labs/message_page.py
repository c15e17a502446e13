"""A message or a finding in the place of the lab card: what it is about, what happened, and what to try."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.app.labs.fitting import FittingText, WrapButton, lead_of
from playground.app.theme import scaled
from playground.app.widgets import IconButton, TextButton, set_style_property, styled_label
from playground.app.widgets.cards import Kind

INSET, TOP = 14, 9
"""Within the frame of the card."""
ASIDE = 188
"""Wide is what can be done, at the right of the rule, where it needs no more."""
_GAP = 14
_DOT = 10


class ToneDot(QWidget):
    """A round mark in the colour of what is told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour = QColor()
        self.setFixedSize(QSize(_DOT + 2, _DOT + 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour)
        painter.drawEllipse(QPointF(self.width() / 2, self.height() / 2), _DOT / 2, _DOT / 2)
        painter.end()


def rule() -> QFrame:
    """The line between what is told and what can be done."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedWidth(1)
    return line


class MessagePage(QWidget):
    """Empty until `show_message`; `back` closes it, and the action offers a remedy."""

    action_triggered = Signal()
    other_triggered = Signal()
    """The second of two things to do was chosen."""
    closed = Signal()
    changed = Signal()
    """There is something to tell, or no more."""
    why_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind: Kind = "info"
        self.is_told = self.mild = False
        self._aside = False
        """Whether it is kept back, and whether it gives way to a finding."""
        self.dot = ToneDot()
        self.what, self.where = styled_label("", "strong"), styled_label("", "small")
        self.why = TextButton(self.tr("why"), variant="link")
        self.back = TextButton("", "arrow-left", variant="link")
        self.close_button = IconButton("close", self.tr("Close this message"), flat=True)
        self.text = FittingText()
        self.action, self.other = WrapButton(), WrapButton()
        self.action.setProperty("variant", "primary")
        top = QHBoxLayout()
        top.setSpacing(8)
        for widget in (self.dot, self.what, self.where):
            top.addWidget(widget)
        top.addStretch(1)
        for link in (self.why, self.back, self.close_button):
            top.addWidget(link)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addLayout(top)
        left.addWidget(self.text, 1)
        self._rule = rule()
        self._aside_box = QWidget()
        side = QVBoxLayout(self._aside_box)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(4)
        side.addStretch(1)
        for button in (self.action, self.other):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            side.addWidget(button)
        side.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(INSET, TOP, INSET, TOP)
        line.setSpacing(_GAP)
        line.addLayout(left, 1)
        line.addWidget(self._rule)
        line.addWidget(self._aside_box)
        self.action.clicked.connect(self.action_triggered)
        self.other.clicked.connect(self.other_triggered)
        self.back.clicked.connect(self._close)
        self.close_button.clicked.connect(self._close)
        self.why.clicked.connect(self.why_wanted)
        self.why.hide()

    @property
    def speaks(self) -> bool:
        """Tell whether it has something to tell now."""
        return self.is_told and not self._aside

    def show_message(
        self,
        kind: Kind,
        text: str,
        action: str = "",
        *,
        other: str = "",
        what: str = "",
        where: str = "",
        mild: bool = False,
    ) -> None:
        """Tell `text`; `action` is the text of the button that offers the remedy, `other` that of a second one.

        what : in a word, what this is. where : in the network. mild : it gives way to a finding.
        """
        self.kind, self.mild, self.is_told = kind, mild, True
        self.what.setText(what or self._word(kind))
        self.where.setText(where)
        lead, rest = lead_of(text)
        self.text.set_text(rest, lead) if rest else self.text.set_text(text)
        self.setAccessibleName(text)
        self.action.say(action)
        self.other.say(other)
        self.other.setVisible(bool(other))
        for widget in (self.action, self._rule, self._aside_box):
            widget.setVisible(bool(action))
        set_style_property(self, "kind", kind)
        self._arrange()
        self.changed.emit()

    def clear(self) -> None:
        """Tell nothing any more."""
        if self.is_told:
            self.is_told = False
            self.changed.emit()

    def set_aside(self, aside: bool) -> None:
        """Keep back for a while what there is to tell."""
        if aside != self._aside:
            self._aside = aside
            self.changed.emit()

    def show_back(self, text: str) -> None:
        """Tell what lies behind the message and comes back: a step, or nothing."""
        self.back.setText(text)
        self.back.setAccessibleName(text)
        self.back.setVisible(bool(text))
        self.close_button.setVisible(not text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def follow_type(self) -> None:
        """Everything is written larger or smaller from now on."""
        self._arrange()

    def _arrange(self) -> None:
        wanted = max(scaled(ASIDE), self.action.sizeHint().width(), self.other.sizeHint().width())
        width = min(wanted, max(scaled(ASIDE), (self.width() - 2 * INSET) * 2 // 5))
        self._aside_box.setFixedWidth(max(1, min(width, self.width() // 2)))
        for button in (self.action, self.other):
            button.setFixedHeight(scaled(30 if self.other.text() else 34))
        room = self.width() - 2 * INSET - (self._aside_box.width() + 2 * _GAP if self.action.text() else 0)
        needed = self.what.sizeHint().width() + self.back.sizeHint().width() + self.why.sizeHint().width() + 60
        self.where.setVisible(bool(self.where.text()) and needed + self.where.sizeHint().width() <= room)

    def _close(self) -> None:
        self.clear()
        self.closed.emit()

    def _word(self, kind: Kind) -> str:
        return {
            "info": self.tr("Note"),
            "success": self.tr("Done"),
            "warning": self.tr("Careful"),
            "error": self.tr("Not done"),
        }[kind]
