"""The report as a page: six headings in two languages, true figures, nothing fetched, nobody's text as HTML."""

import base64
import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from playground.experiment import UserError, change, decode, labs, load
from playground.experiment.claims import column_words, figure_words
from playground.experiment.message import say
from playground.experiment.numbers import loss_text, percent_text
from playground.export import trained as taken
from playground.export.formats.training import training_program
from playground.export.report import (
    HEADINGS,
    StudyTold,
    Written,
    language_of_system,
    report_file_name,
    report_of,
    save_report,
)
from playground.export.report.code import coloured, folded
from playground.export.report.markup import escaped, paragraphs, tag
from playground.export.report.words import SEEN, Words, catalogue
from playground.studies import Axis, Comparison, InProcess, Search, Sweep, Variant, run_study, with_validation
from playground.studies.search import LogUniform
from playground.training import Run
from playground.training.claims import Evidence
from playground.training.steps import StepBook
from tests.export.report.conftest import Page, table_experiment, trained
from tests.export.report.keys import ROOMS, all_keys, messages_in

pytestmark = pytest.mark.slow

Pages = Callable[..., Page]
UNITS = "network.layers.0.units"
_ENGLISH = re.compile(r"\b[A-Za-z]{2,}(?: [A-Za-z]{2,})+")
"""Two English words in a row are on the way to a sentence."""


def english_in(page: Page) -> list[str]:
    """What of a Chinese page is English, beside code, names and what stands only on the screen."""
    texts = (text.replace("Neural Playground", "") for text in page.seen())
    return [found for text in texts for found in _ENGLISH.findall(text)]


RUNS = {
    "petals": lambda: trained("petals", 200),
    "waves": lambda: trained("waves", 5),
    "quadrants": lambda: trained("quadrants", 5),
    "digits": lambda: trained("two-layer", 2),
    "playground": lambda: trained("playground", 3, training__schedule={"kind": "step", "every": 2, "factor": 0.5}),
    "regression": lambda: trained(
        "petals",
        5,
        data__source={"kind": "bumps", "fresh_test": 50},
        network__output__activation="linear",
        training__loss="huber",
        training__optimizer={"kind": "adam"},
        data__target_scaling="standardize",
    ),
    "all of it": lambda: trained(
        "waves",
        4,
        network__layers__0__batch_norm=True,
        network__layers__1__dropout=0.25,
        network__layers__1__frozen=True,
        network__output__batch_norm=True,
        training__class_weights="balanced",
        training__l1=0.001,
        training__gradient_clip=1.0,
        training__batch_size=50,
        training__batch_norm_learning_rate=0.05,
        training__batch_norm_momentum=0.8,
        training__stop={"target_accuracy": 0.99, "patience": 200},
        training__precision="float32",
        data__preprocessing="standardize",
    ),
    "no hidden layer": lambda: trained("petals", 3, network__layers=[]),
    "ran away": lambda: trained("petals", 30, training__optimizer={"kind": "sgd", "learning_rate": 100.0}),
    "untrained": lambda: trained("petals", 0),
    "painted": lambda: trained("petals", 3, data__source={"kind": "points"}),
}


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_every_kind_of_run_has_a_whole_page(name: str, language: str, page_of: Pages) -> None:
    page = page_of(RUNS[name](), Written(name="李雷", purpose="看一看"), language=language)
    assert page.wrong == []
    headings = [key for tag_, known in page.elements if tag_ == "section" for key in [known.get("id")] if key != "live"]
    assert headings == [key for key, _, _ in HEADINGS]
    for _, english, chinese in HEADINGS:
        assert chinese in page.text
        assert (english in page.text) == (language == "en")
    if language == "zh_CN":
        assert english_in(page) == []


@pytest.mark.parametrize("name", ["petals", "digits", "regression"])
def test_that_nothing_is_fetched(name: str, page_of: Pages) -> None:
    page = page_of(RUNS[name]())
    assert all(each.startswith(("data:", "#")) for each in page.references), page.references
    assert page.references
    assert "@import" not in page.source
    assert "url(" not in page.source.replace("url(#", "")
    policy = next(known["content"] for _, known in page.elements if known.get("http-equiv"))
    assert str(policy).startswith("default-src 'none'")


