"""What the declared choices are called in the window: one table for panels, diagram and reports.

Files and the command line use the names as declared (`sgd`, `relu`); people read these.
"""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from playground.experiment import SOURCES

CHOICE_NAMES: dict[str, dict[str, object]] = {
    "optimizer": {
        "sgd": QT_TRANSLATE_NOOP("Settings", "Gradient descent"),
        "momentum": QT_TRANSLATE_NOOP("Settings", "Momentum"),
        "nesterov": QT_TRANSLATE_NOOP("Settings", "Nesterov"),
        "adagrad": QT_TRANSLATE_NOOP("Settings", "AdaGrad"),
        "rmsprop": QT_TRANSLATE_NOOP("Settings", "RMSProp"),
        "adam": QT_TRANSLATE_NOOP("Settings", "Adam"),
        "adamw": QT_TRANSLATE_NOOP("Settings", "AdamW"),
    },
    "loss": {
        "squared_error": QT_TRANSLATE_NOOP("Settings", "squared error"),
        "huber": QT_TRANSLATE_NOOP("Settings", "Huber"),
        "binary_cross_entropy": QT_TRANSLATE_NOOP("Settings", "binary cross-entropy"),
        "softmax_cross_entropy": QT_TRANSLATE_NOOP("Settings", "softmax cross-entropy"),
    },
    "activation": {
        "tanh": QT_TRANSLATE_NOOP("Settings", "tanh"),
        "relu": QT_TRANSLATE_NOOP("Settings", "ReLU"),
        "sigmoid": QT_TRANSLATE_NOOP("Settings", "sigmoid"),
        "linear": QT_TRANSLATE_NOOP("Settings", "linear"),
        "softmax": QT_TRANSLATE_NOOP("Settings", "softmax"),
        "leaky_relu": QT_TRANSLATE_NOOP("Settings", "leaky ReLU"),
        "elu": QT_TRANSLATE_NOOP("Settings", "ELU"),
        "softplus": QT_TRANSLATE_NOOP("Settings", "softplus"),
        "silu": QT_TRANSLATE_NOOP("Settings", "SiLU (swish)"),
        "gelu": QT_TRANSLATE_NOOP("Settings", "GELU"),
        "sine": QT_TRANSLATE_NOOP("Settings", "sine"),
        "step": QT_TRANSLATE_NOOP("Settings", "step"),
    },
    "initializer": {
        "normal": QT_TRANSLATE_NOOP("Settings", "normal"),
        "uniform": QT_TRANSLATE_NOOP("Settings", "uniform"),
        "constant": QT_TRANSLATE_NOOP("Settings", "constant"),
        "zeros": QT_TRANSLATE_NOOP("Settings", "zeros"),
        "xavier_normal": QT_TRANSLATE_NOOP("Settings", "Xavier normal"),
        "xavier_uniform": QT_TRANSLATE_NOOP("Settings", "Xavier uniform"),
        "he_normal": QT_TRANSLATE_NOOP("Settings", "He normal"),
        "he_uniform": QT_TRANSLATE_NOOP("Settings", "He uniform"),
    },
    "schedule": {
        "constant": QT_TRANSLATE_NOOP("Settings", "constant"),
        "exponential": QT_TRANSLATE_NOOP("Settings", "exponential"),
        "step": QT_TRANSLATE_NOOP("Settings", "in steps"),
        "cosine": QT_TRANSLATE_NOOP("Settings", "cosine"),
        "warmup": QT_TRANSLATE_NOOP("Settings", "warm-up"),
    },
    "preprocessing": {
        "none": QT_TRANSLATE_NOOP("Settings", "none"),
        "standardize": QT_TRANSLATE_NOOP("Settings", "standardize"),
        "pca_whitening": QT_TRANSLATE_NOOP("Settings", "PCA whitening"),
    },
    "by": {
        "random": QT_TRANSLATE_NOOP("Settings", "at random"),
        "group": QT_TRANSLATE_NOOP("Settings", "by groups"),
        "order": QT_TRANSLATE_NOOP("Settings", "in order"),
    },
    "fill": {
        "none": QT_TRANSLATE_NOOP("Settings", "nothing"),
        "median": QT_TRANSLATE_NOOP("Settings", "median, or a category"),
        "category": QT_TRANSLATE_NOOP("Settings", "texts only"),
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

_NULL_WORDS: dict[str, object] = {
    "batch_size": QT_TRANSLATE_NOOP("Settings", "all"),
}
_SHARED_TABLES = {"bias_initializer": "initializer"}


def translated(text: str) -> str:
    """A title or help as declared, in the language of the window."""
    return QCoreApplication.translate("Settings", text) if text else ""


def choice_name(path: str, choice: str) -> str:
    """What `choice` of the setting at `path` is called; a name without an entry stands as declared."""
    group = _last(path.removesuffix(".kind"))
    names = CHOICE_NAMES.get(_SHARED_TABLES.get(group, group), {})
    return translated(str(names.get(choice, choice)))


def null_word(path: str) -> str:
    """The word for an optional setting that is not set."""
    return translated(str(_NULL_WORDS.get(_last(path), QT_TRANSLATE_NOOP("Settings", "off"))))


def _last(path: str) -> str:
    return path.rpartition(".")[2]
