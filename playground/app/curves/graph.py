"""pyqtgraph, told which Qt to use before it looks for one itself. It is slow to import: show a window first."""

import os

os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

import pyqtgraph as pg

__all__ = ["pg"]
