"""Where the diagram's parts stand, and what is under a point."""

from itertools import pairwise

import numpy as np
import pytest

from playground.app.diagram.layout import (
    MINIMUM_TILE,
    MOST_TILES,
    Bias,
    Gap,
    HitTest,
    Layout,
    Link,
    Neuron,
    Room,
    Summary,
    place,
    rise_at,
)
from playground.app.diagram.structure import Kind

SIZES = [(684, 480), (612, 400), (540, 330), (1200, 800), (320, 180), (420, 260), (2760, 1500)]


def layout(*units: int, inputs: int = 2, outputs: int = 1, size: tuple[int, int] = (684, 480)) -> Layout:
    hidden = [(Kind.HIDDEN, count) for count in units]
    return place([(Kind.INPUT, inputs), *hidden, (Kind.OUTPUT, outputs)], Room(*size))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("units", [(), (4,), (8, 8), (16, 3), (1024,), (20,) * 12, (1,) * 12])
def test_that_nothing_overlaps_and_nothing_leaves_the_canvas(size: tuple[int, int], units: tuple[int, ...]) -> None:
    placed = layout(*units, inputs=9, outputs=4, size=size)
    for column in placed.columns:
        boxes = [*column.tiles, *([column.summary] if column.summary else [])]
        for above, below in pairwise(boxes):
            assert below.y >= above.bottom
        for box in boxes:
            assert box.x >= 0
            assert box.right <= placed.width
            assert box.y >= 0
            assert box.bottom <= placed.height
        for tile, bias in zip(column.tiles, column.biases, strict=False):
            assert tile.bottom <= bias.y
            assert bias.bottom <= placed.height
    for gap in HitTest(placed).gaps:
        assert gap.right - gap.left >= 5


def test_that_tiles_keep_within_their_sizes() -> None:
    for units in (1, 4, 8, 16, 300):
        for column in layout(units).columns:
            assert MINIMUM_TILE <= column.size <= 60


def test_that_tiles_grow_with_the_room_up_to_a_large_screen() -> None:
    usual, hd, uhd = (layout(4, size=size).columns for size in ((684, 440), (1000, 560), (2760, 1400)))
    for small, larger, largest in zip(usual, hd, uhd, strict=True):
        assert 1.25 * small.size < larger.size < 0.5 * largest.size
    assert uhd[1].tiles[-1].bottom - uhd[1].tiles[0].y > 0.75 * 1400


def test_that_the_tiles_of_a_deep_network_grow_with_the_room() -> None:
    wide, low = layout(*(4,) * 12, size=(1046, 570)), layout(*(12,) * 12, size=(1046, 400))
    assert wide.columns[3].size == int(0.6 * wide.pitch) > 40
    assert low.columns[3].size < 0.5 * low.pitch


def test_that_the_mark_of_a_bias_is_as_wide_as_its_tile() -> None:
    column = layout(*(8,) * 9).columns[2]
    assert [mark.width for mark in column.biases] == [tile.width for tile in column.tiles]


def test_that_a_layer_of_more_than_sixteen_folds_and_counts_the_rest() -> None:
    whole, folded = layout(16, size=(684, 600)).columns[1], layout(100, size=(684, 600)).columns[1]
    assert (len(whole.tiles), whole.folded, whole.summary) == (16, 0, None)
    assert len(folded.tiles) == MOST_TILES - 1
    assert folded.folded == 85
    assert folded.summary is not None


def test_that_a_low_canvas_folds_earlier() -> None:
    column = layout(12, size=(684, 200)).columns[1]
    assert len(column.tiles) + column.folded == 12
    assert column.folded > 0


def test_that_numbers_give_way_to_marks_where_columns_are_near() -> None:
    assert layout(4).columns[1].labelled
    assert not layout(*(4,) * 12).columns[1].labelled
    assert layout(4).columns[0].biases == ()


def test_that_the_outer_columns_keep_room_for_names() -> None:
    centres, pitch = Room(540, 400).centres(14)
    assert centres[0] >= 50
    assert centres[-1] <= 540 - 40
    assert pitch == pytest.approx((centres[-1] - centres[0]) / 13)


def test_that_the_course_of_a_link_is_symmetric_and_flat_at_its_ends() -> None:
    assert rise_at(0)[0] == 0
    assert rise_at(0.5)[0] == pytest.approx(0.5)
    assert rise_at(0.2)[0] == pytest.approx(1 - rise_at(0.8)[0])
    assert rise_at(0)[1] < 0.2 < rise_at(0.5)[1]


def test_that_the_nearest_link_is_found_half_way_across() -> None:
    gap = Gap(100, 200, np.array([10.0, 200.0]), np.array([50.0, 300.0]))
    found = gap.nearest(150, 252, 6)
    assert found is not None
    assert found[:2] == (1, 1)
    assert found[2] < 3
    assert gap.nearest(150, 90, 6) is None
    assert gap.nearest(250, 30, 6) is None


def test_that_a_hit_names_neuron_bias_link_and_summary() -> None:
    placed = layout(4, 40)
    hits = HitTest(placed)
    tile, bias = placed.columns[1].tiles[2], placed.columns[1].biases[2]
    summary = placed.columns[2].summary
    assert summary is not None
    assert hits.at(tile.x + 3, tile.y + 3) == Neuron(1, 2)
    assert hits.at(bias.x + 4, bias.middle) == Bias(1, 2)
    assert hits.at(summary.x + 5, summary.middle) == Summary(2)
    left = placed.columns[0].tiles[1]
    assert hits.at(left.right + 2, left.middle) in [Link(1, 1, unit) for unit in range(4)]
    assert hits.at(1, 1) is None
