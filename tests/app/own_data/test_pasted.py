"""A pasted table asks for a file."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from playground.app.own_data import TableChoice, ask_where_to_save, saved
from playground.experiment import UserError


@pytest.mark.parametrize(("answer", "name"), [("mine", "mine.csv"), ("mine.tsv", "mine.tsv"), ("", None)])
def test_that_a_name_without_an_ending_gets_one(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, name: str | None
) -> None:
    chosen = str(tmp_path / answer) if answer else ""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (chosen, ""))
    window = QWidget()
    qtbot.addWidget(window)
    assert ask_where_to_save(window, str(tmp_path)) == (tmp_path / name if name else None)


def test_that_a_place_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    choice = TableChoice("", ("a",), "k", "classification", text="a,k\n1,x\n")
    with pytest.raises(UserError, match="cannot be written"):
        saved(choice, tmp_path / "no folder" / "table.csv")
