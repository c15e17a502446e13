"""The random streams of a run: the order of its samples, and what dropout leaves out."""

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from playground.engine import Network
from playground.training.batches import Batches
from playground.training.state import State, gather, part_of, random_state, restore_random, stream_place


class Streams:
    """Where the streams of one network and its batches stand, which they can be put back to.

    To be made before anything is drawn from them.
    """

    def __init__(self, network: Network, batches: Batches) -> None:
        self._network, self._batches = network, batches
        self._has_dropped = False
        self._first = self.state()

    def note_dropout(self) -> None:
        """From a network with dropout on, its stream may have moved, even where there is no dropout any more."""
        self._has_dropped |= any(layer.dropout for layer in self._network.layers)

    def state(self) -> State:
        """Where both stand, as arrays by name."""
        return gather(dropout=random_state(self._network.dropout_stream), order=random_state(self._batches.random))

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Put both where they stood at an earlier `state()`, be it of another run."""
        self._has_dropped = self._batches.has_shuffled = True
        self._put(state)

    def bearings(self) -> State:
        """Where they stand; one that nothing has been drawn from is left out, since to ask it takes a while."""
        self.note_dropout()
        told: State = {}
        if self._batches.has_shuffled:
            told |= gather(order=stream_place(self._batches.random))
        if self._has_dropped:
            told |= gather(dropout=stream_place(self._network.dropout_stream))
        return told

    def turn_to(self, bearings: Mapping[str, NDArray[Any]]) -> None:
        """Put both where these streams stood when they told these `bearings()`."""
        self._put({**self._first, **bearings})

    def _put(self, state: Mapping[str, NDArray[Any]]) -> None:
        restore_random(self._network.dropout_stream, part_of(state, "dropout"))
        restore_random(self._batches.random, part_of(state, "order"))
