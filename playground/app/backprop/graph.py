"""One sample's way through the network as a graph of operations: values forwards, gradients backwards.

Above, the whole network as a chain: what each layer is given and gives as strips of little fields, wide layers folded,
and between them the operations: affine, activation, softmax with loss. Below, the chosen neuron in its smallest steps:
each input times its weight, their sum, the activation, and on to whom its output goes. Geometry alone, in pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF

from playground.app.backprop.story import Story
from playground.app.diagram.names import indexed, plain
from playground.app.words.names import choice_name
from playground.app.words.numbers import term_text
from playground.training import LayerPass

Floats = NDArray[np.float64]
Neuron = tuple[int, int]
"""Layer and unit, from 0."""


@dataclass(frozen=True)
class Slot:
    """A number that takes part: its name, its value, and the gradient that comes back to it."""

    box: QRectF
    name: str
    value: str
    gradient: str
    tip: str = ""


@dataclass(frozen=True)
class Operation:
    """A sign in a circle: times, or plus."""

    centre: QPointF
    sign: str
    tip: str = ""


@dataclass(frozen=True)
class Block:
    """An operation with a name, and what is to be said of it; a click chooses a neuron of its layer."""

    box: QRectF
    title: str
    lines: tuple[str, ...] = ()
    layer: int | None = None


@dataclass(frozen=True)
class Wire:
    """From left to right, with the value that runs along it above, and the gradient that comes back below."""

    start: QPointF
    end: QPointF
    value: str = ""
    gradient: str = ""


@dataclass(frozen=True)
class Strip:
    """Numbers of a layer as little fields, and beside them what comes back: as many as there is room for.

    layer : whose outputs, or sums, they are; None of the inputs. rows, columns : of the fields, which fill one column
    after the other, or row by row as an image's pixels. side : of a field.
    """

    box: QRectF
    title: str
    layer: int | None
    values: Floats
    gradients: Floats
    rows: int
    columns: int
    side: float
    is_image: bool = False

    @property
    def shown(self) -> int:
        """Tell how many of the numbers have fields."""
        return min(len(self.values), self.rows * self.columns)

    @property
    def folded(self) -> int:
        """Tell how many have none."""
        return len(self.values) - self.shown

    def cell(self, unit: int, *, gradient: bool = False) -> QRectF:
        """Tell where a number is."""
        row, column = divmod(unit, self.columns) if self.is_image else divmod(unit, self.rows)[::-1]
        wide, high = self.columns * self.side, min(self.rows, -(-self.shown // self.columns)) * self.side
        left = self.box.center().x() + (_STRIP_GAP / 2 if gradient else -_STRIP_GAP / 2 - wide)
        return QRectF(
            left + column * self.side, self.box.center().y() - high / 2 + row * self.side, self.side, self.side
        )

    def unit_at(self, position: QPointF) -> tuple[int, bool] | None:
        """The number under a position, and whether it is its gradient."""
        if not self.box.contains(position):
            return None
        found = (
            (unit, back)
            for back in (False, True)
            for unit in range(self.shown)
            if self.cell(unit, gradient=back).contains(position)
        )
        return next(found, None)


@dataclass
class Graph:
    """All there is to draw."""

    width: float
    height: float
    strips: list[Strip] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)


_STRIP_ROWS, _STRIP_COLUMNS, _IMAGE_PIXELS = 12, 4, 400
_STRIP_GAP = 4.0
_STRIP_HEIGHT = 96.0
"""At most, by which an image's pixels are sized."""
FIELD, _CLOSE_FIELD = 8.0, 5.0
_BLOCK_WIDTHS, _BLOCK_HEIGHT, _THIRD_LINE = (78.0, 58.0, 40.0), 40.0, 12.0
_LEAST_GAP, _LEAST_STRIP = 8.0, 14.0


def chain(story: Story, width: float, scale: float) -> Graph:
    """The network from the inputs to the loss, in the roomiest form that fits."""
    for form in range(len(_BLOCK_WIDTHS)):
        graph = _chain(story, width, scale, form)
        if graph.width <= width or form == len(_BLOCK_WIDTHS) - 1:
            return graph
    raise AssertionError


