"""The experiment: one immutable value that files, undo, sweeps and the command line all work on."""

from typing import Annotated, Literal

import msgspec

from playground.experiment.data import Data
from playground.experiment.declare import SEED_LIMIT, setting
from playground.experiment.network import Network
from playground.experiment.training import Training


class Experiment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that decides what a run does, and nothing else."""

    format: Literal[1] = 1
    name: Annotated[str, setting("Name", "What the experiment is called.", live=True, max_length=200)] = "untitled"
    seed: Annotated[
        int,
        setting("Seed", "The same seed draws the same first weights and batch order.", ge=0, le=SEED_LIMIT),
    ] = 0
    data: Data = Data()
    network: Network = Network()
    training: Training = Training()
