"""A small button over the zoomed map: how near it is, and the way back."""

from PySide6.QtCore import QEvent, QObject

from playground.app.views.output.plane_view import PlaneView
from playground.app.views.output.plane_widget import PlaneWidget
from playground.app.widgets import TextButton

_FROM_THE_EDGE = 8


class HomeChip(TextButton):
    """Only there while another part of the plane is shown than the one that fits the data."""

    def __init__(self, canvas: PlaneWidget) -> None:
        super().__init__("", variant="chip", parent=canvas)
        self._canvas = canvas
        self.setToolTip(self.tr("Show all of the data again (0, or Home)"))
        self.clicked.connect(self._go_home)
        canvas.view_moved.connect(self._follow)
        canvas.home_changed.connect(self._follow)
        canvas.installEventFilter(self)
        self.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize:
            self._follow()
        return False

    def _go_home(self) -> None:
        if self._canvas.plane_view is not None:
            self._canvas.move_to(PlaneView.at_home(self._canvas.plane_view.home))
            self._canvas.setFocus()

    def _follow(self) -> None:
        plane_view = self._canvas.plane_view
        away = plane_view is not None and not plane_view.is_home
        self.setVisible(away)
        if plane_view is not None and away:
            self.setText(self.tr("{zoom}× · all").format(zoom=f"{plane_view.zoom:.1f}"))
            self.setAccessibleName(self.tr("Zoomed {zoom} times; show all").format(zoom=f"{plane_view.zoom:.1f}"))
            self.adjustSize()
            square = self._canvas.square()
            self.move(square.right() - self.width() - _FROM_THE_EDGE, square.top() + _FROM_THE_EDGE)
