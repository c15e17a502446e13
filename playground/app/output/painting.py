"""Painting points on the canvas: what the mouse and the keys do to them, while the network learns them."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.app.controller import Controller
from playground.app.output.canvas import BoundaryCanvas
from playground.app.output.point_edits import HINT_ROOM, Marks, PaintingOverlay, Place, PointEdits
from playground.app.output.view import OutputView
from playground.app.settings import AppSettings
from playground.app.theme import ThemeManager
from playground.experiment import Experiment, Painted


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
        """Tell what is drawn over the canvas."""

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


_REACH = 5.0
"""Pixels beside a point that are still its own."""
_STEP, _FINE_STEP = 1 / 40, 1 / 200
"""Of the canvas's side, for each press of an arrow key, and with Shift."""
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_NOT_PAINTING = (
    Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
)
"""With these a click moves the view, or opens the sample under the mouse."""
_REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ADDING = (Qt.Key.Key_Insert, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TURNING = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class Painting(QObject):
    """Works while the data are painted points and these are shown; the canvas is as ever otherwise."""

    def __init__(self, controller: Controller, view: OutputView, theme: ThemeManager, settings: AppSettings) -> None:
        super().__init__(view)
        self.state = PaintingState()
        self._canvas, self._legend = view.canvas, view.class_legend
        self._theme, self._settings = theme, settings
        self._edits = PointEdits(controller)
        self._own_change = self._dragging = False
        self._handlers: dict[QEvent.Type, Callable[..., bool]] = {
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseButtonDblClick: self._press,
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.KeyPress: self._key,
            QEvent.Type.Enter: self._enter,
            QEvent.Type.Leave: self._leave,
            QEvent.Type.FocusOut: self._focus_out,
        }
        self.overlay = PaintingOverlay(theme, self._canvas, self._marks)
        self.overlay.stackUnder(self._canvas.readout)
        self._canvas.installEventFilter(self)
        self._legend.entry_clicked.connect(self.choose)
        view.points_toggle.toggled.connect(self._show)
        controller.experiment_changed.connect(self._follow)
        self._follow(controller.experiment)

    @property
    def active(self) -> bool:
        """Tell whether a click paints."""
        return self._edits.source is not None and self._canvas.paintable

    def choose(self, label: int) -> None:
        """The class of the points to come, where there is such a class."""
        source = self._edits.source
        if source is not None and 0 <= label < source.classes:
            self.state.label = label
            self._show()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize:
            self.overlay.setGeometry(self._canvas.rect())
        handler = self._handlers.get(event.type())
        return handler(event) if handler is not None and self.active else False

    # The mouse

    def _press(self, event: QMouseEvent) -> bool:
        if event.modifiers() & _NOT_PAINTING:
            return False
        self._look_under(event.position())
        if event.button() == Qt.MouseButton.RightButton and self.state.held_at is None:
            self._remove(self.state.hovered)
            return True
        place = self._canvas.place_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or place is None:
            return False
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        self.state.held_at, self._dragging, self.state.cross = event.position(), False, None
        if self.state.hovered is None:
            self._add(place)
            self.state.hovered = self.state.selected
        else:
            self.state.selected = self.state.hovered
            self._edits.begin_drag()
        self._show()
        return True

    def _move(self, event: QMouseEvent) -> bool:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self.state.held_at = None  # Released where it was not seen.
        if self.state.held_at is None:
            self._look_under(event.position())
        else:
            self.state.mouse = event.position()
            self._drag(event.position())
        self._show()
        return False

    def _drag(self, position: QPointF) -> None:
        assert self.state.held_at is not None
        away = (position - self.state.held_at).manhattanLength()
        # A hand that trembles while it clicks moves nothing.
        self._dragging = self._dragging or away > QApplication.startDragDistance() / 2
        if self._dragging and self.state.selected is not None:
            place = self._canvas.nearest_place(position)
            self._change(lambda index: self._edits.drag(index, place))

    def _release(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton or self.state.held_at is None:
            return False
        self.state.held_at, self._dragging = None, False
        self._look_under(event.position())
        self._show()
        return True

    def _enter(self, _event: QEvent) -> bool:
        # So that the keys work on what the mouse is over, unless a person is typing somewhere.
        if self._canvas.window().focusWidget() in (None, self._canvas.window()):
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _leave(self, _event: QEvent) -> bool:
        self.state.mouse = self.state.hovered = None
        self._show()
        return False

    def _focus_out(self, _event: QEvent) -> bool:
        self.state.cross = None
        return False

    # The keys

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier):
            return self._view_key(key)
        if key in _REMOVING:
            self._remove(self.state.selected if self.state.hovered is None else self.state.hovered)
        elif key in _ADDING:
            self._add(self._canvas.nearest_place(self._aim()))
            self.state.hovered = None
        elif key in _ARROWS:
            self._step(*_ARROWS[key], fine=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in _TURNING:
            self._turn(_TURNING[key])
        elif key == Qt.Key.Key_Escape and self.state.selected is not None:
            self.state.selected = None
        elif event.text() and event.text() in "0123456789":
            # Classes are named by their numbers, from 0.
            self.choose(int(event.text()))
        else:
            return False
        self._show()
        return True

    def _view_key(self, key: Qt.Key) -> bool:
        """Let the view have the arrows; it opens the sample that is selected here."""
        source, selected = self._edits.source, self.state.selected
        if key in _ADDING and source is not None and selected is not None:
            point = source.points[selected]
            self._canvas.choose(self._canvas.sample_at(self._canvas.position_of(point.x, point.y)))
        return False

    def _step(self, across: int, down: int, *, fine: bool) -> None:
        """Move the selected point, or else the place where a key adds one."""
        step = self._canvas.side * (_FINE_STEP if fine else _STEP)
        by = QPointF(across * step, down * step)
        source = self._edits.source
        if source is None or self.state.selected is None:
            self.state.cross = self._canvas.position_of(*self._canvas.nearest_place(self._aim() + by))
            return
        self.state.hovered, point = None, source.points[self.state.selected]
        place = self._canvas.nearest_place(self._canvas.position_of(point.x, point.y) + by)
        self._change(lambda index: self._edits.nudge(index, place))

    def _turn(self, by: int) -> None:
        source = self._edits.source
        if source is not None:
            # With none selected, on to the first, or back to the last.
            here = self.state.selected if self.state.selected is not None else -max(by, 0)
            self.state.selected, self.state.hovered = (here + by) % len(source.points), None

    def _aim(self) -> QPointF:
        """Tell where a key adds a point: at the keys' own cross, else at the mouse, else in the middle."""
        if self.state.cross is not None:
            return self.state.cross
        return self.state.mouse if self.state.mouse is not None else QPointF(self._canvas.rect().center())

    # Changes

    def _add(self, place: Place) -> None:
        self._own_change = True
        self.state.selected = self._edits.add(place, self.state.label)
        self._own_change = False
        self._settings.painting_hint_read = True

    def _change(self, edit: Callable[[int], None]) -> None:
        if self.state.selected is not None:
            self._own_change = True
            edit(self.state.selected)
            self._own_change = False
            self._settings.painting_hint_read = True

    def _remove(self, index: int | None) -> None:
        if index is not None:
            self._edits.remove(index)
        if self.state.mouse is not None:
            self._look_under(self.state.mouse)
        self._show()

    def _follow(self, experiment: Experiment) -> None:
        """Another experiment, or other points: after undo, a number may be that of another point."""
        if not self._own_change:
            self.state.forget_points()
        source = experiment.data.source
        painted = isinstance(source, Painted)
        if isinstance(source, Painted):
            self.state.label = min(self.state.label, source.classes - 1)
        self.overlay.setGeometry(self._canvas.rect())
        self.overlay.setVisible(painted)
        self._show()

    # What is seen of it

    def _look_under(self, position: QPointF) -> None:
        self.state.mouse, self.state.hovered = position, None
        place, source = self._canvas.place_at(position), self._edits.source
        if place is not None and source is not None:
            reach = self._canvas.point_radius + _REACH
            self.state.hovered = self._edits.nearest(place, self._canvas.length_of(reach))

    def _show(self) -> None:
        source = self._edits.source
        chosen = None if source is None else self.state.label
        self._legend.set_chosen(chosen, self.tr("The class of the points you add. Keys: its number."))
        cursor = self.state.cursor(self._canvas) if self.active else None
        if cursor is None:
            self._canvas.unsetCursor()
        else:
            self._canvas.setCursor(cursor)
        self.overlay.setAccessibleName("" if source is None else self.state.told(source))
        self.overlay.update()

    def _marks(self) -> Marks:
        source = self._edits.source
        if source is None or not self.active:
            return Marks()
        colours = self._theme.theme.classes
        hint = self.tr("Click: add  ·  drag: move  ·  right click: remove")
        colour = colours[self.state.label % len(colours)]
        return self.state.marks(source, self._canvas, colour, "" if self._settings.painting_hint_read else hint)
