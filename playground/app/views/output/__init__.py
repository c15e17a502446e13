"""The output card: the decision boundary over the plane, and the figures by part."""

from .canvas import BoundaryCanvas
from .painting import Painting
from .painting_region import painting_region
from .region import is_plane, request_region
from .view import OutputView

__all__ = ["BoundaryCanvas", "OutputView", "Painting", "is_plane", "painting_region", "request_region"]
