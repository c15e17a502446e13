"""A person's own files on the command line."""

import json
from pathlib import Path

import pytest

from playground.cli import main
from playground.commands.options import experiment_given, kind_given
from playground.experiment import File, ImageFiles, UserError
from tests.data.images.files import write_mnist

pytestmark = pytest.mark.slow

Captured = pytest.CaptureFixture[str]
LEARNS_FROM = "this file is what the training learns from; write to another, so that it stays"
SHORT = ["--epochs", "3"]


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    """Two measures and a kind, which a number of the row goes before."""
    path = tmp_path / "trees.csv"
    rows = (f"{number},{number % 9},{number % 7},{['oak', 'elm', 'ash'][number % 3]}" for number in range(90))
    path.write_text("\n".join(["id,length,width,kind", *rows]))
    return path


def test_that_a_table_is_trained_on_as_the_window_would_propose_it(capsys: Captured, trees: Path) -> None:
    assert main(["train", str(trees), *SHORT]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("trees: 3 epochs\n")
    assert captured.err == (
        f'playground: {trees}: the target is "kind", one of 3 classes, told from 2 inputs in 90 rows; '
        f"'playground open {trees}' lets you choose\n"
        f'playground: {trees}: left out: "id" (only numbers the rows)\n'
    )
    source = experiment_given(str(trees)).data.source
    assert isinstance(source, File)
    assert (source.inputs, source.target, source.task) == (("length", "width"), "kind", "classification")


@pytest.mark.parametrize("command", [["sweep", "--over", "network.layers.0.units=2,3"], ["check"], ["show"]])
def test_that_every_command_takes_a_table(capsys: Captured, trees: Path, command: list[str]) -> None:
    epochs = [] if command == ["show"] else SHORT
    assert main([command[0], str(trees), *command[1:], *epochs]) == 0
    out = capsys.readouterr().out
    if command == ["show"]:
        assert json.loads(out)["data"]["source"]["path"] == str(trees)


def test_that_a_column_of_mixed_decimal_marks_is_told_with_its_first_cell(capsys: Captured, tmp_path: Path) -> None:
    path = tmp_path / "two\nlines.csv"
    path.write_text("a;b;k\n" + "".join(f"{i}{',.'[i % 2]}5;{i},25;{'xy'[i // 3 % 2]}\n" for i in range(40)))
    assert main(["train", str(path), *SHORT]) == 0
    told = capsys.readouterr().err
    assert all(line.startswith("playground: ") for line in told.splitlines())
    assert "told from 1 input in 40 rows; " in told
    assert "decimal points and commas are mixed in \"a\" (row 3: '1.5')," in told


@pytest.mark.parametrize(
    "command",
    [["train", "--history"], ["sweep", "--over", "training.l2=0,0.1", "--csv"], ["search", "--trials", "2", "--csv"]],
)
def test_that_nothing_is_written_over_what_is_learned_from(capsys: Captured, trees: Path, command: list[str]) -> None:
    before, link = trees.read_bytes(), trees.with_name("link.csv")
    link.symlink_to(trees)
    shown = trees.with_name("trees.json")
    main(["show", str(trees)])
    shown.write_text(capsys.readouterr().out)
    for given in (trees, shown):
        for out in (trees, link):
            assert main([command[0], str(given), *command[1:], str(out), *SHORT]) == 2
            said = capsys.readouterr().err.splitlines()[-1]
            assert said == f"playground: {out}: {LEARNS_FROM}"
    assert trees.read_bytes() == before


def test_that_values_are_told_as_values(tmp_path: Path) -> None:
    path = tmp_path / "houses.csv"
    path.write_text("\n".join(["area,price", *(f"{area},{area * 6500.5}" for area in range(30, 90))]))
    experiment = experiment_given(str(path))
    assert (experiment.data.source.task, experiment.network.output.activation) == ("regression", "linear")


@pytest.mark.parametrize(
    ("lines", "why"),
    [(["a,b", *["1,same"] * 30], "the same in every row"), (["a,b", *["same,"] * 30], "text, the same in every row")],
)
def test_that_a_table_without_a_plain_target_is_refused_with_the_way(
    capsys: Captured, tmp_path: Path, lines: list[str], why: str
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("\n".join(lines))
    assert main(["train", str(path)]) == 2
    assert capsys.readouterr().err == (
        f"playground: {path}: no column is left as an input (“a” ({why}) left out); name some by --inputs "
        f"('playground open {path}' asks)\n"
    )


def test_that_weights_are_refused_with_both_ways_to_use_them(tmp_path: Path) -> None:
    path = str(tmp_path / "w.npz")
    assert main(["train", "petals", "--epochs", "1", "--export", path]) == 0
    assert kind_given(path) == "weights"
    with pytest.raises(UserError, match=r"these are weights; name their experiment, .*'--weights .*playground open "):
        experiment_given(path)


def test_that_images_are_trained_on(tmp_path: Path) -> None:
    path = write_mnist(tmp_path)
    assert isinstance(experiment_given(str(path)).data.source, ImageFiles)


def test_that_help_says_what_is_taken(capsys: Captured) -> None:
    for command, words in (("open", "a table (CSV, TSV and their kin;"), ("train", "likeliest column is the target")):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        assert words in " ".join(capsys.readouterr().out.split())
