"""Many runs: sweeps, searches and fair comparisons, on this machine's processes or on a cluster.

A study is a value that tells its trials; a `StudyRun` trains them slice by slice on a pool and gives results.
"""

from .cluster import Cluster
from .comparison import Comparison, Variant
from .journal import Journal
from .pool import Borrowed, InProcess, Pool
from .processes import Processes
from .ready import READY
from .result import Result
from .run import Study, StudyRun, run_study
from .search import LogUniform, OneOf, Search, best_of, ranked
from .slice import Slice, Tiles
from .summary import Progress, Spread, spread
from .sweep import Axis, Sweep
from .table import MEASURED, cells, columns, save_results
from .trial import Trial, as_text
from .values import parse_draw, parse_values

__all__ = [
    "MEASURED",
    "READY",
    "Axis",
    "Borrowed",
    "Cluster",
    "Comparison",
    "InProcess",
    "Journal",
    "LogUniform",
    "OneOf",
    "Pool",
    "Processes",
    "Progress",
    "Result",
    "Search",
    "Slice",
    "Spread",
    "Study",
    "StudyRun",
    "Sweep",
    "Tiles",
    "Trial",
    "Variant",
    "as_text",
    "best_of",
    "cells",
    "columns",
    "parse_draw",
    "parse_values",
    "ranked",
    "run_study",
    "save_results",
    "spread",
]