def test_that_the_figures_are_those_of_the_run(petals: Run, page_of: Pages) -> None:
    page, scores = page_of(petals), petals.snapshot().scores
    for name, part in (("train", "training"), ("test", "test")):
        score = scores[name]
        assert score.accuracy is not None
        assert f"{loss_text(score.loss)} on the {part} part" in page.text
        assert f"{percent_text(score.accuracy)} on the {part} part" in page.text
    cells = page.within("td.number")
    for epoch in (0, 100, 200):
        row = cells.index(f"{epoch:,}")
        figures = petals.history.scalars(epoch)
        told = [f"{figures['train_loss']:.6f}", f"{100 * figures['train_accuracy']:.2f} %"]
        assert cells[row + 1 : row + 3] == told
    measures = petals.measures("test")
    assert measures is not None
    for row in measures.confusion.tolist():
        for count in row:
            assert f"{count:,}" in [text for about, text in page.texts if "td.number" in about]


def test_that_what_a_person_wrote_stands_there_as_text(petals: Run, page_of: Pages) -> None:
    evil = "</p><script>alert(1)</script>"
    written = Written(
        class_name=evil, number='"><img src=x>', name="\udce4 &\x00", purpose=f"one\ntwo\n\n{evil}", summary=""
    )
    page = page_of(petals, written)
    assert page.wrong == []
    assert evil not in page.source
    assert "<p>one<br>two</p><p>&lt;/p&gt;&lt;script&gt;" in page.source
    page.source.encode()  # Halves of characters could not be written.
    assert not [known for name, known in page.elements if name == "img"]
    assert [known for _, known in page.elements if known.get("class") == "own empty"]  # Lines for the summary.


def test_that_names_in_a_table_stay_text(tmp_path: Path, page_of: Pages) -> None:
    run = Run(table_experiment(tmp_path))
    run.train(3)
    page = page_of(run)
    assert page.wrong == []
    assert not [name for name, _ in page.elements if name == "i"]
    assert 'length <i>, width "x" (cm)' in page.text
    assert "<b>rose</b>, tulip & co" in page.text


def test_that_the_files_in_the_page_are_the_experiment_and_its_program(petals: Run, page_of: Pages) -> None:
    page = page_of(petals)
    links = {
        str(known["download"]): str(known["href"])
        for name, known in page.elements
        if name == "a" and "download" in known
    }
    content = {name: base64.b64decode(href.partition("base64,")[2]) for name, href in links.items()}
    assert decode(content["petals.json"], "x") == petals.experiment
    assert content["petals.py"].decode() == training_program(taken(petals))


def test_that_the_live_network_is_checked_before_the_page_is_kept(petals: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    check = save_report(petals, path, language="zh_CN")
    assert "Qt's JavaScript engine" in str(check.message)
    assert check.largest < 1e-9
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_that_a_page_has_its_ending_and_its_language(petals: Run, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"end in \.html"):
        save_report(petals, tmp_path / "report.pdf")
    with pytest.raises(UserError, match="there is no language 'fr'"):
        save_report(petals, tmp_path / "report.html", language="fr")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "zh_TW", "LANG": "en"}, "zh_CN"),
        ({"LC_ALL": "C", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "en"}, "zh_CN"),
        ({}, "en"),
    ],
)
def test_that_the_language_is_that_of_the_system(environment: dict[str, str], language: str) -> None:
    assert language_of_system(environment) == language


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (Written(class_name="三年二班", number="014", name="李雷"), "petals-三年二班-014-李雷.html"),
        (Written(), "petals.html"),
        (Written(name="A/B:C*?"), "petals-A B C.html"),
        (Written(name="..", number="\x00\n"), "petals.html"),
        (Written(name=" Li  Lei. "), "petals-Li Lei.html"),
    ],
)
def test_that_the_file_is_named_by_class_number_and_name(written: Written, name: str) -> None:
    assert report_file_name(load("petals"), written) == name


