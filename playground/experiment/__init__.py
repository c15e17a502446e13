"""What to do: the experiment as a value, every setting declared once, its files and the labs."""

from .change import change, parse_assignments, with_kind
from .data import FEATURES, Data, Split
from .errors import UserError
from .experiment import Experiment
from .files import decode, encode, read, write
from .labs import Lab, lab_of, labs, load
from .network import Layer, Network, Output
from .points import moved, points_as_builtins, with_point, without
from .resources import resource_path
from .rules import (
    OUTPUTS_FOR_LOSS,
    check,
    fitting_outputs,
    loss_assignments,
    output_assignments,
    problems,
    task_assignments,
)
from .settings import Setting, changed_settings, setting, settings_of
from .sources import (
    DRAWN_SOURCES,
    SOURCES,
    Blobs,
    Bumps,
    Checkerboard,
    Circle,
    Drawn,
    Gauss,
    Moons,
    Painted,
    Petals,
    Plane,
    Point,
    Quadrants,
    Rings,
    Source,
    Spiral,
    Task,
    Waves,
    Xor,
)
from .training import Stop, Training

__all__ = [
    "DRAWN_SOURCES",
    "FEATURES",
    "OUTPUTS_FOR_LOSS",
    "SOURCES",
    "Blobs",
    "Bumps",
    "Checkerboard",
    "Circle",
    "Data",
    "Drawn",
    "Experiment",
    "Gauss",
    "Lab",
    "Layer",
    "Moons",
    "Network",
    "Output",
    "Painted",
    "Petals",
    "Plane",
    "Point",
    "Quadrants",
    "Rings",
    "Setting",
    "Source",
    "Spiral",
    "Split",
    "Stop",
    "Task",
    "Training",
    "UserError",
    "Waves",
    "Xor",
    "change",
    "changed_settings",
    "check",
    "decode",
    "encode",
    "fitting_outputs",
    "lab_of",
    "labs",
    "load",
    "loss_assignments",
    "moved",
    "output_assignments",
    "parse_assignments",
    "points_as_builtins",
    "problems",
    "read",
    "resource_path",
    "setting",
    "settings_of",
    "task_assignments",
    "with_kind",
    "with_point",
    "without",
    "write",
]
