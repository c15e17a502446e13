"""How the window is laid out, as a session keeps it: which view is open, what lies over it, and what is folded away."""

import math
from collections.abc import Mapping
from typing import Any

import msgspec

from playground.app.curves.card import CurvesCard
from playground.app.output import OutputView
from playground.app.output.plane import CLOSEST, FARTHEST, PlaneView
from playground.app.window.grid import WindowGrid
from playground.training import Region


class _Hidden(msgspec.Struct, frozen=True):
    """The choices of the hidden space, by their places."""

    layer: int = 0
    view: int = 0
    across: int = 0
    up: int = 1


class _Layout(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. region : the part of the plane that is looked at; None for all of it."""

    folded: dict[str, bool] = {}
    view: str = "map"
    style: str = "smooth"
    lines: bool = False
    doubt: bool = False
    points: bool = True
    mistakes: bool = True
    hidden_parts: list[str] = []
    part: str = "train"
    region: tuple[float, float, float, float] | None = None
    hidden: _Hidden = _Hidden()
    logarithmic: bool = True
    third: int = 0


class WindowLayout:
    """Tells the layout of a window, and lays the window out as it was told."""

    def __init__(self, grid: WindowGrid, output: OutputView, curves: CurvesCard) -> None:
        self._grid, self._output, self._curves = grid, output, curves

    def told(self) -> dict[str, Any]:
        """The layout as it is now, for JSON."""
        output, curves = self._output, self._curves.view
        shown, hidden = output.show_popover, output.hidden_space
        plane = output.canvas.plane_view
        region = None if plane is None or plane.is_home else plane.region
        places = _Hidden(*(each.currentIndex() for each in (hidden.layer, hidden.view, hidden.across, hidden.up)))
        return _plain(
            _Layout(
                folded={"narrow" if scarce else "wide": folded for scarce, folded in self._grid.chosen.items()},
                view=str(output.view_choice.value()),
                style=str(shown.style_choice.value()),
                lines=shown.lines.switch.isChecked(),
                doubt=shown.doubt.switch.isChecked(),
                points=shown.points.switch.isChecked(),
                mistakes=shown.mistakes.switch.isChecked(),
                hidden_parts=sorted(output.hidden_parts),
                part=output.answers.part,
                region=None if region is None else (region.left, region.right, region.bottom, region.top),
                hidden=places,
                logarithmic=curves is None or curves.loss.log_toggle.isChecked(),
                third=0 if curves is None else int(curves.third_plot.actions[1].isChecked()),
            )
        )

    def take(self, told: Mapping[str, Any]) -> None:
        """Lay the window out so; what this window and these data have not stays as it is."""
        try:
            layout = msgspec.convert(dict(told), _Layout)
        except msgspec.ValidationError:
            return  # From a file: whatever stands there.
        for key, folded in layout.folded.items():
            self._grid.choose(scarce=key == "narrow", folded=folded)
        self._take_output(layout)
        curves = self._curves.view
        if curves is not None:
            curves.loss.log_toggle.setChecked(layout.logarithmic)
            curves.third_plot.actions[1 if layout.third else 0].setChecked(True)

    def _take_output(self, layout: _Layout) -> None:
        output = self._output
        shown = output.show_popover
        if layout.style in ("smooth", "sharp"):
            shown.style_choice.set_value(layout.style)
            output.canvas.set_sharp(layout.style == "sharp")
        for row, on in (
            (shown.lines, layout.lines),
            (shown.doubt, layout.doubt),
            (shown.points, layout.points),
            (shown.mistakes, layout.mistakes),
        ):
            row.switch.setChecked(on)
        output.hide_parts(frozenset(layout.hidden_parts))
        plane, region = output.canvas.plane_view, layout.region
        if plane is not None and region is not None and _is_near(plane.home, region):
            output.canvas.rest_at(PlaneView(plane.home, Region(*region)))
        output.answers.choose_part(layout.part)
        hidden = layout.hidden
        output.hidden_space.choose(hidden.layer, hidden.view, hidden.across, hidden.up)
        if layout.view in ("map", "confusion", "residuals", "samples", "hidden"):
            output.show_view(layout.view)


def _is_near(home: Region, region: tuple[float, float, float, float]) -> bool:
    """Tell whether a person could have come there from home."""
    width, height = region[1] - region[0], region[3] - region[2]
    near = all(math.isfinite(each) for each in region) and width > 0 and height > 0
    return near and 0.99 * FARTHEST <= home.width / width <= 1.01 * CLOSEST


def _plain(layout: _Layout) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(layout)
    return told
