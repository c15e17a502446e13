"""How often something that is dear may be done."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

_SECONDS = 0.1
_SHARE = 0.1


class Seldom:
    """Allows a thing ten times a second, and less often where it would take more than a share of the time, a tenth."""

    def __init__(self, share: float = _SHARE) -> None:
        self._share = share
        self._next = 0.0

    @property
    def due(self) -> bool:
        """Whether it is time again."""
        return time.perf_counter() >= self._next

    def now(self) -> None:
        """Let it be due at once."""
        self._next = 0.0

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Do it within this."""
        begun = time.perf_counter()
        yield
        ended = time.perf_counter()
        self._next = ended + max(_SECONDS, (ended - begun) / self._share)
