"""A square button with an icon."""

from PySide6.QtWidgets import QWidget

from playground.app.widgets.button import Button


class IconButton(Button):
    """Bordered, 36 px; `flat` without border and 24 px, for the headers of cards."""

    def __init__(
        self,
        icon_name: str,
        text: str,
        *,
        flat: bool = False,
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(icon_name, text, 16 if flat else 18, parent)
        self.setToolTip(text)
        self.setCheckable(checkable)
        side = 24 if flat else 36
        self.setFixedSize(side, side)
        if flat:
            self.setProperty("variant", "flat")
