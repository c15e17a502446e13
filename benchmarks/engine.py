"""How fast is the engine? Its steps and epochs beside the floor, scikit-learn and PyTorch, all in one run.

The floor is the fastest step known in plain NumPy (`benchmarks/floor.py`); the bound below it, the matrix products
alone. An epoch "with metrics" measures loss and accuracy of the training and the test part, the penalty and every
update ratio, and keeps them; its floor is the floor's steps and one of its forward passes over each part. Times are
microseconds, the best of many rounds taken in turn; only their ratios mean anything on another machine.

    python -m benchmarks.engine [--threads 1 2] [--rounds 20] [--no-growth]
"""

import argparse
import os
import subprocess
import sys

VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> None:
    """Measure once for every number of BLAS threads, each in a process of its own: NumPy reads it at its start."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--no-growth", dest="growth", action="store_false", help="leave out the tables of growth")
    options = parser.parse_args()
    for number in options.threads:
        told = {**os.environ, **dict.fromkeys(VARIABLES, str(number))}
        script = "growth" if options.growth and number == options.threads[-1] else "table"
        command = [sys.executable, "-m", "benchmarks.engine_tables", script, str(number), str(options.rounds)]
        subprocess.run(command, env=told, check=True)


if __name__ == "__main__":
    main()
