"""A playground for neural networks: an experiment is a value, a run turns it into snapshots, a view draws a snapshot."""

__version__ = "0.1.0"
