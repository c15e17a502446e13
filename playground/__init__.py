"""A playground for neural networks: an experiment is a value, a run makes snapshots of it, a view draws a snapshot.

In a notebook `from playground import Run, load` is all it takes.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.experiment import load as load
    from playground.training import Run as Run

__version__ = "0.1.0"
__all__ = ["Run", "__version__", "load"]


def __getattr__(name: str) -> object:
    """Import a name when it is asked for: `import playground` alone costs nothing, not even NumPy."""
    if name == "load":
        from playground.experiment import load

        return load
    if name == "Run":
        from playground.training import Run

        return Run
    raise AttributeError(f"module 'playground' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
