"""What to do: the experiment as a value, every setting declared once, its files and the labs."""

from .change import change, parse_assignments, with_kind
from .data import FEATURES, SOURCES, Circle, Data, Gauss, Petals, Quadrants, Source, Spiral, Split, Xor
from .errors import UserError
from .experiment import Experiment
from .files import decode, encode, read, write
from .labs import Lab, lab_of, labs, load
from .network import Layer, Network, Output
from .resources import resource_path
from .rules import (
    OUTPUTS_FOR_LOSS,
    check,
    has_batch_norm,
    loss_assignments,
    optimizer_assignments,
    output_assignments,
    problems,
)
from .settings import Setting, changed_settings, setting, settings_of
from .training import Stop, Training

__all__ = [
    "FEATURES",
    "OUTPUTS_FOR_LOSS",
    "SOURCES",
    "Circle",
    "Data",
    "Experiment",
    "Gauss",
    "Lab",
    "Layer",
    "Network",
    "Output",
    "Petals",
    "Quadrants",
    "Setting",
    "Source",
    "Spiral",
    "Split",
    "Stop",
    "Training",
    "UserError",
    "Xor",
    "change",
    "changed_settings",
    "check",
    "decode",
    "encode",
    "has_batch_norm",
    "lab_of",
    "labs",
    "load",
    "loss_assignments",
    "optimizer_assignments",
    "output_assignments",
    "parse_assignments",
    "problems",
    "read",
    "resource_path",
    "setting",
    "settings_of",
    "with_kind",
    "write",
]
