"""The curves card. Importing it imports pyqtgraph, which takes a while."""

from playground.training import ThinnedSeries
from .view import CurvesView

__all__ = ["CurvesView", "ThinnedSeries"]
