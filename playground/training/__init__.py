"""One run under way: epochs, history, snapshots, and why it stops."""

from .answers import Answers
from .fit import Fit
from .gradient_check import check_gradient
from .history import COLUMNS, History
from .moments import Moments
from .report import Report
from .run import Run
from .snapshot import MapRequest, Maps, Region, Score, Snapshot
from .stopping import Outcome, Reason
from .thinned_series import ThinnedSeries

__all__ = [
    "COLUMNS",
    "Answers",
    "Fit",
    "History",
    "MapRequest",
    "Maps",
    "Moments",
    "Outcome",
    "Reason",
    "Region",
    "Report",
    "Run",
    "Score",
    "Snapshot",
    "ThinnedSeries",
    "check_gradient",
]
