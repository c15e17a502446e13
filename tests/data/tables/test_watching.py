"""Reading a large table can be watched and stopped."""

import tracemalloc
from pathlib import Path

import pytest

from playground.data.tables import ReadingCancelled, read_table

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "large.csv"
    path.write_text("a,b,c\n" + "".join(f"{i},{i / 7:.6f},kind {i % 3}\n" for i in range(150_000)))
    return path


def test_that_progress_rises_to_one(large: Path) -> None:
    seen: list[float] = []
    read_table(large, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(seen) > 4


def test_that_reading_stops_when_asked(large: Path) -> None:
    seen: list[float] = []
    with pytest.raises(ReadingCancelled):
        read_table(large, progress=seen.append, cancelled=lambda: bool(seen) and seen[-1] > 0.3)
    assert seen[-1] < 0.8


def test_that_reading_takes_a_few_times_the_files_size_in_memory(large: Path) -> None:
    tracemalloc.start()
    try:
        read_table(large)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 6 * large.stat().st_size
