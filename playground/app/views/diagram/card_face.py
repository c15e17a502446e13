"""The look of a card's words, the same beside the cursor and on the card that stays."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.theme import ThemeManager, body_font
from playground.app.views.diagram.formula import Words
from playground.app.views.diagram.symbols import Runs, plain
from playground.app.views.diagram.text_runs import RunPainter

TEXT_WIDTH, LINE = 208, 16
_BASELINE = 12
"""Of a line, from its top."""


def title_font() -> QFont:
    """13 px, heavier than the lines below."""
    font = QFont(body_font())
    font.setWeight(QFont.Weight.DemiBold)
    return font


def line_painter() -> RunPainter:
    """12 px, with real lowered figures."""
    font = QFont(body_font())
    font.setPixelSize(12)
    return RunPainter(font)


class CardLines(QWidget):
    """The lines of a card as a widget, drawn as they are beside the cursor."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._painter = theme, line_painter()
        self._lines: list[list[Runs]] = []
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_lines(self, lines: tuple[Words, ...]) -> None:
        """Show these, broken where they are too long."""
        text = "\n".join(" ".join(plain(word) for word in line) for line in lines)
        if text != self._text:
            self._text = text
            self._lines = [part for words in lines for part in self._painter.broken(words, TEXT_WIDTH)]
            self.setFixedHeight(self.sizeHint().height())
            self.setAccessibleName(text)
            self.update()

    def text(self) -> str:
        """The lines as plain text, each in one piece."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(TEXT_WIDTH, LINE * len(self._lines))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.theme.quiet))
        draw_lines(painter, self._painter, 0, 0, self._lines)
        painter.end()


def draw_lines(painter: QPainter, runs: RunPainter, x: float, top: float, lines: list[list[Runs]]) -> None:
    """Paint lines in the present pen, the first with its top there."""
    for number, line in enumerate(lines):
        runs.draw_line(painter, x, top + _BASELINE + LINE * number, line)
