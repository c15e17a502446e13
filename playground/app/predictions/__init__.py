"""Predictions in the window: rows of a table, of the clipboard, typed in, or all of the run, each with its answer."""

from playground.app.predictions.dialog import PredictionsDialog
from playground.app.predictions.predictions import PredictionsGlue

__all__ = ["PredictionsDialog", "PredictionsGlue"]
