"""The way in which the file is written: preset to what was found out, and open to correction."""

from dataclasses import replace
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.app.widgets import Choice, ChoiceRow, SwitchRow
from playground.data.tables import Dialect

_ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("cp1252", "Western"),
    ("gb18030", "Chinese"),
    ("big5", "Chinese, traditional"),
    ("cp932", "Japanese"),
    ("cp1251", "Cyrillic"),
    ("utf-16", "UTF-16"),
)


class DialectBar(QWidget):
    """A switch and three lists. `known` has only what the person set; the rest stays to be found out."""

    # The person corrected something: the table is to be read again.
    changed = Signal()

    def __init__(self, *, with_encoding: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.known = Dialect()
        self.header = SwitchRow(
            self.tr("First row names the columns"), True, help_text=self.tr("Off where data begin at once")
        )
        self.delimiter = ChoiceRow(self.tr("Between cells"), self._delimiters(None), None)
        decimals = (self._automatic(), Choice(".", self.tr("point (1.5)")), Choice(",", self.tr("comma (1,5)")))
        self.decimal = ChoiceRow(self.tr("Decimals"), decimals, None)
        self.encoding = ChoiceRow(self.tr("Encoding"), self._encodings(None), None)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(22)
        for row in (self.header, self.delimiter, self.decimal, self.encoding):
            line.addWidget(row)
        line.addStretch(1)
        self.encoding.setVisible(with_encoding)
        self.header.value_changed.connect(self._set_header)
        self.delimiter.value_changed.connect(self._set_delimiter)
        self.decimal.value_changed.connect(self._set_decimal)
        # The mark that was found, chosen by a person, settles what the other mark stands for.
        self.decimal.combo.activated.connect(lambda _row: self._set_decimal(self.decimal.value()))
        self.encoding.value_changed.connect(self._set_encoding)

    def show_found(self, found: Dialect) -> None:
        """Show how a table proved to be written."""
        encoding = "utf-8" if found.encoding == "utf-8-sig" else found.encoding
        self.delimiter.set_choices(self._delimiters(found.delimiter))
        self.delimiter.set_value(found.delimiter)
        self.decimal.set_value(found.decimal)
        self.encoding.set_choices(self._encodings(encoding))
        self.encoding.set_value(encoding)
        if found.header is not None:
            self.header.set_value(found.header)

    def set_missing(self, texts: tuple[str, ...] | None) -> None:
        """The person told which texts mean a missing cell, or wants them found out."""
        self._know(replace(self.known, missing=texts))

    def show_known(self) -> None:
        """Show what the person set, as nothing was found out."""
        self.show_found(self.known)

    def _set_header(self, on: object) -> None:
        self._know(replace(self.known, header=bool(on)))

    def _set_delimiter(self, delimiter: object) -> None:
        self._know(replace(self.known, delimiter=cast(str | None, delimiter)))

    def _set_decimal(self, decimal: object) -> None:
        if decimal != self.known.decimal:
            self._know(replace(self.known, decimal=cast(str | None, decimal)))

    def _set_encoding(self, encoding: object) -> None:
        self._know(replace(self.known, encoding=cast(str | None, encoding)))

    def _know(self, known: Dialect) -> None:
        self.known = known
        self.changed.emit()

    def _automatic(self) -> Choice:
        return Choice(None, self.tr("automatic"), self.tr("Found out from the file"))

    def _delimiters(self, found: str | None) -> tuple[Choice, ...]:
        listed = [
            self._automatic(),
            Choice(",", self.tr("comma")),
            Choice(";", self.tr("semicolon")),
            Choice("\t", self.tr("tab")),
            Choice("|", self.tr("bar")),
            Choice(" ", self.tr("blanks")),
        ]
        if found is not None and all(choice.value != found for choice in listed):
            listed.append(Choice(found, found))
        return tuple(listed)

    def _encodings(self, found: str | None) -> tuple[Choice, ...]:
        listed = [self._automatic(), *(Choice(name, self.tr(text)) for name, text in _ENCODINGS)]
        if found is not None and found not in dict(_ENCODINGS):
            listed.append(Choice(found, found.upper()))
        return tuple(listed)
