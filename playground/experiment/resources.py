"""Where the data files of the program lie: beside the package, in a checkout and when installed."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2] / "resources"


def resource_path(*parts: str) -> Path:
    """The path of a file or folder in `resources/`."""
    return _ROOT.joinpath(*parts)
