"""A session in a file: opened it goes on bit for bit, with its past, its branches and what lay beside them."""

from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.data import for_table
from playground.experiment import Experiment, UserError, change, load
from playground.session import Desk, KeptStudy, Session, gather, open_session, save_session, session_experiment
from playground.session import sitting as sittings
from playground.training import MuteEdit, Place, Run, Timeline, Unit, ValueEdit

PETALS = change(load("petals"), {"data.source.samples": 60, "data.source.fresh_test": 40})
KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "minibatches": {"training.batch_size": 7},
    "adam": {"training.optimizer.kind": "adam", "training.batch_size": 20},
    "dropout": {"network.layers.0.dropout": 0.3, "training.batch_size": 20},
    "batch norm": {"network.layers.0.batch_norm": True, "training.batch_norm_learning_rate": 0.1},
    "schedule": {"training.schedule.kind": "cosine", "training.l1": 0.001},
    "float32": {"training.precision": "float32", "training.batch_size": 9},
    "patience": {"data.split.train": 0.5, "data.split.validation": 0.5, "training.stop.patience": 500},
    "whitened": {"data.preprocessing": "pca_whitening", "data.features": ["x1", "x2", "x1_x2"]},
    "values": {"data.source.kind": "plane", "data.target_scaling": "standardize"},
    "four classes": {"data.source.kind": "quadrants", "training.class_weights": "balanced"},
    "painted": {"data.source": {"kind": "points", "classes": 2, "points": [[0, 0, 0], [1, 1, 1], [2, 0.5, 0]]}},
    "no hidden layer": {"network.layers": []},
    "digits": {"data.source": {"kind": "digits"}, "training.batch_size": 100},
}


def experiment(kind: str) -> Experiment:
    return change(PETALS, KINDS[kind])


def begun(kind: str, epochs: int = 25) -> Timeline:
    timeline = Timeline(Run(experiment(kind)))
    timeline.run.train(epochs=epochs)
    return timeline


def again(timeline: Timeline, tmp_path: Path, desk: Desk | None = None) -> Session:
    path = tmp_path / "mine.playground"
    save_session(timeline, path, desk)
    return open_session(path)


def assert_same(one: Run, other: Run) -> None:
    first, second = one.state(), other.state()
    assert first.keys() == second.keys()
    for name in first:
        np.testing.assert_array_equal(first[name], second[name], err_msg=name)
    assert repr(one) == repr(other)
    assert one.moments.epochs == other.moments.epochs


@pytest.mark.parametrize("kind", KINDS)
def test_that_a_session_of_any_run_goes_on_bit_for_bit(kind: str, tmp_path: Path) -> None:
    timeline = begun(kind, 4 if kind == "digits" else 25)
    run = timeline.run
    for _ in range(3):
        run.step()  # So that it stands within an epoch, where there are minibatches.
    other = again(timeline, tmp_path).run
    assert other.experiment == run.experiment
    assert_same(run, other)
    for each in (run, other):
        each.train(epochs=3)
    assert_same(run, other)
    for one, two in zip(run.dataset.parts.values(), other.dataset.parts.values(), strict=True):
        for name in ("points", "x", "y", "labels"):
            np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


def test_that_the_data_of_a_table_come_along_and_need_no_file(tmp_path: Path) -> None:
    table = tmp_path / "flowers.csv"
    rows = [f"{k * 37 % 11},{k * 29 % 7},{'red' if k % 3 else 'white'},{'ab'[k % 2]}" for k in range(80)]
    table.write_text("\n".join(["length,width,colour,kind", *rows]) + "\n")
    chosen, _ = for_table(PETALS, table)
    timeline = Timeline(Run(chosen))
    timeline.run.train(epochs=5)
    path = tmp_path / "a" / "mine.playground"
    path.parent.mkdir()
    save_session(timeline, path)
    table.unlink()
    session = open_session(path)
    assert session.missing is None
    assert session.run.dataset.classes == timeline.run.dataset.classes
    assert session.run.dataset.input_columns == timeline.run.dataset.input_columns
    assert session.run.experiment == timeline.run.experiment
    for run in (timeline.run, session.run):
        run.train(epochs=3)
    assert_same(timeline.run, session.run)


