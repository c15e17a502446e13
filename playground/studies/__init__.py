"""Many runs: sweeps, searches and fair comparisons, on this machine's processes or on a cluster.

A study is a value that tells its trials; `run_study` trains them on a pool, slice by slice, and gives their results:

    petals = with_validation(load("petals"))
    study = Sweep(petals, (Axis("network.layers.0.units", (1, 2, 3, 4, 5, 10, 20)),), seeds=8, epochs=5000)
    results = run_study(study, Processes())
    print(verdict(study, results).sentence)

In a script, as opposed to a notebook, this stands under `if __name__ == "__main__":`, since processes are spawned.
"""

from playground.studies.board import Board, Group, Spread
from playground.studies.cluster import Cluster
from playground.studies.comparison import READY, Comparison, Variant
from playground.studies.journal import DataChanged, Journal
from playground.studies.processes import Borrowed, InProcess, Pool, Processes
from playground.studies.queue import Progress, duration
from playground.studies.repeats import VARY, Vary, default_vary, validation_notice, with_validation
from playground.studies.run import StudyRun, run_study
from playground.studies.search import LogUniform, OneOf, Search, best_of, ranked
from playground.studies.sentences import repeats_words
from playground.studies.slice import Slice, Tiles
from playground.studies.sweep import Axis, Sweep, parse_draw, parse_values
from playground.studies.table import Study, cells, columns, save_results
from playground.studies.trial import Result, Trial, as_text
from playground.studies.verdict import Bar, Verdict, bars, judging_figure, verdict

__all__ = [
    "READY",
    "VARY",
    "Axis",
    "Bar",
    "Board",
    "Borrowed",
    "Cluster",
    "Comparison",
    "DataChanged",
    "Group",
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
    "Vary",
    "Verdict",
    "as_text",
    "bars",
    "best_of",
    "cells",
    "columns",
    "default_vary",
    "duration",
    "judging_figure",
    "parse_draw",
    "parse_values",
    "ranked",
    "repeats_words",
    "run_study",
    "save_results",
    "validation_notice",
    "verdict",
    "with_validation",
]
