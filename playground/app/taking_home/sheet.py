"""The sheet: the list of what can be taken home, and beside it what one of them holds, how it is used and checked."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontDatabase, QFontMetricsF, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.app.taking_home.items import GROUPS, Item, Preview
from playground.app.theme import ThemeManager, body_font, small_font
from playground.app.widgets import Banner, SegmentedChoice, TextButton, styled_label

_SIZE = QSize(1000, 700)
_LIST = 340
_ROW, _PAD, _RADIUS = 48, 12.0, 8.0
_CONTENT, _USAGE = "content", "usage"


class ItemRow(QAbstractButton):
    """A line of the list: what it is, who opens it, and the ending of its name."""

    def __init__(self, item: Item, theme: ThemeManager) -> None:
        super().__init__()
        self.item, self._theme = item, theme
        self.setCheckable(True)
        self.setFixedHeight(_ROW)
        self.setMinimumWidth(_LIST - 40)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(self.tr(item.title))
        self.setAccessibleName(f"{self.tr(item.title)} {item.suffix}")
        self.setAccessibleDescription(self.tr(item.opened_by))
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = theme.accent_soft if self.isChecked() else theme.field if self.underMouse() else None
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if fill is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(theme.accent))
            painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        inner, middle = area.adjusted(_PAD, 0, -_PAD, 0), area.center().y()
        title, second = body_font(), small_font()
        title.setBold(True)
        painter.setFont(second)
        painter.setPen(QColor(theme.quiet))
        below = QRectF(inner.left(), middle, inner.width(), area.bottom() - middle - 4)
        width = QFontMetricsF(second)
        opened = width.elidedText(self.tr(self.item.opened_by), Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), opened)
        above = QRectF(inner.left(), area.top() + 4, inner.width(), middle - area.top() - 4)
        ends = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setPen(QColor(theme.accent if self.isChecked() else theme.quiet))
        painter.drawText(above, int(ends), self.item.suffix)
        painter.setFont(title)
        painter.setPen(QColor(theme.text))
        painter.drawText(above, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
        painter.end()


class Sheet(QDialog):
    """Asks for previews and files; shows what comes of them."""

    preview_wanted = Signal(object, str)
    """An Item, and the name that its file would have."""
    save_wanted = Signal(object, str)
    """An Item and the name proposed for its file."""

    def __init__(self, theme: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Take it home"))
        self.setModal(True)
        self.resize(_SIZE)
        self._preview: Preview | None = None
        self.rows: list[ItemRow] = []
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 12, 16, 14)
        line.setSpacing(16)
        line.addWidget(self._list(theme))
        line.addLayout(self._detail(), 1)
        self.rows[0].setChecked(True)

    @property
    def item(self) -> Item:
        """Tell what is chosen in the list."""
        return next(row.item for row in self.rows if row.isChecked())

    @property
    def file_name(self) -> str:
        """The name of the file, its ending included."""
        name = self.name.text().strip() or self.tr("network")
        return name if name.endswith(self.item.suffix) else name + self.item.suffix

    def open_for(self, name: str, about: str) -> None:
        """Show the sheet for a run: the name proposed for its files, and what it is."""
        self.name.setText(name)
        self.about.setText(about)
        self.show()
        self.raise_()
        self.activateWindow()
        self._ask()

    def show_preview(self, item: Item, preview: Preview) -> None:
        """Show what a file would hold, if it is still the one that is looked at."""
        if item is not self.item:
            return
        self._preview = preview
        self.size_label.setText("" if preview.size is None else _size_text(preview.size))
        self.choice.setVisible(bool(preview.usage))
        self.save_button.setEnabled(preview.obstacle is None)
        self.copy_button.setEnabled(bool(preview.content))
        self.copy_button.setText(self.tr("Copy the file") if preview.whole is not None else self.tr("Copy"))
        if preview.obstacle is not None:
            self.banner.show_message("warning", str(preview.obstacle), closable=False)
        self._show_text()

    def show_result(self, text: str) -> None:
        """A file is written, and checked."""
        self.save_button.setEnabled(True)
        self.banner.show_message("success", text, closable=False)

    def show_refusal(self, text: str) -> None:
        """A file or its preview could not be made."""
        self.save_button.setEnabled(True)
        self.banner.show_message("error", text[:1].upper() + text[1:], closable=False)

    def show_waiting(self, text: str) -> None:
        """A file is being written."""
        self.save_button.setEnabled(False)
        self.banner.show_message("info", text, closable=False)

    def copy(self) -> None:
        """Put the file, or what is shown of it, on the clipboard."""
        if self._preview is not None:
            whole = self._preview.whole if self.choice.value() == _CONTENT else None
            QGuiApplication.clipboard().setText(whole if whole is not None else self.text.toPlainText())
            self.banner.show_message("success", self.tr("Copied."), closable=False)

    def _list(self, theme: ThemeManager) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(2)
        group = QButtonGroup(self)
        for heading, items in GROUPS:
            label = styled_label(self.tr(heading), "heading")
            label.setContentsMargins(int(_PAD), 8, 0, 4)
            column.addWidget(label)
            for item in items:
                row = ItemRow(item, theme)
                group.addButton(row)
                column.addWidget(row)
                row.toggled.connect(self._on_chosen)
                self.rows.append(row)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        scroll.setFixedWidth(_LIST)
        return scroll

    def _detail(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        self.about = styled_label("", "small")
        self.title = styled_label("", "title")
        self.explains = styled_label("", "quiet")
        self.explains.setWordWrap(True)
        self.name = QLineEdit()
        self.name.setObjectName("textField")
        self.name.setAccessibleName(self.tr("Name"))
        self.suffix = styled_label("", "quiet")
        self.size_label = styled_label("", "small")
        named = QHBoxLayout()
        named.addWidget(styled_label(self.tr("Name"), "quiet"))
        named.addWidget(self.name, 1)
        named.addWidget(self.suffix)
        named.addWidget(self.size_label)
        self.choice = SegmentedChoice(
            self.tr("Show"), ((_CONTENT, self.tr("In the file")), (_USAGE, self.tr("Use it"))), _CONTENT
        )
        self.choice.value_changed.connect(self._show_text)
        self.text = QPlainTextEdit()
        self.text.setObjectName("code")
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(self.tr("Preview"))
        self.banner = Banner()
        for widget in (self.about, self.title, self.explains):
            column.addWidget(widget)
        column.addLayout(named)
        column.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.text, 1)
        column.addWidget(self.banner)
        column.addLayout(self._foot())
        return column

    def _foot(self) -> QHBoxLayout:
        self.copy_button = TextButton(self.tr("Copy"))
        self.save_button = TextButton(self.tr("Save…"), "export", variant="primary")
        close = TextButton(self.tr("Close"))
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(lambda: self.save_wanted.emit(self.item, self.file_name))
        close.clicked.connect(self.close)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStretch(1)
        for button in (close, self.copy_button, self.save_button):
            button.setAutoDefault(False)
            line.addWidget(button)
        return line

    def _on_chosen(self, chosen: bool) -> None:
        if chosen and self.isVisible():
            self._ask()

    def _ask(self) -> None:
        item = self.item
        self.title.setText(self.tr(item.title))
        self.explains.setText(self.tr(item.explains))
        self.suffix.setText(item.suffix)
        self._preview = None
        self.size_label.setText("")
        self.text.setPlainText("")
        self.banner.hide()
        self.copy_button.setEnabled(False)
        self.preview_wanted.emit(item, self.file_name)

    def _show_text(self) -> None:
        if self._preview is not None:
            usage = bool(self._preview.usage) and self.choice.value() == _USAGE
            self.text.setPlainText(self._preview.usage if usage else self._preview.content)


def _size_text(size: int) -> str:
    """Bytes as people read them: 812 bytes, 2.1 kB, 3.4 MB."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
