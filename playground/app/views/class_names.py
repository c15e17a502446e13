"""What a class is called where people read it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication


def class_titles(names: Sequence[str]) -> list[str]:
    """A bare number is no name: "0" is shown as "class 0", everything else as it is."""
    pattern = QCoreApplication.translate("ClassNames", "class {name}")
    return [pattern.format(name=name) if name.lstrip("+-").isdigit() else name for name in names]
