"""The menu behind the button at the far right."""

from PySide6.QtWidgets import QWidget

from playground.app.actions import Actions
from playground.app.widgets import Menu


def main_menu(parent: QWidget, actions: Actions) -> Menu:
    """All actions in their groups."""
    menu = Menu(parent)
    for _, names in actions.groups():
        for name in names:
            menu.addAction(actions[name])
        menu.addSeparator()
    return menu
