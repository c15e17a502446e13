"""The scene that is on: made for a network, a size and a theme, and kept up with the newest snapshot."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from playground.app.theme import ThemeManager
from playground.app.views.diagram.hit import Hit
from playground.app.views.diagram.painting import ScenePainter
from playground.app.views.diagram.scene import Scene
from playground.app.views.diagram.structure import Structure, structure_of
from playground.experiment import Experiment
from playground.training import Snapshot

_SETTLE_MILLISECONDS = 60
"""Without a new snapshot for so long, what was left to draw little by little is drawn at once."""
_FLOW_SECONDS = 0.04
_STILL_SECONDS, _LONG_STILL_SECONDS = 0.025, 0.042
"""While links flow they are drawn every second frame or so, many of them every third: what moves slowly looks the same,
and costs half."""
_BIAS_SECONDS = 1.2
_MANY_TILES = 24
"""Of a network of more, maps are drawn every second frame too."""


class Stage(QObject):
    """Nothing is computed before it is painted, so snapshots that are never seen cost nothing.

    Parameters
    ----------
    widget : on which it is painted. changed : called with a scene that has taken the place of another.
    settled : called when what was drawn little by little is complete.
    """

    def __init__(
        self,
        widget: QWidget,
        theme: ThemeManager,
        changed: Callable[[Scene], None],
        settled: Callable[[], None],
    ) -> None:
        super().__init__(widget)
        self._widget, self._manager, self._changed, self._settled = widget, theme, changed, settled
        self.snapshot: Snapshot | None = None
        self.scene: Scene | None = None
        self._taken: Snapshot | None = None
        self._begun: Snapshot | None = None
        self._experiment: Experiment | None = None
        self._structure: Structure | None = None
        self._made_for: object = None
        self._painter = ScenePainter(theme.theme, 1.0)
        self._flows = False
        self._painted_at = self._taken_at = 0.0
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MILLISECONDS)
        self._settle.timeout.connect(self.settle)

    def flow(self, flows: bool) -> None:
        """Let the links flow, or not."""
        self._flows, self._painted_at = flows, 0.0

    @property
    def flow_due(self) -> bool:
        """Whether what flows should be painted again, though there is nothing new to show."""
        return self._flows and monotonic() - self._painted_at > _FLOW_SECONDS

    def settle(self) -> None:
        """Complete what is otherwise drawn over several frames."""
        if self.scene is None or self._taken is None or self.snapshot is None:
            return
        scene = self.current()
        if scene is None or self._taken is None:
            return  # The newest snapshot is of another network, of which the next paint draws everything.
        self._taken = self._begun = self.snapshot
        scene.take(self.snapshot)
        scene.take_weights(self.snapshot)
        scene.still()
        scene.links.finish()
        scene.biases.refresh(at_once=True)
        self._settled()

    def current(self) -> Scene | None:
        """The scene for the newest snapshot, this size and this theme."""
        snapshot = self.snapshot
        if snapshot is None:
            return None
        if self._structure is None or snapshot.experiment is not self._experiment:
            self._experiment, self._structure = snapshot.experiment, structure_of(snapshot)
        size, ratio, theme = self._widget.size(), self._widget.devicePixelRatioF(), self._manager.theme
        wanted = (self._structure, size, theme, ratio)
        if self.scene is None or wanted != self._made_for:
            self._made_for = wanted
            self._painter = ScenePainter(theme, ratio)
            self._taken = None
            self.scene = Scene(self._structure, size, theme, ratio)
            self._painter.prepare(self.scene)
            self._changed(self.scene)
        return self.scene

    def paint(self, painter: QPainter, scene: Scene, snapshot: Snapshot, hit: Hit | None) -> None:
        """Draw the newest snapshot, with what is pointed at standing out."""
        fresh, now = self._taken is None, monotonic()
        many = sum(map(len, scene.tiles)) > _MANY_TILES
        still = _LONG_STILL_SECONDS if many else _STILL_SECONDS
        links_due = fresh or not self._flows or now - self._painted_at > still
        maps_wait = many and self._flows and now - self._taken_at < _STILL_SECONDS
        if fresh or (snapshot is not self._taken and not maps_wait):
            scene.take(snapshot)
            self._taken, self._taken_at = snapshot, now
        if snapshot is not self._begun:
            self._begun = snapshot
            self._settle.start()
        if links_due:
            self._painted_at = now
            scene.take_weights(snapshot)
            self._draw_links(scene, now, fresh=fresh)
        scene.biases.refresh(at_once=fresh)
        self._painter.paint(painter, scene, hit)

    def _draw_links(self, scene: Scene, now: float, *, fresh: bool) -> None:
        """Bring the links up to date, and put the beads on them where they are now."""
        scene.still()
        if fresh:
            scene.links.finish()
        else:
            scene.links.advance()
        if self._flows:
            scene.flow.lay(scene.links.wanted, now)
            scene.biases.rise(now / _BIAS_SECONDS % 1.0)
