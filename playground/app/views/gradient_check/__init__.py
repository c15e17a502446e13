"""The gradient check's window: back-propagation against numerical slopes, array by array."""

from playground.app.views.gradient_check.dialog import GradientCheckDialog
from playground.app.views.gradient_check.finding import Finding, find

__all__ = ["Finding", "GradientCheckDialog", "find"]