def _chain(story: Story, width: float, scale: float, form: int) -> Graph:
    """In form 0 sums have strips of their own; from 1 on an affine step and its activation are one block."""
    items: list[Strip | Block] = [_inputs_strip(story, form)]
    layers, last = story.seen.layers, len(story.seen.layers) - 1
    for number, each in enumerate(layers):
        affine, name = _tr("affine"), choice_name("activation", each.activation)
        size = f"{len(each.inputs):,} → {len(each.z):,}"
        normalized = [_tr("batch norm")] if each.norm is not None else []
        merged = number == last and each.error is None
        if form == 0:
            items += [
                _block(affine, (size,), number, form, scale),
                *(_block(n, (), number, form, scale) for n in normalized),
            ]
            items.append(_strip(_sum_name(each), number, each.u, each.delta_u, form))
            items += [] if merged else [_block(name, (), number, form, scale)]
        else:
            lines = (*normalized, *(() if merged else (name,)))
            items.append(_block(affine if form == 1 else name, lines if form == 1 else (), number, form, scale))
        if number == last and merged and form:
            items.append(_strip(_sum_name(each), number, each.u, each.delta_u, form))
        elif not merged:
            items.append(_strip("a", number, each.a, each.error if each.error is not None else each.delta_u, form))
    end = _block(loss_name(story), (f"L = {term_text(story.seen.loss)}",), last, 0, scale)
    items.append(replace(end, box=end.box.adjusted(0, 0, 0, _THIRD_LINE * scale)))
    return _in_line(items, width, scale)


def _in_line(items: Sequence[Strip | Block], width: float, scale: float) -> Graph:
    used, high = sum(item.box.width() for item in items), max(item.box.height() for item in items)
    gap = max(_LEAST_GAP, min(26.0, (width - used) / max(1, len(items) - 1)))
    whole = used + gap * (len(items) - 1)
    # Above the strips stands what they are, below them how many numbers are left out.
    folded = any(isinstance(item, Strip) and item.folded for item in items)
    graph = Graph(whole, high + (16 + (14 if folded else 0)) * scale)
    x, middle = max(0.0, (width - whole) / 2), 16 * scale + high / 2
    boxes = []
    for item in items:
        box = QRectF(x, middle - item.box.height() / 2, item.box.width(), item.box.height())
        boxes.append(box)
        if isinstance(item, Strip):
            graph.strips.append(replace(item, box=box))
        else:
            graph.blocks.append(replace(item, box=box))
        x += item.box.width() + gap
    graph.wires = [Wire(QPointF(a.right(), middle), QPointF(b.left(), middle)) for a, b in pairwise(boxes)]
    return graph


def _inputs_strip(story: Story, form: int) -> Strip:
    first, shape = story.layer(0), story.structure.image_shape
    gradients = first.weight @ first.delta
    if shape is None or shape[0] * shape[1] > _IMAGE_PIXELS or form == len(_BLOCK_WIDTHS) - 1:
        return _strip("x", None, first.inputs, gradients, form)
    rows, columns = shape
    side = min(FIELD, _STRIP_HEIGHT / rows)
    box = QRectF(0, 0, 2 * columns * side + _STRIP_GAP, rows * side)
    return Strip(box, "x", None, first.inputs, gradients, rows, columns, side, is_image=True)


