"""The gradient check's window: back-propagation against numerical slopes, array by array."""

from playground.app.gradient_check.dialog import GradientCheckDialog
from playground.app.gradient_check.table import Finding, find

__all__ = ["Finding", "GradientCheckDialog", "find"]
