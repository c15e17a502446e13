"""The head of a column: its name, what it holds, and a pill with its use."""

from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from playground.app.own_data.preview_model import PreviewModel, side_of
from playground.app.theme import Theme, ThemeManager, body_font, small_font
from playground.data.tables.telling import note_of
from playground.data.tables.uses import Use

_HEIGHT = 76
_EDGE = 8
_NARROWEST, _WIDEST, _SPREAD = 96, 220, 300
_WIDEST_NAME = 140
"""A longer name is shortened in its middle, unless what is below it is as wide."""
_LINE = 18
_PILL = 20
_CHEVRON = 14


class UseHeader(QHeaderView):
    """Painted, as a widget for each of 1,000 columns would take seconds."""

    def __init__(self, model: PreviewModel, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._preview, self._theme = model, theme
        self._name_font = QFont(body_font())
        self._name_font.setWeight(QFont.Weight.DemiBold)
        self._small_font = small_font()
        self._widths: list[int] = []
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(56)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _HEIGHT)

    def measure(self) -> None:
        """Find how wide each column has to be for its name, its note and its first cells."""
        plan = self._preview.plan
        if plan is None:
            return
        names, small, cells = (QFontMetrics(font) for font in (self._name_font, self._small_font, body_font()))
        self._widths = []
        for place, column in enumerate(plan.table.columns):
            longest = max((row[place] for row in plan.table.preview), key=len, default="")
            wanted = max(
                min(names.horizontalAdvance(column.name), _WIDEST_NAME),
                small.horizontalAdvance(str(note_of(plan, column))),
                cells.horizontalAdvance(longest[:60]),
            )
            self._widths.append(max(_NARROWEST, min(wanted + 2 * _EDGE + 4, _WIDEST)))

    def spread(self, room: int) -> None:
        """Give the columns their widths, and what is left beside those that fit to all alike: none begins half seen."""
        if len(self._widths) != self.count() or not self._widths:
            return
        ends = list(accumulate(self._widths))
        fitting = max(1, bisect_right(ends, room))
        spare = max(0, room - ends[fitting - 1]) // fitting
        for place, width in enumerate(self._widths):
            self.resizeSection(place, max(width, min(width + spare, _SPREAD)))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        plan = self._preview.plan
        if plan is None or not rect.isValid():
            return
        column, theme = plan.table.columns[section], self._theme.theme
        use = plan.uses[column.name]
        painter.save()
        painter.fillRect(rect, QColor(theme.accent_soft if use == "target" else theme.card))
        painter.setPen(QColor(theme.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner, side = rect.adjusted(_EDGE, 8, -_EDGE, 0), side_of(column)
        painter.setPen(QColor(theme.quiet if use == "out" else theme.text))
        self._line(painter, inner, column.name, self._name_font, side)
        painter.setPen(QColor(theme.quiet))
        self._line(painter, inner.translated(0, 17), str(note_of(plan, column)), self._small_font, side)
        inner.translate(0, 38)
        self._pill(painter, inner, use, theme, side)
        painter.restore()

    def _line(self, painter: QPainter, area: QRect, text: str, font: QFont, side: Qt.AlignmentFlag) -> None:
        painter.setFont(font)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
        line = QRect(area.left(), area.top(), area.width(), _LINE)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | side, shown)

    def _pill(self, painter: QPainter, area: QRect, use: Use, theme: Theme, side: Qt.AlignmentFlag) -> None:
        front, back, edge = {
            "input": (theme.accent, theme.card, theme.accent),
            "target": (theme.on_accent, theme.accent, theme.accent),
            "out": (theme.quiet, theme.field, theme.line),
        }[use]
        text = self._preview.use_text(use)
        wanted = QFontMetrics(self._small_font).horizontalAdvance(text) + 2 * 8 + _CHEVRON - 4
        width = min(wanted, area.width())
        left = area.left() if side == Qt.AlignmentFlag.AlignLeft else area.right() - width
        pill = QRectF(left + 0.5, area.top() + 0.5, width, _PILL - 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(back))
        painter.drawRoundedRect(pill, 6, 6)
        painter.setFont(self._small_font)
        painter.setPen(QColor(front))
        painter.drawText(pill.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        right, middle = pill.right() - 8, pill.center().y()
        painter.setPen(QPen(QColor(front), 1.4))
        painter.drawPolyline(
            [QPointF(right - 6, middle - 1.5), QPointF(right - 3, middle + 1.5), QPointF(right, middle - 1.5)]
        )
