"""Where cards stand on the diagram."""

from PySide6.QtCore import QPointF, QRectF, QSizeF

from playground.app.diagram.hover_card import Surroundings, alone, surroundings
from playground.app.diagram.layout import Bias, Hit, Layout, Neuron, Rect, Room, place
from playground.app.diagram.scene import rect_of
from playground.app.diagram.structure import Kind

ROOM = QRectF(0, 0, 684, 480)
CARD = QSizeF(230, 130)


def layout(*units: int) -> Layout:
    return place([(Kind.INPUT, 2), *((Kind.HIDDEN, count) for count in units), (Kind.OUTPUT, 1)], Room(684, 480))


def box_of(placed: Layout, hit: Hit, beside: Rect) -> QRectF:
    return QRectF(surroundings(placed, hit, rect_of(beside)).stand(CARD, ROOM), CARD)


def test_that_a_card_stands_at_the_right_where_nothing_is_in_the_way() -> None:
    corner = alone(QRectF(100, 200, 40, 40)).stand(CARD, ROOM)
    assert corner == QPointF(156, 208)


def test_that_the_card_of_an_output_bias_stays_off_the_hidden_neurons() -> None:
    placed = layout(4)
    box = box_of(placed, Bias(2, 0), placed.columns[2].biases[0])
    assert ROOM.contains(box)
    assert not any(box.intersects(rect_of(tile)) for tile in placed.columns[1].tiles)


def test_that_a_card_in_a_deep_network_stays_off_the_columns_it_tells_of() -> None:
    placed = layout(*(8,) * 6)
    for column in (2, 3, 4):
        for unit, tile in enumerate(placed.columns[column].tiles):
            box = box_of(placed, Neuron(column, unit), tile)
            assert ROOM.contains(box)
            told = [other for near in (column - 1, column, column + 1) for other in placed.columns[near].tiles]
            assert not any(box.intersects(rect_of(other)) for other in told)


def test_that_a_place_moves_with_its_surroundings() -> None:
    placed = layout(4)
    here = surroundings(placed, Neuron(1, 2), rect_of(placed.columns[1].tiles[2]))
    there: Surroundings = here.moved(QPointF(30, 60))
    assert there.stand(CARD, ROOM.translated(30, 60)) == here.stand(CARD, ROOM) + QPointF(30, 60)
