"""The pictures of a report, made without Qt: curves and charts as SVG, maps as PNG within them.

Parts are told apart by colour and by dashes, so that a black-and-white print can be read as well.
"""

import base64
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from playground.data import Dataset
from playground.engine import ALL_ACTIVATIONS
from playground.experiment.colours import BLUE, CLASSES, ORANGE, RASPBERRY
from playground.experiment.numbers import end_text, round_step, tick_texts
from playground.export.report.markup import Markup, joined, tag
from playground.training import MapRequest, Run
from playground.training.region import request_region
from playground.training.scales import Axis, LinearScale, LogScale, Scale, epoch_axis

Floats = NDArray[np.float64]
PARTS = {"train": (BLUE, None), "validation": (RASPBERRY, "7 3"), "test": (ORANGE, "2 3")}
"""The colour and the dashes of each part."""
_TEXT, _QUIET, _LINE = "#1d2733", "#5d6976", "#dde2e8"
_UNDECIDED = "#f4f3f2"
_STRENGTH = 0.75
"""The canvas carries points in the full colours, so its own are held back."""
_MOST_POINTS, _MOST_DOTS = 500, 1200
_SIDE = 240
_SHAPES = ("circle", "square", "triangle", "diamond")


@dataclass(frozen=True)
class Series:
    """One line of a plot. y : (n,), NaN where there is nothing."""

    label: str
    part: str
    x: Floats
    y: Floats


# Plots

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 400.0, 190.0, 46.0, 10.0, 12.0, 22.0


class _Frame:
    """A plot's axes, and where things are within them."""

    def __init__(self, x: Axis, y: Axis, *, width: float = _WIDTH, height: float = _HEIGHT) -> None:
        self.x, self.y, self.width, self.height = x, y, width, height
        self.right, self.bottom = width - _RIGHT, height - _BOTTOM

    def across(self, x: float | Floats) -> Floats:
        share = (np.asarray(x, np.float64) - self.x.low) / ((self.x.high - self.x.low) or 1.0)
        return np.asarray(_LEFT + share * (self.right - _LEFT))

    def up(self, y: float | Floats) -> Floats:
        share = (np.asarray(y, np.float64) - self.y.low) / ((self.y.high - self.y.low) or 1.0)
        return np.asarray(self.bottom - np.clip(share, -0.05, 1.05) * (self.bottom - _TOP))

    def picture(self, *content: object, label: str) -> Markup:
        """The whole plot as an SVG picture; `label` tells what it shows to whoever cannot see it."""
        view = f"0 0 {self.width:g} {self.height:g}"
        return tag(
            "svg",
            self._rules(),
            *content,
            viewBox=view,
            width=f"{self.width:g}",
            role="img",
            aria_label=label,
            font_size="11",
            fill=_QUIET,
        )

    def _rules(self) -> Markup:
        lines = []
        for value, text in self.y.ticks:
            y = float(self.up(value))
            lines.append(_segment(_LEFT, y, self.right, y, colour=_LINE))
            lines.append(tag("text", text, x=f"{_LEFT - 6:g}", y=f"{y + 4:.1f}", text_anchor="end"))
        for value, text in self.x.ticks:
            x, at_end = float(self.across(value)), value == self.x.ticks[-1][0]
            anchor = "end" if at_end and x > self.right - 12 else "middle"
            at = self.right + _RIGHT if anchor == "end" else x
            lines.append(tag("text", text, x=f"{at:.1f}", y=f"{self.height - 5:g}", text_anchor=anchor))
        return joined(*lines)


