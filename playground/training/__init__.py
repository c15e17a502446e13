"""One run under way: epochs, history, snapshots, and why it stops."""

from .answers import Answers
from .branches import RunInfo
from .fit import Fit
from .gradient_check import check_gradient
from .history import COLUMNS, History
from .moments import Moments
from .report import Report
from .run import Run
from .snapshot import MapRequest, Maps, Region, Score, Snapshot
from .stopping import Outcome, Reason
from .thinned_series import ThinnedSeries
from .timeline import Standing, Timeline

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
    "RunInfo",
    "Score",
    "Snapshot",
    "Standing",
    "ThinnedSeries",
    "Timeline",
    "check_gradient",
]
