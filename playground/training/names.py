"""What the declared choices are called: one table for panels, diagram and reports.

Files and the command line use the names as declared (`sgd`, `relu`); people read these.
"""

from playground.engine import ALL_ACTIVATIONS
from playground.experiment import SOURCES

CHOICE_NAMES: dict[str, dict[str, str]] = {
    "optimizer": {
        "sgd": "Gradient descent",
        "momentum": "Momentum",
        "nesterov": "Nesterov",
        "adagrad": "AdaGrad",
        "rmsprop": "RMSProp",
        "adam": "Adam",
        "adamw": "AdamW",
    },
    "loss": {
        "squared_error": "squared error",
        "huber": "Huber",
        "binary_cross_entropy": "binary cross-entropy",
        "softmax_cross_entropy": "softmax cross-entropy",
    },
    "activation": {kind.name: kind.title for kind in ALL_ACTIVATIONS.values()},
    "initializer": {
        "normal": "normal",
        "uniform": "uniform",
        "constant": "constant",
        "zeros": "zeros",
        "xavier_normal": "Xavier normal",
        "xavier_uniform": "Xavier uniform",
        "he_normal": "He normal",
        "he_uniform": "He uniform",
    },
    "schedule": {
        "constant": "constant",
        "exponential": "exponential",
        "step": "in steps",
        "cosine": "cosine",
        "warmup": "warm-up",
    },
    "preprocessing": {
        "none": "none",
        "standardize": "standardize",
        "pca_whitening": "PCA whitening",
    },
    "by": {
        "random": "at random",
        "group": "by groups",
        "order": "in order",
    },
    "fill": {
        "none": "nothing",
        "median": "median, or a category",
        "category": "texts only",
    },
    "features": {
        "x1": "x₁",
        "x2": "x₂",
        "x1_squared": "x₁²",
        "x2_squared": "x₂²",
        "x1_x2": "x₁x₂",
        "sin_x1": "sin x₁",
        "sin_x2": "sin x₂",
        "cos_x1": "cos x₁",
        "cos_x2": "cos x₂",
    },
    "source": {str(source.__struct_config__.tag): source.title for source in SOURCES},
}
"""By the last part of a setting's path, then by the declared name."""
