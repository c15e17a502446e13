"""What the network is shown where its inputs are not chosen: how many there are, and the first names."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from playground.app.widgets import set_style_property

_CHARACTERS = 54
_LONGEST_NAME = 22
_IN_TOOLTIP = 40


class InputNames(QLabel):
    """A line or two of text; the tooltip has more of the names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        set_style_property(self, "role", "quiet")

    def show_names(self, names: Sequence[str], image_shape: tuple[int, int] | None = None) -> None:
        """Tell of columns with these names, or of images with (rows, columns) of pixels."""
        if image_shape is not None:
            rows, columns = image_shape
            text = self.tr("{n} inputs: the pixels of images of {columns} × {rows}")
            self.setText(text.format(n=len(names), columns=columns, rows=rows))
            self.setToolTip("")
            return
        count = self.tr("1 input") if len(names) == 1 else self.tr("{n} inputs").format(n=len(names))
        self.setText(f"{count}: {self._listed(names, _first(names))}")
        self.setToolTip(f"<p>{escape(self._listed(names, _IN_TOOLTIP))}</p>" if _first(names) < len(names) else "")

    def show_plane(self, names: Sequence[str]) -> None:
        """Tell which two columns the features call x₁ and x₂."""
        first, second = map(_short, names)
        self.setText(f"x₁ = {first}, x₂ = {second}")
        self.setToolTip(f"<p>x₁ = {escape(names[0])}, x₂ = {escape(names[1])}</p>")

    def _listed(self, names: Sequence[str], shown: int) -> str:
        words = ", ".join(_short(name) for name in names[:shown])
        rest = len(names) - shown
        return words if rest <= 0 else self.tr("{names} and {n} more").format(names=words, n=rest)


def _first(names: Sequence[str]) -> int:
    """How many names there is room for, at least one."""
    length = 0
    for index, name in enumerate(names):
        length += len(_short(name)) + 2
        if index and length > _CHARACTERS:
            return index
    return len(names)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
