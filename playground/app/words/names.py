"""What the declared choices are called in the window: one table for panels, diagram and reports.

Files and the command line use the names as declared (`sgd`, `relu`); people read these.
"""

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from playground.engine import ALL_ACTIVATIONS
from playground.experiment import SOURCES, Experiment, lab_of, labs
from playground.training import SampleKey

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
    "activation": {kind.name: kind.title for kind in ALL_ACTIVATIONS.values()},
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


def experiment_titles(experiment: Experiment) -> tuple[str, str]:
    """A title, and the line below it. A lab with other data keeps its name, but no longer asks its question."""
    lab = lab_of(experiment)
    if lab is not None:
        return lab.title, lab.question
    source = type(experiment.data.source)
    data = translated(source.title)
    begun = labs().get(experiment.name)
    if begun is not None:
        return data, QCoreApplication.translate("Titles", "begun in the lab {lab}").format(lab=begun.title)
    return experiment.name, data if data != experiment.name else translated(source.__doc__ or "")


def setting_change(subject: str, value: object, text: str) -> str:
    """The name of a change of `subject` to `value`, which reads `text`."""
    if isinstance(value, bool):
        pattern = _tr("Switch {setting} on") if value else _tr("Switch {setting} off")
    elif value is None and not text:
        pattern = _tr("Switch {setting} off")
    else:
        pattern = _tr("Set {setting} to {value}")
    return pattern.format(setting=subject, value=text)


def in_sentence(title: str) -> str:
    """A title as it stands within a sentence: "Learning rate" begins small there, "L1" does not."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _tr(text: str) -> str:
    return QCoreApplication.translate("ChangeNames", text)


def class_titles(names: Sequence[str]) -> list[str]:
    """A bare number is no name: "0" is shown as "class 0", everything else as it is."""
    pattern = QCoreApplication.translate("ClassNames", "class {name}")
    return [pattern.format(name=name) if name.lstrip("+-").isdigit() else name for name in names]


def sample_name(sample: SampleKey) -> str:
    """ "train sample 18"; samples count from 1."""
    pattern = {
        "train": QCoreApplication.translate("SampleNames", "train sample {n}"),
        "validation": QCoreApplication.translate("SampleNames", "validation sample {n}"),
        "test": QCoreApplication.translate("SampleNames", "test sample {n}"),
    }[sample.part]
    return pattern.format(n=f"{sample.row + 1:,}")


_TIMES = " · "


def feature_name(feature: str, columns: Sequence[str]) -> str:
    """A feature as declared (x1, x2_squared, x1_x2, sin_x1) in terms of the names of a plane's two columns."""
    first, second = columns
    own = {"x1": first, "x2": second}
    head, _, rest = feature.partition("_")
    if rest == "squared":
        return f"({own[head]})²" if " " in own[head] else f"{own[head]}²"
    if rest in own:
        return f"{own[head]}{_TIMES}{own[rest]}" if head in own else f"{head} {own[rest]}"
    return own[feature]


def is_made(name: str) -> bool:
    """Whether a name has a part behind the column's that must not be cut off."""
    return name.endswith("²") or _TIMES in name
