"""The live page: one file, offline, whose script answers as the program does, whatever the network is called."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from playground.app.javascript import javascript
from playground.app.theme import tokens
from playground.experiment import File, UserError, change, for_own_data, load
from playground.export import RawRows, Trained, export, format_of, trained, trained_of_file
from playground.export.formats.live_data import TEXTS
from playground.export.formats.page import LivePage, live_network, live_page, network_in
from playground.training import Run, request_region
from tests.export.kinds import KINDS, run_of

SMALL = ["tanh", "waves", "trees", "houses", "batch norm, whitening, features", "four sigmoids", "digits"]


def thing_of(kind: str) -> Trained:
    if kind == "waves":
        return trained(Run(load("waves")))
    return trained(run_of(kind))


def data_of(page: str) -> dict[str, Any]:
    found = re.search('<script class="lp-data".*?>(.*?)</script>', page, re.S)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


# The answers of its script (that of every kind of network are compared in test_formats, by the page's own check)


def asked_of(thing: Trained, rows: RawRows) -> Any:
    with javascript() as run:
        return network_in(live_page(thing), thing.description.facts, run)(rows)


def test_that_a_missing_number_and_a_text_never_seen_have_no_answer() -> None:
    thing = thing_of("trees")
    columns = {name: values.copy() for name, values in thing.rows.part(0, 4).columns.items()}
    columns["length"][1] = np.nan
    columns["colour"][2] = "purple"
    columns["soil"][3] = None
    found = asked_of(thing, RawRows(columns))
    expected = thing.description.answers(RawRows(columns))
    np.testing.assert_allclose(found.values, expected.values, atol=1e-12)
    assert found.decided.tolist() == expected.decided.tolist()
    assert found.decided.tolist()[1:] == [-1, -1, -1]


def test_that_empty_cells_are_filled_as_in_the_program(tmp_path: Path) -> None:
    lines = [f"{i % 7 if i % 5 else ''},{('red', '', 'blue')[i % 3]},{('elm', 'oak')[i % 2]}" for i in range(90)]
    (tmp_path / "t.csv").write_text("\n".join(["a,b,kind", *lines]))
    source = File(path=str(tmp_path / "t.csv"), inputs=("a", "b"), target="kind", fill="median")
    thing = trained(Run(for_own_data(load("petals"), source, name="t", classes=2)))
    rows = RawRows({"a": np.array([np.nan, 2.0, np.nan]), "b": np.array(["red", None, None], object)})
    expected = thing.description.answers(rows)
    assert np.isfinite(expected.values).all()
    np.testing.assert_allclose(asked_of(thing, rows).values, expected.values, atol=1e-12)


def test_that_weights_which_are_no_numbers_are_written_and_answered_as_the_program_does() -> None:
    thing = thing_of("relu")
    for name, value in (("output.bias", np.nan), ("layer1.weight", np.inf), ("layer1.bias", -np.inf)):
        arrays = {**thing.description.arrays, name: np.full_like(thing.description.arrays[name], value)}
        broken = trained_of_file(replace(thing.description, arrays=arrays))
        rows = broken.rows.part(0, 50)
        expected = broken.description.answers(rows)
        found = asked_of(broken, rows)
        np.testing.assert_array_equal(np.isnan(found.values), np.isnan(expected.values))
        assert found.decided.tolist() == expected.decided.tolist()


def test_that_classes_without_an_end_of_scores_decide_as_in_the_program() -> None:
    thing = thing_of("linear outputs for classes")
    rows = RawRows({name: np.array([1e300, -1e300, 0.0, 1e9]) for name in ("x1", "x2")})
    expected = thing.description.answers(rows)
    assert asked_of(thing, rows).decided.tolist() == expected.decided.tolist()


def test_that_another_network_than_the_live_one_is_noticed_and_the_old_page_stays(tmp_path: Path) -> None:
    thing, path = thing_of("digits"), tmp_path / "m.html"
    path.write_text("old")
    other = {**thing.description.arrays, "layer1.bias": thing.description.arrays["layer1.bias"] + 1e-3}
    with pytest.raises(UserError, match="answers otherwise than the network"):
        LivePageChecked().save(replace(thing, description=replace(thing.description, arrays=other)), path)
    assert path.read_text() == "old"


def test_that_a_script_that_fails_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        LivePage, "encode", lambda *_: live_page(thing_of("tanh")).replace("Math.tanh", "oh no").encode()
    )
    with pytest.raises(UserError, match=r"cannot be read back \(its script fails: SyntaxError: .*\); nothing was kept"):
        LivePageChecked().save(thing_of("tanh"), tmp_path / "m.html")
    assert list(tmp_path.iterdir()) == []


class LivePageChecked(LivePage):
    """A format of its own, with the engine that the window hands in."""

    def __init__(self) -> None:
        self.javascript = javascript


def test_that_without_an_engine_it_is_said_that_nothing_was_compared(tmp_path: Path) -> None:
    def missing() -> Any:
        raise ImportError("no PySide6")

    for engine in (None, missing):
        form = LivePage()
        form.javascript = engine
        check = form.save(thing_of("tanh"), tmp_path / "m.html")
        assert str(check.message) == "it was not run to be compared, as Qt's JavaScript engine is not here"
        assert (tmp_path / "m.html").stat().st_size > 1000


# The file


@pytest.mark.parametrize("kind", SMALL)
def test_that_a_page_is_small_whole_and_asks_nobody_for_anything(kind: str) -> None:
    thing = thing_of(kind)
    page = live_page(thing)
    assert len(page.encode()) < 300_000
    for outside in ("http:", "https:", "src=", "href=", "@import", "url(", "fetch(", "XMLHttpRequest", "import("):
        assert outside not in page, outside
    assert "\n@" not in page.replace("\n@media", "").replace("\n@container", ""), "a place was left open"
    data = data_of(page)
    assert data["classes"] == list(thing.description.facts.classes)
    assert set(data["texts"]) == set(TEXTS)


def test_that_every_text_the_scripts_ask_for_is_there_and_none_is_left_over() -> None:
    scripts = "".join(path.read_text() for path in (Path(__file__).parents[2] / "resources/export/page").glob("*.js"))
    assert set(re.findall(r'\btext\("(\w+)"', scripts)) <= set(TEXTS)
    assert [name for name in TEXTS if f'"{name}"' not in scripts and name not in ("train", "validation", "test")] == []


NASTY = '</script><script>alert("1")</script><!-- &amp; \'" {name} @data@'


class _Tags(HTMLParser):
    """The tags of a page, and its texts outside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attributes if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] not in (["script"], ["style"]):
            self.texts += data


