"""The hidden space: the input grid and the samples as a layer of the network sees them."""

from playground.app.output.hidden.panel import HiddenPanel

__all__ = ["HiddenPanel"]
