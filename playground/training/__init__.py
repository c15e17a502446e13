"""One run under way: epochs, history, snapshots, and why it stops."""

from .fit import Fit
from .history import COLUMNS, History
from .report import Report
from .run import Run
from .snapshot import MapRequest, Maps, Region, Score, Snapshot
from .stopping import Outcome, Reason

__all__ = [
    "COLUMNS",
    "Fit",
    "History",
    "MapRequest",
    "Maps",
    "Outcome",
    "Reason",
    "Region",
    "Report",
    "Run",
    "Score",
    "Snapshot",
]
