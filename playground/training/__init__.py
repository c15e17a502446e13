"""One run under way: epochs, history, snapshots, and why it stops."""

from .answers import Answers
from .edits import LARGEST_VALUE, Edit, Edits, Muted, MuteEdit, ValueEdit
from .fit import Fit
from .gradient_check import check_gradient
from .hidden_space import HiddenRequest, HiddenSpace, hidden_space
from .history import COLUMNS, History
from .inspection import Inspection, ParameterInspection, UnitInspection
from .mistakes import mistakes_of
from .moments import Moments
from .one_sample import LayerPass, OneSample, one_sample
from .places import Place, Target, Unit
from .report import Report
from .run import Run
from .sample_check import Mark, SampleCheck
from .sample_key import SampleKey
from .snapshot import MapRequest, Maps, Region, Score, Snapshot
from .stopping import Outcome, Reason

__all__ = [
    "COLUMNS",
    "LARGEST_VALUE",
    "Answers",
    "Edit",
    "Edits",
    "Fit",
    "HiddenRequest",
    "HiddenSpace",
    "History",
    "Inspection",
    "LayerPass",
    "MapRequest",
    "Maps",
    "Mark",
    "Moments",
    "MuteEdit",
    "Muted",
    "OneSample",
    "Outcome",
    "ParameterInspection",
    "Place",
    "Reason",
    "Region",
    "Report",
    "Run",
    "SampleCheck",
    "SampleKey",
    "Score",
    "Snapshot",
    "Target",
    "Unit",
    "UnitInspection",
    "ValueEdit",
    "check_gradient",
    "hidden_space",
    "mistakes_of",
    "one_sample",
]
