"""Painting runs of text with small raised and lowered figures, and breaking lines of them."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from playground.app.views.diagram.formula import Words
from playground.app.views.diagram.symbols import Run, Runs

_SMALL = 0.72
_LOWERED, _RAISED = 0.2, 0.42
_REMEMBERED = 500


class RunPainter:
    """Measures and paints runs in one font."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._advances: dict[Run, float] = {}
        self._small = QFont(font)
        self._small.setPixelSize(max(8, round(font.pixelSize() * _SMALL)))
        self.metrics = QFontMetricsF(font)
        self._small_metrics = QFontMetricsF(self._small)
        self.space = self.metrics.horizontalAdvance(" ")

    def width(self, runs: Runs) -> float:
        return self._walk(runs)[1]

    def _advance(self, run: Run) -> float:
        """The width of a run, remembered: the same words come every frame, only the numbers change."""
        if run not in self._advances:
            if len(self._advances) > _REMEMBERED:
                self._advances.clear()
            metrics = self._small_metrics if run.shift else self.metrics
            self._advances[run] = metrics.horizontalAdvance(run.text)
        return self._advances[run]

    def draw(self, painter: QPainter, x: float, baseline: float, runs: Runs) -> None:
        size = self.font.pixelSize()
        for run, offset in zip(runs, self._walk(runs)[0], strict=True):
            painter.setFont(self._small if run.shift else self.font)
            drop = size * (_LOWERED if run.shift < 0 else -_RAISED if run.shift > 0 else 0)
            painter.drawText(QPointF(x + offset, baseline + drop), run.text)

    def broken(self, words: Words, width: float) -> list[list[Runs]]:
        """The words in lines that are no wider than `width` (but for a single word that is)."""
        lines: list[list[Runs]] = [[]]
        used = 0.0
        for word in words:
            wide = self.width(word)
            if lines[-1] and used + self.space + wide > width:
                lines.append([])
                used = 0.0
            used += wide + (self.space if lines[-1] else 0)
            lines[-1].append(word)
        return lines

    def line_width(self, line: Sequence[Runs]) -> float:
        return sum(self.width(word) for word in line) + self.space * max(0, len(line) - 1)

    def draw_line(self, painter: QPainter, x: float, baseline: float, line: Sequence[Runs]) -> None:
        for word in line:
            self.draw(painter, x, baseline, word)
            x += self.width(word) + self.space

    def _walk(self, runs: Runs) -> tuple[list[float], float]:
        """Where each run starts, and how wide they are together."""
        starts: list[float] = []
        x = previous = 0.0
        for run in runs:
            start = previous if run.back else x
            starts.append(start)
            previous = start
            x = max(x, start + self._advance(run))
        return starts, x
