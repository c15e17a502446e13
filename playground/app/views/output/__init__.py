"""The output card: the decision boundary over the plane, and the figures by part."""

from .canvas import BoundaryCanvas
from .region import is_plane, request_region
from .view import OutputView

__all__ = ["BoundaryCanvas", "OutputView", "is_plane", "request_region"]
