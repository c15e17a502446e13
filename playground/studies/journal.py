"""What came of a study, on disk as it comes."""

from pathlib import Path


class Journal:
    """One file that only grows; a study that runs with it again goes on where it was."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
