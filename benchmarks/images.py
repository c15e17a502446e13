"""What does opening MNIST cost?

Writes 60,000 images of 28 x 28 pixels as IDX files (plain and packed) and as an archive, and opens each in a fresh
process: seconds for the images as the file has them, with one epoch of batches of 128 taken from them, with all
pixels as one float32 array, as filling such an array with nought costs, and through the program: until the data are
split and ready as float32, until the untouched network is scored on all of them and a first epoch can begin, and until
it has ended; beside a bare read of the same file in the same run (for packed files, a bare unpacking). The peak of
memory stands beside the size of that array.

    python -m benchmarks.images [--rounds 5]
"""

import argparse
import gzip
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

COUNT, SIDE = 60_000, 28
BARE = {
    "plain": "open(path, 'rb').read()",
    "packed": "gzip.open(path).read()",
    "archive": "list(np.load(path).values())",
}
OPENED = 'experiment = for_own_data(load("petals"), ImageFiles(path=path), name="images", classes=None)'
READY = f"{OPENED}\nrun = Run(experiment)"
NOUGHT = f"np.empty(({COUNT}, {SIDE * SIDE}), np.float32).fill(0)"
BATCHES = "images = read_images(path)\nfor at in range(0, len(images), 128): images.pixels(slice(at, at + 128))"
TIMED = """
import gzip, resource, sys, time
import playground.one_thread
import numpy as np
from playground.data import build_dataset
from playground.data.images import read_images
from playground.experiment import ImageFiles, for_own_data, load
from playground.training import Run
def peak():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
path = sys.argv[1]
before, started = peak(), time.perf_counter()
{code}
print(time.perf_counter() - started, peak() - before)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    array = COUNT * SIDE * SIDE * 4 / 2**20
    with tempfile.TemporaryDirectory() as folder:
        for kind, path in _write(Path(folder)).items():
            codes = {
                "bare read": f"read = {BARE[kind]}",
                "a float32 array of nought": NOUGHT,
                "images": "images = read_images(path)",
                "images, an epoch of batches": BATCHES,
                "data in three parts": f"{OPENED}\ndata = build_dataset(experiment)",
                "scored, ready for an epoch": READY,
                "a first epoch done": f"{READY}\nrun.epoch()",
                "images, all pixels": "images = read_images(path); pixels = images.pixels()",
            }
            best = {name: (float("inf"), float("inf")) for name in codes}
            for _ in range(rounds):
                for name, code in codes.items():
                    measured = _measure(code, path)
                    best[name] = (min(best[name][0], measured[0]), min(best[name][1], measured[1]))
            print(f"\n{kind}, {path.stat().st_size / 2**20:.0f} MB")
            bare = best["bare read"][0]
            for name, (seconds, peak) in best.items():
                times = f"{seconds:7.3f} s = {seconds / bare:5.2f} bare reads"
                print(f"  {name:28}{times}, peak {peak:5.0f} MB = {peak / array:4.2f} of the float32 array")


def _write(folder: Path) -> dict[str, Path]:
    random = np.random.RandomState(1)
    strokes = random.randint(0, 256, (COUNT, SIDE, SIDE)).astype(np.uint8)
    strokes[random.rand(COUNT, SIDE, SIDE) < 0.8] = 0
    labels = random.randint(0, 10, COUNT).astype(np.uint8)
    paths = {
        "plain": folder / "plain-images-idx3-ubyte",
        "packed": folder / "packed-images-idx3-ubyte.gz",
        "archive": folder / "archive.npz",
    }
    paths["plain"].write_bytes(_idx(strokes))
    (folder / "plain-labels-idx1-ubyte").write_bytes(_idx(labels))
    paths["packed"].write_bytes(gzip.compress(_idx(strokes), 6))
    (folder / "packed-labels-idx1-ubyte.gz").write_bytes(gzip.compress(_idx(labels)))
    np.savez(paths["archive"], x_train=strokes, y_train=labels)
    return paths


def _idx(array: "np.typing.NDArray[np.uint8]") -> bytes:
    return bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes() + array.tobytes()


def _measure(code: str, path: Path) -> tuple[float, float]:
    command = [sys.executable, "-c", TIMED.format(code=code), str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    seconds, peak = map(float, ran.stdout.split())
    return seconds, peak


if __name__ == "__main__":
    main()
