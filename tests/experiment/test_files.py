"""Experiments on disk: what is written comes back, and what is wrong is refused in one line with place and remedy."""

import json
import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from playground.experiment import Experiment, UserError, change, decode, encode, labs, load, read, write
from playground.experiment.files import check_writable, write_bytes

EXPERIMENT = load("petals")
TEXT = encode(EXPERIMENT)


def edited(path: str, value: Any) -> str:
    """The JSON of an experiment with one place overwritten."""
    tree = json.loads(TEXT)
    place = tree
    *way, last = (int(name) if name.isdecimal() else name for name in path.split("."))
    for name in way:
        place = place[name]
    place[last] = value
    return json.dumps(tree)


def refusal(content: str | bytes, tmp_path: Path) -> str:
    """The one line with which a file of this content is refused, after the file's name."""
    file = tmp_path / "broken.json"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(UserError) as caught:
        read(file)
    text = str(caught.value)
    assert text.startswith(f"{file}: ")
    assert "\n" not in text
    return text.removeprefix(f"{file}: ")


def test_that_every_lab_survives_writing_and_reading(tmp_path: Path) -> None:
    for experiment in [lab.experiment for lab in labs().values() if lab.experiment]:
        write(experiment, tmp_path / "lab.json")
        assert read(tmp_path / "lab.json") == experiment


def test_that_a_file_is_indented_json_with_every_setting_but_the_stops(tmp_path: Path) -> None:
    write(EXPERIMENT, tmp_path / "petals.json")
    text = (tmp_path / "petals.json").read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert '\n  "seed": 3' in text
    assert json.loads(text)["training"]["batch_size"] is None
    assert json.loads(text)["training"]["stop"] == {}


def test_that_the_files_of_the_first_version_stay_readable() -> None:
    text = """{"format": 1, "name": "petals", "seed": 3,
     "data": {"source": {"kind": "petals", "samples": 400, "noise": 0.2, "seed": 1, "fresh_test": 400},
              "features": ["x1", "x2"], "preprocessing": "none",
              "split": {"train": 1.0, "validation": 0.0, "test": 0.0}},
     "network": {"layers": [{"units": 4, "activation": "tanh", "batch_norm": false, "dropout": 0.0,
                             "initializer": {"kind": "normal", "std": 0.01}}],
                 "output": {"activation": "sigmoid", "batch_norm": false,
                            "initializer": {"kind": "normal", "std": 0.01}}},
     "training": {"loss": "binary_cross_entropy", "optimizer": {"kind": "sgd", "learning_rate": 1.2},
                  "schedule": {"kind": "constant"}, "l1": 0.0, "l2": 0.0, "gradient_clip": null,
                  "batch_size": null, "epochs": 10000, "stop": {}}}"""
    assert decode(text, "document") == EXPERIMENT


def test_that_an_empty_object_is_an_experiment_of_defaults() -> None:
    assert decode("{}", "text") == Experiment()


def test_that_names_in_any_script_survive(tmp_path: Path) -> None:
    named = change(EXPERIMENT, {"name": "花びら pétales 🌸"})
    write(named, tmp_path / "花.json")
    assert read(tmp_path / "花.json").name == "花びら pétales 🌸"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (
            "data.source.samples",
            "many",
            "data.source.samples: it takes a whole number from 20 to 10000, not the text many",
        ),
        (
            "data.source",
            "petals",
            "data.source: it takes a group of settings, not the text petals; choose its kind by data.source.kind",
        ),
        ("network.layers", {}, "network.layers: it takes a list of at most 12, not a group of settings"),
        ("network.layers.0", None, "network.layers.0: it takes a group of settings, not null"),
        ("network.layers.0.units", 2.5, "network.layers.0.units: it takes a whole number from 1 to 1024, not 2.5"),
        (
            "training.batch_size",
            True,
            "training.batch_size: it takes a whole number from 1 to 10000000 or null, not true",
        ),
        ("name", 5, "name: it takes a text of at most 200 characters, not 5"),
        ("data.source.samples", 19, "data.source.samples: it takes a whole number from 20 to 10000, not 19"),
        ("data.source.samples", 10_001, "data.source.samples: it takes a whole number from 20 to 10000, not 10001"),
        ("training.optimizer.learning_rate", 0, "training.optimizer.learning_rate: it takes a number above 0 "),
        ("network.layers.0.dropout", 1, "network.layers.0.dropout: it takes a number from 0 to below 1, not 1"),
        ("network.layers", [{}] * 13, "network.layers: it takes a list of at most 12, not 13"),
        ("data.features", [], "data.features: it takes a list of at least 1, not 0"),
        ("seed", -1, "seed: it takes a whole number from 0 to 4294967295, not -1"),
        ("seed", 2**32, "seed: it takes a whole number from 0 to 4294967295, not 4294967296"),
        ("seed", 10**30, "seed: "),
        ("training.epochs", 10**400, ""),
        ("name", "x" * 201, "name: it takes a text of at most 200 characters, not 201"),
        ("training.lr", 0.1, "training: there is no setting lr; choose from batch_norm_learning_rate, "),
        ("colour", "red", "there is no setting colour"),
        ("data.source.colour", "red", "data.source: there is no setting colour; choose from "),
        ("data.source.kind", "petal", "data.source.kind: there is no petal; did you mean petals?"),
        (
            "network.layers.0.activation",
            "tahn",
            "network.layers.0.activation: there is no tahn; did you mean tanh?",
        ),
        ("network.output.activation", "relu", "network.output.activation: there is no relu; choose from linear, "),
        ("training.optimizer", {"learning_rate": 1}, "training.optimizer: this setting is missing: kind"),
        ("format", 2, "format: this is not 1; the file comes from a newer version"),
        ("data.features.0", "x3", "data.features.0: there is no x3; choose from x1, x2, "),
        ("training.loss", "softmax_cross_entropy", "training.loss: softmax_cross_entropy needs "),
    ],
)
def test_that_a_wrong_setting_is_refused_with_its_place(path: str, value: Any, said: str, tmp_path: Path) -> None:
    assert refusal(edited(path, value), tmp_path).replace("'", "").startswith(said)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"   \n", id="blank"),
        pytest.param(b"units: 4", id="not JSON"),
        pytest.param(b"{'format': 1}", id="single quotes"),
        pytest.param(b'{"seed": NaN}', id="NaN"),
        pytest.param(b'{"seed": 1,}', id="comma too many"),
        pytest.param(b'{"seed": 1} {"seed": 2}', id="two values"),
        pytest.param(b'{"name": "\xff\xfe"}', id="not UTF-8"),
        pytest.param(bytes(range(256)) * 20, id="binary"),
        pytest.param(b"\x00" * 100, id="zeros"),
        pytest.param(b"[" * 100_000, id="deep and open"),
        pytest.param(b'{"training": {"l2": 1e999}}', id="a number too large"),
    ],
)
def test_that_what_is_not_json_is_refused(content: bytes, tmp_path: Path) -> None:
    refusal(content, tmp_path)


