"""Sessions from whoever: a result or one clear line, and no more memory than a few times the file."""

import io
import random
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playground.experiment import UserError
from playground.session import open_session, save_session
from tests.session.mutations import mutated, rebuilt, small_session

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A whole session."""
    return small_session(tmp_path_factory.mktemp("good") / "good.playground")


def refusal(content: bytes, folder: Path) -> str:
    """What is said of a file that cannot be opened."""
    path = folder / "bad.playground"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        open_session(path)
    told = str(caught.value)
    assert "\n" not in told
    assert len(told) < 500
    return told


def test_that_a_rebuilt_session_is_still_one(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "again.playground"
    path.write_bytes(rebuilt(good, lambda *_: None))
    assert open_session(path).run.epochs_done == 5


def test_that_a_newer_format_is_refused_by_name(good: bytes, tmp_path: Path) -> None:
    told = refusal(rebuilt(good, lambda d, _: d.update(format=2, program="9.1", more={"of": "it"})), tmp_path)
    assert "this session is of format 2, made by version 9.1 of the playground" in told


def test_that_unknown_keys_of_this_format_are_passed_over(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "more.playground"
    path.write_bytes(rebuilt(good, lambda d, _: d.update(something_new=[1, 2])))
    open_session(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no session, or it is cut short"),
        (b"PK", "is no session, or it is cut short"),
        (b"{}", "is no session, or it is cut short"),
        (bytes(100_000), "is no session, or it is cut short"),
    ],
)
def test_that_what_is_no_session_is_called_so(content: bytes, said: str, tmp_path: Path) -> None:
    assert said in refusal(content, tmp_path)


def zipped(*members: tuple[str, bytes], kind: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def test_that_other_archives_are_called_so(tmp_path: Path) -> None:
    assert "an archive, but no session" in refusal(zipped(("layer1.weight.npy", b"x")), tmp_path)
    assert "far too many members" in refusal(zipped(*((f"{k}", b"") for k in range(5000))), tmp_path)
    for name in ("../packs.bin", "/etc/passwd", "a/b", "C:evil", "..\\x"):
        assert "leads out of it" in refusal(zipped(("session.json", b"{}"), (name, b"")), tmp_path)
    bomb = zipped(("session.json", b"{}"), ("packs.bin", bytes(200_000_000)), kind=zipfile.ZIP_DEFLATED)
    assert "claims to unpack" in refusal(bomb, tmp_path)
    assert "damaged" in refusal(zipped(("session.json", b"[" * 100_000)), tmp_path)


def set_at(*way: Any, value: Any) -> Callable[[dict[str, Any], bytearray], None]:
    def edit(described: dict[str, Any], _: bytearray) -> None:
        place: Any = described
        for step in way[:-1]:
            place = place[step]
        place[way[-1]] = value

    return edit


EDITS: dict[str, Callable[[dict[str, Any], bytearray], object]] = {
    "no such file": set_at("files", value=["elsewhere.bin"]),
    "a file above": set_at("files", value=["../packs.bin"]),
    "no files": set_at("files", value=[]),
    "a pack nowhere": set_at("state", value=[0, 10_000, 0]),
    "a pack beyond the end": set_at("state", 2, value=10**15),
    "a pack before the beginning": set_at("state", 2, value=-5),
    "packs over each other": set_at("history", 0, 2, value=4),
    "no history": set_at("history", value=[]),
    "an absurd array": lambda d, _: d["layouts"][d["state"][1]].__setitem__(0, ["network.values", "<f8", [10**12]]),
    "a negative array": lambda d, _: d["layouts"][d["state"][1]].__setitem__(0, ["network.values", "<f8", [-1]]),
    "objects": lambda d, _: d["layouts"][d["state"][1]].__setitem__(0, ["network.values", "|O", [17]]),
    "structures": lambda d, _: d["layouts"][d["state"][1]].__setitem__(0, ["network.values", "<f8,<f8", [17]]),
    "texts without end": lambda d, _: d["layouts"][d["state"][1]].__setitem__(0, ["network.values", "<U99999", [17]]),
    "another network": set_at("experiment", "network", "layers", 0, "units", value=1024),
    "twelve wide layers": lambda d, _: d["experiment"]["network"].update(
        layers=[{**d["experiment"]["network"]["layers"][0], "units": 1024}] * 12
    ),
    "another optimizer": set_at("experiment", "training", "optimizer", value={"kind": "sgd"}),
    "an experiment that is none": set_at("experiment", "training", "batch_size", value=0),
    "what does not fit together": set_at("experiment", "training", "loss", value="softmax_cross_entropy"),
    "no moments": set_at("moments", "kept", value=[]),
    "moments out of order": lambda d, _: d["moments"]["epochs"].reverse(),
    "moments to come": lambda d, _: d["moments"]["epochs"].__setitem__(-1, 10**6),
    "moments to come of another run": lambda d, _: d["branches"][0]["moments"]["epochs"].__setitem__(-1, 10**6),
    "a stride of nothing": set_at("moments", "stride", value=0),
    "a strange end": set_at("outcome", value={"reason": "bored", "stopped_at": 1, "epoch": 1, "learning_rate": 0}),
    "no classes": set_at("data", "about", "classes", value=[]),
    "three classes": set_at("data", "about", "classes", value=["a", "b", "c"]),
    "another plane": set_at("data", "about", "preparation", "columns", value=7),
    "features of no plane": set_at("data", "about", "preparation", "features", value=["x1", "os.system"]),
    "pictures": set_at("data", "about", "image_shape", value=[-1, -2]),
    "texts for numbers": set_at("number", value="many"),
    "no description at all": lambda d, _: d.clear(),
}


@pytest.mark.parametrize("name", EDITS)
def test_that_a_description_that_cannot_be_is_refused_in_one_line(name: str, good: bytes, tmp_path: Path) -> None:
    tracemalloc.start()
    refusal(rebuilt(good, EDITS[name]), tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 2**20


def overwritten(array: str, value: bytes) -> Callable[[dict[str, Any], bytearray], None]:
    """The bytes of one array of the run's state, from its first on."""

    def edit(described: dict[str, Any], packs: bytearray) -> None:
        _, layout, place = described["state"]
        for name, dtype, shape in described["layouts"][layout]:
            count = 1
            for size in shape:
                count *= size
            if name == array:
                packs[place : place + len(value)] = value
                return
            place += count * int(dtype[2:]) * (4 if dtype[1] == "U" else 1)
        raise KeyError(array)

    return edit


