"""The bar on top of the study's window: what is compared, how far it is, and the buttons."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QProgressBar, QVBoxLayout, QWidget

from playground.app.widgets import ElidedLabel, Menu, TextButton, set_style_property, styled_label

_HEIGHT = 60
_PROGRESS_WIDTH = 300
_SMOOTH = 1000


class StudyHeader(QFrame):
    """Start while nothing runs, Cancel while something does."""

    start_requested = Signal()
    cancel_requested = Signal()
    earlier_wanted = Signal(int)
    """A study of this sitting is to be shown again, by its place among them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runBar")
        self.setFixedHeight(_HEIGHT)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(12)
        line.addLayout(self._titles(), 1)
        line.addLayout(self._progress())
        self._add_buttons(line)
        self.show_running(False)
        self.show_results(False)

    def show_title(self, title: str, subtitle: str) -> None:
        """Tell what is compared, and on what."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)

    def show_progress(self, share: float | None, text: str) -> None:
        """Tell how far it is; None hides the bar and leaves the words."""
        self.bar.setVisible(share is not None)
        if share is not None:
            self.bar.setValue(round(_SMOOTH * share))
        side = Qt.AlignmentFlag.AlignRight if share is None else Qt.AlignmentFlag.AlignLeft
        self.status.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.status.setText(text)
        self.bar.setAccessibleDescription(text)

    def show_running(self, running: bool) -> None:
        """Tell whether a study runs."""
        self.start_button.setVisible(not running)
        self.cancel_button.setVisible(running)
        self.cancel_button.setEnabled(True)

    def show_earlier(self, titles: Sequence[str]) -> None:
        """Offer the finished studies of this sitting, the newest last, where there is more than one."""
        self._earlier.clear()
        for place, title in reversed(list(enumerate(titles))):
            self._earlier.addAction(title.replace("&", "&&"), partial(self.earlier_wanted.emit, place))
        self.earlier_button.setVisible(len(titles) > 1)

    def show_cancelling(self) -> None:
        """It was told to stop."""
        self.cancel_button.setEnabled(False)

    def show_results(self, there: bool, *, of_this_setup: bool = False, unfinished: bool = False) -> None:
        """Whether there is something to export; what is there of the setup as it stands need not be started first."""
        self.export_button.setEnabled(there)
        settled = there and of_this_setup and not unfinished
        started = self.tr("Start again") if settled else self.tr("Start")
        self.start_button.setText(self.tr("Go on") if of_this_setup and unfinished else started)
        self.start_button.updateGeometry()
        set_style_property(self.start_button, "variant", "normal" if settled else "primary")
        set_style_property(self.export_button, "variant", "primary" if settled else "normal")

    def set_startable(self, able: bool, reason: str = "") -> None:
        """Tell whether the setup can be started, and why not."""
        self.start_button.setEnabled(able)
        self.start_button.setToolTip(reason or self.tr("Train all of it on the cores of this computer (Enter)"))

    def _titles(self) -> QVBoxLayout:
        self.title = styled_label("", "title")
        self.subtitle = ElidedLabel()
        set_style_property(self.subtitle, "role", "small")
        block = QVBoxLayout()
        block.setSpacing(1)
        block.addStretch(1)
        block.addWidget(self.title)
        block.addWidget(self.subtitle)
        block.addStretch(1)
        return block

    def _progress(self) -> QVBoxLayout:
        self.bar = QProgressBar()
        self.bar.setRange(0, _SMOOTH)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_PROGRESS_WIDTH)
        self.bar.setAccessibleName(self.tr("Progress of the study"))
        self.status = styled_label("", "small")
        self.status.setFixedWidth(_PROGRESS_WIDTH)
        block = QVBoxLayout()
        block.setSpacing(6)
        block.addStretch(1)
        block.addWidget(self.bar)
        block.addWidget(self.status)
        block.addStretch(1)
        return block

    def _add_buttons(self, line: QHBoxLayout) -> None:
        self.start_button = TextButton(self.tr("Start"), "play", variant="primary")
        self.cancel_button = TextButton(self.tr("Cancel"))
        self.cancel_button.setToolTip(self.tr("Stop within a second; what is done is kept (Esc)"))
        self.export_button = TextButton(self.tr("Export table"), "export")
        self.export_button.setToolTip(self.tr("Take the results home, a row for each trial"))
        self.earlier_button = TextButton(self.tr("Studies"))
        self.earlier_button.setToolTip(self.tr("The finished studies of this sitting, kept in its session"))
        self._earlier = Menu(self)
        self.earlier_button.setMenu(self._earlier)
        self.earlier_button.hide()
        self.start_button.clicked.connect(self.start_requested)
        self.cancel_button.clicked.connect(self.cancel_requested)
        for button in (self.earlier_button, self.start_button, self.cancel_button, self.export_button):
            line.addWidget(button)

    def set_export_menu(self, menu: QMenu) -> None:
        """The ways out of the table."""
        self.export_button.setMenu(menu)