@pytest.mark.parametrize("content", ["[]", "5", '"petals"', "null", "[" * 5000 + "]" * 5000])
def test_that_json_of_another_kind_is_refused(content: str, tmp_path: Path) -> None:
    assert "it takes a group of settings" in refusal(content, tmp_path)


def test_that_deep_nesting_inside_a_setting_is_refused(tmp_path: Path) -> None:
    refusal('{"data": ' + '{"source": ' * 10_000 + "1" + "}" * 10_001, tmp_path)
    refusal('{"unknown": ' + "[" * 200_000 + "]" * 200_000 + "}", tmp_path)


def test_that_a_file_cut_short_anywhere_is_refused(tmp_path: Path) -> None:
    content = TEXT.rstrip().encode()
    for length in range(0, len(content), 13):
        assert "not a JSON file" in refusal(content[:length], tmp_path)


def test_that_a_name_that_breaks_lines_or_cannot_be_written_is_refused(tmp_path: Path) -> None:
    for name in ("two\nlines", "\x1b[31mred", "half a pair \ud800"):
        assert refusal(edited("name", name), tmp_path)


def test_that_a_missing_file_and_a_folder_are_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read(tmp_path / "none.json")
    assert str(caught.value) == (
        f"{tmp_path / 'none.json'}: there is no such file; check the name, or choose an experiment file"
    )
    with pytest.raises(UserError) as caught:
        read(tmp_path)
    assert str(caught.value) == f"{tmp_path}: this is a folder; choose an experiment file inside it"


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "file.json/inside"])
def test_that_a_name_no_file_can_have_is_refused_and_not_a_crash(name: str, tmp_path: Path) -> None:
    (tmp_path / "file.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UserError):
        read(tmp_path / name)
    with pytest.raises(UserError):
        load(name)
    with pytest.raises(UserError):
        check_writable(tmp_path / name)
    with pytest.raises(UserError):
        write_bytes(tmp_path / name, b"")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no such device here")
def test_that_a_stream_without_end_is_refused() -> None:
    with pytest.raises(UserError, match="/dev/zero: this is too much to be an experiment file"):
        read("/dev/zero")


def test_that_a_setting_with_a_line_break_in_its_name_is_refused_as_unknown(tmp_path: Path) -> None:
    assert refusal('{"na\\nme": 3}', tmp_path).startswith("there is no setting na me; choose from data, format")


def test_that_a_file_far_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "large.json").open("wb") as stream:
        stream.truncate(10_000_001)
    with pytest.raises(UserError, match="too large to be an experiment file"):
        read(tmp_path / "large.json")


def test_that_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    write(EXPERIMENT, file)
    with pytest.raises(TypeError):
        write_bytes(file, "text, not bytes")  # type: ignore[arg-type]
    assert read(file) == EXPERIMENT
    assert [path.name for path in tmp_path.iterdir()] == ["kept.json"]


def test_that_a_place_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "no folder" / "file.json"):
        with pytest.raises(UserError) as caught:
            write(EXPERIMENT, place)
        assert str(caught.value).startswith(f"{place}: cannot be written (")
        with pytest.raises(UserError, match=f"{place}: "):
            check_writable(place)


@pytest.mark.skipif(os.name != "posix", reason="the permissions of POSIX")
def test_that_a_new_file_gets_the_usual_permissions_and_a_replaced_one_keeps_its_own(tmp_path: Path) -> None:
    fresh, private = tmp_path / "fresh.json", tmp_path / "private.json"
    (tmp_path / "usual").touch()
    private.touch(mode=0o600)
    for file in (fresh, private):
        write(EXPERIMENT, file)
    assert fresh.stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert stat.S_IMODE(private.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_that_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link, pipe = tmp_path / "link.json", tmp_path / "pipe"
    link.symlink_to(tmp_path / "folder" / "file.json")
    write(EXPERIMENT, link)
    assert link.is_symlink()
    assert read(tmp_path / "folder" / "file.json") == EXPERIMENT
    os.mkfifo(pipe)
    check_writable(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write(EXPERIMENT, pipe)
    reader.join(10)
    assert received == [TEXT.encode()]
    assert pipe.is_fifo()


def test_that_looking_whether_a_place_can_be_written_leaves_nothing_there(tmp_path: Path) -> None:
    check_writable(tmp_path / "new.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_that_a_file_with_a_byte_order_mark_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "marked.json"
    path.write_bytes(encode(load("petals")).encode(encoding))
    assert read(path) == load("petals")
