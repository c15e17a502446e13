"""The card of the wall, as high as its tiles need and its window has room for."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.app.studies.wall import Faces, Wall
from playground.app.studies.wall_layout import LARGEST
from playground.app.theme import ThemeManager
from playground.app.widgets import Card, ElidedLabel, set_style_property

_LARGEST_OF_FEW = 330
_ANY = 16_777_215
_MARGIN = 13
"""Of the card, at either side."""
_NOTE = 190
"""Room for the words beside the title."""
_SHARE = 0.34
"""Of the window's height, for the pictures of many rows."""


class WallCard(Card):
    """Title, what the figures under the pictures are, and the wall."""

    def __init__(self, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.wall = Wall(theme)
        self.note = ElidedLabel()
        set_style_property(self.note, "role", "small")
        self._fills = False
        self.add_header_widget(self.note)
        self.body.addWidget(self.wall, 1)

    def show_tiles(self, title: str, faces: Faces, count: int, columns: int | None = None) -> None:
        """Show so many tiles."""
        self.set_title(title)
        self.wall.show_tiles(faces, count, columns)

    def fit(self, width: int, window_height: int) -> None:
        """Take the height that fits a window: one row whole, more rows as far as there is room."""
        self._fills = False
        self.setMaximumWidth(_ANY)
        margins = self.contentsMargins()
        inner = width - 2 * _MARGIN - margins.left() - margins.right()
        self.wall.set_largest(min(LARGEST, max(96, round(0.25 * window_height))))
        room = round(_SHARE * window_height)
        one = self.wall.height_for(inner, 1)
        every = self.wall.height_for(inner, self.wall.rows_for(inner))
        self.wall.setFixedHeight(max(one, min(every, room)))

    def fill(self) -> None:
        """Take all the height there is."""
        self._fills = True
        self.wall.set_largest(_LARGEST_OF_FEW, whole=True)
        self.wall.setMinimumHeight(0)
        self.wall.setMaximumHeight(_ANY)
        self._leave_rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_rest()

    def _leave_rest(self) -> None:
        """Rows of a given number take no more width than they fill in this height: the table has use for it."""
        if self._fills:
            wanted = self.wall.width_for(self.wall.height())
            least = 2 * _MARGIN + self.title.sizeHint().width() + _NOTE
            self.setMaximumWidth(_ANY if wanted is None else max(least, wanted + 2 * _MARGIN + 2))
