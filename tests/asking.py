"""What the worker answers when it is asked, for the tests of the window."""

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from playground.app.worker.worker import TrainingThread
from playground.experiment import UserError
from playground.training import Run


def told(qtbot: QtBot, worker: TrainingThread, task: Callable[[Run], Any], timeout: int = 10_000) -> Any:
    """What a task that works with the run gives."""
    with qtbot.waitSignal(worker.ask(task).done, timeout=timeout) as done:
        pass
    return done.args[0]


def refusal(qtbot: QtBot, worker: TrainingThread, task: Callable[[Run], Any], timeout: int = 10_000) -> UserError:
    """Why a task was refused."""
    with qtbot.waitSignal(worker.ask(task).refused, timeout=timeout) as refused:
        pass
    error = refused.args[0]
    assert isinstance(error, UserError)
    return error
