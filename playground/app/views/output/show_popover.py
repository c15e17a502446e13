"""The little card behind "Show": how the map is drawn, and what lies over it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.app.views.output.mistake_watch import MOST_RINGED
from playground.app.widgets import PopupCard, SegmentedChoice, SwitchRow, styled_label

_WIDTH = 252
_FEW = f"{MOST_RINGED:.0%}".replace("%", " %")


class ShowPopover(PopupCard):
    """Opens below a button and stays while switches are tried; a click beside it or Escape closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(self.tr("What the map shows"))
        options = [("smooth", self.tr("smooth")), ("sharp", self.tr("sharp"))]
        self.style_choice = SegmentedChoice(self.tr("Boundary"), options, "smooth", quiet=True)
        self.lines = SwitchRow(self.tr("Contour line"), False)
        self.doubt = SwitchRow(self.tr("Uncertainty"), False)
        self.points = SwitchRow(self.tr("Points"), True, help_text=self.tr("Show the samples over the map."))
        self.mistakes = SwitchRow(self.tr("Mistakes ringed"), True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(0)
        first = QHBoxLayout()
        first.addWidget(styled_label(self.tr("Map"), "body"))
        first.addStretch(1)
        first.addWidget(self.style_choice)
        column.addLayout(first)
        column.addSpacing(3)
        for row in (self.lines, self.doubt, self.points, self.mistakes):
            column.addWidget(row)
        self.help = styled_label("", "small")
        self.help.setWordWrap(True)
        self.help.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.help)
        self.explain(classifies=True, painted=False)

    def explain(self, *, classifies: bool, painted: bool) -> None:
        """Say what each means for these data."""
        smooth, sharp = self.style_choice.pill("smooth"), self.style_choice.pill("sharp")
        if classifies:
            smooth.setToolTip(self.tr("The more a class is favoured, the stronger its colour."))
            sharp.setToolTip(self.tr("Only the class the network decides for."))
            self.lines.set_help(self.tr("Where the decision changes from one class to another."))
        else:
            smooth.setToolTip(self.tr("The farther a value is from the middle of the scale, the stronger its colour."))
            sharp.setToolTip(self.tr("Values in eight steps."))
            self.lines.set_help(self.tr("Lines of equal value, eight steps from end to end of the scale."))
        self.doubt.set_help(self.tr("Hatched where the network is undecided: the entropy of its answer."))
        self.mistakes.set_help(
            self.tr("A ring around every sample that is taken for another class; none before the first epoch.")
        )
        for row in (self.doubt, self.mistakes):
            row.set_available(classifies, self.tr("These data have values, no classes."))
        few = (
            self.tr("Mistakes are ringed when at most {share} of the samples are mistaken.").format(share=_FEW)
            if classifies
            else ""
        )
        self.help.setText(f"{few}\n{self._gestures(painted=painted)}".strip())

    def open_below(self, button: QWidget) -> None:
        """Open with the right edges in line."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width(), button.height() + 4))
        self.move(corner - QPoint(self.width(), 0))
        self.show()
        self.style_choice.pill(self.style_choice.value()).setFocus(Qt.FocusReason.PopupFocusReason)

    def _gestures(self, *, painted: bool) -> str:
        if painted:
            return self.tr("Wheel: zoom. Alt and drag: move. Home: all. Ctrl and click on a point: back-propagation.")
        return self.tr(
            "Wheel or + and \N{MINUS SIGN}: zoom. Drag or arrows: move. 0: all. Click on a point: back-propagation."
        )
