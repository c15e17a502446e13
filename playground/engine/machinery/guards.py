"""Guards at the engine's doors: wrong names, settings and arrays are refused in one helpful line.

And one guard against NumPy's own remarks: a network that diverges overflows, and its caller sees that by the numbers.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from contextvars import Context, ContextVar
from difflib import get_close_matches
from functools import wraps
from numbers import Real
from threading import local
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
"""An array of floating-point numbers, float32 or float64 as the network has it."""

T = TypeVar("T")
P = ParamSpec("P")


def require(condition: bool, message: str) -> None:
    """Raise ValueError with the message unless the condition holds (false for NaN comparisons too)."""
    if not condition:
        raise ValueError(message)


# Names


def choose(what: str, name: str, table: Mapping[str, T]) -> T:
    """Return `table[name]`; raise ValueError, with the valid names, if there is no such name."""
    if name not in table:
        raise ValueError(f"unknown {what} {name!r}; choose one of: {', '.join(table)}")
    return table[name]


def build(what: str, kind: str, table: Mapping[str, Callable[..., T]], settings: Mapping[str, Any]) -> T:
    """Call the factory named `kind` with its settings; raise ValueError, with the valid names, if one is wrong."""
    factory = choose(what, kind, table)
    valid = list(inspect.signature(factory).parameters)
    for setting in settings:
        if setting not in valid:
            offered = f"its settings are: {', '.join(valid)}" if valid else "it has no settings"
            raise ValueError(f"unknown setting {setting!r} of {what} {kind!r}; {offered}")
    return factory(**settings)


class UnknownNameError(KeyError, ValueError):
    """No entry has this name: a KeyError to a mapping's users, a ValueError as all that the engine refuses."""

    def __str__(self) -> str:
        return str(self.args[0])


def unknown_name(what: str, name: object, names: Iterable[str]) -> UnknownNameError:
    """Return the error to raise, with the name that may have been meant, or all there are."""
    known = list(names)
    near = get_close_matches(str(name), known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known) or 'none'}"
    return UnknownNameError(f"there is no {what} {name!r}; {hint}")


# Arrays

_NO_NUMBERS = {"c": "complex numbers", "U": "text", "S": "text", "M": "dates", "m": "durations", "V": "records"}


def real_numbers(what: str, given: object) -> Array:
    """Return anything that holds real numbers (a list, an array of any real dtype) as an array, copied if need be.

    Raise ValueError if it holds anything else, or rows of different lengths.
    """
    try:
        array = np.asarray(given)
    except Exception as error:
        raise ValueError(f"{what} must be an array of numbers, not {type(given).__name__}: {_first(error)}") from None
    if array.dtype.kind == "O":
        return _from_objects(what, array)
    if array.dtype.kind not in "biuf":
        held = _NO_NUMBERS.get(array.dtype.kind, str(array.dtype))
        raise ValueError(f"{what} must be real numbers, not {held} in the shape {array.shape}")
    return array


def _from_objects(what: str, array: Array) -> Array:
    """Return an array of Python numbers as one of floats."""
    odd = {type(each).__name__: None for each in array.flat if not isinstance(each, Real)}
    require(not odd, f"{what} must be real numbers, not {' and '.join(odd)} in the shape {array.shape}")
    try:
        return array.astype(np.float64)
    except OverflowError:
        raise ValueError(f"{what} holds numbers beyond float64 in the shape {array.shape}") from None


def sample_rows(what: str, given: object, columns: int) -> Array:
    """Return samples as rows of real numbers, (n, columns); raise ValueError if they are anything else."""
    array = real_numbers(what, given)
    if array.ndim != 2 or array.shape[1] != columns:
        raise ValueError(f"{what} must be (n, {columns}), one row a sample, not {array.shape}")
    return array


def with_targets(x: object, y: object, inputs: int, outputs: int) -> tuple[Array, Array]:
    """Return samples and their targets as rows of real numbers, (n, inputs) and (n, outputs), or raise ValueError."""
    rows, targets = sample_rows("x", x, inputs), sample_rows("y", y, outputs)
    require(len(rows) == len(targets), f"x and y must have as many rows, not {rows.shape} and {targets.shape}")
    return rows, targets


def _first(error: Exception) -> str:
    """Return the first line of an error's message."""
    return (str(error).splitlines() or [type(error).__name__])[0]


# Overflow

_is_expected: ContextVar[bool] = ContextVar("overflow_is_expected", default=False)


class overflow_is_expected:  # noqa: N801 - read as `with overflow_is_expected():`, as numpy.errstate is
    """Silence NumPy's warnings of overflow, division by zero and invalid numbers.

    For a `with` block, or as `@overflow_is_expected()` for a whole function. Entering `numpy.errstate` costs as much as
    three array operations on a small network. So it pays to enter it once around a whole epoch: inside, entering again
    does nothing. A function that is silenced as a whole does not see its caller's context variables.
    """

    __slots__ = ("_silence", "_token")

    def __enter__(self) -> None:
        self._silence: np.errstate | None = None
        if not _is_expected.get():
            self._token = _is_expected.set(True)
            self._silence = np.errstate(over="ignore", invalid="ignore", divide="ignore")
            self._silence.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._silence is not None:
            self._silence.__exit__(kind, error, traceback)
            _is_expected.reset(self._token)

    def __call__(self, function: Callable[P, T]) -> Callable[P, T]:
        """Return the function as it runs inside such a block."""

        @wraps(function)
        def silenced(*args: P.args, **kwargs: P.kwargs) -> T:
            if _is_expected.get():
                return function(*args, **kwargs)
            if not _KEPT_BY_CONTEXT:
                with overflow_is_expected():
                    return function(*args, **kwargs)
            context = _of_thread.__dict__.get("silent")
            if context is None:
                context = _of_thread.silent = _silent_context()
            return context.run(function, *args, **kwargs)

        return silenced


def _silent_context() -> Context:
    """Make a context in which overflow is expected: to run a function in it takes a thirtieth of `numpy.errstate`."""
    context = Context()
    context.run(np.seterr, over="ignore", invalid="ignore", divide="ignore")
    context.run(_is_expected.set, True)
    return context


_KEPT_BY_CONTEXT = int(np.__version__.partition(".")[0]) > 1
"""NumPy 1 keeps by thread what it is silent about, and not by context."""
_of_thread = local()
