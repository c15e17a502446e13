"""A state to come back to: the weights of one epoch."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine import Network


class Moment:
    """Keeps the parameters and running averages of one epoch, in memory of its own that each `take` writes over."""

    def __init__(self, network: Network, epoch: int) -> None:
        self._values = network.values.copy()
        self._running = network.running_values.copy()
        self.epoch = epoch

    def take(self, network: Network, epoch: int) -> None:
        """Keep the network as it is now."""
        self._values[...] = network.values
        self._running[...] = network.running_values
        self.epoch = epoch

    def put_back(self, network: Network) -> None:
        """Give the network the state that was kept; its random streams go on."""
        network.restore({"values": self._values, "running": self._running})

    def state(self) -> dict[str, NDArray[Any]]:
        """Copies of what is kept, as arrays by name."""
        return {"values": self._values.copy(), "running": self._running.copy(), "epoch": np.array(self.epoch)}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Keep what an earlier `state()` told."""
        self._values[...], self._running[...] = state["values"], state["running"]
        self.epoch = int(state["epoch"])
