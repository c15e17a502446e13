"""Back-propagation for one sample: every neuron's numbers, the formulas with numbers put in, and what pulls on what."""

from playground.app.backprop.dialog import BackpropDialog

__all__ = ["BackpropDialog"]
