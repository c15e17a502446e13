"""Many runs: sweeps, searches and fair comparisons, on this machine's processes or on a cluster.

A study is a value that tells its trials; `run_study` trains them on a pool, slice by slice, and gives their results:

    study = Sweep(load("petals"), (Axis("network.layers.0.units", (1, 2, 3, 4, 5, 10, 20)),), seeds=10, epochs=5000)
    results = run_study(study, Processes())
    spread(results, "train_accuracy")

In a script, as opposed to a notebook, this stands under `if __name__ == "__main__":`, since processes are spawned.
"""

from playground.studies.cluster import Cluster
from playground.studies.comparison import Comparison, Variant
from playground.studies.journal import DataChanged, Journal
from playground.studies.pool import Borrowed, InProcess, Pool
from playground.studies.processes import Processes
from playground.studies.ready import READY
from playground.studies.result import Result
from playground.studies.run import Study, StudyRun, run_study
from playground.studies.search import LogUniform, OneOf, Search, best_of, ranked, with_validation
from playground.studies.slice import Slice, Tiles
from playground.studies.summary import Progress, Spread, spread
from playground.studies.sweep import Axis, Sweep
from playground.studies.table import MEASURED, cells, columns, save_results
from playground.studies.trial import Trial, as_text
from playground.studies.values import parse_draw, parse_values

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
