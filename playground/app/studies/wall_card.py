"""The card of the wall, as high as its tiles need and its window has room for."""

from PySide6.QtWidgets import QWidget

from playground.app.studies.wall import Faces, Wall
from playground.app.studies.wall_layout import LARGEST
from playground.app.theme import ThemeManager
from playground.app.widgets import Card, styled_label

_LARGEST_OF_FEW = 330
_ANY_HEIGHT = 16_777_215
_MARGIN = 13
"""Of the card, at either side."""
_SHARE = 0.34
"""Of the window's height, for the pictures of many rows."""


class WallCard(Card):
    """Title, what the figures under the pictures are, and the wall."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.wall = Wall(theme)
        self.note = styled_label("", "small")
        self.add_header_widget(self.note)
        self.body.addWidget(self.wall, 1)

    def show_tiles(self, title: str, faces: Faces, count: int, columns: int | None = None) -> None:
        """Show so many tiles."""
        self.set_title(title)
        self.wall.show_tiles(faces, count, columns)

    def fit(self, width: int, window_height: int) -> None:
        """Take the height that fits a window: one row whole, more rows as far as there is room."""
        margins = self.contentsMargins()
        inner = width - 2 * _MARGIN - margins.left() - margins.right()
        self.wall.set_largest(min(LARGEST, max(96, round(0.25 * window_height))))
        room = round(_SHARE * window_height)
        one = self.wall.height_for(inner, 1)
        every = self.wall.height_for(inner, self.wall.rows_for(inner))
        self.wall.setFixedHeight(max(one, min(every, room)))

    def fill(self) -> None:
        """Take all the height there is."""
        self.wall.set_largest(_LARGEST_OF_FEW)
        self.wall.setMinimumHeight(0)
        self.wall.setMaximumHeight(_ANY_HEIGHT)
