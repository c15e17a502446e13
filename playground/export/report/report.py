"""A lab report as one page that needs nothing else: six headings, filled in where the program knows.

What the student has to write is the student's: it is taken as it was written, and where there is nothing yet, empty
lines are left for it.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from string import Template

import msgspec

from playground import __version__
from playground.experiment import Experiment, UserError
from playground.experiment.files import (
    as_named_in,
    check_writable,
    encode,
    is_stream,
    resource_path,
    write_checked,
)
from playground.export.formats import Check, format_of
from playground.export.formats.page import live_network
from playground.export.report.code import coloured, folded, program
from playground.export.report.content import content_rows, summary_of, title_of
from playground.export.report.formulas import Block, principle
from playground.export.report.markup import Markup, joined, math, paragraphs, tag
from playground.export.report.pictures import data_uri
from playground.export.report.results import Numbering, figure, results_of
from playground.export.report.studies import StudyTold, about_shown, about_study, study_results
from playground.export.report.words import Said, Words
from playground.export.trained import Trained, trained
from playground.training import Run
from playground.training.steps import StepSeen

HEADINGS = (
    ("purpose", "Purpose", "实验目的"),
    ("content", "Content", "实验内容"),
    ("principle", "Principle", "实验原理"),
    ("code", "Code", "实验代码"),
    ("results", "Results and analysis", "运行结果与分析"),
    ("summary", "Summary", "实验小结"),
)
"""The key of each heading, and what it says in English and as the documents have it."""
_FIELDS = (("name", "Name", "姓名"), ("number", "Number", "学号"), ("class", "Class", "班级"), ("date", "Date", "日期"))
_EMPTY_LINES = {"purpose": 3, "analysis": 5, "summary": 5}
_PAGE = "report.html"
_LONGEST_PART, _LONGEST_NAME = 60, 180


OWN_TEXTS = ("purpose", "analysis", "summary")
"""The keys of what a person writes."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What a person gives to a report: who it is, and what was written for the three headings that are theirs."""

    class_name: str = ""
    number: str = ""
    name: str = ""
    purpose: str = ""
    analysis: str = ""
    summary: str = ""

    @classmethod
    def of(cls, texts: Mapping[str, str], *, class_name: str = "", number: str = "", name: str = "") -> "Written":
        """Tell what was written, by heading, as a session keeps it, and who it is from."""
        own = {heading: str(texts.get(heading, "")) for heading in OWN_TEXTS}
        return cls(class_name=class_name, number=number, name=name, **own)

    @property
    def texts(self) -> dict[str, str]:
        """Tell what was written, by heading."""
        return {heading: text for heading in OWN_TEXTS if (text := getattr(self, heading))}


def check_report_path(path: str | Path) -> None:
    """Raise `UserError` if `save_report` could not write there, before anything is spent on training."""
    path = Path(path)
    if path.suffix.lower() not in (".html", ".htm") and not is_stream(path):
        raise UserError("{path}: a report is a page; let the file's name end in .html", path=path)
    check_writable(path)


def report_file_name(experiment: Experiment, written: Written) -> str:
    """Tell what the file is called: the experiment, then class, number and name, as far as they are given.

    Signs that a file's name cannot have are left out.
    """
    parts = [experiment.name, written.class_name, written.number, written.name]
    told = "-".join(filter(None, map(_fit_for_a_file, parts))) or "report"
    while len(told.encode()) > _LONGEST_NAME:
        told = told[:-1]
    return f"{told.rstrip(' .')}.html"


def _fit_for_a_file(text: str) -> str:
    plain = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    return " ".join(re.sub(r'[<>:"/\\|?*]', " ", plain).split())[:_LONGEST_PART].strip(" .")


def save_report(
    run: Run,
    path: str | Path,
    written: Written = Written(),  # noqa: B008 - frozen
    *,
    language: str = "en",
    study: StudyTold | None = None,
    steps: Sequence[StepSeen] = (),
    date: datetime.date | None = None,
) -> Check:
    """Write the report of a run, or of a study whose best is that run, to a file: see `report_of`.

    Returns
    -------
    How the live network in the page was found to be, when it was read back.

    Raises
    ------
    UserError : when it cannot be written there, the run's data are not here, or the live network answers otherwise.
    """
    check_report_path(path)
    if run.held_back is not None:  # There is but a sample of its data, and figures of that are not the run's.
        raise run.held_back
    made = _made(run, written, language=language, study=study, steps=steps, date=date, path=path)
    return write_checked(Path(path), made.page().encode(), partial(format_of(_PAGE).check, made.trained))