def test_that_names_can_hold_anything_and_stay_names(tmp_path: Path) -> None:
    quoted = NASTY.replace('"', '""')
    lines = [f'{i % 7},"{quoted}{i % 2}","{quoted}{i % 3}"' for i in range(60)]
    (tmp_path / "t.csv").write_text("\n".join([f'"{quoted}a","{quoted}b","{quoted}c (<b>)"', *lines]), encoding="utf-8")
    inputs = (f"{NASTY}a", f"{NASTY}b")
    source = File(path=str(tmp_path / "t.csv"), inputs=inputs, target=f"{NASTY}c (<b>)")
    thing = trained(Run(for_own_data(load("petals"), source, name=f"{NASTY}\u2028", classes=3)))
    page, plain = live_page(thing), live_page(thing_of("trees"))
    assert sorted(set(_Tags(page).tags)) == sorted(set(_Tags(plain).tags))
    assert _Tags(page).tags.count("script") == _Tags(plain).tags.count("script")
    assert " ".join(_Tags(page).texts.split()).count(" ".join(NASTY.split())) >= 3
    assert data_of(page)["columns"][0]["name"] == inputs[0]
    check = LivePageChecked().save(thing, tmp_path / "m.html")
    assert check.largest < 1e-12


def test_that_the_figures_are_those_of_the_run_at_that_epoch() -> None:
    run = Run(load("waves"))
    run.train(epochs=3)
    texts = " ".join(_Tags(live_page(trained(run))).texts.split())
    for part, score in run.snapshot().scores.items():
        assert score.accuracy is not None
        count, name = len(run.dataset.parts[part]), {"train": "training"}.get(part, part)
        assert f"{name}{count} {score.loss:.4f} {100 * score.accuracy:.1f} %".replace(" ", "") in texts.replace(" ", "")
    assert "2 inputs → 100 ReLU → 100 ReLU → 4 softmax · epoch 3" in texts


