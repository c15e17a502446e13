"""Many runs: sweeps, searches and fair comparisons, on this machine's processes or on a cluster.

A study is a value that tells its trials; `run_study` trains them on a pool, slice by slice, and gives their results:

    study = Sweep(load("petals"), (Axis("network.layers.0.units", (1, 2, 3, 4, 5, 10, 20)),), seeds=10, epochs=5000)
    results = run_study(study, Processes())
    spread(results, "train_accuracy")

In a script, as opposed to a notebook, this stands under `if __name__ == "__main__":`, since processes are spawned.
"""

from playground.studies.cluster import Cluster
from playground.studies.comparison import READY, Comparison, Variant
from playground.studies.journal import DataChanged, Journal
from playground.studies.processes import Borrowed, InProcess, Pool, Processes
from playground.studies.queue import Progress
from playground.studies.run import StudyRun, run_study
from playground.studies.search import LogUniform, OneOf, Search, best_of, ranked, with_validation
from playground.studies.slice import Slice, Tiles
from playground.studies.sweep import Axis, Sweep, parse_draw, parse_values
from playground.studies.table import MEASURED, Spread, Study, cells, columns, save_results, spread
from playground.studies.trial import Result, Trial, as_text

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
