"""Samples looked at again and again: a part of the data that is measured after every epoch, or a full batch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from playground.engine.naming import Array, require
from playground.engine.overflow import overflow_is_expected
from playground.engine.workspace import Workspace

if TYPE_CHECKING:
    from playground.engine.descent import Stepper
    from playground.engine.network import Network


class Samples:
    """Samples held by a network, so that looking at them again need not copy them again.

    Made by `Network.hold`. What fits into the cache is copied into a workspace of its own once; more than that is
    taken through the network's workspaces in chunks, as `Network.evaluate` does.

    A step on these samples may start from the outputs that measuring them has just computed: in full batch that saves
    a forward pass an epoch. It does so only where nothing can differ, that is without dropout and batch
    normalization, and while every parameter is, bit for bit, what it was.

    Parameters
    ----------
    network : Network
    x : (n, inputs)
    y : (n, outputs)
    """

    def __init__(self, network: Network, x: Array, y: Array) -> None:
        require(len(x) > 0, "there are no samples to hold")
        self.network, self.x, self.y = network, x, y
        self._workspace: Workspace | None = None
        self._made_for = network.layers
        self._is_stepped_on = False
        self._measured_at = b""

    def __len__(self) -> int:
        return len(self.x)

    def evaluate(self) -> tuple[float, float]:
        """Return data loss and accuracy in evaluation mode, as `Network.evaluate` does."""
        network = self.network
        if len(self.x) > network.chunk:
            return network.evaluate(self.x, self.y)
        with overflow_is_expected():
            total, correct = network.measure(self._loaded())
            if self._is_stepped_on:
                self._measured_at = network.values.tobytes()
        return total / len(self.x), correct / len(self.x) if network.decides else math.nan

    def train_step(self, optimizer: Stepper, clip: float | None = None, track: bool = False) -> None:
        """Take one step on all samples, as `Network.train_step` does."""
        network = self.network
        if len(self.x) > network.chunk:
            network.train_step(self.x, self.y, optimizer, clip, track)
            return
        with overflow_is_expected():
            workspace = self._loaded()
            self._is_stepped_on = network.same_in_training
            if not self._is_stepped_on or self._measured_at != network.values.tobytes():
                workspace.forward(True)
            network.descend(workspace, optimizer, clip, track)

    def _loaded(self) -> Workspace:
        if self._workspace is None or self._made_for is not self.network.layers:
            self._workspace = self.network.new_workspace(len(self.x))
            self._workspace.load(self.x, self.y)
            self._made_for = self.network.layers
            self._measured_at = b""
        return self._workspace