def test_that_the_figures_follow_a_weight_that_was_changed_by_hand() -> None:
    run = Run(load("petals"))
    run.train(epochs=3)
    before = live_page(trained(run))
    run.network.parameters["output.bias"][...] += 3
    after = live_page(trained(run))
    loss, _ = run.network.hold(run.dataset.train.x, run.dataset.train.y).evaluate()
    assert f"<td>{loss:.4f}</td>" in after
    assert f"<td>{loss:.4f}</td>" not in before


def test_that_a_page_of_saved_weights_says_only_what_is_known() -> None:
    thing = trained_of_file(thing_of("houses").description)
    page = live_page(thing)
    assert "<table>" not in page
    assert "<dt>Training</dt>" not in page
    data = data_of(page)
    assert "samples" not in data
    assert [low < high for low, high, _ in data["ranges"]] == [True, True]
    assert data["between"][0] < data["between"][1]


def test_that_sliders_reach_over_the_data_and_whole_numbers_stay_whole() -> None:
    data = data_of(live_page(thing_of("trees")))
    (low, high, step), *texts = data["ranges"]
    lengths = run_of("trees").dataset.train.points[:, 0]
    assert low <= lengths.min() <= lengths.max() <= high
    assert 100 <= (high - low) / step <= 500
    assert texts == [None, None]
    assert data_of(live_page(thing_of("houses")))["ranges"][1][2] == 1
    region = request_region(run_of("tanh").dataset)
    assert data_of(live_page(thing_of("tanh")))["ranges"][0][:2] == [region.left, region.right]


