"""NumPy's archive: every array by its name, and what they are as texts beside them. Read without pickles."""

import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.experiment import encode
from playground.experiment.files import read_bytes
from playground.experiment.message import Message
from playground.export.description import Answers, Description
from playground.export.formats.base import Format, asked, listed_arrays, python_reader
from playground.export.members import read_members
from playground.export.stored import LARGEST_FILE, Weights, description_of, weights_of
from playground.export.trained import Trained

WANTED = "an .npz file of weights"
_TEXTS = ("inputs", "classes", "target", "experiment", "about")


class Npz(Format):
    """`layer1.weight` (fan_in, fan_out) and so on, `inputs`, `classes` or `target`; `experiment`, `about` as JSON."""

    name = "npz"
    suffix = ".npz"
    title = "Weights for NumPy"
    opened_by = "np.load; comes back into this program"
    explains = "Every array by its name, with all that is needed to use them: what the inputs are, and how prepared."
    comes_back = True

    def encode(self, trained: Trained) -> bytes:
        stream = io.BytesIO()
        np.savez(stream, allow_pickle=False, **_members(trained.description))
        return stream.getvalue()

    def preview(self, trained: Trained) -> str:
        members = _members(trained.description)
        return listed_arrays([(name, array) for name, array in members.items()])

    def usage(self, trained: Trained, file: str) -> str:
        first = trained.description.facts.layers[0].name
        lines = (
            "import json",
            "import numpy as np",
            "",
            f"with np.load({file!r}, allow_pickle=False) as file:",
            "    arrays = dict(file)",
            'about = json.loads(str(arrays["about"]))',
            'print(about["inputs"], about["layers"])',
            f'print(arrays["{first}.weight"])',
        )
        return "\n".join(lines) + "\n"

    def answers_back(self, path: Path, trained: Trained) -> tuple[Message, Answers]:
        read = description_of(read_npz(path.read_bytes(), path), path).answers
        return python_reader("np.load"), asked(read, trained)


def _members(description: Description) -> dict[str, NDArray[Any]]:
    facts = description.facts
    answered = {"classes": np.array(facts.classes)} if facts.classes else {"target": np.array(facts.answer_names)}
    return {
        **description.arrays,
        "inputs": np.array([each.name for each in facts.inputs]),
        **answered,
        "experiment": np.array(encode(description.experiment)),
        "about": np.array(facts.as_json().decode()),
    }


def read_npz(content: bytes, path: str | Path) -> Weights:
    """The weights in a file's content.

    Raises
    ------
    UserError : when it is something else, or wrong in any way.
    """
    members = read_members(content, path)
    texts = {name: members.pop(name) for name in _TEXTS if name in members}
    classes = texts["classes"].tolist() if "classes" in texts and texts["classes"].ndim == 1 else ()
    return weights_of(
        path,
        members,
        str(texts["experiment"]) if "experiment" in texts else None,
        str(texts["about"]) if "about" in texts else None,
        [str(name) for name in classes],
    )


def load_npz(path: str | Path) -> Weights:
    """The weights in an `.npz` file."""
    return read_npz(read_bytes(Path(path), WANTED, LARGEST_FILE), path)
