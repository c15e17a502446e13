"""Everything of a sitting in one file: saved, opened, kept in case of a crash, and found again."""

from playground.app.sessions.sessions import Sessions

__all__ = ["Sessions"]
