"""Inside the layers: activations and gradients of the network under training."""

from playground.app.inside.dialog import InsideDialog
from playground.app.inside.histogram import paint_ends, paint_histogram

__all__ = ["InsideDialog", "paint_ends", "paint_histogram"]