def curves(series: Sequence[Series], scale: Scale, *, label: str) -> Markup:
    """Figures over the epochs, from 0 to the last."""
    every = np.concatenate([each.y for each in series])
    known = every[np.isfinite(every)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    last = max(float(each.x[-1]) for each in series)
    frame = _Frame(epoch_axis(max(last, 1.0)), scale.axis(low, high))
    lines = []
    for each in series:
        colour, dashes = PARTS[each.part]
        x, y = thinned(each.x, each.y)
        for piece in _whole_pieces(y):
            places = zip(frame.across(x[piece]).tolist(), frame.up(scale.place(y[piece])).tolist(), strict=True)
            points = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
            style = {"fill": "none", "stroke": colour, "stroke_width": "1.6", "stroke_linejoin": "round"}
            lines.append(tag("polyline", points=points, stroke_dasharray=dashes, class_=f"line {each.part}", **style))
    return frame.picture(*lines, label=label)


def loss_scale(series: Sequence[Series]) -> Scale:
    """Logarithmic, but where a loss of 0 has no place on it."""
    smallest = min((float(np.nanmin(each.y)) for each in series if np.isfinite(each.y).any()), default=1.0)
    return LogScale() if smallest > 0 else LinearScale()


def thinned(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """A long curve by the lowest and the highest figure of each stretch, so that no peak is lost."""
    count = len(x)
    if count <= _MOST_POINTS:
        return x, y
    ends = np.linspace(0, count, _MOST_POINTS // 2 + 1).astype(int)
    chosen = {0, count - 1}
    for start, stop in pairwise(ends.tolist()):
        piece = y[start:stop]
        if np.isfinite(piece).any():
            chosen |= {start + int(np.nanargmin(piece)), start + int(np.nanargmax(piece))}
    places = np.array(sorted(chosen))
    return x[places], y[places]


def _whole_pieces(y: Floats) -> list[slice]:
    """The stretches in which there is a figure at every epoch."""
    there = np.flatnonzero(np.isfinite(y))
    if not len(there):
        return []
    breaks = np.flatnonzero(np.diff(there) > 1)
    starts, stops = [0, *(breaks + 1).tolist()], [*(breaks + 1).tolist(), len(there)]
    return [slice(int(there[a]), int(there[b - 1]) + 1) for a, b in zip(starts, stops, strict=True)]


def legend(parts: Mapping[str, str]) -> Markup:
    """Tell what the lines of the parts are called. parts : their names in words."""
    return tag(
        "span", *(tag("span", _swatch(part), name, class_="key") for part, name in parts.items()), class_="legend"
    )


def _swatch(part: str) -> Markup:
    colour, dashes = PARTS[part]
    line = tag("line", x1="0", y1="5", x2="22", y2="5", stroke=colour, stroke_width="2", stroke_dasharray=dashes)
    return tag("svg", line, viewBox="0 0 22 10", width="22", height="10", aria_hidden="true")


def _segment(x1: float, y1: float, x2: float, y2: float, *, colour: str, width: str = "1") -> Markup:
    ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    return tag("line", stroke=colour, stroke_width=width, **ends)


@dataclass(frozen=True)
class Spot:
    """One of the compared on a chart: its trials' figures, their mean, and half the width of its interval (or NaN)."""

    label: str
    values: tuple[float, ...]
    mean: float
    half: float
    marked: bool = False


def spread_chart(spots: Sequence[Spot], *, percent: bool, label: str) -> Markup:
    """Every trial as a dot, and the mean of each setting with its interval."""
    ends = [each for spot in spots for each in (*spot.values, spot.mean, spot.mean - spot.half, spot.mean + spot.half)]
    known = [each for each in ends if np.isfinite(each)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    axis, scale = (_percent_axis(low, high), 100.0) if percent else (_plain_axis(low, high), 1.0)
    count = len(spots)
    frame = _Frame(
        Axis(-0.6, count - 0.4, tuple((float(k), spot.label) for k, spot in enumerate(spots))),
        axis,
        width=760.0,
        height=230.0,
    )
    drawn = []
    for place, spot in enumerate(spots):
        x = float(frame.across(place))
        shift = min(10.0, 300.0 / count)
        for value in spot.values:
            y = float(frame.up(scale * value))
            drawn.append(
                tag("circle", cx=f"{x - shift:.1f}", cy=f"{y:.1f}", r="2.6", fill=RASPBERRY, fill_opacity="0.45")
            )
        if np.isfinite(spot.mean):
            drawn.append(_mean(frame, x + shift, spot, scale))
    return frame.picture(*drawn, label=label)


def _mean(frame: _Frame, x: float, spot: Spot, scale: float) -> Markup:
    colour = "#2b8a3e" if spot.marked else RASPBERRY
    y = float(frame.up(scale * spot.mean))
    parts = [tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="4", fill=colour)]
    if np.isfinite(spot.half):
        top, bottom = (float(frame.up(scale * (spot.mean + sign * spot.half))) for sign in (1, -1))
        parts.append(_segment(x, top, x, bottom, colour=colour, width="1.6"))
        parts += [_segment(x - 4, end, x + 4, end, colour=colour, width="1.6") for end in (top, bottom)]
    return joined(*parts)


def _percent_axis(low: float, high: float) -> Axis:
    step = round_step(max(100 * (high - low), 2.0), 4)
    bottom = max(0.0, np.floor(100 * low / step) * step)
    top = min(100.0, np.ceil(100 * high / step) * step)
    values = [bottom + n * step for n in range(round((top - bottom) / step) + 1)]
    return Axis(bottom, max(top, bottom + step), tuple((value, f"{value:g} %") for value in values))


def _plain_axis(low: float, high: float) -> Axis:
    step = round_step(max(high - low, abs(high) * 1e-3, 1e-9), 4)
    bottom, top = np.floor(low / step) * step, np.ceil(high / step) * step
    values = [bottom + n * step for n in range(round((top - bottom) / step) + 1)]
    return Axis(bottom, max(top, bottom + step), tuple(zip(values, tick_texts(values, step), strict=True)))


# Maps


def png(pixels: NDArray[np.uint8]) -> bytes:
    """A picture (height, width, 3) as a PNG file."""
    height, width, _ = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def data_uri(content: bytes, kind: str) -> str:
    """A file's content as an address that needs nothing to be fetched."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def boundary(run: Run, *, label: str, axes: tuple[str, str]) -> Markup:
    """Tell what the network answers over the plane, and the samples in it: those of training filled, others hollow.

    axes : the names of the two directions.
    """
    dataset, region = run.dataset, request_region(run.dataset)
    maps = run.snapshot(MapRequest(region, _SIDE)).maps
    assert maps is not None
    picture = data_uri(png(map_pixels(maps.output, dataset, run.network.output_activation)), "image/png")
    size, left, top = 330.0, 40.0, 8.0

    def place(points: Floats) -> Floats:
        share = (points - (region.left, region.bottom)) / (region.width, region.height)
        return np.column_stack([left + share[:, 0] * size, top + (1 - share[:, 1]) * size])

    image = tag(
        "image",
        href=picture,
        x=f"{left:g}",
        y=f"{top:g}",
        width=f"{size:g}",
        height=f"{size:g}",
        preserveAspectRatio="none",
    )
    dots = [_dots(dataset, name, place) for name in reversed(dataset.parts)]
    words = [
        (left, top + size + 16, "start", end_text(region.left)),
        (left + size / 2, top + size + 16, "middle", axes[0]),
        (left + size, top + size + 16, "end", end_text(region.right)),
        (left - 5, top + size, "end", end_text(region.bottom)),
        (left - 5, top + 10, "end", end_text(region.top)),
    ]
    texts = [tag("text", text, x=f"{x:g}", y=f"{y:g}", text_anchor=anchor) for x, y, anchor, text in words]
    middle = top + size / 2
    turned = tag("text", axes[1], text_anchor="middle", transform=f"translate({left - 8:g} {middle:g}) rotate(-90)")
    frame = tag("rect", x=f"{left:g}", y=f"{top:g}", width=f"{size:g}", height=f"{size:g}", fill="none", stroke=_LINE)
    view = f"0 0 {left + size + 4:g} {top + size + 22:g}"
    return tag(
        "svg", image, *dots, frame, *texts, turned, viewBox=view, width=f"{left + size + 4:g}", role="img",
        aria_label=label, font_size="11", fill=_QUIET,
    )  # fmt: skip


def map_pixels(output: NDArray[np.float32], dataset: Dataset, activation: str) -> NDArray[np.uint8]:
    """Colours (side, side, 3) of what a network answers: (side, side, outputs)."""
    if dataset.classifies and output.shape[2] > 1:
        colours = np.array([_mixed(_UNDECIDED, class_colour(k), _STRENGTH) for k in range(output.shape[2])])
        low, high = ALL_ACTIVATIONS[activation].bounds
        shares = np.clip((output - low) / (high - low), 0, 1) if np.isfinite(high - low) else np.clip(output, 0, 1)
        total = shares.sum(axis=2, keepdims=True)
        return _bytes(shares / np.where(total > 0, total, 1) @ colours)
    values = output[:, :, 0].astype(np.float64)
    if dataset.classifies:
        signed = 2 * values - 1 if activation == "sigmoid" else values
    else:
        low, high = dataset.value_range
        signed = 2 * (values - low) / (high - low) - 1
    return _bytes(_two_colours(np.clip(np.nan_to_num(signed), -1, 1), _STRENGTH))


def _two_colours(signed: Floats, strength: float) -> Floats:
    """From -1 by orange over the undecided tone to 1 by blue: (..., 3)."""
    share = strength * np.abs(signed)[..., None]
    end = np.where((signed < 0)[..., None], _rgb(ORANGE), _rgb(BLUE))
    return np.asarray(_rgb(_UNDECIDED) * (1 - share) + end * share)


def class_colour(label: int) -> str:
    """The colour of a class."""
    return CLASSES[label % len(CLASSES)]


def _dots(dataset: Dataset, name: str, place: Callable[[Floats], Floats]) -> Markup:
    """The samples of a part; of a large one as many as can be told apart."""
    part, points = dataset.parts[name], dataset.coordinates[name]
    rows = np.arange(len(points))
    if len(rows) > _MOST_DOTS:
        rows = np.unique(np.linspace(0, len(points) - 1, _MOST_DOTS).astype(int))
    places = place(points[rows])
    if part.labels is None:
        low, high = dataset.value_range
        values = dataset.target_scale.raw(part.y[rows, 0])
        signed = np.clip(2 * (values - low) / (high - low) - 1, -1, 1)
        colours = [_hex(each) for each in _two_colours(signed, 1.0)]
        kinds = [0] * len(rows)
    else:
        kinds = part.labels[rows].tolist()
        colours = [class_colour(label) for label in kinds]
    filled = name == "train"
    drawn = [
        dot(x, y, kind, colour, filled=filled)
        for (x, y), kind, colour in zip(places.tolist(), kinds, colours, strict=True)
    ]
    return tag("g", *drawn, class_=f"samples {name}")


def dot(x: float, y: float, kind: int, colour: str, *, filled: bool = True) -> Markup:
    """A sample: classes have shapes of their own as well as colours."""
    look = (
        {"fill": colour, "stroke": "#ffffff", "stroke_width": "0.8"}
        if filled
        else {"fill": "#ffffff", "stroke": colour, "stroke_width": "1.2"}
    )
    shape = _SHAPES[kind % len(_SHAPES)]
    if shape == "circle":
        return tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="2.7", **look)
    if shape == "square":
        return tag("rect", x=f"{x - 2.4:.1f}", y=f"{y - 2.4:.1f}", width="4.8", height="4.8", **look)
    offsets = ((0, -3.2), (3, 2.2), (-3, 2.2)) if shape == "triangle" else ((0, -3.4), (3.4, 0), (0, 3.4), (-3.4, 0))
    return tag("polygon", points=" ".join(f"{x + a:.1f},{y + b:.1f}" for a, b in offsets), **look)


def class_key(label: int) -> Markup:
    """The sign of a class, for a legend."""
    return _key(dot(6, 6, label, class_colour(label)))


def part_key(part: str) -> Markup:
    """The sign of a part's dots, for a legend."""
    return _key(dot(6, 6, 0, PARTS[part][0], filled=part == "train"))


def _key(sign: Markup) -> Markup:
    return tag("svg", sign, viewBox="0 0 12 12", width="12", height="12", aria_hidden="true")


def truth_and_answers(run: Run, *, label: str, axes: tuple[str, str]) -> Markup:
    """The answers of a regression against the truth; on the diagonal they agree."""
    dataset, drawn, ends = run.dataset, [], []
    pairs = {}
    for name, part in dataset.parts.items():
        rows = np.unique(np.linspace(0, len(part) - 1, min(len(part), _MOST_DOTS)).astype(int))
        truth = dataset.target_scale.raw(part.y[rows, 0])
        answer = np.asarray(run.predict(part.points[rows]), np.float64)[:, 0]
        pairs[name] = truth, answer
        ends += [truth, answer[np.isfinite(answer)]]
    every = np.concatenate(ends)
    axis = _plain_axis(float(every.min()), float(every.max()))
    frame = _Frame(axis, axis, width=370.0, height=340.0)

    def corner(value: float) -> tuple[float, float]:
        return float(frame.across(value)), float(frame.up(value))

    drawn.append(_segment(*corner(axis.low), *corner(axis.high), colour=_QUIET))
    for name, (truth, answer) in reversed(pairs.items()):
        colour = PARTS[name][0]
        for a, b in zip(frame.across(truth).tolist(), frame.up(answer).tolist(), strict=True):
            drawn.append(dot(a, b, 0, colour, filled=name == "train"))
    drawn.append(tag("text", axes[0], x=f"{frame.right:g}", y=f"{frame.bottom - 6:g}", text_anchor="end", fill=_TEXT))
    drawn.append(tag("text", axes[1], x=f"{_LEFT + 6:g}", y=f"{_TOP + 8:g}", fill=_TEXT))
    return frame.picture(*drawn, label=label)


def _rgb(colour: str) -> Floats:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float64)


def _mixed(first: str, second: str, share: float) -> Floats:
    return np.asarray(_rgb(first) * (1 - share) + _rgb(second) * share)


def _bytes(colours: Floats) -> NDArray[np.uint8]:
    return np.rint(np.clip(colours, 0, 255)).astype(np.uint8)


def _hex(colour: Floats) -> str:
    return "#" + "".join(f"{int(channel):02x}" for channel in np.rint(colour))
