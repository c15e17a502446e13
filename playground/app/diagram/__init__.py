"""The network diagram: every neuron's map, the links by their weights, and each layer's settings on its column."""

from playground.app.diagram.canvas import DiagramCanvas
from playground.app.diagram.layout import Bias, Hit, Link, Neuron, Summary
from playground.app.diagram.view import NetworkView

__all__ = ["Bias", "DiagramCanvas", "Hit", "Link", "NetworkView", "Neuron", "Summary"]
