"""How good the answers are: the confusion matrix, the residuals, and a gallery of pictures."""

from playground.app.answers.confusion import ConfusionMatrix
from playground.app.answers.gallery import Gallery
from playground.app.answers.panel import AnswersPanel, views_for
from playground.app.answers.residuals import ResidualPlot

__all__ = ["AnswersPanel", "ConfusionMatrix", "Gallery", "ResidualPlot", "views_for"]
