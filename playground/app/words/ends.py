"""What the window says about how a run ended, in the person's language, with what to try."""

from PySide6.QtCore import QCoreApplication

from playground.training import Outcome, Reason


def outcome_text(outcome: Outcome) -> str:
    """One or two sentences: what happened, and what to do about it."""
    text = _TEXTS[outcome.reason]()
    if outcome.epoch != outcome.stopped_at and outcome.reason is not Reason.DIVERGENCE:
        text += _tr(" The network has the weights of epoch {back}, the best.")
    return text.format(at=f"{outcome.stopped_at:,}", back=f"{outcome.epoch:,}", rate=f"{outcome.learning_rate:g}")


def divergence_mark() -> str:
    """The label at the place on a curve where a run was stopped."""
    return _tr("ran away")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Messages", text)


_TEXTS = {
    Reason.EPOCHS: lambda: _tr("All {at} epochs are done. Raise the number of epochs to go on, or reset."),
    Reason.TARGET_LOSS: lambda: _tr("The target loss was reached at epoch {at}."),
    Reason.TARGET_ACCURACY: lambda: _tr("The target accuracy was reached at epoch {at}."),
    Reason.PATIENCE: lambda: _tr("The validation loss stopped improving, so training stopped at epoch {at}."),
    Reason.DIVERGENCE: lambda: _tr(
        "The loss ran away at epoch {at}: the steps are too long at learning rate {rate}. "
        "The network is back at epoch {back}. Try a smaller learning rate."
    ),
}


def activation_refusal(name: str) -> str:
    """The reason against an activation of a hidden layer; empty where there is none."""
    if name == "step":
        return _tr("A step has no slope, so nothing before it can learn: it cannot be trained.")
    return ""
