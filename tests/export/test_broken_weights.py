"""Files that are no weights: each is refused in one line, nothing in them is ever run."""

import io
import pickle
import random
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from playground.experiment import UserError, change, load
from playground.export import load_weights, save_weights
from playground.training import Run


class Trap:
    """Unpickled, it would leave a file behind."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.path,))


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("weights") / "weights.npz"
    save_weights(Run(change(load("playground"), {"network.layers.0.batch_norm": True})), path)
    return path.read_bytes()


def refusal(path: Path, content: bytes | None = None) -> str:
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        load_weights(path)
    text = str(caught.value)
    assert text.startswith(f"{path}: ")
    assert "\n" not in text
    return text.removeprefix(f"{path}: ")


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return stream.getvalue()


def npy(header: str, body: bytes = b"") -> bytes:
    """An array file with any header."""
    line = header.encode("latin1") + b"\n"
    return b"\x93NUMPY\x01\x00" + len(line).to_bytes(2, "little") + line + body


def array_bytes(array: object, *, allow_pickle: bool = False) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=allow_pickle)  # type: ignore[arg-type]
    return stream.getvalue()


def test_that_a_file_cut_short_anywhere_is_refused(content: bytes, tmp_path: Path) -> None:
    for length in range(0, len(content), 37):
        refusal(tmp_path / "short.npz", content[:length])


def test_that_flipped_bytes_are_refused_or_harmless_but_never_crash(content: bytes, tmp_path: Path) -> None:
    dice = random.Random(0)
    path = tmp_path / "flipped.npz"
    for _ in range(600):
        broken = bytearray(content)
        for _ in range(dice.choice([1, 2, 8])):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        path.write_bytes(broken)
        try:
            load_weights(path)
        except UserError as error:
            assert str(error).startswith(f"{path}: ")


def test_that_a_pickle_is_never_run(tmp_path: Path) -> None:
    trap = Trap(tmp_path / "sprung")
    objects = np.array([trap], dtype=object)
    files = {
        "bare.npz": pickle.dumps(trap),
        "array.npz": array_bytes(objects, allow_pickle=True),
        "inside.npz": zipped({"layer1.weight.npy": array_bytes(objects, allow_pickle=True)}),
        "experiment.npz": zipped({"experiment.npy": array_bytes(objects, allow_pickle=True)}),
        "member.npz": zipped({"layer1.weight": pickle.dumps(trap)}),
    }
    for name, broken in files.items():
        text = refusal(tmp_path / name, broken)
        if name not in ("array.npz", "member.npz"):  # Neither is an archive of arrays, whatever is in it.
            assert "may hold pickled objects, which are never loaded" in text
    assert not trap.path.exists()


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"hello", id="text"),
        pytest.param(b"\x00" * 1000, id="zeros"),
        pytest.param(zipped({}), id="an empty archive"),
        pytest.param(zipped({"readme.txt": b"hello"}), id="an archive of texts"),
        pytest.param(zipped({"experiment": b"hello"}), id="an experiment that is no array"),
        pytest.param(zipped({"a.npy": b"hello"}), id="an array that is text"),
        pytest.param(array_bytes(np.zeros(3)), id="a single array"),
        pytest.param(zipped({"a.npy": npy("{")}), id="a header cut short"),
        pytest.param(zipped({"a.npy": npy("'''")}), id="a header without its quotes"),
        pytest.param(zipped({"a.npy": npy("(" * 3000)}), id="a header of parentheses"),
        pytest.param(zipped({"a.npy": npy("{'descr': 5, 'fortran_order': False, 'shape': (1,)}")}), id="no data type"),
        pytest.param(
            zipped({"a.npy": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (10**12,)}")}), id="a formula"
        ),
        pytest.param(
            zipped({"a.npy": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,)}")}),
            id="a shape beyond all memory",
        ),
        pytest.param(
            zipped({"a.npy": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}")}), id="a negative shape"
        ),
    ],
)
def test_that_what_is_no_weights_file_is_refused_with_a_remedy(broken: bytes, tmp_path: Path) -> None:
    assert "; choose " in refusal(tmp_path / "broken.npz", broken)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b"a,b\n1,2\n", "this is a text file, as tables are, not weights; choose "),
        ("größe;b\n1;2\n".encode() * 1000, "this is a text file, as tables are, not weights; choose "),
        (b'\n{"format": 1}', "this is a JSON file, as experiments are, not weights; choose "),
        (b"\x89PNG\r\n\x1a\n\0\0", "this is no .npz file; choose "),
        (b"", "this file is empty; choose "),
        (array_bytes(np.zeros(3)), "this is a single array (.npy), not an archive of them; choose "),
        (zipped({"readme.txt": b"hello"}), "'readme.txt' in it is not an array; choose "),
        (zipped({"a.npy": array_bytes(np.zeros(3)) + b"1"}), "a declares 24 bytes and has 25; choose "),
    ],
)
def test_that_a_file_of_another_kind_is_told_what_it_is(broken: bytes, said: str, tmp_path: Path) -> None:
    assert refusal(tmp_path / "file.npz", broken).startswith(said)


def test_that_a_bomb_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.npz"
    header = npy("{'descr': '<f8', 'fortran_order': False, 'shape': (20000000,)}")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("layer1.weight.npy", "w") as member:
        member.write(header)
        for _ in range(160):
            member.write(bytes(10**6))
    tracemalloc.start()
    try:
        assert "this file claims to unpack from 1" in refusal(path)
        assert tracemalloc.get_traced_memory()[1] < 5 * 10**6
    finally:
        tracemalloc.stop()


def test_that_weights_that_are_mostly_zero_may_be_packed_tightly(content: bytes, tmp_path: Path) -> None:
    with np.load(io.BytesIO(content)) as file:
        members = {name: file[name] for name in file.files}
    np.savez_compressed(tmp_path / "packed.npz", **members, extra=np.zeros(10**6))
    assert len(load_weights(tmp_path / "packed.npz").arrays) == len(members)


def test_that_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.npz") == (
        "there is no such file; check the name, or choose an .npz file of weights"
    )
    assert refusal(tmp_path) == "this is a folder; choose an .npz file of weights inside it"