def _strip(title: str, layer: int | None, values: Floats, gradients: Floats, form: int) -> Strip:
    close = form == len(_BLOCK_WIDTHS) - 1
    side, most = (_CLOSE_FIELD, 1) if close else (FIELD, _STRIP_COLUMNS)
    columns = min(most, -(-len(values) // _STRIP_ROWS))
    high = min(_STRIP_ROWS, -(-min(len(values), _STRIP_ROWS * columns) // columns)) * side
    box = QRectF(0, 0, max(2 * columns * side + _STRIP_GAP, _LEAST_STRIP), high)
    return Strip(box, title, layer, values, gradients, _STRIP_ROWS, columns, side)


def _block(title: str, lines: tuple[str, ...], layer: int, form: int, scale: float) -> Block:
    return Block(QRectF(0, 0, _BLOCK_WIDTHS[form] * scale, _BLOCK_HEIGHT * scale), title, lines, layer)


def _sum_name(each: LayerPass) -> str:
    return "z" if each.norm is None else "u"


def loss_name(story: Story) -> str:
    """Tell what stands at the end: the loss, with the activation where both are one step back."""
    each, loss = story.layer(-1), choice_name("loss", story.seen.experiment.training.loss)
    if each.error is not None:
        return loss
    return _tr("{activation} with loss").format(activation=choice_name("activation", each.activation))


MOST_TERMS = 4
_TERMS_WHEN_FOLDED = 3
SLOT = (56.0, 62.0, 70.0)
"""The widths of a slot's name, value and gradient."""
_SLOT_HEIGHT, _PAIR_GAP, _ROW_GAP = 20.0, 1.0, 8.0
_TO_TIMES, _LEAST_WIRE, _LONGEST_WIRE = 26.0, 76.0, 130.0
_STEP_WIDTH, _STEP_HEIGHT = 84.0, 44.0
_LOSS_LINES = 26.0
RADIUS = 10.0


def neuron_graph(story: Story, neuron: Neuron, width: float, scale: float) -> Graph:
    """A neuron in its smallest steps."""
    return _Steps(story, neuron, width, scale).graph


class _Steps:
    """Lays the steps of a neuron out from left to right."""

    def __init__(self, story: Story, neuron: Neuron, width: float, scale: float) -> None:
        self._story, (self._layer, self._unit), self._scale = story, neuron, scale
        self._each = each = story.layer(self._layer)
        self._slot = sum(SLOT) * scale
        steps = 1 + (each.norm is not None) + (each.error is not None)
        boxes = 2 * self._slot + (_TO_TIMES + 2 * RADIUS + _STEP_WIDTH * (steps - 1)) * scale
        wires = steps + 1
        self._wire = min(_LONGEST_WIRE * scale, max(_LEAST_WIRE * scale, (width - boxes) / wires))
        self.graph = Graph(width, 0.0)
        rows, onwards = self._rows(), (MOST_TERMS * (_SLOT_HEIGHT + _ROW_GAP)) * scale
        self.graph.height = max(rows, onwards, (_STEP_HEIGHT + _LOSS_LINES) * scale)
        self._middle = self.graph.height / 2
        self._top = (self.graph.height - rows + _ROW_GAP * scale) / 2
        self._terms()
        self._onwards()
        self.graph.width = max(
            [slot.box.right() for slot in self.graph.slots] + [b.box.right() for b in self.graph.blocks]
        )

    def _rows(self) -> float:
        """The height of all terms below each other."""
        terms, folded = self._chosen()
        pair, single = 2 * _SLOT_HEIGHT + _PAIR_GAP + _ROW_GAP, _SLOT_HEIGHT + _ROW_GAP
        return (len(terms) * pair + (bool(folded) + (self._each.bias is not None)) * single) * self._scale

    def _chosen(self) -> tuple[list[int], int]:
        """The inputs that are shown, and how many are not: of many those whose products are largest."""
        products = self._each.inputs * self._each.weight[:, self._unit]
        if len(products) <= MOST_TERMS:
            return list(range(len(products))), 0
        largest = np.argsort(-np.abs(products), kind="stable")[:_TERMS_WHEN_FOLDED]
        return sorted(largest.tolist()), len(products) - _TERMS_WHEN_FOLDED

    def _terms(self) -> None:
        """Every input times its weight, and the bias, all into one sum."""
        each, unit, scale, graph = self._each, self._unit, self._scale, self.graph
        delta, high = float(each.delta[unit]), _SLOT_HEIGHT * scale
        plus = QPointF(self._slot + _TO_TIMES * scale + self._wire, self._middle)
        terms, folded = self._chosen()
        y = self._top
        for source in terms:
            value, weight = float(each.inputs[source]), float(each.weight[source, unit])
            times = QPointF(self._slot + _TO_TIMES * scale, y + high + _PAIR_GAP * scale / 2)
            name, of_weight = self._story.source(self._layer, source), plain(indexed("w", source + 1))
            lower = y + high + _PAIR_GAP * scale
            comes = _tr("what comes back: δ · {factor}")
            self._add_slot(QPointF(0, y), name, (value, delta * weight), comes.format(factor=of_weight))
            self._add_slot(QPointF(0, lower), of_weight, (weight, delta * value), comes.format(factor=name))
            graph.wires += [
                Wire(QPointF(self._slot, at + high / 2), self._beside(times, QPointF(self._slot, at + high / 2)))
                for at in (y, lower)
            ]
            graph.operations.append(Operation(times, "×", _tr("{x} times {w}").format(x=name, w=of_weight)))
            graph.wires.append(self._into(times, plus, term_text(value * weight)))
            y += 2 * high + (_PAIR_GAP + _ROW_GAP) * scale
        if folded:
            rest = float(each.inputs @ each.weight[:, unit]) - sum(
                float(each.inputs[k] * each.weight[k, unit]) for k in terms
            )
            more = _tr("{n} more").format(n=f"{folded:,}")
            self._add_slot(QPointF(0, y), more, (rest, None), _tr("the sum of all other products"))
            graph.wires.append(self._into(QPointF(self._slot, y + high / 2), plus, ""))
            y += high + _ROW_GAP * scale
        if each.bias is not None:
            back = float(each.gradients["bias"][unit])
            self._add_slot(QPointF(0, y), "b", (float(each.bias[unit]), back), _tr("what comes back: δ"))
            graph.wires.append(self._into(QPointF(self._slot, y + high / 2), plus, ""))
        graph.operations.append(Operation(plus, "+", _tr("What comes back goes to every term as it is.")))
        self._at = plus

    def _onwards(self) -> None:
        """From the sum through batch norm and activation to the loss, or to the neurons above."""
        each, unit = self._each, self._unit
        self._run(float(each.z[unit]), "z", float(each.delta[unit]), "δ")
        if each.norm is not None:
            self._step(
                _tr("batch norm"),
                f"γ {term_text(float(each.norm.gamma[unit]))}",
                f"β {term_text(float(each.norm.beta[unit]))}",
            )
            self._run(float(each.u[unit]), "u", float(each.delta_u[unit]), "dL/du")
        if each.error is None:
            self._lose()
            return
        slope = "" if each.slope is None else f"f′ {term_text(float(each.slope[unit]))}"
        self._step(choice_name("activation", each.activation), slope)
        self._run(float(each.a[unit]), "a", float(each.error[unit]), "dL/da")
        if self._layer == len(self._story.seen.layers) - 1:
            self._lose()
        else:
            self._give()

    def _lose(self) -> None:
        """The loss, and what it compares."""
        seen, each, unit = self._story.seen, self._each, self._unit
        lines = (
            f"a = {term_text(float(each.a[unit]))}",
            f"y = {term_text(float(seen.target[unit]))}",
            f"L = {term_text(seen.loss)}",
        )
        high = (_STEP_HEIGHT + _LOSS_LINES) * self._scale
        box = QRectF(self._at.x(), self._middle - high / 2, 1.7 * _STEP_WIDTH * self._scale, high)
        self.graph.blocks.append(Block(box, loss_name(self._story), lines))

    def _give(self) -> None:
        """To whom the output goes, times which weight, and what comes back from there."""
        above, unit, scale = self._story.layer(self._layer + 1), self._unit, self._scale
        shares = above.weight[unit] * above.delta
        chosen = np.arange(len(shares))
        if len(shares) > MOST_TERMS:
            chosen = np.sort(np.argsort(-np.abs(shares), kind="stable")[:_TERMS_WHEN_FOLDED])
        step = (_SLOT_HEIGHT + _ROW_GAP) * scale
        rows = len(chosen) + (len(chosen) < len(shares))
        top, left = self._middle - rows * step / 2 + _ROW_GAP * scale / 2, self._at.x()
        for row, target in enumerate(chosen.tolist()):
            name = _tr("to {name}").format(name=plain(self._story.names.symbol(self._layer + 2, target)))
            tip = _tr("{neuron}: the weight to it, and what comes back from it, w · δ").format(
                neuron=self._story.neuron_name(self._layer + 1, target)
            )
            numbers = float(above.weight[unit, target]), float(shares[target])
            self._add_slot(QPointF(left, top + row * step), name, numbers, tip)
        if len(chosen) < len(shares):
            rest = float(shares.sum() - shares[chosen].sum())
            more = _tr("{n} more").format(n=f"{len(shares) - len(chosen):,}")
            corner = QPointF(left, top + len(chosen) * step)
            self._add_slot(corner, more, (None, rest), _tr("what comes back from all others"))

    def _add_slot(self, corner: QPointF, name: str, numbers: tuple[float | None, float | None], tip: str) -> None:
        """A slot with a value and a gradient, where there are any."""
        value, gradient = ("" if number is None else term_text(number) for number in numbers)
        box = QRectF(corner, QSizeF(self._slot, _SLOT_HEIGHT * self._scale))
        self.graph.slots.append(Slot(box, name, value, gradient, tip))

    def _into(self, start: QPointF, end: QPointF, value: str) -> Wire:
        """From one sign, or the edge of a slot, to another sign."""
        return Wire(self._beside(start, end) if start.x() > self._slot else start, self._beside(end, start), value)

    def _beside(self, centre: QPointF, other: QPointF) -> QPointF:
        """The place on the edge of a sign that looks at another place."""
        way = other - centre
        length = max(1e-9, float(np.hypot(way.x(), way.y())))
        return centre + way * (RADIUS * self._scale / length)

    def _run(self, value: float, name: str, gradient: float, of: str) -> None:
        """A wire to the right."""
        start = self._at + QPointF(RADIUS * self._scale, 0) if not self.graph.blocks else self._at
        end = QPointF(start.x() + self._wire, self._middle)
        self.graph.wires.append(Wire(start, end, f"{name} = {term_text(value)}", f"{of} = {term_text(gradient)}"))
        self._at = end

    def _step(self, title: str, *lines: str) -> None:
        """A block on the way."""
        high = (_STEP_HEIGHT + 12 * (len(lines) - 1)) * self._scale
        box = QRectF(self._at.x(), self._middle - high / 2, _STEP_WIDTH * self._scale, high)
        self.graph.blocks.append(Block(box, title, tuple(line for line in lines if line)))
        self._at = QPointF(box.right(), self._middle)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Backprop", text)
