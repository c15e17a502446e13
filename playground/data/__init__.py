"""From `experiment.data` to arrays: sources, features, preparation, split."""

from .classes import class_sizes
from .dataset import Dataset, Part, build_dataset, targets
from .features import FORMULAS, build_features
from .generators import draw
from .kinds import Kind, classify_drop
from .loading import keep_table, load_samples
from .plane import Plane
from .preparation import Preparation, fit_preparation
from .proposal import for_images, for_table, name_of
from .split import split_rows

__all__ = [
    "FORMULAS",
    "Dataset",
    "Kind",
    "Part",
    "Plane",
    "Preparation",
    "build_dataset",
    "build_features",
    "class_sizes",
    "classify_drop",
    "draw",
    "fit_preparation",
    "for_images",
    "for_table",
    "keep_table",
    "load_samples",
    "name_of",
    "split_rows",
    "targets",
]
