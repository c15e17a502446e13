"""Numbers as the window writes them: those of the whole program."""

from playground.experiment.numbers import *  # noqa: F403
