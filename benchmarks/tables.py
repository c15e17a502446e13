"""Which parser reads a person's table best?

Writes tables of 10 columns (numbers alone, and numbers mixed with text) and reads each with every parser that is
installed, in a fresh process of its own: seconds, peak memory above the imports, and both as multiples of our reader
in the same run. Then small awkward tables show which of them come out right without being told anything.
NumPy's two readers take numbers only.

    python -m benchmarks.tables [--rows 100000 1000000] [--rounds 3]
"""

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

PARSERS = {
    "ours": ("playground", "from playground.data.tables import read_table; read = read_table"),
    "ours, the first rows": (
        "playground",
        "from playground.data.tables import read_first_rows; read = read_first_rows",
    ),
    "csv, every cell a text": ("csv", "import csv; read = lambda p: list(csv.reader(open(p, newline='')))"),
    "numpy.loadtxt": ("numpy", "import numpy; read = lambda p: numpy.loadtxt(p, delimiter=',', skiprows=1)"),
    "numpy.genfromtxt": ("numpy", "import numpy; read = lambda p: numpy.genfromtxt(p, delimiter=',', skip_header=1)"),
    "pandas": ("pandas", "import pandas; read = pandas.read_csv"),
    "polars": ("polars", "import polars; read = polars.read_csv"),
    "pandas, every cell a text": (
        "pandas",
        "import pandas; read = lambda p: pandas.read_csv(p, dtype=str, na_filter=False)",
    ),
    "polars, every cell a text": ("polars", "import polars; read = lambda p: polars.read_csv(p, infer_schema=False)"),
    "pyarrow": ("pyarrow", "import pyarrow.csv; read = pyarrow.csv.read_csv"),
}
NUMBERS_ONLY = ("numpy.loadtxt", "numpy.genfromtxt")
TIMED = """
import resource, sys, time
{load}
def peak():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before, started = peak(), time.perf_counter()
table = read(sys.argv[1])
print(time.perf_counter() - started, peak() - before)
"""
COLUMNS = "[[c.name for c in t.columns], list(t.columns[1].values)]"
SHOWN = {
    "ours": COLUMNS,
    "pandas": "[list(t.columns), t.iloc[:, 1].tolist()]",
    "polars": "[t.columns, t[:, 1].to_list()]",
    "pyarrow": "[t.column_names, t.column(1).to_pylist()]",
}
AWKWARD: dict[str, tuple[bytes, list[str], list[float]]] = {
    "a line break within quotes": (b'a,b,c\n"x\ny",1.5,2\nz,2.5,3\n', ["a", "b", "c"], [1.5, 2.5]),
    "semicolons, decimal comma": (b"a;b\n1,5;2,5\n3,5;4,5\n", ["a", "b"], [2.5, 4.5]),
    "tabs": (b"a\tb\n1\t2\n3\t4\n", ["a", "b"], [2, 4]),
    "no header": (b"1,2.5\n3,4.5\n", ["column 1", "column 2"], [2.5, 4.5]),
    "UTF-16": ("é,b\n1,2\n3,4\n".encode("utf-16"), ["é", "b"], [2, 4]),
    "cp1252": ("é,b\n1,2\n3,4\n".encode("cp1252"), ["é", "b"], [2, 4]),
    "GB18030": ("长度,宽度\n1,2\n3,4\n".encode("gb18030"), ["长度", "宽度"], [2, 4]),
    "one wrong cell among numbers": (b"a,b\n1,2\n3,abc\n5,6\n7,8\n", ["a", "b"], [2, float("nan"), 6, 8]),
    "? for a missing cell": (b"a,b\n1,2\n3,?\n5,6\n7,8\n", ["a", "b"], [2, float("nan"), 6, 8]),
    "a row too long": (b"a,b\n1,2\n3,4,5\n5,6\n7,8\n", ["a", "b"], [2, 6, 8]),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    found = [name for name, (module, _) in PARSERS.items() if importlib.util.find_spec(module)]
    with tempfile.TemporaryDirectory() as folder:
        for rows in options.rows:
            for kind in ("numbers", "mixed"):
                path = Path(folder) / f"{kind}.csv"
                _write(path, rows, mixed=kind == "mixed")
                print(f"\n{rows:,} rows of 10 columns, {kind}, {path.stat().st_size / 2**20:.0f} MB")
                _compare(
                    [name for name in found if kind == "numbers" or name not in NUMBERS_ONLY], path, options.rounds
                )
        print("\nWithout being told anything: names and numbers as a person means them?")
        for title, example in AWKWARD.items():
            path = Path(folder) / "awkward.csv"
            path.write_bytes(example[0])
            verdicts = [f"{name} {_verdict(name, path, example)}" for name in found if name in SHOWN]
            print(f"{title:30}" + ", ".join(verdicts))


def _write(path: Path, rows: int, *, mixed: bool) -> None:
    random = np.random.RandomState(1)
    names, words = [f"name{i}" for i in range(10)], np.array(["red", "green", "dark blue", '"a, b"'])
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(names) + "\n")
        for start in range(0, rows, 10_000):
            numbers = random.randn(min(10_000, rows - start), 10).round(6)
            text = [[repr(float(cell)) for cell in row] for row in numbers]
            if mixed:
                for row, drawn in zip(text, words[random.randint(0, 4, (len(text), 3))].tolist(), strict=True):
                    row[2], row[5], row[9] = drawn
            file.writelines(",".join(row) + "\n" for row in text)


def _compare(names: list[str], path: Path, rounds: int) -> None:
    best = {name: (float("inf"), float("inf")) for name in names}
    for _ in range(rounds):
        for name in names:
            ran = _python(TIMED.format(load=PARSERS[name][1]), path)
            if ran.returncode == 0:
                seconds, megabytes = map(float, ran.stdout.split())
                best[name] = (min(best[name][0], seconds), min(best[name][1], megabytes))
    ours = best.get("ours", (float("nan"), float("nan")))
    for name, (seconds, megabytes) in best.items():
        ratios = f"{seconds / ours[0]:6.2f} of our time, {megabytes / ours[1]:5.2f} of our memory"
        print(f"  {name:26}{seconds:7.2f} s {megabytes:7.0f} MB {ratios}")


def _verdict(name: str, path: Path, example: tuple[bytes, list[str], list[float]]) -> str:
    _, columns, numbers = example
    code = f"import sys\n{PARSERS[name][1]}\nt = read(sys.argv[1])\nprint(ascii({SHOWN[name]}))"
    ran = _python(code, path)
    if ran.returncode:
        return "refuses"
    text = ran.stdout.replace("np.float64(", "(").replace("None", "nan")
    try:
        shown = eval(text, {"nan": float("nan")})
        right = shown[0] == columns and np.array_equal(np.array(shown[1], float), numbers, equal_nan=True)
    except ValueError:
        right = False
    return "right" if right else "wrong"


def _python(code: str, path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)


if __name__ == "__main__":
    main()
