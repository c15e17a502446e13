"""How good the answers are: the confusion matrix, the residuals, and a gallery of pictures."""

from playground.app.views.answers.confusion_matrix import ConfusionMatrix
from playground.app.views.answers.gallery import Gallery
from playground.app.views.answers.panel import AnswersPanel, views_for
from playground.app.views.answers.residuals import ResidualPlot

__all__ = ["AnswersPanel", "ConfusionMatrix", "Gallery", "ResidualPlot", "views_for"]
