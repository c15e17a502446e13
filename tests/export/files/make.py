"""Writes what this version takes home as small files, so that later versions are tested to open it.

    python tests/export/files/make.py 3

makes the folder `version-3` beside this script: of each kind of network a file in every format, the one that trains,
every row's answer, a history, a session, and `answers.json` with what they answered.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from playground.app.javascript import javascript
from playground.experiment import Experiment, change, load
from playground.export import FORMATS, check_pages_by, export, save_history, save_run_predictions
from playground.session import Desk, save_session
from playground.training import MuteEdit, Run, Timeline, Unit

HERE = Path(__file__).parent
POINTS, EPOCHS = 12, 3
SMALL = {"data.source.samples": 40, "data.source.fresh_test": 0}


def experiments() -> dict[str, Experiment]:
    """The kinds, by the names of their files."""
    sys.path.insert(0, str(HERE.parents[2]))
    from tests.export.kinds import NORMALIZED, houses, trees

    small = {"network.layers": [{"units": 5, "activation": "relu"}]}
    return {
        "petals": change(load("petals"), SMALL),
        "float32": change(load("petals"), SMALL | {"training.precision": "float32"}),
        "batch-norm": change(load("quadrants"), NORMALIZED | {"data.source.samples": 40}),
        "digits": change(load("digits"), small),
        "trees": trees(),
        "houses": houses(),
    }


def session_of(experiment: Experiment) -> Timeline:
    """Two runs, the first with a name, the second with something muted."""
    timeline = Timeline(Run(experiment))
    timeline.run.train(epochs=8)
    timeline.rename(timeline.standing().current, "first")
    timeline.look_at(4)
    timeline.depart()
    timeline.run.train(epochs=2)
    MuteEdit(Unit(1, 2), True).make(timeline.run.edits, timeline.run.beginnings)
    return timeline


def main(version: str) -> int:
    """Write one version's folder; 1 where it is there already."""
    folder = HERE / f"version-{version}"
    if folder.exists():
        print(f"{folder} is there already; what a version wrote is never written again")
        return 1
    folder.mkdir()
    check_pages_by(javascript)
    answers: dict[str, Any] = {}
    for name, experiment in experiments().items():
        run = Run(experiment)
        run.train(epochs=EPOCHS)
        # A page is large: one of them is enough.
        for suffix in {form.suffix for form in FORMATS if form.suffix != ".html" or name == "trees"}:
            # Beside the tables, which files name as seen from where they lie; a full path would tell of this computer.
            written = HERE / f"{name}{suffix}"
            export(run, written)
            written.rename(folder / written.name)
        points = run.dataset.train.points[:POINTS]
        outputs = np.asarray(run.predict(points), np.float64)
        answers[name] = {"points": points.tolist(), "outputs": outputs.tolist()}
        if name == "petals":
            export(run, folder / "petals-training.py", trains=True)
            save_history(run.history, folder / "petals-history.csv")
        if name == "trees":
            save_run_predictions(run, folder / "trees-predictions.csv")
    timeline = session_of(experiments()["petals"])
    save_session(timeline, folder / "petals.playground", Desk(name="Li Ming", report={"purpose": "To see."}))
    timeline.run.train(epochs=EPOCHS)
    answers["session"] = timeline.run.history["train_loss"].tolist()
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    sizes = sum(file.stat().st_size for file in folder.iterdir())
    print(f"{folder}: {len(list(folder.iterdir()))} files, {sizes:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
