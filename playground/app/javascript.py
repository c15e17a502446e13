"""Qt's JavaScript engine, by which pages are checked before they are kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication
from PySide6.QtQml import QJSEngine

from playground.experiment import UserError


@contextmanager
def javascript() -> Iterator[Callable[[str], str]]:
    """An engine that runs programs one after the other, and tells what the last expression of each is.

    It lives in the thread that begins it. Where there is no application, as on the command line, there is one
    meanwhile.

    Raises
    ------
    UserError : when a program fails; with what the engine says of it.
    """
    own = None if QCoreApplication.instance() is not None else QCoreApplication(["playground"])
    engine = _Engine()
    try:
        yield engine.run
    finally:
        engine.close()
        if own is not None:
            own.shutdown()


class _Engine:
    def __init__(self) -> None:
        self._engine: QJSEngine | None = QJSEngine()

    def close(self) -> None:
        """Let the engine go, which has to happen before the application goes."""
        self._engine = None

    def run(self, program: str) -> str:
        assert self._engine is not None
        found = self._engine.evaluate(program)
        # PySide's declarations tell of a second result, which there is not.
        value = found[0] if isinstance(found, tuple) else found
        if value.isError():
            raise UserError("its script fails: {reason}", reason=value.toString())
        return str(value.toString())
