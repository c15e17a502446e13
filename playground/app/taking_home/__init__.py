"""Taking it home: what a run has come to, as files that others open, on one sheet behind the Export button."""

from playground.app.taking_home.sheet import Sheet
from playground.app.taking_home.taking_home import TakingHome

__all__ = ["Sheet", "TakingHome"]