def test_that_a_column_of_one_value_has_a_slider_too(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("\n".join(["a,b,c", *(f"7,0,{'xy'[i % 2]}" for i in range(40))]))
    thing = trained(Run(table_of(tmp_path / "t.csv")))
    assert [low < high and step > 0 for low, high, step in data_of(live_page(thing))["ranges"]] == [True, True]


def table_of(path: Path) -> Any:
    return for_own_data(load("petals"), File(path=str(path), inputs=("a", "b"), target="c"), name="t", classes=2)


@pytest.mark.parametrize("far", ["1e150", "1e-320", "1e16", "-0.0"])
def test_that_a_column_of_any_size_has_a_slider(far: str, tmp_path: Path) -> None:
    lines = [f"{far if i % 3 else 0},{i % 5},{'xy'[i % 2]}" for i in range(60)]
    (tmp_path / "t.csv").write_text("\n".join(["a,b,c", *lines]))
    for columns in (("a", "b"), ("a",)):
        source = File(path=str(tmp_path / "t.csv"), inputs=columns, target="c")
        thing = trained(Run(for_own_data(load("petals"), source, name="t", classes=2)))
        for low, high, step in data_of(live_page(thing))["ranges"]:
            assert np.isfinite([low, high, step]).all()
            assert low < high
            assert step > 0


def test_that_pictures_of_samples_are_the_samples() -> None:
    thing = thing_of("digits")
    data = data_of(live_page(thing))
    (samples,) = data["samples"]
    with javascript() as run:
        scripts = live_page(thing)
        network_in(scripts, thing.description.facts, run)
        told = run(f"Array.from(network.bytes({json.dumps(samples['packed'])}), String).join()")
    pixels = np.array(told.split(","), float).reshape(-1, 64) / samples["levels"]
    part = run_of("digits").dataset.test
    assert part is not None
    assert part.labels is not None
    assert sorted(set(samples["truth"])) == list(range(10))
    for picture, truth in zip(pixels, samples["truth"], strict=True):
        same = (part.points == picture).all(axis=1)
        assert truth in part.labels[same]


def test_that_parts_of_a_page_have_ids_and_words_of_their_own() -> None:
    thing = thing_of("tanh")
    piece = live_network(thing, name="first<", translate=lambda text: f"[{text}]")
    assert '<section class="lp lp-colours" id="first&lt;" aria-label="[The trained network]">' in piece
    assert data_of(piece)["texts"]["inputs"] == "[Inputs]"
    assert "<html" not in piece


def test_that_the_page_has_the_colours_of_the_window() -> None:
    style = (Path(__file__).parents[2] / "resources/export/page/live.css").read_text()
    light, dark = style.split("@media screen", 1)
    for theme, text in ((tokens.LIGHT, light), (tokens.DARK, dark.split("\n}\n", 1)[0])):
        told = dict(re.findall(r"--lp-([\w-]+): (#\w+);", text))
        names = {name.replace("-", "_"): value for name, value in told.items() if not name.startswith("class-")}
        assert names == {name: getattr(theme, name) for name in names}
        classes = [value for name, value in told.items() if name.startswith("class-")]
        assert classes == (list(theme.classes) if theme is tokens.LIGHT else [])


def test_that_many_classes_many_inputs_and_wide_layers_are_told_in_bounds() -> None:
    settings = {"network.layers": [{"units": 200, "activation": "relu"}], "data.source.kind": "digits"}
    run = Run(change(load("digits"), settings))
    page = live_page(trained(run))
    assert len(page.encode()) < 300_000
    description = trained(run_of("tanh")).description
    facts = msgspec.structs.replace(description.facts, epochs=12_345)
    assert "epoch 12,345" in live_page(trained_of_file(replace(description, facts=facts)))


# In a real browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

PROBE = """
<pre id="probe"></pre>
<script>
window.addEventListener("load", function () { setTimeout(function () {
  var told = {};
  document.querySelectorAll("section.lp").forEach(function (section) {
    var data = JSON.parse(section.querySelector(".lp-data").textContent);
    var network = liveNetwork(data);
    var map = section.querySelector(".lp-map"), number = section.querySelector("input[type=number]");
    var before = number && number.value;
    if (map) map.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}));
    var rows = JSON.parse(document.getElementById("rows").textContent)[section.id];
    told[section.id] = {
      answers: rows.map(function (row) { return Array.from(network.answer(row).values); }),
      sliders: section.querySelectorAll("input[type=range]").length,
      lists: section.querySelectorAll(".lp-inputs select").length,
      tiles: section.querySelectorAll(".lp-tiles li").length,
      unnamed: section.querySelectorAll("canvas[tabindex]:not([aria-label]), input:not([id]):not([aria-label])").length,
      moved: Boolean(map) && before !== number.value,
      shown: section.querySelector(".lp-answer").textContent,
      drawn: Array.from(section.querySelectorAll("canvas")).some(function (canvas) {
        return canvas.getContext("2d").getImageData(3, 3, 1, 1).data[3] === 255;
      }),
    };
  });
  document.getElementById("probe").textContent = JSON.stringify(told);
}, 1500); });
</script>
"""


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_that_a_browser_draws_every_kind_of_piece_and_answers_as_the_program(tmp_path: Path) -> None:
    assert CHROMIUM is not None
    kinds = {f"piece{place}": kind for place, kind in enumerate(KINDS)}
    things = {name: thing_of(kind) for name, kind in kinds.items()}
    rows = {name: thing.rows.part(0, 20).lists() for name, thing in things.items()}
    pieces = "".join(live_network(thing, name=name) for name, thing in things.items())
    given = json.dumps(rows).replace("<", "\\u003c")
    text = (
        f'<!doctype html><meta charset="utf-8"><body>{pieces}<script id="rows" type="application/json">{given}</script>'
    )
    page = tmp_path / "all.html"
    page.write_text(text + PROBE, encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--enable-logging=stderr"]
    command = [CHROMIUM, *flags, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", page.as_uri()]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=True)
    assert "CONSOLE" not in ran.stderr, ran.stderr
    found = re.search('<pre id="probe">(.*?)</pre>', ran.stdout, re.S)
    assert found
    told = json.loads(found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    for name, thing in things.items():
        facts, here = thing.description.facts, told[name]
        expected = thing.answers.part(0, 20).values
        tolerance = 1e-9 if facts.precision == "float64" else 1e-5
        np.testing.assert_allclose(here["answers"], expected, rtol=tolerance, atol=tolerance, err_msg=kinds[name])
        numbers = 0 if facts.pictures else sum(column.categories is None for column in facts.columns)
        assert here["sliders"] == numbers
        assert here["lists"] == (0 if facts.pictures else len(facts.columns) - numbers)
        assert here["tiles"] == sum(min(layer.units, 64) for layer in facts.layers[:-1])
        assert here["unnamed"] == 0
        assert here["moved"] == (numbers > 0)
        assert here["drawn"]
        assert here["shown"]


def test_that_a_page_is_exported_by_its_ending(tmp_path: Path) -> None:
    check = export(run_of("tanh"), tmp_path / "petals.HTML")
    assert check.rows == 800
    assert check.largest < 1e-12
    assert isinstance(format_of("x.html"), LivePage)
