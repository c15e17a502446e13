"""Ten thousand mutated files of weights, in all formats that come back: a result, or one clear line.

    python -m benchmarks.long.mutations [ROUNDS]

Memory is watched: the largest peak over the size of the file that caused it is told. The tests do a hundredth of it.
"""

import random
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playground.experiment import UserError, load
from playground.export import description_of, export, load_weights, put_weights, trained_of_file
from playground.training import Run
from tests.export.kinds import run_of
from tests.export.test_broken_weights import mutated

KINDS = ("tanh output, standardized", "batch norm, whitening, features", "trees", "houses", "float32")
ENDINGS = (".npz", ".json", ".safetensors")
SMALL = 1_000_000
"""Bytes that any file may take, however small."""


def told(path: Path, number: int, error: UserError) -> None:
    """Insist on one line that names the file."""
    line = str(error)
    if not line.startswith(f"{path}: ") or "\n" in line:
        raise AssertionError(f"round {number}: {line!r}") from None


@contextmanager
def suppress_lines(path: Path, number: int) -> Iterator[None]:
    """Take a refusal for an answer, too."""
    try:
        yield
    except UserError as error:
        told(path, number, error)


def main() -> int:
    """Print what became of them; 1 where a file took memory beyond a few times its size."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    dice, counts, worst, slowest = random.Random(14), {"refused": 0, "taken": 0}, 0.0, 0.0
    runs = [Run(load("playground")), Run(run_of("trees").experiment)]
    with tempfile.TemporaryDirectory() as folder:
        originals = []
        for kind in KINDS:
            for ending in ENDINGS:
                path = Path(folder) / f"w{ending}"
                export(run_of(kind), path)
                originals.append((ending, path.read_bytes()))
        tracemalloc.start()
        for number in range(rounds):
            ending, content = dice.choice(originals)
            path = Path(folder) / f"mutated{ending}"
            path.write_bytes(mutated(content, dice))
            tracemalloc.reset_peak()
            before, started = tracemalloc.get_traced_memory()[0], time.perf_counter()
            try:
                weights = load_weights(path)
                description = description_of(weights, path)
                counts["taken"] += 1
            except UserError as error:
                told(path, number, error)
                counts["refused"] += 1
                description = None
            slowest = max(slowest, time.perf_counter() - started)
            taken = tracemalloc.get_traced_memory()[1] - before - SMALL
            worst = max(worst, taken / max(1, path.stat().st_size))
            if description is not None:  # It answers, and goes into a network or is refused by it.
                trained_of_file(description)
                for run in runs:
                    with suppress_lines(path, number):
                        put_weights(run, weights, path)
    print(f"{rounds:,} mutated files: {counts['refused']:,} refused in one line, {counts['taken']:,} taken")
    print(f"memory beyond 1 MB at most {max(worst, 0):.1f} times the file; the slowest took {slowest:.2f} s")
    return int(worst > 8)


if __name__ == "__main__":
    sys.exit(main())
