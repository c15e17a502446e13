"""What a change of a setting is called in the menu: "Set momentum to 0.95"."""

from PySide6.QtCore import QCoreApplication


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
