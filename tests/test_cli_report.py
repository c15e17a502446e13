"""The command `report`, and reports of studies, as a person asks for them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from playground.cli import main
from playground.experiment import load
from playground.experiment.numbers import loss_text
from playground.session import Desk, save_session
from playground.training import Run, Timeline
from playground.training.steps import StepBook

pytestmark = pytest.mark.slow

Captured = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def test_that_a_report_is_written_with_who_hands_it_in(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "mine.html"
    person = ["--name", "Li <Lei>", "--number", "014", "--class", "3 B"]
    assert main(["report", "petals", str(path), "--epochs", "30", *person]) == 0
    told, page = capsys.readouterr(), path.read_text(encoding="utf-8")
    assert told.out.startswith(f"petals: the report of epoch 30 is in {path}; of its live network, ")
    assert told.err == ""
    for text in ("Li &lt;Lei&gt;", "014", "3 B", "After 30 epochs", "Purpose"):
        assert text in page
    assert 'lang="en"' in page


def test_that_it_is_in_chinese_where_that_is_asked_for(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, found = tmp_path / "asked.html", tmp_path / "found.html"
    assert main(["report", "petals", str(asked), "--epochs", "3", "--language", "zh_CN"]) == 0
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["report", "petals", str(found), "--epochs", "3"]) == 0
    capsys.readouterr()
    for path in (asked, found):
        assert '<html lang="zh-CN">' in path.read_text(encoding="utf-8")


def test_that_a_session_is_told_as_it_stands_with_what_was_written(tmp_path: Path, capsys: Captured) -> None:
    timeline, book = Timeline(Run(load("petals"))), StepBook()
    timeline.run.train(epochs=40)
    book.predict("petals", 0, 75)
    session, path = tmp_path / "mine.playground", tmp_path / "mine.html"
    texts = {"purpose": "To see.", "analysis": "It bends.", "summary": "Enough."}
    save_session(timeline, session, Desk(name="Li", number="7", report=texts, answers=book.kept()))
    assert main(["report", str(session), str(path), "--number", "8"]) == 0
    page = path.read_text(encoding="utf-8")
    for text in ("After 40 epochs", "<p>To see.</p>", "<p>It bends.</p>", "<p>Enough.</p>", ">Li<", ">8<", "75 of 100"):
        assert text in page
    assert ">7<" not in page.partition("<section")[0]
    assert loss_text(timeline.run.snapshot().scores["train"].loss) in page
    assert main(["report", str(session), str(path), "--epochs", "60"]) == 0
    assert "After 60 epochs" in path.read_text(encoding="utf-8")
    capsys.readouterr()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["petals", "x.pdf"], "let the file's name end in .html"),
        (["petals", "nowhere/x.html"], "nowhere"),
        (["petal", "x.html"], "did you mean 'petals'"),
        (["gradient-descent", "x.html"], "this lab has no experiment"),
        (["petals", "x.html", "--language", "fr"], "invalid choice: 'fr'"),
        (["petals", "x.html", "--epochs", "0"], "training.epochs"),
        (["petals"], "FILE.html"),
    ],
)
def test_that_a_wrong_input_is_one_line_and_writes_nothing(
    arguments: list[str], told: str, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        status = main(["report", *arguments])
    except SystemExit as ended:
        status = int(ended.code or 0)
    said = capsys.readouterr()
    assert (status, said.out, said.err.count("\n")) == (2, "", 1)
    assert told in said.err
    assert list(tmp_path.iterdir()) == []


def test_that_a_report_never_takes_the_place_of_the_data(tmp_path: Path, capsys: Captured) -> None:
    table = tmp_path / "flowers.html"  # A table, whatever its name.
    table.write_text("a,b,kind\n" + "".join(f"{n},{n % 5},{'uv'[n % 2]}\n" for n in range(40)), encoding="utf-8")
    before = table.read_bytes()
    experiment = tmp_path / "mine.json"
    main(["show", "petals", "--set", f'data.source={{"kind": "file", "path": "{table}"}}'])
    experiment.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["report", str(experiment), str(table), "--epochs", "2"]) == 2
    assert "write to another" in capsys.readouterr().err
    assert table.read_bytes() == before


def test_that_a_run_that_runs_away_is_reported_as_such(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "away.html"
    rate = ["--set", "training.optimizer.learning_rate=100"]
    assert main(["report", "petals", str(path), "--epochs", "50", *rate]) == 1
    assert "ran away" in capsys.readouterr().err
    assert "The loss ran away: stopped at epoch" in path.read_text(encoding="utf-8")


def test_that_studies_have_reports(tmp_path: Path, capsys: Captured) -> None:
    sweep, search = tmp_path / "sweep.html", tmp_path / "search.html"
    few = ["--epochs", "40", "--workers", "1"]
    over = ["--over", "network.layers.0.units=1,3", "--seeds", "2"]
    assert main(["sweep", "petals", *over, *few, "--report", str(sweep), "--name", "Li", "--language", "en"]) == 0
    told, page = capsys.readouterr().out, sweep.read_text(encoding="utf-8")
    assert f"The report is in {sweep}." in told
    assert "Networks are trained that differ in neurons: 1, 3; each on 2 draws of the data" in page
    draw = ["--over", "training.optimizer.learning_rate=0.1..2", "--trials", "3"]
    assert main(["search", "petals", *draw, *few, "--report", str(search), "--language", "zh_CN"]) == 0
    capsys.readouterr()
    assert "随机抽取 3 组学习率进行尝试" in search.read_text(encoding="utf-8")


def test_that_what_is_for_a_report_asks_for_one(capsys: Captured, tmp_path: Path) -> None:
    assert main(["sweep", "petals", "--name", "Li"]) == 2
    assert "add --report FILE.html" in capsys.readouterr().err
    assert main(["sweep", "petals", "--report", str(tmp_path / "x.csv")]) == 2
    assert "let the file's name end in .html" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_that_ctrl_c_leaves_a_report_of_what_was_reached(tmp_path: Path) -> None:
    path = tmp_path / "part.html"
    command = [sys.executable, "-m", "playground", "report", "petals", str(path), "--epochs", "10000000"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    here, there = os.openpty()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=there, env=environment, preexec_fn=hear_ctrl_c
    ) as program:
        os.close(there)
        drawn = b""
        while b"\repoch " not in drawn:
            drawn += read(here)
        program.send_signal(signal.SIGINT)
        while chunk := read(here):
            drawn += chunk
        assert program.stdout is not None
        told = program.stdout.read()
    os.close(here)
    assert program.returncode == 130
    assert b"playground: interrupted after " in drawn
    assert told.startswith(b"petals: the report of epoch ")
    assert "epochs, the loss is" in path.read_text(encoding="utf-8")


def hear_ctrl_c() -> None:
    """A test that runs in the background of a shell ignores it, and hands that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # What Linux says when the other side has gone.
        return b""


def test_that_nothing_else_is_told_where_the_locale_is_plain(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "playground", "report", "petals", str(tmp_path / "x.html"), "--epochs", "2"]
    environment = os.environ | {"LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
