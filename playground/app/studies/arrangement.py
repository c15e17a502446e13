"""Where wall, chart and table stand in the window, by how many pictures there are."""

from typing import Literal

from PySide6.QtWidgets import QGridLayout

from playground.app.studies.show import Show
from playground.app.widgets import Card

Arrangement = Literal["row", "grid", "few"]
Place = tuple[int, int, int, int]
_PLACES: dict[Arrangement, tuple[Place, Place, Place]] = {
    "row": ((0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)),
    "grid": ((0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)),
    "few": ((0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)),
}
"""Row, column, and how many of both, for wall, chart and table."""
_STRETCH: dict[Arrangement, tuple[int, int]] = {"row": (0, 1), "grid": (2, 3), "few": (3, 2)}
_FEW = 3
_GAP = 10


def arrangement_of(show: Show) -> Arrangement:
    """A row of pictures stands above the rest, a grid of them beside it; a few have the room of a quarter."""
    if show.plan.mode in ("pair", "search"):
        return "grid"
    return "few" if len(show.board.groups) <= _FEW else "row"


class StudyGrid(QGridLayout):
    """The three cards of a study, in one of the arrangements."""

    def __init__(self, wall: Card, chart: Card, table: Card) -> None:
        super().__init__()
        self._cards = wall, chart, table
        self.arrangement: Arrangement = "row"
        self.setSpacing(_GAP)
        self.setColumnStretch(0, 10)
        self.setColumnStretch(1, 11)
        self.arrange("row")

    def arrange(self, arrangement: Arrangement) -> None:
        """Put the cards in their places."""
        for card in self._cards:
            self.removeWidget(card)
        for card, place in zip(self._cards, _PLACES[arrangement], strict=True):
            self.addWidget(card, *place)
        for row, stretch in enumerate(_STRETCH[arrangement]):
            self.setRowStretch(row, stretch)
        self.arrangement = arrangement
