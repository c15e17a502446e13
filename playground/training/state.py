"""The state of a run as arrays by name: plain enough for any file, complete enough to go on bit for bit.

Every part of a run tells its own state; here the names are put together, `optimizer.velocity` for the `velocity` that
the optimizer told.
"""

from collections.abc import Mapping
from ctypes import string_at
from functools import cache
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.engine import Network
from playground.training.batches import Batches

State = dict[str, NDArray[Any]]
_KEY_WORDS = 624


def gather(**parts: Mapping[str, Any]) -> State:
    """The states of several parts as one, each name after its part's and a dot."""
    return {f"{part}.{name}": np.asarray(value) for part, state in parts.items() for name, value in state.items()}


def part_of(state: Mapping[str, NDArray[Any]], part: str) -> State:
    """Tell what `gather` was given under the name `part`."""
    prefix = f"{part}."
    return {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}


def random_state(random: RandomState) -> State:
    """Tell where a random stream stands."""
    _, keys, position, has_gauss, gauss = random.get_state(legacy=True)
    return {"keys": np.array(keys), "place": np.array([position, has_gauss]), "gauss": np.array(gauss)}


def stream_place(random: RandomState) -> State:
    """The same of a stream that no normal number is drawn from, as of batches and dropout, a hundred times faster.

    `get_state` takes longer than a step of a small network. The generator's own memory, which NumPy gives the address
    of, begins with 624 words of key and the position in them.
    """
    return _read_memory(random) if _memory_is_as_expected() else random_state(random)


@cache
def _memory_is_as_expected() -> bool:
    """Tell whether NumPy keeps its generator in memory as it does today; tried on a stream that has been used."""
    random = RandomState(1)
    random.random_sample(100)
    read, told = _read_memory(random), random_state(random)
    return all(np.array_equal(read[name], told[name]) for name in told)


def _read_memory(random: RandomState) -> State:
    address = random._bit_generator.ctypes.state_address
    words = np.frombuffer(string_at(address, 4 * (_KEY_WORDS + 1)), np.uint32)
    place = np.array([int(words[_KEY_WORDS]), 0])
    return {"keys": words[:_KEY_WORDS], "place": place, "gauss": np.array(0.0)}


def restore_random(random: RandomState, state: Mapping[str, NDArray[Any]]) -> None:
    """Put a random stream where another stood."""
    position, has_gauss = map(int, state["place"])
    if not (0 <= position <= _KEY_WORDS and has_gauss in (0, 1) and np.shape(state["keys"]) == (_KEY_WORDS,)):
        raise ValueError("this is no place in a random stream")  # NumPy would read beyond its memory.
    random.set_state(("MT19937", state["keys"], position, has_gauss, float(state["gauss"])))


_FREE = ("ledger.", "optimizer.", "judge.recent", "batches.order", "edits.")
"""What grows as the run goes on, or is not there before the first step."""


def check_fits(own: Mapping[str, NDArray[Any]], other: Mapping[str, NDArray[Any]]) -> None:
    """Raise ValueError where `other` cannot be the state of the run that `own` is of."""
    for name, array in own.items():
        if name not in other and not name.startswith(_FREE):
            raise ValueError(f"this state lacks {name}")
        if not name.startswith(_FREE) and np.shape(other[name]) != array.shape:
            raise ValueError(f"{name} has the shape {np.shape(other[name])}, this run's is {array.shape}")
    for name in other:
        if name not in own and not name.startswith(_FREE):
            raise ValueError(f"this state holds {name}, which this run has no place for")
    for name in ("ledger.scalars", "ledger.ratios"):
        if name not in other or other[name].shape[1:] != own[name].shape[1:]:
            raise ValueError("this state's history has other columns")


