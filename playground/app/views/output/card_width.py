"""How wide the output card is: as its map is high, so that the map fills it from side to side."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from playground.app.views.output.map_legends import MapLegends

_NARROWEST = 340
"""So that the hidden space has room for the choice of its axes."""


class CardWidth:
    """Fits the width of a card to the height it is given.

    Parameters
    ----------
    card : what is fitted.
    edges : of the card, beside its body.
    legends : below the map; narrower, they may take more lines, which are taken from the map.
    around : the height of everything but the map.
    needed : the width that the card's header needs, of a width that it can have at most.
    """

    def __init__(
        self, card: QWidget, edges: int, legends: MapLegends, around: Callable[[], int], needed: Callable[[int], int]
    ) -> None:
        self._card, self._edges, self._legends = card, edges, legends
        self._around, self._needed = around, needed
        self._height = self._widest = 0

    def set_room(self, height: int, widest: int) -> None:
        """The height of the card, and its width at most."""
        self._height, self._widest = height, widest
        self.fit()

    def fit(self) -> None:
        """Fit anew, since the card shows other data."""
        if not self._height:
            return
        width = self._widest
        narrowest = max(_NARROWEST, self._edges + self._needed(width - self._edges))
        for _ in range(2):
            self._legends.arrange(width - self._edges)
            side = self._height - self._around()
            width = min(self._widest, max(narrowest, side + self._edges))
        self._legends.arrange(width - self._edges)
        self._card.setFixedWidth(width)