def test_that_no_name_is_too_long_for_a_file() -> None:
    name = report_file_name(load("petals"), Written(class_name="班" * 200, number="9" * 200, name="名" * 200))
    assert len(name.encode()) <= 200
    assert name.endswith(".html")


def test_that_the_date_is_told_in_the_language(petals: Run, page_of: Pages) -> None:
    day = datetime.date(2026, 11, 28)
    assert "28 November 2026" in page_of(petals, date=day).text
    assert "2026 年 11 月 28 日" in page_of(petals, date=day, language="zh_CN").text


# Steps


def seen_steps() -> StepBook:
    book = StepBook()
    book.predict("petals", 0, 80)
    told = say(
        "Epoch {epoch:,}: {column} {figure}",
        epoch=5000,
        column=column_words("train_accuracy"),
        figure=figure_words("train_accuracy", 0.905),
    )
    book.note("petals", Evidence(0, told, 5000, 0.905))
    book.predict("petals", 1, 1)
    return book


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["80 of 100", "Epoch 5,000: the training accuracy 90.5 %", "about 67"]),
        ("zh_CN", ["80（每 100 个）", "第 5,000 轮：训练集准确率 90.5 %", "大约 67 个"]),
    ],
)
def test_that_steps_are_told_with_what_was_predicted_and_seen(
    petals: Run, page_of: Pages, language: str, told: list[str]
) -> None:
    lab = labs()["petals"]
    page = page_of(petals, language=language, steps=seen_steps().steps(lab))
    assert [text for text in page.within("dd.") if text in told] == told
    assert len([1 for _, known in page.elements if known.get("class") == "step"]) == 2
    assert lab.steps[0].explain.into(language) in page.text
    assert lab.steps[1].explain.into(language) not in page.text  # It opens when the claim was seen.


@pytest.mark.parametrize("column", ["train_accuracy", "test_loss", "update_ratio.layer1.weight"])
def test_that_whatever_showed_a_claim_is_told_in_chinese(column: str) -> None:
    words, figure = Words("zh_CN"), figure_words(column, 0.25)
    for key in SEEN[:2]:
        values = {"epoch": 12_000, "first": 1_000, "column": column_words(column), "figure": figure}
        assert words.retold(str(say(key, **values))) == words(say(key, **values))
    two = "7 settings, 5 times each; the validation accuracy at least 90 %"
    assert words.retold(two) == "7 种设置，每种 5 次；验证集准确率至少 90 %"
    assert words.retold("what nobody says") == "what nobody says"


def test_that_all_sentences_of_claims_can_be_told_again() -> None:
    claims = next(file for file in ROOMS if file.name == "claims.py")
    made = {text for text in messages_in(claims) if "{" in text}
    assert made <= set(SEEN)


# Studies


@pytest.fixture(scope="module")
def sizes() -> StudyTold:
    """Three hidden sizes, five draws of the data each."""
    study = Sweep(with_validation(load("petals")), (Axis(UNITS, (1, 3, 6)),), seeds=5, epochs=400)
    return StudyTold(study, run_study(study, InProcess()))


def shown(seen: StudyTold) -> Run:
    """The run that a study's report shows."""
    assert seen.shown is not None
    run = Run(seen.study.trials()[seen.shown].experiment)
    run.train(2)
    return run


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_a_study_is_told_with_its_verdict_a_table_and_a_chart(
    sizes: StudyTold, language: str, page_of: Pages
) -> None:
    page, words = page_of(shown(sizes), study=sizes, language=language), Words(language)
    found = sizes.verdict
    assert page.wrong == []
    assert words.sentence(found.sentence) in page.text
    cells = page.within("td.number")
    for number, group in enumerate(found.bars):
        assert percent_text(group.mean) in cells, number
    assert "5" in cells  # Parameters of one hidden neuron.
    circles = [known for name, known in page.elements if name == "circle" and known.get("fill-opacity")]
    assert len(circles) == len(sizes.results)
    if language == "zh_CN":
        assert english_in(page) == []


