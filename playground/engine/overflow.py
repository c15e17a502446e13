"""A network that diverges overflows: its caller sees numbers that are not finite, and says so, not NumPy."""

from __future__ import annotations

from contextvars import ContextVar
from types import TracebackType

import numpy as np

_is_expected: ContextVar[bool] = ContextVar("overflow_is_expected", default=False)


class overflow_is_expected:  # noqa: N801 - read as `with overflow_is_expected():`, as numpy.errstate is
    """Silence NumPy's warnings of overflow, division by zero and invalid numbers within a `with` block.

    Entering `numpy.errstate` costs as much as three array operations on a small network, so that it pays to enter it
    once around a whole epoch: inside, entering again does nothing.
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
