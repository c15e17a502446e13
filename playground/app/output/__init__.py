"""The output card: the decision boundary over the plane, and the figures by part."""

from playground.app.output.canvas import BoundaryCanvas
from playground.app.output.painting import Painting
from playground.app.output.plane import is_plane
from playground.app.output.point_edits import painting_region
from playground.app.output.view import OutputView

__all__ = ["BoundaryCanvas", "OutputView", "Painting", "is_plane", "painting_region"]
