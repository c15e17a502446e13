"""The window of studies: many runs compared, and each of them a click away from being the current one."""

from playground.app.studies.studies import Studies

__all__ = ["Studies"]
