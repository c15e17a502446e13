"""The words that people read and that depend on values: numbers, names, and how a run ended."""
