"""Arrays in one piece come out as they went in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from playground.training.moments import Packed

dtypes = st.sampled_from([np.float64, np.float32, np.uint32, np.int64, np.bool_])
arrays = dtypes.flatmap(lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, min_side=0, max_side=5)))


@given(st.dictionaries(st.text(max_size=5), arrays, max_size=5))
def test_that_arrays_of_any_shapes_come_out_to_the_bit(told: dict[str, np.ndarray]) -> None:
    found = Packed(told).arrays()
    assert found.keys() == told.keys()
    for name, array in told.items():
        assert (found[name].dtype, found[name].shape) == (array.dtype, array.shape)
        assert found[name].tobytes() == array.tobytes()


def test_that_what_is_packed_is_a_copy_that_cannot_be_written_to() -> None:
    numbers = np.arange(3.0)
    packed = Packed({"numbers": numbers, "name": np.array("Adam")})
    numbers[:] = 7
    found = packed.arrays()
    np.testing.assert_array_equal(found["numbers"], [0, 1, 2])
    assert str(found["name"]) == "Adam"
    assert packed.nbytes == 3 * 8 + 4 * 4
    with pytest.raises(ValueError, match="read-only"):
        found["numbers"][0] = 1


def test_that_two_alike_share_what_they_know_of_their_shapes() -> None:
    first = Packed({"numbers": np.zeros(3)})
    assert Packed({"numbers": np.ones(3)}, first)._layout is first._layout
    assert Packed({"numbers": np.ones(4)}, first).arrays()["numbers"].shape == (4,)
