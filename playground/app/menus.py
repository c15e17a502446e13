"""The menu behind the button at the far right."""

from PySide6.QtWidgets import QWidget

from playground.app.actions import Actions
from playground.app.widgets import Menu


def main_menu(parent: QWidget, actions: Actions) -> Menu:
    """All actions in their groups."""
    menu = Menu(parent)
    groups = (
        ("open", "save", "save_as"),
        ("open_table", "open_images", "paste"),
        ("export_weights", "export_history", "load_weights"),
        ("undo", "redo"),
        ("play", "step_epoch", "step_batch", "reset", "new_weights", "regenerate", "now"),
        ("compare_sizes", "inside", "check_gradient", "draw", "mute"),
        ("theme",),
        ("about", "quit"),
    )
    for group in groups:
        for name in group:
            menu.addAction(actions[name])
        menu.addSeparator()
    return menu
