"""One run under way: epochs, history, snapshots, and why it stops."""

from playground.training.answers import Answers, Fit, Measures, SampleKey, mistakes_of
from playground.training.branches import RunInfo
from playground.training.checks import Mark, SampleCheck, check_gradient
from playground.training.edits import LARGEST_VALUE, Edit, Edits, Muted, MuteEdit, ValueEdit
from playground.training.hidden_space import HiddenAxes, HiddenRequest, HiddenSpace, has_cut, hidden_space
from playground.training.history import COLUMNS, History
from playground.training.inspection import Inspection, ParameterInspection, Place, Target, Unit, UnitInspection
from playground.training.moments import Moments
from playground.training.one_sample import LayerPass, OneSample, one_sample
from playground.training.region import request_region
from playground.training.run import Run
from playground.training.snapshot import MapRequest, Maps, Region, Score, Snapshot
from playground.training.stopping import Outcome, Reason
from playground.training.thinned_series import ThinnedSeries
from playground.training.timeline import Report, Standing, Timeline

__all__ = [
    "COLUMNS",
    "LARGEST_VALUE",
    "Answers",
    "Edit",
    "Edits",
    "Fit",
    "HiddenAxes",
    "HiddenRequest",
    "HiddenSpace",
    "History",
    "Inspection",
    "LayerPass",
    "MapRequest",
    "Maps",
    "Mark",
    "Measures",
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
    "has_cut",
    "hidden_space",
    "mistakes_of",
    "one_sample",
    "request_region",
]
