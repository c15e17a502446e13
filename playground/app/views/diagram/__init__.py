"""The network diagram: every neuron's map, the links by their weights, and each layer's settings on its column."""

from playground.app.views.diagram.canvas import DiagramCanvas
from playground.app.views.diagram.hit import Bias, Hit, Link, Neuron, Summary
from playground.app.views.diagram.view import NetworkView

__all__ = ["Bias", "DiagramCanvas", "Hit", "Link", "NetworkView", "Neuron", "Summary"]
