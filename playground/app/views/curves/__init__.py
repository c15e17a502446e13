"""The curves card. Importing it imports pyqtgraph, which takes a while."""

from .view import CurvesView

__all__ = ["CurvesView"]
