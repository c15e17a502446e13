"""The form of a report: who hands it in, and what only they can write. The window beside it stays in use."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from playground.app.theme import scaled
from playground.app.widgets import Banner, SegmentedChoice, TextButton, resize_within_screen, styled_label
from playground.export.report import OWN_TEXTS, Written

_SIZE = QSize(560, 690)
_LANGUAGES = (("en", "English"), ("zh_CN", "中文"))
"""Each is called as it calls itself."""
_LEAST_TEXT = 84


class ReportForm(QDialog):
    """Tells every change, so that nothing that was written is ever lost."""

    changed = Signal()
    """A person has changed something."""
    page_wanted = Signal()
    """The report is to be written."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Lab report"))
        self.setModal(False)
        resize_within_screen(self, _SIZE)
        self._showing = False
        self.about = styled_label("", "quiet")
        self.about.setWordWrap(True)
        self.fields = {name: self._field() for name in ("name", "number", "class_name")}
        self.texts = {heading: self._text() for heading in OWN_TEXTS}
        self.language = SegmentedChoice(self.tr("Language"), _LANGUAGES, "en")
        self.language.value_changed.connect(self._tell)
        self.banner = Banner()
        self.write_button = TextButton(self.tr("Write the report…"), "export", variant="primary")
        self._arrange()

    @property
    def written(self) -> Written:
        """Tell what stands in the form."""
        who = {name: field.text().strip() for name, field in self.fields.items()}
        return Written.of({heading: text.toPlainText() for heading, text in self.texts.items()}, **who)

    def show_written(self, written: Written) -> None:
        """Fill the form in; what stands there already is left alone, and so is the cursor in it."""
        self._showing = True
        for name, field in self.fields.items():
            if field.text().strip() != getattr(written, name):
                field.setText(getattr(written, name))
        for heading, text in self.texts.items():
            if text.toPlainText() != getattr(written, heading):
                text.setPlainText(getattr(written, heading))
        self._showing = False

    def _arrange(self) -> None:
        titles: Mapping[str, str] = {
            "name": self.tr("Name"),
            "number": self.tr("Number"),
            "class_name": self.tr("Class"),
            "purpose": self.tr("Purpose: what it is to find out"),
            "analysis": self.tr("Analysis: what the results say, and why"),
            "summary": self.tr("Summary: what was learned"),
        }
        who = QFormLayout()
        who.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        who.setHorizontalSpacing(12)
        for name, field in self.fields.items():
            field.setAccessibleName(titles[name])
            who.addRow(styled_label(titles[name], "quiet"), field)
        line = QHBoxLayout()
        line.addWidget(self.language)
        line.addStretch(1)
        who.addRow(styled_label(self.tr("Language"), "quiet"), line)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.about)
        column.addLayout(who)
        for heading, text in self.texts.items():
            text.setAccessibleName(titles[heading])
            column.addWidget(styled_label(titles[heading], "quiet"))
            column.addWidget(text, 1)
        column.addWidget(self.banner)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        close = TextButton(self.tr("Close"))
        close.clicked.connect(self.close)
        self.write_button.clicked.connect(self.page_wanted)
        line = QHBoxLayout()
        line.setSpacing(8)
        note = styled_label(self.tr("Kept with the session. Data, formulas, code and results are filled in."), "small")
        note.setWordWrap(True)
        line.addWidget(note, 1)
        for button in (close, self.write_button):
            button.setAutoDefault(False)
            line.addWidget(button)
        return line

    def _field(self) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName("textField")
        field.setMaxLength(200)
        field.textChanged.connect(self._tell)
        return field

    def _text(self) -> QPlainTextEdit:
        text = QPlainTextEdit()
        text.setObjectName("code")
        text.setTabChangesFocus(True)
        text.setMinimumHeight(scaled(_LEAST_TEXT))
        text.textChanged.connect(self._tell)
        return text

    def _tell(self, *_: object) -> None:
        if not self._showing:
            self.changed.emit()