def report_of(
    run: Run,
    written: Written = Written(),  # noqa: B008 - frozen
    *,
    language: str = "en",
    study: StudyTold | None = None,
    steps: Sequence[StepSeen] = (),
    date: datetime.date | None = None,
    path: str | Path = "report.html",
) -> str:
    """The page.

    Parameters
    ----------
    run : whose network it tells of; with a study, that of the best trial.
    written : what the person gave to it.
    language : "en" or "zh_CN".
    study : what a study came to.
    steps : of a lab, those that were done.
    date : the day of the report; None for today.
    path : of the file, from where data files are named.
    """
    return _made(run, written, language=language, study=study, steps=steps, date=date, path=path).page()


def _made(
    run: Run,
    written: Written,
    *,
    language: str,
    study: StudyTold | None,
    steps: Sequence[StepSeen],
    date: datetime.date | None,
    path: str | Path,
) -> "_Report":
    day = datetime.date.today() if date is None else date
    return _Report(run, written, Words(language), study=study, steps=steps, date=day, path=Path(path))


class _Report:
    def __init__(
        self,
        run: Run,
        written: Written,
        words: Words,
        *,
        study: StudyTold | None,
        steps: Sequence[StepSeen],
        date: datetime.date,
        path: Path,
    ) -> None:
        self._run, self._written, self._words = run, written, words
        self._study, self._steps, self._date = study, steps, date
        taken = trained(run)
        self._experiment = as_named_in(run.experiment, path)
        self.trained: Trained = replace(
            taken,
            description=replace(taken.description, experiment=as_named_in(taken.description.experiment, path)),
        )
        self._count = Numbering(words)

    def page(self) -> str:
        words = self._words
        title = title_of(self._run.experiment, words)
        head = [title, *filter(None, (self._written.class_name, self._written.number, self._written.name))]
        template = Template(resource_path("export", "report", "page.html").read_text(encoding="utf-8"))
        return template.substitute(
            language="en" if words.is_english else "zh-CN",
            title=joined(" · ".join(head)),
            style=resource_path("export", "report", "page.css").read_text(encoding="utf-8"),
            outline=self._outline(),
            print=joined(words("Print")),
            heading=tag("h1", self._heading(title, "实验报告") if words.is_english else title),
            kind="" if words.is_english else tag("p", "实验报告", class_="kind"),
            fields=self._fields(),
            sections=joined(*(self._section(number, *each) for number, each in enumerate(HEADINGS, start=1))),
            foot=self._foot(),
        )

    # The frame

    def _heading(self, english: str, chinese: str) -> Markup:
        if not self._words.is_english:
            return joined(chinese)
        return joined(english, " ", tag("span", chinese, class_="also", lang="zh-CN"))

    def _outline(self) -> Markup:
        return joined(*(tag("a", self._heading(en, zh), href=f"#{key}") for key, en, zh in HEADINGS))

    def _fields(self) -> Markup:
        written = self._written
        values = {
            "name": written.name,
            "number": written.number,
            "class": written.class_name,
            "date": self._words.date(self._date),
        }
        return joined(
            *(
                tag("div", tag("dt", self._heading(en, zh)), tag("dd", values[key].strip() or Markup("&nbsp;")))
                for key, en, zh in _FIELDS
            )
        )

    def _section(self, number: int, key: str, english: str, chinese: str) -> Markup:
        makers: dict[str, Callable[[], Markup]] = {
            "purpose": lambda: self._own("purpose", self._written.purpose),
            "content": self._content,
            "principle": self._principle,
            "code": self._code,
            "results": self._results,
            "summary": lambda: self._own("summary", self._written.summary),
        }
        heading = tag("h2", tag("span", number, class_="place"), self._heading(english, chinese))
        return tag("section", heading, makers[key](), id=key)

    def _own(self, key: str, text: str) -> Markup:
        """Tell what the student wrote; or lines to write on."""
        if text.strip():
            return tag("div", paragraphs(text), class_="own")
        line = tag("div", class_="line")
        return tag("div", *[line] * _EMPTY_LINES[key], class_="own empty", aria_label=self._words("to be written"))

    def _foot(self) -> str:
        words, run = self._words, self._run
        told = words(
            "Figures, formulas and tables are those of the run with seed {seed} at epoch {epoch:,}, by Neural "
            "Playground {version}. This page is one file and needs no network.",
            seed=run.experiment.seed,
            epoch=run.epochs_done,
            version=__version__,
        )
        experiment = data_uri(encode(self._experiment).encode(), "application/json")
        link = tag(
            "a", words("The experiment as a file"), href=experiment, download=f"{_file_stem(run)}.json", class_="screen"
        )
        return tag("p", told, " ", link)

    # The sections

    def _content(self) -> Markup:
        words = self._words
        told = [summary_of(self._run, words)]
        if self._study is not None:
            told = [about_study(self._study, words), about_shown(self._study, words)]
        rows = content_rows(self._run, self.trained.description, words)
        body = [tag("tr", tag("th", name, scope="row"), tag("td", text)) for name, text in rows]
        separator = " " if words.is_english else ""
        return joined(tag("p", separator.join(told)), tag("table", tag("tbody", *body), class_="facts"))

    def _principle(self) -> Markup:
        inputs = [each.name for each in self.trained.description.facts.inputs]
        return joined(*(self._block(block) for block in principle(self._run, self._words, inputs)))

    def _block(self, block: Block) -> Markup:
        formulas = [tag("div", math(formula, block=True), class_="formula") for formula in block.formulas]
        rows = tag("div", *formulas, class_="formulas boxed" if block.boxed else "formulas") if formulas else ""
        return tag("div", tag("p", block.text), rows, class_="block")

    def _code(self) -> Markup:
        words = self._words
        source, told = program(self.trained, words)
        link = tag(
            "a",
            words("The whole file, {count:,} lines", count=source.count("\n")),
            href=data_uri(source.encode(), "text/x-python"),
            download=f"{_file_stem(self._run)}.py",
            class_="screen",
        )
        return joined(tag("p", told, " ", link), tag("pre", coloured(folded(source, words)), class_="code", lang="en"))

    def _results(self) -> Markup:
        words, blocks = self._words, []
        if self._study is not None:
            blocks.append(study_results(self._study, words, self._count))
            blocks.append(tag("h3", words("The network of this page")))
        blocks.append(results_of(self._run, words, self._count))
        blocks.append(self._live())
        steps = [step for step in self._steps if step.predicted is not None or step.happened is not None]
        if steps:
            blocks.append(tag("h3", words("Steps of the lab")))
            blocks += [self._step(step) for step in steps]
        blocks.append(tag("h3", words("Analysis")))
        blocks.append(self._own("analysis", self._written.analysis))
        return joined(*blocks)

    def _step(self, step: StepSeen) -> Markup:
        words = self._words
        return tag(
            "div",
            tag("p", tag("b", words("Step {number}", number=step.number)), " ", words(step.task)),
            tag("dl", *self._seen(step)),
            class_="step",
        )

    def _live(self) -> Markup:
        """The network itself, in the page's own script."""
        words = self._words
        told = words(
            "The trained network itself: move the mouse over it, or its sliders, and read its answer. On paper it "
            "stays as it is here."
        )
        live = Markup(live_network(self.trained, translate=words.translate))
        return joined(tag("h3", words("The network, live")), figure(live, self._count.figure(told)))

    def _seen(self, step: StepSeen) -> Iterator[Markup]:
        words = self._words
        told: dict[str, Said | None] = {
            words("Question"): step.question,
            words("Predicted"): step.predicted,
            words("Seen"): None if step.happened is None else words.retold(str(step.happened)),
            words("Why"): step.explanation if step.happened is not None or step.claim is None else None,
        }
        for name, said in told.items():
            text = "" if said is None else words(said)
            if text.strip():
                yield tag("div", tag("dt", name), tag("dd", text))


def _file_stem(run: Run) -> str:
    return _fit_for_a_file(run.experiment.name) or "experiment"
