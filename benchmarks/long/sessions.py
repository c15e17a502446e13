"""Ten thousand mutated sessions, and a hundred kills while one is trained, saved and kept.

    python -m benchmarks.long.sessions [ROUNDS] [KILLS]

A mutated session opens or is refused in one line; what opens is looked at, trained, gone about in and saved. After a
kill every file that is there is whole, and the autosave is at most five seconds old. The tests do a hundredth of it.
"""

import random
import signal
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from pathlib import Path

from playground.experiment import UserError
from playground.experiment.files import clear_left_behind
from playground.session import open_session, recoverable, save_session
from playground.training import Timeline
from tests.session.mutations import mutated, small_session

SITTING = """
import sys, time
from pathlib import Path
from playground.experiment import change, load
from playground.session import Autosave, save_session
from playground.training import Run, Timeline

folder, lab = Path(sys.argv[1]), sys.argv[2]
timeline = Timeline(Run(load(lab)))
autosave, saved = Autosave(folder / "kept"), 0.0
print("ready", flush=True)
while True:
    timeline.run.epoch()
    if autosave.due(timeline):
        autosave.take(timeline)
    if time.time() - saved > 1.0:
        save_session(timeline, folder / "mine.playground")
        saved = time.time()
    if timeline.run.epochs_done % 3000 == 2999:
        timeline.run.reset()
"""

WINDOW = """
import os, sys
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QTimer
from playground.app import application
from playground.app.window.window import MainWindow
from playground.experiment import change, load

folder = Path(sys.argv[1])
os.environ["XDG_CONFIG_HOME"] = str(folder)
application.sittings_folder = lambda: folder / "kept"
original = MainWindow.show
def show(self):
    original(self)
    def begin():
        self.worker.play()
        print("ready", flush=True)
    QTimer.singleShot(300, begin)
    timer = QTimer(self, interval=1000)
    timer.timeout.connect(lambda: self.sessions.save(folder / "mine.playground"))
    timer.start()
MainWindow.show = show
raise SystemExit(application.run(change(load(sys.argv[2]), {"training.epochs": 1_000_000})))
"""
"""The same in the real window, which plays without end, saves every second, and keeps by itself."""


def main() -> int:
    """Print what became of them all; 1 where something was not as it should be."""
    rounds, kills = (int(sys.argv[n]) if len(sys.argv) > n else default for n, default in ((1, 10_000), (2, 100)))
    with tempfile.TemporaryDirectory() as folder:
        return max(_mutations(Path(folder), rounds), _kills(Path(folder), kills))


def _mutations(folder: Path, rounds: int) -> int:
    dice, found, worst, slowest = random.Random(14), Counter[str](), 0.0, 0.0
    path = folder / "mutated.playground"
    good = small_session(folder / "good.playground")
    tracemalloc.start()
    for number in range(rounds):
        path.write_bytes(mutated(good, dice))
        tracemalloc.reset_peak()
        started, before = time.perf_counter(), tracemalloc.get_traced_memory()[0]
        try:
            session = open_session(path)
            found["opened"] += 1
        except UserError as error:
            if not str(error).startswith(f"{path}: ") or "\n" in str(error):
                raise AssertionError(f"round {number}: {error}") from None
            found["refused"] += 1
            continue
        finally:
            worst = max(worst, (tracemalloc.get_traced_memory()[1] - before) / len(good))
            slowest = max(slowest, time.perf_counter() - started)
        try:
            _go_about(session.timeline, folder / "again.playground")
        except UserError:
            found["of these refused later"] += 1
    tracemalloc.stop()
    print(f"{rounds:,} mutated sessions of {len(good):,} bytes: {dict(found)}")
    print(f"slowest {slowest:.2f} s; at most {worst:.1f} times the file in memory")
    return int(worst > 40)


def _go_about(timeline: Timeline, path: Path) -> None:
    timeline.run.answers("train")
    timeline.run.train(epochs=1)
    for epoch in timeline.run.moments.epochs[:3]:
        timeline.look_at(epoch)
        timeline.snapshot()
    timeline.viewed = None
    for info in timeline.standing().runs:
        timeline.return_to(info.key)
    save_session(timeline, path)


def _kills(folder: Path, kills: int) -> int:
    dice, left = random.Random(15), 0
    ages: list[tuple[float, str, str]] = []
    for number in range(kills):
        place = folder / f"kill{number}"
        place.mkdir()
        program, lab = (SITTING, WINDOW)[number % 2], dice.choice(["petals", "playground", "digits"])
        command = [sys.executable, "-c", program, str(place), lab]
        silent = subprocess.DEVNULL
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=silent, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(dice.uniform(0.0, 12.0))
            killed = time.time()
            process.send_signal(signal.SIGKILL)
        if (place / "mine.playground").exists():
            open_session(place / "mine.playground").run.train(epochs=1)
        for recovery in recoverable(place / "kept"):
            open_session(recovery.path).run.train(epochs=1)
            ages.append((killed - recovery.saved, "window" if program is WINDOW else "run", lab))
            recovery.discard()
            left += 1
        clear_left_behind(place)
        if list(place.glob(".playground-*")):
            raise AssertionError(f"kill {number}: temporary files are left")
    ages.sort(reverse=True)
    told = ", ".join(f"{age:.1f} s ({kind}, {lab})" for age, kind, lab in ages[:5])
    print(f"{kills} kills: {left} autosaves, all whole; the oldest: {told}")
    return int(bool(ages) and ages[0][0] > 5.0)


if __name__ == "__main__":
    sys.exit(main())
