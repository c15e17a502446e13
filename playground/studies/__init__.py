"""Many runs: sweeps, searches and fair comparisons, on this machine's processes or on a cluster.

A study is a value that tells its trials; `run_study` trains them on a pool, slice by slice, and gives their results:

    study = Sweep(load("petals"), (Axis("network.layers.0.units", (1, 2, 3, 4, 5, 10, 20)),), seeds=10, epochs=5000)
    results = run_study(study, Processes())
    spread(results, "train_accuracy")

In a script, as opposed to a notebook, this stands under `if __name__ == "__main__":`, since processes are spawned.
"""

from .cluster import Cluster
from .comparison import Comparison, Variant
from .journal import DataChanged, Journal
from .pool import Borrowed, InProcess, Pool
from .processes import Processes
from .ready import READY
from .result import Result
from .run import Study, StudyRun, run_study
from .search import LogUniform, OneOf, Search, best_of, ranked, with_validation
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
    "DataChanged",
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
    "with_validation",
]
