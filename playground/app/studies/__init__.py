"""The window of studies: many runs compared, and each of them a click away from being the current one."""

from .studies import Studies

__all__ = ["Studies"]
