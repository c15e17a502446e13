"""The output card: the decision boundary over the plane, and the figures by part."""

from playground.app.views.output.canvas import BoundaryCanvas
from playground.app.views.output.painting import Painting
from playground.app.views.output.painting_region import painting_region
from playground.app.views.output.region import is_plane, request_region
from playground.app.views.output.view import OutputView

__all__ = ["BoundaryCanvas", "OutputView", "Painting", "is_plane", "painting_region", "request_region"]
