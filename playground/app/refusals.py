"""Why a choice that exists cannot be made in the window."""

from PySide6.QtCore import QCoreApplication


def activation_refusal(name: str) -> str:
    """The reason against an activation of a hidden layer; empty where there is none."""
    if name == "step":
        return _tr("A step has no slope, so nothing before it can learn: it cannot be trained.")
    return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Refusals", text)