@pytest.mark.parametrize(
    ("array", "value"),
    [
        ("order.place", struct.pack("<qq", 10**9, 0)),
        ("dropout.place", struct.pack("<qq", -1, 0)),
        ("batches.place", struct.pack("<qqq", 10**9, 1, 0)),
        ("batches.order", struct.pack("<qqq", 10**9, 10**9, -1)),
        ("run.epochs_done", struct.pack("<q", 10**9)),
        ("run.epochs_done", struct.pack("<q", -1)),
        ("optimizer.steps", struct.pack("<q", -1)),
        ("judge.good.epoch", struct.pack("<q", 10**6)),
        ("judge.patience", struct.pack("<dd", float("nan"), float("nan"))),
    ],
)
def test_that_numbers_that_lead_astray_are_refused(array: str, value: bytes, good: bytes, tmp_path: Path) -> None:
    refusal(rebuilt(good, overwritten(array, value)), tmp_path)


def test_that_mutated_sessions_open_or_are_refused_in_one_line(good: bytes, tmp_path: Path) -> None:
    """A hundredth of what `benchmarks.long.sessions` tries."""
    dice, path = random.Random(1), tmp_path / "mutated.playground"
    tracemalloc.start()
    for _ in range(100):
        path.write_bytes(mutated(good, dice))
        try:
            session = open_session(path)
        except UserError as error:
            assert str(error).startswith(f"{path}: ")
            assert "\n" not in str(error)
        else:
            session.timeline.snapshot()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * len(good) + 20 * 2**20


def test_that_what_cannot_be_read_or_written_is_told(good: bytes, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        open_session(tmp_path / "none.playground")
    with pytest.raises(UserError, match="there is no session in this folder"):
        open_session(tmp_path)
    path = tmp_path / "good.playground"
    path.write_bytes(good)
    timeline = open_session(path).timeline
    for bad, said in (("x.zip", "let the name of a session end in .playground"), ("no/x.playground", "no folder")):
        with pytest.raises(UserError, match=said):
            save_session(timeline, tmp_path / bad)
    assert path.read_bytes() == good
