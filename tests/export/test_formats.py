"""Every kind of network in every format: read by others, it answers as the live network does."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray

from playground.experiment import File, UserError, change, for_own_data, load
from playground.experiment.message import say
from playground.export import FORMATS, Check, Description, RawRows, Trained, export, format_of, trained, trained_of_file
from playground.export.formats.base import MismatchError, compared
from playground.export.formats.onnx import IN_SINGLE, fed, input_names
from playground.export.formats.python import PythonFile
from playground.export.formats.safetensors import Safetensors, python_lines
from playground.export.formats.training import TrainingFile
from playground.training import Run, Unit
from tests.export.kinds import KINDS, run_of

pytestmark = pytest.mark.slow

ANSWERING = [each for each in FORMATS if not isinstance(each, TrainingFile | PythonFile)]
onnxruntime.set_default_logger_severity(4)


def in_onnx_runtime(path: Path, thing: Trained) -> list[NDArray[Any]]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    found: list[NDArray[Any]] = session.run(None, fed(thing.description.facts, thing.rows))
    return found


def relative(values: NDArray[Any], expected: NDArray[Any]) -> float:
    return float(np.max(np.abs(values - expected) / np.maximum(1.0, np.abs(expected))))


@pytest.mark.parametrize("kind", KINDS)
def test_that_every_kind_of_network_comes_back_from_every_format(kind: str, tmp_path: Path) -> None:
    thing = trained(run_of(kind))
    for each in ANSWERING:
        check = each.save(thing, tmp_path / f"network{each.suffix}")
        assert check.rows == len(thing.answers)
        exact = 0.0 if each.comes_back else each.tolerance(thing.description)
        assert check.largest <= exact


@pytest.mark.parametrize("kind", KINDS)
def test_that_onnx_runtime_answers_as_the_network_does(kind: str, tmp_path: Path) -> None:
    thing = trained(run_of(kind))
    facts = thing.description.facts
    (tmp_path / "network.onnx").write_bytes(format_of("network.onnx").encode(thing))
    found = in_onnx_runtime(tmp_path / "network.onnx", thing)
    single = facts.precision == "float32" or any(layer.activation in IN_SINGLE for layer in facts.layers)
    assert relative(found[0], thing.answers.values) <= (1e-5 if single else 1e-12)
    if facts.classes:
        assert thing.answers.decided is not None
        assert found[1].tolist() == [facts.classes[place] for place in thing.answers.decided]
        assert found[0].shape[1] == len(facts.classes)


def test_that_a_step_is_written_too_which_no_run_can_train(tmp_path: Path) -> None:
    thing = trained(run_of("relu"))
    facts = msgspec.structs.replace(
        thing.description.facts,
        layers=(
            msgspec.structs.replace(thing.description.facts.layers[0], activation="step"),
            thing.description.facts.output,
        ),
    )
    stepping = trained_of_file(replace(thing.description, facts=facts))
    for each in (*ANSWERING, PythonFile()):
        if not each.comes_back:  # What comes back is described by its experiment, which has no step.
            assert each.save(stepping, tmp_path / f"step{each.suffix}").largest <= 1e-12
    assert "class Step" in python_lines(stepping.description)
    assert relative(in_onnx_runtime(tmp_path / "step.onnx", stepping)[0], stepping.answers.values) <= 1e-12


def in_one_process(files: dict[str, Path], given: dict[str, Any], lines: list[str]) -> dict[str, Any]:
    """Run files in a fresh process with NumPy alone: anything else that they import is not there."""
    script = [
        "import json, runpy, sys",
        "class Alone:",
        "    def find_spec(self, name, path=None, target=None):",
        "        if name.split('.')[0] not in sys.stdlib_module_names | {'numpy'}: raise ImportError(name)",
        "sys.meta_path.insert(0, Alone())",
        "files, given = json.load(sys.stdin)",
        "told = {}",
        "for kind, path in files.items():",
        "    module = runpy.run_path(path)",
        *(f"    {line}" for line in lines),
        "json.dump(told, sys.stdout)",
    ]
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(script)],
        input=json.dumps([{kind: str(path) for kind, path in files.items()}, given]),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_that_python_files_answer_with_numpy_alone(tmp_path: Path) -> None:
    things = {kind: trained(run_of(kind)) for kind in KINDS}
    files = {kind: tmp_path / f"network{place}.py" for place, kind in enumerate(things)}
    for kind, thing in things.items():
        files[kind].write_bytes(PythonFile().encode(thing))
    given = {kind: thing.rows.part(0, 300).lists() for kind, thing in things.items()}
    told = in_one_process(
        files,
        given,
        [
            "rows = given[kind]",
            "names = module['COLUMNS']",
            "by_name = [dict(zip(reversed(names), reversed(row))) for row in rows]",
            "assert (module['predict'](by_name) == module['predict'](rows)).all()",
            "labels = module['classify'](rows) if 'classify' in module else None",
            "told[kind] = [module['predict'](rows).tolist(), labels]",
        ],
    )
    for kind, thing in things.items():
        facts, expected = thing.description.facts, thing.answers.part(0, 300)
        tolerance = 1e-9 if facts.precision == "float64" else 1e-5
        assert relative(np.array(told[kind][0]), expected.values) <= tolerance, kind
        if expected.decided is not None:
            assert told[kind][1] == [facts.classes[place] for place in expected.decided], kind


TRAINED_OTHERWISE: dict[str, dict[str, Any]] = {
    "l1, l2, clip, batches": {"training.l1": 1e-3, "training.l2": 1e-3, "training.gradient_clip": 0.1},
    "momentum, exponential": {"training.optimizer.kind": "momentum", "training.schedule.kind": "exponential"},
    "adagrad, cosine": {"training.optimizer.kind": "adagrad", "training.schedule.kind": "cosine"},
    "rmsprop, steps": {"training.optimizer.kind": "rmsprop", "training.schedule": {"kind": "step", "every": 2}},
    "adamw, warm-up": {"training.optimizer.kind": "adamw", "training.schedule": {"kind": "warmup", "epochs": 3}},
    "adam": {"training.optimizer.kind": "adam"},
    "frozen": {"network.layers.0.frozen": True, "network.layers.1.batch_norm": True},
    "batch norm with a rate of its own": {
        "network.layers.0.batch_norm": True,
        "network.layers.1.dropout": 0.3,
        "training.optimizer.kind": "nesterov",
        "training.batch_size": 83,
        "training.batch_norm_learning_rate": 0.2,
        "training.batch_norm_momentum": 0.5,
    },
    "class weights": {
        "data.source.noise": 0.3,
        "training.class_weights": "balanced",
        "network.output.activation": "sigmoid",
        "training.loss": "binary_cross_entropy",
        "training.batch_size": None,
    },
    "class weights of several": {
        "data.source.kind": "blobs",
        "training.class_weights": "balanced",
        "network.output.activation": "softmax",
        "training.loss": "softmax_cross_entropy",
    },
    "initializers": {
        "network.layers.0.initializer": {"kind": "he_uniform", "scale": 0.5},
        "network.layers.1.initializer": {"kind": "xavier_normal"},
        "network.layers.1.bias_initializer": {"kind": "normal", "std": 0.3},
        "network.output.initializer": {"kind": "he_normal"},
    },
    "all samples at once": {"training.batch_size": None, "data.split.validation": 0.2, "data.split.train": 0.3},
}


def test_that_python_files_that_train_come_to_the_same_losses(tmp_path: Path) -> None:
    runs = {kind: Run(run_of(kind).experiment, run_of(kind).dataset) for kind in KINDS}
    runs |= {kind: Run(change(load("playground"), settings)) for kind, settings in TRAINED_OTHERWISE.items()}
    files = {kind: tmp_path / f"training{place}.py" for place, kind in enumerate(runs)}
    for kind, run in runs.items():
        files[kind].write_bytes(TrainingFile().encode(trained(run)))
        run.train(epochs=3)
    told = in_one_process(files, {}, ["told[kind] = module['train'](3)[1]"])
    for kind, run in runs.items():
        tolerance = 1e-5 if run.experiment.training.precision == "float32" else 1e-12
        for name in told[kind][0]:
            found = [row[name] for row in told[kind]]
            np.testing.assert_allclose(
                found, run.history[name], rtol=tolerance, atol=tolerance, err_msg=f"{kind}: {name}"
            )
    # Where every operation is NumPy's own, it is the same to the last bit.
    for kind in ("tanh", "relu", "frozen", "l1, l2, clip, batches", "adamw, warm-up", "initializers"):
        assert [row["train_loss"] for row in told[kind]] == runs[kind].history["train_loss"].tolist(), kind


def test_that_a_python_file_that_trains_stays_on_course_for_two_thousand_epochs(tmp_path: Path) -> None:
    run = Run(load("petals"))
    (tmp_path / "m.py").write_bytes(TrainingFile().encode(trained(run)))
    run.train(epochs=2000)
    ran = subprocess.run([sys.executable, tmp_path / "m.py", "2000"], capture_output=True, encoding="utf-8", check=True)
    names, *rows = (line.split(",") for line in ran.stdout.splitlines())
    losses = [float(row[names.index("train_loss")]) for row in rows]
    np.testing.assert_allclose(losses, run.history["train_loss"], rtol=0, atol=1e-12)


# What the checks notice


def broken(thing: Trained, **arrays: NDArray[Any]) -> Trained:
    """A thing whose description has other arrays than the live network."""
    description = thing.description
    others = {**description.arrays, **{name.replace("__", "."): array for name, array in arrays.items()}}
    return replace(thing, description=Description(description.facts, others, description.experiment))


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_that_a_wrong_description_is_noticed_and_the_old_file_stays(each: Any, tmp_path: Path) -> None:
    if isinstance(each, TrainingFile):
        return  # It holds no weights; its losses are compared in a test of their own.
    thing, path = trained(run_of("trees")), tmp_path / f"network{each.suffix}"
    path.write_bytes(b"old")
    wrong = broken(thing, layer1__weight=thing.description.arrays["layer1.weight"] * 1.00001)
    with pytest.raises(UserError, match=r"answers otherwise than the network: .* nothing was kept"):
        each.save(wrong, path)
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_that_other_losses_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Run(change(load("petals"), {"seed": 4}))
    thing = trained(run_of("tanh"))
    content = TrainingFile().encode(replace(thing, experiment=other.experiment))
    monkeypatch.setattr(TrainingFile, "encode", lambda *_: content)
    with pytest.raises(UserError, match=r"other losses at epoch 0; nothing was kept"):
        TrainingFile().save(thing, tmp_path / "m.py")
    assert list(tmp_path.iterdir()) == []


def test_that_classes_told_in_another_order_are_noticed() -> None:
    thing = trained(run_of("trees"))
    assert thing.answers.decided is not None
    with pytest.raises(MismatchError, match="other classes"):
        compared(thing, replace(thing.answers, decided=(thing.answers.decided + 1) % 3), 1e-9)


def test_that_a_mapping_that_lost_its_network_is_not_believed(tmp_path: Path) -> None:
    run = Run(load("petals"))
    run.train(epochs=3)
    run.network.parameters.update({"layer1.weight": run.network.parameters["layer1.weight"].copy()})
    run.network.values[...] += 0.25
    check = export(run, tmp_path / "w.npz")
    assert check.largest == 0
    with np.load(tmp_path / "w.npz") as file:
        assert (file["layer1.weight"].ravel() == run.network.values[: file["layer1.weight"].size]).all()


def test_that_a_network_that_makes_much_of_rounding_is_exported_and_told_so(tmp_path: Path) -> None:
    run = Run(change(load("petals"), {"network.layers": [{"activation": "sigmoid"}, {"activation": "sine"}]}))
    run.network.parameters["layer2.weight"][...] *= 1e9
    run.network.parameters["output.weight"][...] *= 1e2
    check = export(run, tmp_path / "w.onnx")
    assert 1e-9 < check.largest <= check.allowed


def test_that_muted_units_are_muted_in_what_is_taken_home(tmp_path: Path) -> None:
    run = Run(load("playground"))
    run.train(epochs=3)
    before = trained(run).answers.values
    run.edits.mute(Unit(1, 0))
    check = export(run, tmp_path / "w.onnx")
    assert check.largest < 1e-12
    assert relative(trained(run).answers.values, before) > 1e-6


# What the formats are


def test_that_the_registry_tells_all_that_a_list_of_formats_shows() -> None:
    names = [each.name for each in FORMATS]
    assert len(set(names)) == len(names)
    for each in FORMATS:
        assert each.title
        assert each.opened_by
        assert each.explains.endswith(".")
        assert each.suffix.startswith(".")
    assert [each.name for each in FORMATS if each.comes_back] == ["npz", "safetensors", "json"]


@pytest.mark.parametrize("kind", ["tanh", "trees", "houses, features", "batch norm, whitening, features", "digits"])
def test_that_every_format_shows_what_is_in_it(kind: str) -> None:
    thing = trained(run_of(kind))
    for each in FORMATS:
        assert each.obstacle(thing) is None
        assert len(each.preview(thing).splitlines()) > 5
        compile(each.usage(thing, f"network{each.suffix}"), "usage", "exec")
        copied = each.copied(thing, f"network{each.suffix}")
        assert copied.encode() == each.encode(thing) if each.is_text else "import" in copied


@pytest.mark.parametrize("kind", ["trees", "houses", "tanh"])
def test_that_the_lines_that_use_a_file_run(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    thing = trained(run_of(kind))
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    for each in FORMATS:
        name = f"network_{each.name}_{kind}{each.suffix}"
        each.save(thing, tmp_path / name)
        if not isinstance(each, Safetensors):  # Those need PyTorch; see benchmarks/long/torch_weights.py.
            ran = subprocess.run(
                [sys.executable, "-c", each.usage(thing, name)], capture_output=True, encoding="utf-8", check=False
            )
            assert ran.returncode == 0, ran.stderr
            assert ran.stdout


def test_that_onnx_has_the_documented_types_names_and_metadata(tmp_path: Path) -> None:
    export(run_of("trees, standardized, batch norm"), tmp_path / "trees.onnx")
    model = onnx.load(tmp_path / "trees.onnx")
    assert (model.ir_version, model.opset_import[0].version) == (9, 19)
    assert [each.name for each in model.graph.input] == ["length", "colour", "soil"]
    assert [each.type.tensor_type.elem_type for each in model.graph.input] == [11, 8, 8]
    assert [each.name for each in model.graph.output] == ["probabilities", "label"]
    assert "Cast" not in {node.op_type for node in model.graph.node if "one-hot" not in node.name}
    told = {each.key: json.loads(each.value) for each in model.metadata_props}
    assert told["classes"] == ["ash", "elm", "oak"]
    assert told["inputs"] == ["length", "colour", "soil"]
    export(run_of("houses"), tmp_path / "houses.onnx")
    model = onnx.load(tmp_path / "houses.onnx")
    assert [(each.name, each.type.tensor_type.elem_type) for each in model.graph.input] == [("x", 11)]
    assert [each.name for each in model.graph.output] == ["values"]


@pytest.mark.parametrize("activation", IN_SINGLE)
def test_that_onnx_casts_around_what_has_no_kernel_in_double_and_nowhere_else(activation: str) -> None:
    model = onnx.load_from_string(format_of("m.onnx").encode(trained(run_of(activation))))
    casts = [
        place for place, node in enumerate(model.graph.node) if node.op_type == "Cast" and "second" not in node.name
    ]
    between = [model.graph.node[place + 1].op_type for place in casts[::2]]
    assert between == [{"elu": "Elu", "softplus": "Softplus", "gelu": "Erf"}[activation]]
    assert len(casts) == 2


def test_that_a_column_that_is_called_as_an_output_gets_another_name_and_is_told(tmp_path: Path) -> None:
    rows = [f"{i % 7},{'ab'[i % 2]},{i % 5},{'xy'[i % 2]}" for i in range(60)]
    (tmp_path / "t.csv").write_text("\n".join(["label,probabilities,x,kind", *rows]))
    source = File(path=str(tmp_path / "t.csv"), inputs=("label", "probabilities", "x"), target="kind")
    thing = trained(Run(for_own_data(load("petals"), source, name="t", classes=2)))
    assert input_names(thing.description.facts) == {
        "label": "label_input",
        "probabilities": "probabilities_input",
        "x": "x",
    }
    check = format_of("m.onnx").save(thing, tmp_path / "m.onnx")
    assert str(check.remarks[0]) == 'the input "label" is called "label_input" in it, as an output is called so'
    assert relative(in_onnx_runtime(tmp_path / "m.onnx", thing)[0], thing.answers.values) < 1e-12


def test_that_a_text_never_seen_and_a_missing_number_have_no_answer_in_onnx(tmp_path: Path) -> None:
    thing = trained(run_of("trees"))
    format_of("m.onnx").save(thing, tmp_path / "m.onnx")
    known = thing.rows.part(0, 3)
    columns = {name: values.copy() for name, values in known.columns.items()}
    columns["colour"][1] = "purple"
    columns["length"][2] = np.nan
    found = in_onnx_runtime(tmp_path / "m.onnx", replace(thing, rows=RawRows(columns)))
    assert np.isnan(found[0]).all(axis=1).tolist() == [False, True, True]
    assert found[1].tolist()[1:] == ["", ""]


def test_that_a_python_file_refuses_what_it_does_not_know_in_one_sentence(tmp_path: Path) -> None:
    export(run_of("trees"), tmp_path / "m.py")
    lines = [
        "for rows in ([{'length': 1, 'colour': 'pink', 'soil': 'wet'}], [{'length': 1}], [[1, 2]]):",
        "    try: module['predict'](rows)",
        "    except ValueError as error: told[repr(rows)] = str(error)",
    ]
    told = list(in_one_process({"trees": tmp_path / "m.py"}, {}, lines).values())
    assert told[0].startswith("row 1: colour is 'pink', and the network knows ")
    assert told[1] == "row 1: there is no 'colour'; give length, colour, soil"
    assert told[2] == "row 1: it has 2 cells; give length, colour, soil"


def test_that_a_python_file_run_as_a_program_answers_a_csv_file(tmp_path: Path) -> None:
    thing = trained(run_of("trees"))
    PythonFile().save(thing, tmp_path / "m.py")
    (tmp_path / "rows.csv").write_text("soil;x;length;colour\nwet;1;12,5;red\n\ndry;;11.0;pink\ndry;;;red\n")
    ran = subprocess.run(
        [sys.executable, tmp_path / "m.py", tmp_path / "rows.csv"], capture_output=True, encoding="utf-8", check=True
    )
    head, *rows = ran.stdout.splitlines()
    assert head == "row,answer,p.ash,p.elm,p.oak"
    row = RawRows({"length": np.array([12.5]), "colour": np.array(["red"], object), "soil": np.array(["wet"], object)})
    expected = thing.description.answers(row).values[0]
    np.testing.assert_allclose([float(cell) for cell in rows[0].split(",")[2:]], expected, atol=1e-12)
    assert [row.split(",")[0] for row in rows] == ["2", "4", "5"]
    assert rows[1:] == ["4,,,,", "5,,,,"]
    assert ran.stderr.splitlines()[0].startswith("row 4: colour is 'pink', and the network knows ")
    assert ran.stderr.splitlines()[1] == "row 5: length is empty"


def test_that_safetensors_holds_the_tensors_of_the_sequential_and_nothing_else(tmp_path: Path) -> None:
    from safetensors import safe_open

    export(run_of("batch norm, whitening, features"), tmp_path / "w.safetensors")
    with safe_open(tmp_path / "w.safetensors", "numpy") as file:
        shapes = {name: file.get_slice(name).get_shape() for name in file.keys()}  # noqa: SIM118
        metadata = file.metadata()
    norm = ("bias", "running_mean", "running_var", "weight")
    assert shapes == {
        "0.weight": [6, 4],
        **{f"1.{name}": [6] for name in norm},
        "1.num_batches_tracked": [],
        "4.weight": [5, 6],
        "4.bias": [5],
        "6.weight": [4, 5],
        **{f"7.{name}": [4] for name in norm},
        "7.num_batches_tracked": [],
    }
    assert "nn.BatchNorm1d(6, eps=1e-05)" in metadata["python"]
    assert "nn.Dropout(0.2)" in metadata["python"]
    assert json.loads(metadata["about"])["classes"] == ["0", "1", "2", "3"]


@pytest.mark.parametrize("kind", KINDS)
def test_that_the_lines_for_pytorch_are_python(kind: str) -> None:
    compile(python_lines(trained(run_of(kind)).description), "lines", "exec")


def test_that_what_a_network_that_trains_needs_is_told_where_it_is_not_there(tmp_path: Path) -> None:
    thing = replace(trained(run_of("tanh")), experiment=None, dataset=None)
    with pytest.raises(UserError, match="only a network that is being trained can be written with its training"):
        format_of("m.py", trains=True).save(thing, tmp_path / "m.py")


def test_that_the_result_of_a_check_is_a_sentence() -> None:
    check = Check(say("np.load"), 1080, 2e-13, 1e-9)
    assert str(check.message) == "1,080 predictions read back by np.load agree to 2e-13"
    assert str(replace(check, largest=0.0, rows=1).message) == "1 prediction read back by np.load agrees in every digit"
