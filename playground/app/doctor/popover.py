"""What the doctor found, one below the other: what, where, why, and a button that tries the remedy."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.widgets import PopupCard, TextButton, styled_label
from playground.training.doctor import Finding, Remedy

_WIDTH = 460
_FROM_THE_EDGE = 10


class FindingsPopover(PopupCard):
    """Follows the run while it is open; closes by a click beside it."""

    # The remedy of this finding is wanted.
    remedy_wanted = Signal(object)

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._anchor = anchor
        self._corner = QPoint()
        self._blocks: list[_Block] = []
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(self.tr("Findings"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(14)
        self._well = styled_label(self.tr("Nothing is wrong any more."), "quiet")
        self._column.addWidget(self._well)

    def open(self, findings: Sequence[Finding]) -> None:
        """Open with the right edge below that of the anchor."""
        anchor = self._anchor
        self._corner = anchor.mapToGlobal(QPoint(anchor.width(), anchor.height() + 4))
        self.show_findings(findings)
        self.show()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what is found now."""
        if [block.kind for block in self._blocks] != [finding.kind for finding in findings]:
            self._build(findings)
        for block, finding in zip(self._blocks, findings, strict=True):
            block.show_finding(finding)
        self._well.setVisible(not findings)
        self._fit()

    @property
    def buttons(self) -> list[TextButton]:
        """The remedies' buttons, in order."""
        return [block.button for block in self._blocks]

    def _build(self, findings: Sequence[Finding]) -> None:
        for block in self._blocks:
            self._column.removeWidget(block)
            block.hide()
            block.deleteLater()
        self._blocks = [_Block(finding.kind) for finding in findings]
        for block in self._blocks:
            self._column.addWidget(block)
            block.button.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        finding = next(block.finding for block in self._blocks if block.button is self.sender())
        self.close()
        self.remedy_wanted.emit(finding)

    def _fit(self) -> None:
        self._column.activate()
        self.setFixedHeight(self._column.totalHeightForWidth(_WIDTH))
        edge, window = _FROM_THE_EDGE, self._anchor.window()
        room = QRect(window.mapToGlobal(QPoint(0, 0)), window.size()).adjusted(edge, edge, -edge, -edge)
        left = max(room.left(), min(self._corner.x(), room.right() + 1) - _WIDTH)
        self.move(left, max(room.top(), min(self._corner.y(), room.bottom() + 1 - self.height())))


class _Block(QWidget):
    """One finding."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.finding: Finding | None = None
        self._title, self._evidence, self._why = styled_label("", "strong"), QLabel(), styled_label("", "quiet")
        self.button = TextButton("", variant="primary")
        self._effect = styled_label("", "small")
        self._effect.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for label in (self._title, self._evidence, self._why):
            label.setWordWrap(True)
            column.addWidget(label)
        line = QHBoxLayout()
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(10)
        line.addWidget(self.button)
        line.addWidget(self._effect, 1)
        column.addLayout(line)

    def show_finding(self, finding: Finding) -> None:
        self.finding = finding
        self._title.setText(str(finding.title))
        self._evidence.setText(str(finding.evidence))
        self._why.setText(str(finding.why))
        self.button.setText(str(finding.remedy.name))
        self.button.setAccessibleName(str(finding.remedy.name))
        self.button.setMinimumWidth(self.button.sizeHint().width())
        self._effect.setText(self._effect_of(finding.remedy))

    def _effect_of(self, remedy: Remedy) -> str:
        if remedy.restarts:
            return self.tr("The run starts again from its first weights.")
        if remedy.epochs is None:
            return self.tr("The run goes on with it.")
        return self.tr("The run goes on with it, to {n} epochs.").format(n=f"{remedy.epochs:,}")
