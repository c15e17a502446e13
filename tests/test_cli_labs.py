"""Labs with a window of their own, from the command line."""

import pytest

from playground.cli import main
from playground.commands.output import EXIT_WRONG_INPUT


@pytest.mark.parametrize("command", ["train", "show", "check"])
@pytest.mark.parametrize("lab", ["initialization", "gradient-descent"])
def test_that_a_lab_without_an_experiment_is_refused_in_one_line(
    command: str, lab: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, lab]) == EXIT_WRONG_INPUT
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        f"playground: {lab}: this lab has no experiment; 'playground open {lab}' opens its window\n"
    )


def test_that_the_list_of_labs_names_them_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["labs"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert {"initialization", "gradient-descent", "overfit-tiny"} <= set(names)
