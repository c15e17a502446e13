"""The curves card. Importing it imports pyqtgraph, which takes a while."""

from playground.app.curves.view import CurvesView

__all__ = ["CurvesView"]
