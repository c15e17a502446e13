"""What a process keeps so that it need not be made or shipped again, as far as the memory allows."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Store(Generic[Kept]):
    """Things by key, the least recently used forgotten where they take too much; one is always kept.

    Parameters
    ----------
    size_of : bytes that a thing takes, about.
    most_bytes, most : of all together.
    """

    def __init__(self, size_of: Callable[[Kept], int], most_bytes: int, most: int) -> None:
        self._size_of, self._most_bytes, self._most = size_of, most_bytes, most
        self._kept: OrderedDict[str, tuple[Kept, int]] = OrderedDict()
        self._lock = Lock()  # A Dask worker may have several threads.

    def get(self, key: str) -> Kept | None:
        """What is kept under a key, or None."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def take(self, key: str) -> Kept | None:
        """What was kept under a key, and is so no longer; or None."""
        with self._lock:
            found = self._kept.pop(key, None)
            return None if found is None else found[0]

    def put(self, key: str, thing: Kept) -> None:
        """Keep a thing."""
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = thing, self._size_of(thing)
            while len(self._kept) > 1 and self._overfull():
                self._kept.popitem(last=False)

    def _overfull(self) -> bool:
        return len(self._kept) > self._most or sum(size for _, size in self._kept.values()) > self._most_bytes
