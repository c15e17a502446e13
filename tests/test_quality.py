"""The code itself: linted, formatted and typed as pyproject.toml asks."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
TYPED = ("playground", "benchmarks", "docs", "main.py")


@pytest.mark.parametrize(
    "tool",
    [("ruff", "check", *TYPED, "tests"), ("ruff", "format", "--check", *TYPED, "tests"), ("mypy", *TYPED)],
    ids=["ruff check", "ruff format", "mypy"],
)
def test_that_the_code_passes(tool: tuple[str, ...]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", *tool], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
