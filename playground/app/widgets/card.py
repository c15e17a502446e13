"""The surface everything stands on."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from playground.app.widgets.style import styled_label


class Card(QFrame):
    """A title in small capitals with room for buttons at its right, and `body`, the layout below."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(13, 11, 13, 12)
        column.setSpacing(7)
        self.title = styled_label(title, "heading")
        top = QWidget()
        top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.header = QHBoxLayout(top)
        self.header.setContentsMargins(0, 0, 0, 0)
        self.header.setSpacing(6)
        self.header.addWidget(self.title)
        self.header.addStretch(1)
        self.title.setFixedHeight(18)
        column.addWidget(top)
        self.title.setVisible(bool(title))
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        column.addLayout(self.body, 1)
        # Takes the height that a body of fixed rows leaves over, which would else spread between them.
        column.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding))

    def set_title(self, title: str) -> None:
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)

    def add_header_widget(self, widget: QWidget) -> None:
        """Put a button, a pill or a quiet label at the right of the title."""
        self.header.addWidget(widget)

    def add_heading(self, text: str) -> QLabel:
        """A further heading within the body, in the look of the title."""
        heading = styled_label(text, "heading")
        heading.setFixedHeight(28)
        self.body.addWidget(heading)
        return heading
