"""Workers that are processes of this machine."""

from .pool import InProcess


class Processes(InProcess):
    """Processes of this machine, as many as it has cores where `workers` is None."""

    def __init__(self, workers: int | None = None) -> None:
        self.wanted = workers
