"""The menus: labs behind the title, everything else behind the button at the far right."""

from collections.abc import Callable

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from playground.app.actions import Actions
from playground.experiment import Lab, labs


def lab_menu(parent: QWidget, choose: Callable[[Lab], object], current: str) -> QMenu:
    """Every lab by its title and question; `choose` is called with the chosen one."""
    menu = QMenu(parent)
    group = QActionGroup(menu)
    for lab in labs().values():
        action = menu.addAction(f"{lab.title}: {lab.question}")
        if lab.experiment is not None:
            action.setCheckable(True)
            action.setChecked(lab.slug == current)
            group.addAction(action)
        action.triggered.connect(lambda _=False, chosen=lab: choose(chosen))
    return menu


def main_menu(parent: QWidget, actions: Actions) -> QMenu:
    """All actions in their groups."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
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
