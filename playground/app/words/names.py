"""What the declared choices are called in the language of the window, and names that are made of others."""

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from playground.experiment import Experiment, lab_of, labs
from playground.training import SampleKey
from playground.training.names import CHOICE_NAMES

_NULL_WORDS: dict[str, object] = {
    "batch_size": QT_TRANSLATE_NOOP("Settings", "all"),
}
_SHARED_TABLES = {"bias_initializer": "initializer"}


def translated(text: str) -> str:
    """A title or help as declared, in the language of the window."""
    return QCoreApplication.translate("Settings", text) if text else ""


def choice_name(path: str, choice: str) -> str:
    """Tell what `choice` of the setting at `path` is called; a name without an entry stands as declared."""
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
    """Tell whether a name has a part behind the column's that must not be cut off."""
    return name.endswith("²") or _TIMES in name
