"""From `experiment.data` to arrays: sources, features, preparation, split."""

from .classes import class_sizes
from .dataset import Dataset, Part, build_dataset, targets
from .features import FORMULAS, build_features
from .generators import draw
from .loading import keep_table, load_samples
from .plane import Plane
from .preparation import Preparation, fit_preparation
from .split import split_rows

__all__ = [
    "FORMULAS",
    "Dataset",
    "Part",
    "Plane",
    "Preparation",
    "build_dataset",
    "build_features",
    "class_sizes",
    "draw",
    "fit_preparation",
    "keep_table",
    "load_samples",
    "split_rows",
    "targets",
]
