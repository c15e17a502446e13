"""The data of a study: loaded once, shipped as arrays, never looked for by a worker."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.data import build_dataset
from playground.experiment import Experiment, change, load
from playground.studies import Axis, InProcess, Sweep, run_study, slice, sources
from playground.studies.sources import Sources, Store, dataset_store, digest_of


class Elsewhere(InProcess):
    """Remembers what was shipped; its worker has kept nothing yet."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(slice, "_DATASETS", dataset_store())
        self.shipped: list[bool] = []

    def submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        self.shipped.append(arguments[1] is not None)
        return super().submit(function, *arguments)


@pytest.mark.usefixtures("thin_slices")
def test_that_data_are_built_once_and_shipped_once(sweep: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Experiment] = []
    monkeypatch.setattr(sources, "build_dataset", lambda each: (built.append(each), build_dataset(each))[1])
    pool = Elsewhere(monkeypatch)
    run_study(replace(sweep, vary="weights"), pool)
    assert len(built) == 1
    assert pool.shipped.count(True) == 1
    assert len(pool.shipped) > 12


def test_that_workers_need_no_file(small: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "t.csv"
    table.write_text("a,b,c\n" + "1,2,x\n3,4,y\n" * 20, encoding="utf-8")
    experiment = change(small, {"data.source": {"kind": "file", "path": str(table), "target": "c"}})
    study = Sweep(experiment, (Axis("network.layers.0.units", (1, 2)),))
    results = run_study(study, Elsewhere(monkeypatch), on_slice=lambda *_: table.unlink(missing_ok=True))
    assert [result.reason for result in results] == ["epochs", "epochs"]


def test_that_a_digest_tells_content_and_not_place(small: Experiment) -> None:
    dataset = build_dataset(small)
    assert digest_of(dataset) == digest_of(build_dataset(change(small, {"seed": 9})))
    x = dataset.train.x.copy()
    x[3, 1] = np.nextafter(x[3, 1], 9)
    assert digest_of(dataset) != digest_of(replace(dataset, train=replace(dataset.train, x=x)))
    assert digest_of(dataset) != digest_of(replace(dataset, test=None))


def test_that_trials_that_differ_in_data_have_their_own() -> None:
    petals = load("petals")
    kept = Sources()
    noisy = change(petals, {"data.source.noise": 0.5})
    assert kept.dataset(petals) is kept.dataset(change(petals, {"network.layers.0.units": 9}))
    assert kept.dataset(noisy) is not kept.dataset(petals)
    assert Sources(without_test=True).dataset(petals).test is None


def test_that_a_store_forgets_what_was_not_used_for_longest() -> None:
    store: Store[bytes] = Store(len, most_bytes=10, most=3)
    for key in "abc":
        store.put(key, b"123")
    assert store.get("a") is not None
    store.put("d", b"123")
    assert store.get("b") is None
    store.put("e", b"123456789012")
    assert store.get("a") is None
    assert store.take("e") is not None
    assert store.take("e") is None
