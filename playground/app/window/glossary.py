"""The glossary: every term of the screen, found by typing, with links from one to the next."""

from html import escape

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget

from playground.app.widgets import Card, resize_within_screen, scaled_size, styled_label
from playground.experiment.terms import TERMS, Term, matching, term

_SIZE = (660, 440)
_LIST_WIDTH = 190


class Glossary(QDialog):
    """A search field, the terms that match, and the chosen one; it may lie beside the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Glossary"))
        self._build()
        self.search.textChanged.connect(self._find)
        self.names.currentTextChanged.connect(self._show)
        self._find("")
        resize_within_screen(self, scaled_size(*_SIZE))

    def open_at(self, name: str = "") -> None:
        """Show the window, at a term where one is named."""
        if name:
            self._go(name)
        self.show()
        self.raise_()
        self.activateWindow()
        self.search.setFocus()
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take up and down in the search field for the list."""
        moves = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in moves:
            QCoreApplication.sendEvent(self.names, event)
            return True
        return super().eventFilter(watched, event)

    def _find(self, text: str) -> None:
        chosen = self.names.currentItem()
        found = [each.name for each in matching(text)]
        before = chosen.text() if chosen is not None else ""
        self.names.blockSignals(True)
        self.names.clear()
        self.names.addItems(found)
        # What is typed names its term; without a word the one that was read stays.
        self.names.setCurrentRow(found.index(before) if not text.strip() and before in found else 0)
        self.names.blockSignals(False)
        current = self.names.currentItem()
        self._show("" if current is None else current.text())

    def _go(self, name: str) -> None:
        if not any(self.names.item(row).text() == name for row in range(self.names.count())):
            self.search.clear()
        found = self.names.findItems(name, Qt.MatchFlag.MatchExactly)
        self.names.setCurrentItem(found[0])

    def _show(self, name: str) -> None:
        shown = term(name) if name else None
        self.title.setText(name or self.tr("No term has these words"))
        self.meaning.setText(self._told(shown))
        self.formula.setText("" if shown is None else shown.formula)
        self.formula.setVisible(bool(self.formula.text()))
        self.seen.setText("" if shown is None else self.tr("Seen in: {places}").format(places=_tr(shown.seen)))
        related = () if shown is None else shown.related
        links = [f'<a href="{escape(each)}">{escape(_tr(each))}</a>' for each in related]
        self.related.setText(self.tr("See also: {terms}").format(terms=" · ".join(links)) if links else "")

    def _told(self, shown: Term | None) -> str:
        if shown is None:
            return self.tr("Try fewer letters, or clear the field to see all {n} terms.").format(n=len(TERMS))
        return _tr(shown.meaning)

    def _build(self) -> None:
        self.search = QLineEdit()
        self.search.setObjectName("textField")
        self.search.setPlaceholderText(self.tr("Search terms"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search terms"))
        self.search.installEventFilter(self)
        self.names = QListWidget()
        self.names.setObjectName("terms")
        self.names.setFixedWidth(scaled_size(_LIST_WIDTH, 0).width())
        self.names.setAccessibleName(self.tr("Terms"))
        self.title = styled_label("", "title")
        self.meaning, self.formula = QLabel(), styled_label("", "strong")
        self.seen, self.related = styled_label("", "quiet"), QLabel()
        self.related.linkActivated.connect(self._go)
        copied = Qt.TextInteractionFlag.TextSelectableByMouse
        linked = Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        card = Card()
        for label, name, flags in (
            (self.title, self.tr("Term"), copied),
            (self.meaning, self.tr("Meaning"), copied),
            (self.formula, self.tr("Formula"), copied),
            (self.seen, self.tr("Where it is seen"), copied),
            (self.related, self.tr("Related terms"), linked),
        ):
            label.setTextFormat(Qt.TextFormat.RichText if label is self.related else Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(flags)
            label.setAccessibleName(name)
            card.body.addWidget(label)
            card.body.addSpacing(8)
        card.body.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self.names)
        below.addWidget(card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(10)
        column.addWidget(self.search)
        column.addLayout(below, 1)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Terms", text)