def check_sound(state: Mapping[str, NDArray[Any]], own: Mapping[str, NDArray[Any]], samples: int) -> None:
    """Raise ValueError where what is free in a state, by `check_fits`, is of no use to the run that `own` is of.

    samples : of the training part.
    """
    count, rows = own["network.values"].size, len(state["ledger.scalars"])
    for name, array in state.items():
        kind = "U" if name == "run.optimizer" else "iub" if name in _WHOLE else "biuf"
        _require(array.dtype.kind in kind, f"{name} holds {array.dtype.name}")
        if name.startswith("optimizer."):
            _check_optimizer(name, array, count)
    epoch = int(state["run.epochs_done"])
    _require(len(state["ledger.ratios"]) == rows > 0 and epoch >= 0, "its history is none")
    _require(0 <= int(state["judge.good.epoch"]) <= epoch, "it would go back to an epoch to come")
    for name in ("ledger.penalty", "ledger.learning_rate"):
        changes = state[name]
        ascending = changes.ndim == 2 and changes.shape[1:] == (2,) and bool((np.diff(changes[:, 0]) > 0).all())
        _require(ascending and len(changes) > 0 and changes[0, 0] == 0, f"{name} is no history")
    _require(state["judge.recent"].ndim == 1, "judge.recent is no list")
    position, steps, _ = state["batches.place"].tolist()
    order = state.get("batches.order")
    _require(0 <= position <= samples and 0 <= steps <= samples, "it is at a sample that there is not")
    _require(order is not None or position in (0, samples), "it is within an epoch without an order")
    if order is not None:
        _require(order.shape == (samples,) and bool((np.sort(order) == np.arange(samples)).all()), "its order is none")
    places = state.get("edits.places", np.empty(0, np.int64))
    _require(places.ndim == 1 and bool(((places >= 0) & (places < count)).all()), "what is muted is not there")


def _check_optimizer(name: str, array: NDArray[Any], count: int) -> None:
    """Tell what an optimizer carries: a number for each of `count` parameters, or its count of steps."""
    _require(array.dtype.kind in "biuf" and array.shape in ((), (count,)), f"{name} is of another network")
    _require(name != "optimizer.steps" or (array.dtype.kind in "iu" and int(array) >= 0), f"{name} is no count")


_WHOLE = ("run.epochs_done", "batches.place", "batches.order", "edits.targets", "edits.places", "judge.good.epoch")


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)


def check_moment(moment: Mapping[str, NDArray[Any]], own: Mapping[str, NDArray[Any]]) -> None:
    """Raise ValueError where a moment's arrays are not named, typed and shaped as those of the run that `own` is of."""
    for name in ("network.values", "network.running", "run.epochs_done", "run.optimizer", "judge.recent"):
        _require(name in moment, f"a moment lacks {name}")
    count = own["network.values"].size
    for name, array in moment.items():
        known = own.get(name)
        if name.startswith("optimizer."):
            _check_optimizer(name, array, count)
        elif name == "run.optimizer":
            _require(array.dtype.kind == "U" and array.shape == (), f"{name} is no name")
        elif name.startswith(_FREE):
            _require(array.dtype.kind in "biuf", f"{name} holds {array.dtype.name}")
        else:
            fits = known is not None and array.dtype.kind == known.dtype.kind and array.shape == known.shape
            _require(fits, f"a moment's {name} is of another run")


class Streams:
    """Where the streams of one network and its batches stand, which they can be put back to.

    To be made before anything is drawn from them.
    """

    def __init__(self, network: Network, batches: Batches) -> None:
        self._network, self._batches = network, batches
        self._has_dropped = False
        self._first = self.state()

    def note_dropout(self) -> None:
        """From a network with dropout on, its stream may have moved, even where there is no dropout any more."""
        self._has_dropped |= any(layer.dropout for layer in self._network.layers)

    def state(self) -> State:
        """Tell where both stand, as arrays by name."""
        return gather(dropout=random_state(self._network.dropout_stream), order=random_state(self._batches.random))

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Put both where they stood at an earlier `state()`, be it of another run."""
        self._has_dropped = self._batches.has_shuffled = True
        self._put(state)

    def bearings(self) -> State:
        """Tell where they stand; one that nothing has been drawn from is left out, since to ask it takes a while."""
        self.note_dropout()
        told: State = {}
        if self._batches.has_shuffled:
            told |= gather(order=stream_place(self._batches.random))
        if self._has_dropped:
            told |= gather(dropout=stream_place(self._network.dropout_stream))
        return told

    def turn_to(self, bearings: Mapping[str, NDArray[Any]]) -> None:
        """Put both where these streams stood when they told these `bearings()`."""
        self._put({**self._first, **bearings})

    def _put(self, state: Mapping[str, NDArray[Any]]) -> None:
        restore_random(self._network.dropout_stream, part_of(state, "dropout"))
        restore_random(self._batches.random, part_of(state, "order"))
