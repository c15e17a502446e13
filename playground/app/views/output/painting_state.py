"""Where a person is in painting: what is chosen, what the mouse is over, and what that looks like and reads."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, Qt

from playground.app.views.output.canvas import BoundaryCanvas
from playground.app.views.output.painting_overlay import HINT_ROOM, Marks
from playground.experiment import Painted


@dataclass
class PaintingState:
    """Points by their numbers in the source, positions in pixels of the canvas.

    label : the class of the next point. cross : where a key adds one. held_at : where the mouse was pressed.
    """

    label: int = 0
    selected: int | None = None
    hovered: int | None = None
    mouse: QPointF | None = None
    cross: QPointF | None = None
    held_at: QPointF | None = None

    def forget_points(self) -> None:
        """The numbers may be those of other points now."""
        self.selected = self.hovered = self.held_at = None

    def cursor(self, canvas: BoundaryCanvas) -> Qt.CursorShape | None:
        """Tells what a click would do."""
        if self.held_at is not None:
            return Qt.CursorShape.ClosedHandCursor
        if self.mouse is None or canvas.place_at(self.mouse) is None:
            return None
        return Qt.CursorShape.CrossCursor if self.hovered is None else Qt.CursorShape.OpenHandCursor

    def marks(self, source: Painted, canvas: BoundaryCanvas, colour: str, hint: str) -> Marks:
        """What is drawn over the canvas."""

        def position(index: int | None) -> QPointF | None:
            return None if index is None else canvas.position_of(source.points[index].x, source.points[index].y)

        free = self.mouse is not None and self.hovered is None and self.held_at is None
        # What lies below the hint can be reached like everything else.
        over_hint = self.mouse is not None and self.mouse.y() > canvas.side - HINT_ROOM
        over_map = self.mouse is not None and canvas.place_at(self.mouse) is not None
        return Marks(
            radius=canvas.point_radius,
            colour=colour,
            ghost=self.mouse if free and over_map else None,
            cross=self.cross,
            hovered=position(self.hovered),
            selected=position(self.selected),
            hint="" if over_hint else hint,
        )

    def told(self, source: Painted) -> str:
        """The state in words."""
        text = _tr("Painting class {label}; {count} points").format(label=self.label, count=len(source.points))
        if self.selected is None:
            return text
        point = source.points[self.selected]
        place = _tr("selected: class {label} at {x}, {y}").format(
            label=point.label, x=f"{point.x:.2f}", y=f"{point.y:.2f}"
        )
        return f"{text}; {place}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Painting", text)
