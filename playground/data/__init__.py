"""From `experiment.data` to arrays: sources, features, preparation, split."""

from playground.data.dataset import Dataset, Part, build_dataset, parts_lacking, targets
from playground.data.generators import class_sizes, draw
from playground.data.kinds import Kind, classify_drop
from playground.data.loading import load_samples
from playground.data.own_table import keep_table, plan_of, rows_left_out_of_test, table_of
from playground.data.plane import Plane
from playground.data.preparation import FORMULAS, Preparation, build_features, fit_preparation
from playground.data.proposal import for_images, for_same_table, for_table, name_of
from playground.data.split import split_rows
from playground.data.tables.telling import lines_about

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
    "for_same_table",
    "for_table",
    "keep_table",
    "lines_about",
    "load_samples",
    "name_of",
    "parts_lacking",
    "plan_of",
    "rows_left_out_of_test",
    "split_rows",
    "table_of",
    "targets",
]
