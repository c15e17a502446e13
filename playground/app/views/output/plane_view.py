"""Which part of the plane the canvas shows: all of the data, or what a person zoomed and moved to."""

from dataclasses import dataclass

from playground.training import Region

CLOSEST, FARTHEST = 64.0, 0.25


@dataclass(frozen=True)
class PlaneView:
    """A square part of the plane, and `home`, the part that fits the data."""

    home: Region
    region: Region

    @classmethod
    def at_home(cls, home: Region) -> "PlaneView":
        return cls(home, home)

    @property
    def zoom(self) -> float:
        """How much larger things are than at home."""
        return _width(self.home) / _width(self.region)

    @property
    def is_home(self) -> bool:
        return self.region == self.home

    def zoomed(self, factor: float, across: float, down: float) -> "PlaneView":
        """Nearer by `factor`; the place at these shares of the picture's width and height stays where it is."""
        factor = min(max(self.zoom * factor, FARTHEST), CLOSEST) / self.zoom
        old, width = self.region, _width(self.region) / factor
        left = old.left + across * (_width(old) - width)
        top = old.top - down * (_width(old) - width)
        return self._within(Region(left, left + width, top - width, top))

    def panned(self, across: float, down: float) -> "PlaneView":
        """Moved by shares of the picture's width and height: what was at the left comes nearer to the middle."""
        old, width = self.region, _width(self.region)
        x, y = -across * width, down * width
        return self._within(Region(old.left + x, old.right + x, old.bottom + y, old.top + y))

    def showing(self, x1: float, x2: float) -> "PlaneView":
        """Moved so that a place is in sight, if it is not."""
        region, width = self.region, _width(self.region)
        if region.left <= x1 <= region.right and region.bottom <= x2 <= region.top:
            return self
        return self._within(Region(x1 - width / 2, x1 + width / 2, x2 - width / 2, x2 + width / 2))

    def _within(self, region: Region) -> "PlaneView":
        """Home itself where it is a rounding away; else with its middle no farther off than one home beside home."""
        home, width, reach = self.home, _width(region), _width(self.home)
        if max(abs(region.left - home.left), abs(region.top - home.top), abs(width - reach)) < 1e-6 * reach:
            return PlaneView.at_home(home)
        x = min(max((region.left + region.right) / 2, home.left - reach), home.right + reach)
        y = min(max((region.bottom + region.top) / 2, home.bottom - reach), home.top + reach)
        return PlaneView(home, Region(x - width / 2, x + width / 2, y - width / 2, y + width / 2))


def _width(region: Region) -> float:
    return region.right - region.left
