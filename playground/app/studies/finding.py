"""The figures of a study in words, and its verdict as lines of text."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QCoreApplication

from playground.app.words.numbers import figure_text as share_of_1
from playground.app.words.numbers import loss_text, percent_text
from playground.studies import Verdict

What = Literal["accuracy", "r2", "loss"]
_PREFERRED = ("validation", "test", "train")


def figure_name(parts: Sequence[str], what: What) -> str:
    """The figure by which groups are told apart: of the validation part, where there is one."""
    part = next((part for part in _PREFERRED if part in parts), "train")
    return f"{part}_{what}"


def finding(verdict: Verdict | None) -> list[str]:
    """The verdict in lines: the sentence, how it was judged, and what else there is to know; none without results."""
    if verdict is None:
        return []
    return [text for text in map(str, (verdict.sentence, verdict.judged, *verdict.details)) if text]


def figure_title(figure: str) -> str:
    """A figure in words."""
    return {
        "train_accuracy": _tr("training accuracy"),
        "validation_accuracy": _tr("validation accuracy"),
        "test_accuracy": _tr("test accuracy"),
        "train_r2": _tr("training R²"),
        "validation_r2": _tr("validation R²"),
        "test_r2": _tr("test R²"),
        "train_loss": _tr("training loss"),
        "validation_loss": _tr("validation loss"),
        "test_loss": _tr("test loss"),
    }[figure]


def figure_text(figure: str, value: float | None) -> str:
    """A figure's value as it is written."""
    if figure.endswith("accuracy"):
        return percent_text(value)
    return loss_text(value) if figure.endswith("loss") else share_of_1(value)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Finding", text)
