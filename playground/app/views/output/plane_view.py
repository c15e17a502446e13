"""Which part of the plane the canvas shows: all of the data, or what a person zoomed and moved to."""

from dataclasses import dataclass

from playground.training import Region

CLOSEST, FARTHEST = 64.0, 0.25


@dataclass(frozen=True)
class PlaneView:
    """A part of the plane, and `home`, the part that fits the data; both of the same shape."""

    home: Region
    region: Region

    @classmethod
    def at_home(cls, home: Region) -> "PlaneView":
        return cls(home, home)

    @property
    def zoom(self) -> float:
        """How much larger things are than at home."""
        return _size(self.home)[0] / _size(self.region)[0]

    @property
    def is_home(self) -> bool:
        return self.region == self.home

    @property
    def stretched(self) -> bool:
        """Whether the two directions have scales of their own."""
        width, height = _size(self.home)
        return abs(width - height) > 1e-6 * max(width, height)

    def zoomed(self, factor: float, across: float, down: float) -> "PlaneView":
        """Nearer by `factor`; the place at these shares of the picture's width and height stays where it is."""
        factor = min(max(self.zoom * factor, FARTHEST), CLOSEST) / self.zoom
        old, (old_width, old_height) = self.region, _size(self.region)
        width, height = old_width / factor, old_height / factor
        left = old.left + across * (old_width - width)
        top = old.top - down * (old_height - height)
        return self._within(Region(left, left + width, top - height, top))

    def panned(self, across: float, down: float) -> "PlaneView":
        """Moved by shares of the picture's width and height: what was at the left comes nearer to the middle."""
        old, (width, height) = self.region, _size(self.region)
        x, y = -across * width, down * height
        return self._within(Region(old.left + x, old.right + x, old.bottom + y, old.top + y))

    def showing(self, x1: float, x2: float) -> "PlaneView":
        """Moved so that a place is in sight, if it is not."""
        region = self.region
        if region.left <= x1 <= region.right and region.bottom <= x2 <= region.top:
            return self
        return self._within(_about(x1, x2, *_size(region)))

    def _within(self, region: Region) -> "PlaneView":
        """Home itself where it is a rounding away; else with its middle no farther off than one home beside home."""
        home, (width, height), (reach, rise) = self.home, _size(region), _size(self.home)
        off_across = max(abs(region.left - home.left), abs(width - reach))
        if off_across < 1e-6 * reach and abs(region.top - home.top) < 1e-6 * rise:
            return PlaneView.at_home(home)
        x = min(max((region.left + region.right) / 2, home.left - reach), home.right + reach)
        y = min(max((region.bottom + region.top) / 2, home.bottom - rise), home.top + rise)
        return PlaneView(home, _about(x, y, width, height))


def _size(region: Region) -> tuple[float, float]:
    return region.right - region.left, region.top - region.bottom


def _about(x: float, y: float, width: float, height: float) -> Region:
    return Region(x - width / 2, x + width / 2, y - height / 2, y + height / 2)