def test_that_the_network_that_is_shown_is_of_the_setting_that_is_enough(sizes: StudyTold) -> None:
    enough = sizes.verdict.enough
    assert enough is not None, str(sizes.verdict.sentence)
    assert sizes.shown is not None
    assert sizes.study.trials()[sizes.shown].assignments[UNITS] == (1, 3, 6)[enough]
    assert sizes.is_enough


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_searches_and_comparisons_have_pages_too(language: str, page_of: Pages) -> None:
    petals = with_validation(load("petals"))
    search = Search(petals, {"training.optimizer.learning_rate": LogUniform(0.1, 2.0)}, count=4, epochs=20)
    fair = Comparison(petals, (Variant("no dropout"), Variant("dropout", {"network.layers.0.dropout": 0.5})), epochs=20)
    for study in (search, fair):
        seen = StudyTold(study, run_study(study, InProcess()))
        page = page_of(shown(seen), study=seen, language=language)
        assert page.wrong == []
        assert Words(language).sentence(seen.verdict.sentence) in page.text
        if language == "zh_CN":
            assert english_in(page) == []


def test_that_a_study_in_which_all_failed_is_told(page_of: Pages) -> None:
    petals = change(with_validation(load("petals")), {"training.optimizer.learning_rate": 100.0})
    study = Sweep(petals, (Axis(UNITS, (2, 3)),), epochs=40)
    seen = StudyTold(study, run_study(study, InProcess()))
    assert seen.shown is None
    page = page_of(Run(petals), study=seen)
    assert "No trial came to its end" in page.text


# The catalogue


def test_that_everything_a_report_says_is_known_in_chinese() -> None:
    known = catalogue("zh_CN")
    assert [text for text in sorted(all_keys()) if text not in known] == []


def test_that_translations_have_the_places_of_their_texts() -> None:
    for english, chinese in catalogue("zh_CN").items():
        wanted, found = (set(re.findall(r"\{(\w+)", text)) for text in (english, chinese))
        assert found <= wanted, english
        assert wanted == found, english


# Markup


def test_that_everything_but_markup_is_escaped() -> None:
    assert tag("p", "<&>", tag("b", 'a"'), title='"x"') == '<p title="&quot;x&quot;">&lt;&amp;&gt;<b>a&quot;</b></p>'
    assert escaped("a\x00\x1b\ud800b") == "a\ufffd\ufffd\ufffdb"
    assert paragraphs("a\r\nb\n\n\n<c>\n") == "<p>a<br>b</p><p>&lt;c&gt;</p>"


def test_that_a_curve_keeps_its_peaks_when_it_is_thinned() -> None:
    from playground.export.report.pictures import thinned as thin

    x = np.arange(100_000, dtype=float)
    y = np.zeros_like(x)
    y[54_321] = 7.0
    y[99_990] = np.nan
    few_x, few_y = thin(x, y)
    assert len(few_x) < 1_100
    assert np.nanmax(few_y) == 7.0
    assert (few_x[0], few_x[-1]) == (0, 99_999)


def test_that_the_page_carries_the_network_as_numbers(petals: Run) -> None:
    page = report_of(petals)
    data = json.loads(re.findall(r'<script class="lp-data".*?>(.*?)</script>', page, re.S)[0])
    assert data["layers"]


@pytest.mark.parametrize("name", ["petals", "digits", "all of it"])
def test_that_the_code_is_shown_without_its_tables_and_can_be_read(name: str) -> None:
    source = training_program(taken(RUNS[name]()))
    shown = folded(source, Words("en"))
    assert max(map(len, shown.splitlines())) <= 122
    assert len(shown.splitlines()) < 520
    for text in ("def train(", "def take_step(", "class Layer", "more lines, all in the file"):
        assert text in shown
    kept = set(source.splitlines())
    assert all(line in kept or "more lines, all in the file" in line for line in shown.splitlines())
    assert re.sub(r"<[^>]*>", "", coloured(shown)) == escaped(shown)


def test_that_a_run_without_its_data_has_no_report(tmp_path: Path) -> None:
    run = Run(load("petals"))
    run.held_back = UserError("its data are not here")
    with pytest.raises(UserError, match="its data are not here"):
        save_report(run, tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []
