"""One run under way: epochs, history, snapshots, and why it stops."""

from playground.training.answers import Answers
from playground.training.branches import RunInfo
from playground.training.edits import LARGEST_VALUE, Edit, Edits, Muted, MuteEdit, ValueEdit
from playground.training.fit import Fit
from playground.training.gradient_check import check_gradient
from playground.training.hidden_space import HiddenRequest, HiddenSpace, hidden_space
from playground.training.history import COLUMNS, History
from playground.training.inspection import Inspection, ParameterInspection, UnitInspection
from playground.training.mistakes import mistakes_of
from playground.training.moments import Moments
from playground.training.one_sample import LayerPass, OneSample, one_sample
from playground.training.places import Place, Target, Unit
from playground.training.report import Report
from playground.training.run import Run
from playground.training.sample_check import Mark, SampleCheck
from playground.training.sample_key import SampleKey
from playground.training.snapshot import MapRequest, Maps, Region, Score, Snapshot
from playground.training.stopping import Outcome, Reason
from playground.training.thinned_series import ThinnedSeries
from playground.training.timeline import Standing, Timeline

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
    "RunInfo",
    "SampleCheck",
    "SampleKey",
    "Score",
    "Snapshot",
    "Standing",
    "Target",
    "ThinnedSeries",
    "Timeline",
    "Unit",
    "UnitInspection",
    "ValueEdit",
    "check_gradient",
    "hidden_space",
    "mistakes_of",
    "one_sample",
]
