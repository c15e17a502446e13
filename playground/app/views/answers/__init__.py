"""How good the answers are: the confusion matrix, the residuals, and a gallery of pictures."""

from .confusion_matrix import ConfusionMatrix
from .gallery import Gallery
from .panel import AnswersPanel, views_for
from .residuals import ResidualPlot

__all__ = ["AnswersPanel", "ConfusionMatrix", "Gallery", "ResidualPlot", "views_for"]
