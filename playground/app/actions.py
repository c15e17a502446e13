"""Everything the window can be told to do, once: menus, buttons and shortcuts all come from here."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

Keys = QKeySequence.StandardKey


@dataclass(frozen=True)
class _Declared:
    text: str
    help: str
    keys: str | QKeySequence.StandardKey | tuple[str, ...] | None = None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def _declared() -> dict[str, _Declared]:
    return {
        "play": _Declared(_tr("Play"), _tr("Train until something stops it"), "Space"),
        "step_epoch": _Declared(_tr("Step one epoch"), _tr("Train for one epoch"), "."),
        "step_batch": _Declared(_tr("Step one minibatch"), _tr("Train on one minibatch"), "Shift+."),
        "reset": _Declared(_tr("Reset"), _tr("Back to the same first weights"), "R"),
        "new_weights": _Declared(_tr("New weights"), _tr("Draw other first weights: the next seed"), "N"),
        "regenerate": _Declared(_tr("Regenerate the data"), _tr("Draw new points; the network stays"), "G"),
        "now": _Declared(_tr("Back to now"), _tr("Leave the past for the newest epoch"), "Esc"),
        "check_gradient": _Declared(
            _tr("Check the gradient"), _tr("Compare back-propagation with measured slopes"), "Shift+G"
        ),
        "draw": _Declared(_tr("Draw a digit…"), _tr("Draw, and see what the network takes it for"), "D"),
        "compare_sizes": _Declared(
            _tr("Compare sizes"), _tr("Train many networks side by side, of other sizes or other settings"), "C"
        ),
        "hidden_space": _Declared(
            _tr("Hidden space"), _tr("See the plane of the inputs bent into what a layer of the network sees"), "H"
        ),
        "one_sample": _Declared(
            _tr("One sample as a graph"),
            _tr("Follow a sample through the network and its gradient back, operation by operation"),
            "B",
        ),
        "show_test": _Declared(
            _tr("Show the test result"), _tr("Uncover what a lab keeps for its end: look once, when all is chosen")
        ),
        "mute": _Declared(_tr("Mute"), _tr("Mute or unmute the neuron, link or bias that is pointed at"), "M"),
        "inside": _Declared(
            _tr("Look inside the layers"), _tr("Activations and gradients of every layer, live"), "Shift+I"
        ),
        "undo": _Declared(_tr("Undo"), _tr("Take back the last change"), Keys.Undo),
        "redo": _Declared(_tr("Redo"), _tr("Make the last change again"), "Ctrl+Shift+Z"),
        "open": _Declared(_tr("Open…"), _tr("Open an experiment or a session"), Keys.Open),
        "open_table": _Declared(
            _tr("Open table…"), _tr("Learn from a table of your own: CSV, TSV and their kin"), "Ctrl+T"
        ),
        "open_images": _Declared(
            _tr("Open images…"), _tr("Learn from labelled images: files as those of MNIST, or an .npz"), "Ctrl+I"
        ),
        "paste": _Declared(_tr("Paste table"), _tr("Learn from cells copied in a spreadsheet"), Keys.Paste),
        "save": _Declared(_tr("Save"), _tr("Save to the experiment's file, or the session's"), Keys.Save),
        "save_as": _Declared(_tr("Save experiment as…"), _tr("Save the experiment to a new file"), "Ctrl+Shift+S"),
        "save_session": _Declared(
            _tr("Save session as…"),
            _tr("Save everything: the run, its past and its branches, the data, what was written, studies"),
            "Ctrl+Alt+S",
        ),
        "export_weights": _Declared(_tr("Take it home…"), _tr("The network and its figures as files"), "Ctrl+E"),
        "lab_report": _Declared(
            _tr("Lab report…"), _tr("Write purpose, analysis and summary; the rest of the page is filled in"), "Ctrl+R"
        ),
        "predict": _Declared(
            _tr("Predictions…"), _tr("Answers to rows of a table, of the clipboard, typed in, or of this run"), "P"
        ),
        "pictures": _Declared(
            _tr("Pictures…"), _tr("Every view as PNG in any size, as SVG, or on the clipboard"), "Ctrl+P"
        ),
        "load_weights": _Declared(
            _tr("Load weights…"), _tr("Read weights from a file: .npz, .json or .safetensors"), "Ctrl+L"
        ),
        "export_history": _Declared(_tr("Export history…"), _tr("Write every epoch's figures to a CSV file")),
        "settings_column": _Declared(
            _tr("Settings column"), _tr("Fold data and training away, or show them again"), "Ctrl+B"
        ),
        "lab_steps": _Declared(_tr("Lab's steps"), _tr("Hide the steps of the lab, or show them again"), "L"),
        "type_size": _Declared(
            _tr("Larger type"), _tr("For a projector: larger letters in two steps, then the usual ones again"), "Ctrl++"
        ),
        "theme": _Declared(_tr("Light or dark"), _tr("Switch between the light and the dark theme"), "T"),
        "keyboard": _Declared(
            _tr("Keyboard and mouse…"), _tr("Everything that keys and the mouse can do"), ("F1", "?")
        ),
        "glossary": _Declared(
            _tr("Glossary…"), _tr("What the words on the screen mean; opens at the one under the mouse"), "F2"
        ),
        "about": _Declared(_tr("About the playground"), _tr("What this program is")),
        "quit": _Declared(_tr("Quit"), _tr("Close the window"), Keys.Quit),
    }


def _groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every action once, under what it is about."""
    return (
        (_tr("Experiment"), ("open", "save", "save_as", "save_session")),
        (_tr("Your own data"), ("open_table", "open_images", "paste")),
        (
            _tr("Weights and history"),
            ("export_weights", "lab_report", "predict", "pictures", "export_history", "load_weights"),
        ),
        (_tr("Changes"), ("undo", "redo")),
        (_tr("Training"), ("play", "step_epoch", "step_batch", "reset", "new_weights", "regenerate", "now")),
        (
            _tr("Looking closer"),
            ("compare_sizes", "hidden_space", "one_sample", "inside", "check_gradient", "draw", "mute", "show_test"),
        ),
        (
            _tr("Window"),
            ("theme", "type_size", "settings_column", "lab_steps", "glossary", "keyboard", "about", "quit"),
        ),
    )


class Actions:
    """The window's actions by name."""

    def __init__(self, owner: QWidget) -> None:
        self._declared = _declared()
        self._actions = {name: self._make(owner, declared) for name, declared in self._declared.items()}

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def names(self) -> list[str]:
        """Of all actions."""
        return list(self._actions)

    def groups(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The names of all actions, by group."""
        return _groups()

    def title(self, name: str) -> str:
        """Tell what an action is called at rest, when Play is not Pause."""
        return self._declared[name].text.removesuffix("…")

    def connect(self, **slots: Callable[[], object]) -> None:
        """Say what each named action does."""
        for name, slot in slots.items():
            self._actions[name].triggered.connect(slot)

    def _make(self, owner: QWidget, declared: _Declared) -> QAction:
        action = QAction(declared.text, owner)
        action.setToolTip(declared.help)
        if isinstance(declared.keys, tuple):
            action.setShortcuts([QKeySequence(keys) for keys in declared.keys])
        elif declared.keys is not None:
            action.setShortcut(QKeySequence(declared.keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        owner.addAction(action)
        return action