def test_that_branches_their_names_and_the_way_between_them_come_along(tmp_path: Path) -> None:
    timeline = begun("adam", 40)
    timeline.look_at(10)
    timeline.apply(change(timeline.run.experiment, {"training.optimizer.learning_rate": 0.1}))
    timeline.run.train(epochs=7)
    timeline.run.reset()
    timeline.run.train(epochs=5)
    first, second, third = timeline.standing().runs
    timeline.rename(first.key, "the first")
    timeline.rename(third.key, "the last")
    session = again(timeline, tmp_path)
    standing, own = session.timeline.standing(), timeline.standing()
    for one, two in zip(own.runs, standing.runs, strict=True):
        for name in ("number", "name", "fork", "epochs", "diverged_at", "score", "experiment"):
            assert getattr(one, name) == getattr(two, name)
        for column, curve in one.curves.items():
            np.testing.assert_array_equal(curve.points(), two.curves[column].points())
    assert [info.key for info in standing.runs] == sorted(info.key for info in standing.runs)
    assert standing.current == standing.runs[2].key
    for old, new in ((first, standing.runs[0]), (second, standing.runs[1]), (third, standing.runs[2])):
        timeline.return_to(old.key)
        session.timeline.return_to(new.key)
        assert_same(timeline.run, session.run)
        for each in (timeline, session.timeline):
            each.run.train(epochs=2)
        assert_same(timeline.run, session.run)


def test_that_what_runs_share_is_written_once_and_shared_again(tmp_path: Path) -> None:
    timeline = begun("adam", 60)
    alone = tmp_path / "alone.playground"
    save_session(timeline, alone)
    timeline.look_at(50)
    timeline.depart()
    session = again(timeline, tmp_path)
    assert session.timeline.branches.nbytes == timeline.branches.nbytes
    assert session.timeline.standing().nbytes == timeline.standing().nbytes
    state = sum(branch.state.nbytes for branch in timeline.branches)
    assert (tmp_path / "mine.playground").stat().st_size < alone.stat().st_size + 2 * state + 20_000


def test_that_an_earlier_moment_is_still_looked_at(tmp_path: Path) -> None:
    timeline = begun("plain", 30)
    timeline.look_at(12)
    session = again(timeline, tmp_path)
    assert session.timeline.viewed == 12
    one, two = timeline.snapshot(), session.timeline.snapshot()
    assert (one.epoch, one.scores, one.update_ratios) == (two.epoch, two.scores, two.update_ratios)
    for name, array in one.parameters.items():
        np.testing.assert_array_equal(array, two.parameters[name])


def test_that_edits_and_what_is_muted_come_along(tmp_path: Path) -> None:
    timeline = begun("plain")
    run = timeline.run
    for edit in (
        ValueEdit(Place("layer1.weight", (0, 1)), 2.5),
        MuteEdit(Place("layer1.bias", (2,)), True),
        MuteEdit(Unit(1, 3), True),
    ):
        edit.make(run.edits, run.beginnings)
    other = again(timeline, tmp_path).run
    assert other.edits.muted == run.edits.muted
    for each in (run, other):
        each.train(epochs=3)
        each.edits.unmute(Unit(1, 3))
        each.train(epochs=3)
    assert_same(run, other)


def test_that_how_a_run_ended_is_known_afterwards(tmp_path: Path) -> None:
    timeline = Timeline(Run(change(PETALS, {"training.optimizer.learning_rate": 60})))
    outcome = timeline.run.train()
    session = again(timeline, tmp_path)
    assert session.run.outcome == outcome
    assert session.timeline.standing().end == timeline.standing().end
    done = Timeline(Run(change(experiment("patience"), {"training.epochs": 30})))
    ended = done.run.train()
    assert again(done, tmp_path).run.train() == ended


def test_that_what_lies_beside_the_runs_comes_along(tmp_path: Path) -> None:
    desk = Desk(
        class_name="8b",
        number="12",
        name="李明",
        report={"purpose": "To see.\nTwo lines."},
        answers={"petals": {"1": 3, "2": ["a", None]}},
        layout={"columns": [1, 2], "geometry": "AdnQywAD"},
        studies=(KeptStudy(title="sizes", about={"over": [1, 2]}, content=bytes(range(256)) * 40), KeptStudy()),
    )
    assert again(begun("plain", 3), tmp_path, desk).desk == desk


def test_that_a_session_saved_over_another_may_be_opened_and_saved_again(tmp_path: Path) -> None:
    path = tmp_path / "mine.playground"
    timeline = begun("minibatches")
    for _ in range(3):
        save_session(timeline, path)
        session = open_session(path)
        timeline = session.timeline
        timeline.run.train(epochs=2)
    whole = begun("minibatches", 31)
    assert_same(whole.run, timeline.run)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.playground"]


