"""A playground for neural networks: an experiment is a value, a run makes snapshots of it, a view draws a snapshot."""

__version__ = "0.1.0"
