"""Files that are no weights: each is refused in one line, nothing in them is ever run."""

import io
import json
import pickle
import random
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.data import classify_drop
from playground.experiment import UserError, change, load
from playground.export import description_of, export, load_weights, put_weights, save_weights
from playground.training import Run

pytestmark = pytest.mark.slow


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
    assert load_weights(tmp_path / "packed.npz").arrays["extra"].shape == (10**6,)


def test_that_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.npz") == (
        "there is no such file; check the name, or choose a file of weights (.npz, .json or .safetensors)"
    )
    assert refusal(tmp_path) == "this is a folder; choose a file of weights (.npz, .json or .safetensors) inside it"


@contextmanager
def within(most: int) -> Iterator[None]:
    """A stretch of work that takes no more memory than so many bytes."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


def test_that_sixty_thousand_tiny_members_are_refused_before_they_are_looked_at(tmp_path: Path) -> None:
    path, tiny = tmp_path / "many.npz", array_bytes(np.zeros(1))
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(60_000):
            archive.writestr(f"a{number}.npy", tiny)
    started = time.perf_counter()
    with within(2 * path.stat().st_size):
        assert refusal(path).startswith("this archive has far more entries than a network has arrays; ")
    assert classify_drop(path) is None
    assert time.perf_counter() - started < 2  # Looking at each of them took over a minute.


def test_that_an_end_that_lies_about_its_entries_is_no_way_in(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(3000):
            archive.writestr(f"layer{number}.weight.npy", array_bytes(np.zeros(1)))
    content = bytearray(stream.getvalue())
    end = content.rindex(b"PK\x05\x06")
    content[end + 8 : end + 12] = b"\x03\x00\x03\x00"
    assert refusal(tmp_path / "lying.npz", bytes(content)).startswith("this ")


def test_that_a_member_that_stands_twice_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.npy", array_bytes(np.zeros(1)))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr("a.npy", array_bytes(np.ones(1)))
    assert refusal(tmp_path / "twice.npz", stream.getvalue()).startswith("'a.npy' is in it twice; ")


# The other formats that come back


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("others")
    run = Run(change(load("playground"), {"network.layers.0.batch_norm": True, "data.preprocessing": "standardize"}))
    for ending in (".npz", ".json", ".safetensors"):
        export(run, folder / f"w{ending}")
    return {path.suffix: path.read_bytes() for path in folder.iterdir()}


def header_of(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    return found


def with_header(content: bytes, header: dict[str, Any]) -> bytes:
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + content[8 + int.from_bytes(content[:8], "little") :]


def test_that_headers_of_safetensors_that_lie_are_refused(others: dict[str, bytes], tmp_path: Path) -> None:
    content, path = others[".safetensors"], tmp_path / "w.safetensors"
    header = header_of(content)
    first = header["0.weight"]
    lies: list[tuple[dict[str, Any], str]] = [
        ({"shape": [10**9, 10**9]}, "its header tells another place or size of 0.weight than it has; "),
        ({"shape": [-4, -2]}, "its header tells another place or size"),
        ({"shape": [1] * 50 + first["shape"]}, "its header tells another place or size"),
        ({"data_offsets": [0, 8]}, "its header tells another place or size"),
        ({"data_offsets": [10**12, 10**12 + 64]}, "its header tells another place or size"),
        ({"dtype": "BF16"}, "0.weight holds BF16, not decimals; "),
        ({"dtype": "O"}, "0.weight holds O, not decimals; "),
        ({"extra": 1}, "its header cannot be read (Object contains unknown field `extra`"),
        ({"shape": "2"}, "its header cannot be read (Expected `array`, got `str`"),
    ]
    for lie, said in lies:
        assert refusal(path, with_header(content, header | {"0.weight": first | lie})).startswith(said)
    assert refusal(path, content[:-8]).startswith("it is cut short; ")
    assert refusal(path, content + bytes(8)).startswith("it has more bytes than its header tells; ")
    assert refusal(path, b"\xff" * 8 + content[8:]).startswith("this is no .safetensors file, or it is cut short; ")
    assert refusal(path, b"").startswith("this is no .safetensors file, or it is cut short; ")
    assert refusal(path, with_header(b"\0" * 8, {})).startswith("it holds no weights; ")
    assert refusal(path, with_header(content, header | {"pickle": first})).startswith("its header tells another place")


def test_that_absurd_headers_and_texts_take_no_memory(others: dict[str, bytes], tmp_path: Path) -> None:
    deep = b'{"about": ' * 100_000
    broken = {
        "deep.json": deep,
        "lists.json": b'{"about": ' + b"[" * 1_000_000,
        "keys.json": b"{" + b",".join(b'"%d":1' % number for number in range(200_000)) + b"}",
        "huge.json": others[".json"].replace(b'"units": 4', b'"units": 99999', 1),
        "numbers.json": others[".json"].replace(b'"layer1.gamma": [', b'"layer1.gamma": [' + b"1," * 500_000, 1),
        "nested.json": others[".json"].replace(b'"layer1.gamma": [', b'"layer1.gamma": [' + b"[" * 500_000, 1),
        "infinite.json": others[".json"].replace(b'"output.bias": [', b'"output.bias": [1e999,', 1),
        "deep.safetensors": (len(deep)).to_bytes(8, "little") + deep,
        "many.safetensors": with_header(b"\0" * 8, {f"{number}.weight": {} for number in range(60_000)}),
        "long.safetensors": with_header(
            others[".safetensors"],
            header_of(others[".safetensors"])
            | {"__metadata__": {"preparation": '{"preprocessing.mean": [' + "0," * 10**6 + "0]}"}},
        ),
    }
    for name, content in broken.items():
        with within(8 * len(content) + 10**6):
            refusal(tmp_path / name, content)


def test_that_experiments_and_others_in_json_are_told_from_weights(tmp_path: Path) -> None:
    said = "this is a JSON file, as experiments are, not weights; "
    for content in (b'{"format": 1}', b"\xef\xbb\xbf{}", b' \n{"layer1.weight": [[1]]}'):
        assert refusal(tmp_path / "w.json", content).startswith(said)
    for content in (b"{", b'{"about": 3}', b'{"about": {"columns": [], "inputs": [], "layers": []}}'):
        assert "; choose " in refusal(tmp_path / "w.json", content)


def mutated(content: bytes, dice: random.Random) -> bytes:
    """A file with bytes changed, taken out, doubled or put in."""
    broken = bytearray(content)
    for _ in range(dice.choice([1, 1, 2, 8])):
        place, much = dice.randrange(len(broken)), dice.choice([1, 1, 4, 64])
        kind = dice.randrange(4)
        if kind == 0:
            broken[place] = dice.randrange(256)
        elif kind == 1:
            del broken[place : place + much]
        elif kind == 2:
            broken[place:place] = broken[place : place + much]
        else:
            broken[place:place] = bytes(dice.randrange(256) for _ in range(much))
        if not broken:
            return b""
    return bytes(broken)


def outcomes_of_mutations(contents: dict[str, bytes], folder: Path, rounds: int, seed: int) -> dict[str, int]:
    """Load mutated files: a result that answers, or one clear line; how often each came."""
    dice, counts = random.Random(seed), {"refused": 0, "taken": 0}
    for number in range(rounds):
        ending = dice.choice(sorted(contents))
        path = folder / f"mutated{ending}"
        path.write_bytes(mutated(contents[ending], dice))
        try:
            weights = load_weights(path)
            put_weights(Run(load("playground")), weights, path)
            description_of(weights, path)
        except UserError as error:
            assert str(error).startswith(f"{path}: "), number
            assert "\n" not in str(error), number
            counts["refused"] += 1
        else:
            counts["taken"] += 1
    return counts


def test_that_mutated_files_are_refused_in_one_line_or_answer(others: dict[str, bytes], tmp_path: Path) -> None:
    counts = outcomes_of_mutations(others, tmp_path, rounds=100, seed=14)  # benchmarks/long/mutations.py does 10,000.
    assert counts["refused"] > 60