def test_that_runs_get_keys_that_no_other_has(tmp_path: Path) -> None:
    timeline = begun("plain")
    timeline.run.reset()
    timeline.run.train(epochs=5)
    path, keys = tmp_path / "mine.playground", count(7)
    save_session(timeline, path)
    one, two = (open_session(path, keys=keys).timeline.standing() for _ in range(2))
    assert not {info.key for info in one.runs} & {info.key for info in two.runs}
    joined = open_session(path).timeline
    joined.join(keys)
    assert not {info.key for info in joined.standing().runs} & {info.key for info in two.runs}
    assert [info.number for info in joined.standing().runs] == [1, 2]


def test_that_a_sitting_stays_as_it_was_taken(tmp_path: Path) -> None:
    timeline = begun("adam")
    taken, before = gather(timeline), timeline.run.state()
    timeline.run.train(epochs=30)
    path = tmp_path / "mine.playground"
    save_session(taken, path)
    for name, array in open_session(path).run.state().items():
        np.testing.assert_array_equal(array, before[name], err_msg=name)


def test_that_the_experiment_can_be_had_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.playground"
    save_session(begun("four classes", 2), path)
    assert session_experiment(path) == experiment("four classes")


# Data too large to come along


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Timeline]:
    """A session whose data are too large for it, its table, and the timeline."""
    monkeypatch.setattr(sittings, "MOST_DATA", 1000)
    monkeypatch.setattr(sittings, "_SAMPLE", 10)
    table = tmp_path / "rows.csv"
    table.write_text("a,b,kind\n" + "\n".join(f"{k % 13},{k % 7},{'xy'[k % 2]}" for k in range(200)) + "\n")
    chosen, _ = for_table(PETALS, table)
    timeline = Timeline(Run(chosen))
    timeline.run.train(epochs=6)
    timeline.run.step()
    path = tmp_path / "mine.playground"
    save_session(timeline, path)
    return path, table, timeline


def test_that_large_data_are_found_where_they_were(large: tuple[Path, Path, Timeline]) -> None:
    path, _, timeline = large
    session = open_session(path)
    assert session.missing is None
    for run in (timeline.run, session.run):
        run.train(epochs=3)
    assert_same(timeline.run, session.run)


def test_that_without_its_data_a_session_can_be_looked_at_and_asks_for_them_to_train(
    large: tuple[Path, Path, Timeline], tmp_path: Path
) -> None:
    path, table, timeline = large
    elsewhere = table.rename(tmp_path / "elsewhere.csv")
    session = open_session(path)
    assert session.missing is not None
    assert str(table) in str(session.missing)
    rows = timeline.run.dataset.train.points[:5]
    np.testing.assert_array_equal(session.run.predict(rows), timeline.run.predict(rows))
    np.testing.assert_array_equal(session.run.history["train_loss"], timeline.run.history["train_loss"])
    session.timeline.look_at(3)
    assert session.timeline.snapshot().epoch == 3
    with pytest.raises(UserError, match="training on asks for"):
        session.run.train(epochs=1)
    copy = tmp_path / "copy.playground"
    save_session(session.timeline, copy)
    for file in (path, copy):
        back = open_session(file, data_path=elsewhere)
        assert back.missing is None
        back.run.train(epochs=1)
    assert open_session(copy).missing is not None


def test_that_data_that_have_changed_are_not_taken_for_the_sessions(large: tuple[Path, Path, Timeline]) -> None:
    path, table, _ = large
    table.write_text(table.read_text().replace("\n5,", "\n6,"))
    session = open_session(path)
    assert "is not what it was when the session was saved" in str(session.missing)


def test_that_other_data_let_a_run_that_is_held_back_begin_again(large: tuple[Path, Path, Timeline]) -> None:
    path, table, _ = large
    table.unlink()
    run = open_session(path).run
    run.apply(PETALS)
    assert run.train(epochs=2) is not None


# As files of earlier versions stay

FILES = Path(__file__).parent / "files"


@pytest.mark.parametrize("file", sorted(FILES.glob("*.playground")), ids=lambda file: file.name)
def test_that_sessions_of_earlier_versions_open_and_go_on(file: Path) -> None:
    session = open_session(file)
    assert session.desk.name == "Li Ming"
    assert [info.name for info in session.timeline.standing().runs] == ["first", ""]
    epochs = session.run.epochs_done
    assert session.run.train(epochs=3) is not None
    assert session.run.epochs_done == epochs + 3
    key = session.timeline.standing().runs[0].key
    assert session.timeline.return_to(key)
