"""One run under way: epochs, history, snapshots, and why it stops."""

from .answers import Answers
from .edits import LARGEST_VALUE, Edit, Edits, Muted, MuteEdit, ValueEdit
from .fit import Fit
from .gradient_check import check_gradient
from .history import COLUMNS, History
from .inspection import Inspection, ParameterInspection, UnitInspection
from .moments import Moments
from .places import Place, Target, Unit
from .report import Report
from .run import Run
from .snapshot import MapRequest, Maps, Region, Score, Snapshot
from .stopping import Outcome, Reason

__all__ = [
    "COLUMNS",
    "LARGEST_VALUE",
    "Answers",
    "Edit",
    "Edits",
    "Fit",
    "History",
    "Inspection",
    "MapRequest",
    "Maps",
    "Moments",
    "MuteEdit",
    "Muted",
    "Outcome",
    "ParameterInspection",
    "Place",
    "Reason",
    "Region",
    "Report",
    "Run",
    "Score",
    "Snapshot",
    "Target",
    "Unit",
    "UnitInspection",
    "ValueEdit",
    "check_gradient",
]
