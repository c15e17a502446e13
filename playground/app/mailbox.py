"""The mailbox between worker and window: at most one delivery waits, and the worker knows when to leave the next."""

from threading import Lock
from typing import Generic, TypeVar

Letter = TypeVar("Letter")


class Mailbox(Generic[Letter]):
    """Holds one letter. The worker puts it in when the box is empty; the window takes it out."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._letter: Letter | None = None

    @property
    def empty(self) -> bool:
        """Whether the last letter has been taken."""
        return self._letter is None

    def put(self, letter: Letter) -> None:
        """Leave the newest letter, in the place of one that nobody took."""
        with self._lock:
            self._letter = letter

    def take(self) -> Letter | None:
        """The letter, or None when there is none."""
        with self._lock:
            letter, self._letter = self._letter, None
        return letter
