"""Further tables of the kinds in `field/`: other marks, names, delimiters, languages and places."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from playground.data.tables import NumberColumn, TextColumn, read_table
from playground.data.tables.plan import Plan
from playground.experiment import UserError

RANDOM = np.random.RandomState(5)
A, B = RANDOM.rand(2, 400).round(3).tolist()
"""Two features whose values differ from row to row."""


def lines(head: str, row: Callable[[int], str], count: int = 60) -> str:
    """A table: what stands first, then so many rows."""
    return head + "".join(row(i) + "\n" for i in range(count))


def kind(i: int, names: str = "xyz") -> str:
    return names[i % len(names)]


def quoted(text: str) -> str:
    return f'"{text}"'


@dataclass
class Right:
    """What a table is, as far as a case says: parts left at None are not looked at."""

    text: str | bytes
    names: tuple[str, ...] | None = None
    inputs: tuple[str, ...] | None = None
    target: str | None = None
    task: str | None = None
    classes: tuple[str, ...] | int | None = None
    samples: int | None = None
    features: int | None = None
    numbers: dict[str, list[float]] = field(default_factory=dict)
    texts: dict[str, set[str]] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)


MARKS_AMONG_NUMBERS = {
    "n.a. beside decimal commas": Right(
        lines("alter;gewicht;art\n", lambda i: f"{'n.a.' if i % 6 == 0 else 20 + i};{i % 9},5;{kind(i)}"),
        missing={"alter": 10},
        samples=50,
        features=2,
    ),
    "an ellipsis": Right(
        lines(
            "year of birth\tincome\tregion\n",
            lambda i: f"{'…' if i % 5 == 2 else 1950 + i * 7 % 40}\t{A[i]}\t{kind(i)}",
        ),
        missing={"year of birth": 12},
        samples=48,
    ),
    r"\N of a database": Right(
        lines("a\tb\tkind\n", lambda i: f"{A[i]}\t{chr(92) + 'N' if i % 4 == 1 else B[i]}\t{kind(i)}"),
        missing={"b": 15},
        features=2,
    ),
    "None of Python": Right(
        lines("a,b,kind\n", lambda i: f"{'None' if i % 3 == 0 else A[i]},{B[i]},{kind(i, 'xxyyzz')}"),
        missing={"a": 20},
        features=2,
    ),
    "a word of another language": Right(
        lines(
            "alter;einkommen;kauf\n", lambda i: f"{'keine Angabe' if i % 7 == 0 else 20 + i % 40};{i % 9},5;{kind(i)}"
        ),
        missing={"alter": 9},
        features=2,
    ),
    "Chinese": Right(
        lines("年龄,收入,类别\n", lambda i: f"{'不详' if i % 8 == 0 else 20 + i % 40},{A[i]},{kind(i, '甲乙')}"),
        missing={"年龄": 8},
        target="类别",
        features=2,
    ),
    "an asterisk and a dash": Right(
        lines("a,b,kind\n", lambda i: f"{'*' if i % 9 == 0 else A[i]},{'–' if i % 9 == 4 else B[i]},{kind(i)}"),
        missing={"a": 7, "b": 7},
        samples=46,
    ),
    "Excel's error in German": Right(
        lines("a;b;kind\n", lambda i: f"{'#WERT!' if i % 5 == 0 else A[i]};{B[i]};{kind(i)}"), missing={"a": 12}
    ),
    "late in a long file": Right(
        lines(
            "a,b,kind\n",
            lambda i: f"{A[i % 400]},{'withheld' if i > 1500 and i % 4 == 0 else B[i % 400]},{kind(i)}",
            3000,
        ),
        missing={"b": 374},
        features=2,
    ),
    "in the target of values": Right(
        lines("a,b,price\n", lambda i: f"{A[i]},{B[i]},{'on request' if i % 6 == 0 else 100 + i * 1.5}"),
        missing={"price": 10},
        task="regression",
        samples=50,
    ),
    "beside empty cells": Right(
        lines("a,b,kind\n", lambda i: f"{'refused' if i % 6 == 0 else '' if i % 6 == 1 else A[i]},{B[i]},{kind(i)}"),
        missing={"a": 20},
        samples=40,
    ),
    "among numbers with marks between thousands": Right(
        lines("n,b,kind\n", lambda i: f"{'secret' if i % 5 == 0 else quoted(f'{i + 1},234,567')},{B[i]},{kind(i)}"),
        missing={"n": 12},
        features=2,
    ),
    "among percent": Right(
        lines("n;b;kind\n", lambda i: f"{'k. A.' if i % 5 == 0 else f'{i},5 %'};{i * 7 % 60};{kind(i)}"),
        missing={"n": 12},
        features=2,
    ),
    "what is censored is no mark": Right(
        lines("dose,b,kind\n", lambda i: f"{'<5' if i % 4 == 0 else i % 7 + 5},{B[i]},{kind(i)}"),
        texts={"dose": {"<5", "5", "6", "7", "8", "9", "10", "11"}},
    ),
}

MARKS_AMONG_TEXTS = {
    "a continent": Right(
        lines("gdp,area,continent\n", lambda i: f"{A[i]},{B[i]},{['AF', 'NA', 'EU', 'AS'][i % 4]}"),
        classes=("AF", "AS", "EU", "NA"),
        samples=60,
    ),
    "a continent that is rare": Right(
        lines("gdp,area,continent\n", lambda i: f"{A[i]},{B[i]},{'NA' if i == 7 else ['AF', 'OC', 'EU', 'AS'][i % 4]}"),
        classes=5,
    ),
    "no treatment": Right(
        lines("a,b,treatment\n", lambda i: f"{A[i]},{B[i]},{['None', 'Drug', 'Placebo'][i % 3]}"),
        classes=("Drug", "None", "Placebo"),
    ),
    "a sign": Right(
        lines("a;b;test\n", lambda i: f"{A[i]};{B[i]};{'-' if i % 5 else '+'}"), classes=("+", "-"), samples=60
    ),
    "quoted, where R leaves what is missing bare": Right(
        lines(
            '"a","b","code"\n',
            lambda i: ",".join(
                (
                    str(A[i]),
                    "NA" if i % 10 == 0 else str(B[i]),
                    "NA" if i == 33 else quoted("NA" if i % 20 == 1 else kind(i, "pq")),
                )
            ),
        ),
        classes=("NA", "p", "q"),
        samples=53,
        missing={"b": 6, "code": 1},
    ),
    "rare and bare": Right(
        lines("a,b,sex\n", lambda i: f"{A[i]},{B[i]},{'NA' if i in (7, 30) else ['male', 'female'][i % 2]}"),
        classes=("female", "male"),
        samples=58,
    ),
    "in an input": Right(
        lines("a,parking,kind\n", lambda i: f"{A[i]},{['none', 'garage', 'street'][i % 3]},{kind(i, 'pppqqq')}"),
        features=4,
        samples=60,
    ),
    "a question mark that comes often": Right(
        lines("a,root,kind\n", lambda i: f"{A[i]},{['?', 'b', 'c'][i % 3]},{kind(i, 'pppqqq')}"), features=4, samples=60
    ),
}

COUNTERS_AND_COPIES = {
    "in the middle": Right(
        lines("a,lfd,b,kind\n", lambda i: f"{A[i]},{1000 + i},{B[i]},{kind(i)}"), inputs=("a", "b"), target="kind"
    ),
    "the last column": Right(
        lines("a,b,kind,nummer\n", lambda i: f"{A[i]},{B[i]},{kind(i)},{i}"), inputs=("a", "b"), target="kind"
    ),
    "pandas' index": Right(
        lines(",a,b,kind\n", lambda i: f"{i},{A[i]},{B[i]},{kind(i)}"), inputs=("a", "b"), target="kind"
    ),
    "sorted numbers of customers": Right(
        lines("customer_id;a;b;kind\n", lambda i: f"{4000 + 3 * i + i % 2};{A[i]};{B[i]};{kind(i)}"), inputs=("a", "b")
    ),
    "passengers in any order": Right(
        lines("PassengerId,Age,Fare,Survived\n", lambda i: f"{i * 7 % 60 + 1},{20 + i * 3 % 41},{A[i]},{i % 2}"),
        inputs=("Age", "Fare"),
        target="Survived",
    ),
    "a sorted measure is none": Right(
        lines("size,a,price\n", lambda i: f"{50 + 2 * i + i % 3},{A[i]},{1000 + 31 * i + i % 7}"), inputs=("size", "a")
    ),
    "the only input stays": Right(lines("day,price\n", lambda i: f"{i + 1},{100 + A[i]}"), inputs=("day",)),
    "a code before the names": Right(
        lines("class_code,a,b,class\n", lambda i: f"{10 * (i % 3) + 10},{A[i]},{B[i]},{['oak', 'elm', 'ash'][i % 3]}"),
        inputs=("a", "b"),
        target="class",
    ),
    "yes and 1": Right(
        lines(
            "a,b,churn_flag,churned\n",
            lambda i: f"{A[i]},{B[i]},{int(i * 7 % 10 < 4)},{'yes' if i * 7 % 10 < 4 else 'no'}",
        ),
        inputs=("a", "b"),
        target="churned",
    ),
    "values twice": Right(
        lines("a,b,price_eur,price\n", lambda i: f"{A[i]},{B[i]},{100 + A[i]:.3f},{100 + A[i]:.3f}"),
        inputs=("a", "b"),
        target="price",
    ),
    "a feature that tells most is none": Right(
        lines("a,odour,kind\n", lambda i: f"{A[i]},{'foul' if i % 2 and i != 9 else 'none'},{kind(i, 'ep')}"),
        inputs=("a", "odour"),
    ),
}

ROWS_THAT_ARE_NO_SAMPLES = {
    "units in round brackets": Right(
        lines("height;weight;name\n(cm);(kg);(-)\n", lambda i: f"{A[i]};{B[i]};{kind(i)}"),
        names=("height", "weight", "name"),
        classes=("x", "y", "z"),
        samples=60,
    ),
    "units without brackets": Right(
        lines("length,width,species\ncm,cm,name\n", lambda i: f"{A[i]},{B[i]},{kind(i)}"), classes=3, samples=60
    ),
    "units that differ": Right(
        lines("time\tspeed\tstate\ns\tm/s\t\n", lambda i: f"{A[i]}\t{B[i]}\t{['on', 'off'][i % 2]}"),
        names=("time", "speed", "state"),
        classes=2,
        samples=60,
    ),
    "types of a database": Right(
        lines("a|b|kind\nREAL|REAL|TEXT\n", lambda i: f"{A[i]}|{B[i]}|{kind(i)}"), classes=3, samples=60
    ),
    "types of R": Right(
        lines("a b kind\n<dbl> <dbl> <chr>\n", lambda i: f"{A[i]} {B[i]} {kind(i)}"), classes=3, samples=60
    ),
    "a ruled line": Right(
        lines("a,b,kind\n-----,-----,----\n", lambda i: f"{A[i]},{B[i]},{kind(i)}"), classes=3, samples=60
    ),
    "a table of Markdown": Right(
        lines("| a | b | kind |\n|---|:--:|---:|\n", lambda i: f"| {A[i]} | {B[i]} | {kind(i)} |"),
        names=("a", "b", "kind"),
        classes=("x", "y", "z"),
        samples=60,
    ),
    "Orange's types and roles": Right(
        lines("a\tb\tcolour\tiris\nc\tc\td\td\n\t\t\tclass\n", lambda i: f"{A[i]}\t{B[i]}\t{kind(i, 'rg')}\t{kind(i)}"),
        target="iris",
        classes=3,
        features=4,
        samples=60,
    ),
    "a database's rule without delimiters": Right(
        lines(" a | b | kind \n---+---+------\n", lambda i: f" {A[i]} | {B[i]} | {kind(i)} "),
        names=("a", "b", "kind"),
        classes=3,
        samples=60,
    ),
    "formats": Right(
        lines("size;age;sex\nF8.2;F3.0;A1\n", lambda i: f"{A[i]};{20 + i * 7 % 40};{kind(i, 'mf')}"),
        classes=2,
        samples=60,
    ),
    "roles": Right(
        lines("a,b,kind\ninput,input,target\n", lambda i: f"{A[i]},{B[i]},{kind(i)}"), classes=3, samples=60
    ),
    "names and units again": Right(
        "".join(lines("u,v,kind\nmm,mm,-\n", lambda i: f"{A[i]},{B[i]},{kind(i)}", 25) for _ in range(3)),
        classes=3,
        samples=75,
    ),
    "a class of a row left out": Right(
        lines("a,b,kind\n", lambda i: f"{A[i]},{B[i]},{kind(i)}", 40) + "1.5,,ghost\n2.5,none here,spook\n",
        classes=("x", "y", "z"),
        samples=40,
    ),
    "a category of a row left out": Right(
        lines("a,colour,kind\n", lambda i: f"{A[i]},{kind(i, 'rg')},{kind(i)}", 40) + ",violet,x\n,ultra,y\n",
        features=3,
        samples=40,
    ),
}

HEADERS = {
    "pixels and a word": Right(
        lines(",".join(map(str, range(8))) + ",target\n", lambda i: ",".join(str(i * j % 17) for j in range(9))),
        names=(*map(str, range(8)), "target"),
        target="target",
        samples=60,
    ),
    "years backwards": Right(
        lines("2020,2019,2018\n", lambda i: f"{A[i]},{B[i]},{A[i + 99]}"), names=("2020", "2019", "2018"), samples=60
    ),
    "years of the world": Right(
        lines(
            "Data Source,Development\n\nCountry Name,Country Code,1960,1961\n",
            lambda i: f"Country {i},C{i:02},{A[i]},{B[i]}",
        ),
        names=("Country Name", "Country Code", "1960", "1961"),
        samples=60,
    ),
    "a title as wide with numbers": Right(
        lines("Export,2024,3\na,b,kind\n", lambda i: f"{A[i]},{B[i]},{kind(i)}"), names=("a", "b", "kind"), samples=60
    ),
    "a comment with numbers": Right(
        lines("# run 5,2024,17\na,b,n\n", lambda i: f"{A[i]},{B[i]},{i % 2}"), names=("a", "b", "n"), samples=60
    ),
    "a title of one cell less": Right(
        lines("Report,May\na,b,kind\n", lambda i: f"{A[i]},{B[i]},{kind(i)}"), names=("a", "b", "kind"), samples=60
    ),
    "names of rows as R writes them": Right(
        lines('"a","n"\n', lambda i: f'"car {i}",{A[i]},{i % 5}'), names=("column 1", "a", "n"), samples=60
    ),
    "none over decimal commas between blanks": Right(
        lines("", lambda i: f"{A[i]} {B[i]} {kind(i)}".replace(".", ",")),
        names=("column 1", "column 2", "column 3"),
        samples=60,
    ),
    "pixels": Right(
        lines("0,1,2,3\n", lambda i: f"{i * 7 % 16},{i * 5 % 16},{i * 3 % 17},{i % 2}"),
        names=("0", "1", "2", "3"),
        samples=60,
    ),
    "an index and numbers": Right(
        lines(",0,1,2\n", lambda i: f"{i},{A[i]},{B[i]},{i % 2}"), names=("column 1", "0", "1", "2"), samples=60
    ),
    "years beside a country": Right(
        lines("country,2001,2002,2003\n", lambda i: f"country {i},{A[i]},{B[i]},{100 + i}"),
        names=("country", "2001", "2002", "2003"),
        samples=60,
    ),
    "every fifth year": Right(
        lines("1990;1995;2000;2005\n", lambda i: f"{A[i]};{B[i]};{A[i + 99]};{B[i + 99]}"),
        names=("1990", "1995", "2000", "2005"),
    ),
    "wavelengths before a label": Right(
        lines("450.5,451,451.5,sample\n", lambda i: f"{A[i]},{B[i]},{A[i + 99]},{kind(i)}"),
        names=("450.5", "451", "451.5", "sample"),
        classes=3,
    ),
    "none over measures and classes": Right(
        lines("", lambda i: f"{A[i]},{B[i]},Iris-{kind(i)}"), names=("column 1", "column 2", "column 3"), samples=60
    ),
    "none over zeros and ones": Right(
        lines("0,1,1\n", lambda i: f"{i % 2},{i // 2 % 2},{(i % 2) ^ (i // 2 % 2)}"),
        names=("column 1", "column 2", "column 3"),
        samples=61,
    ),
    "none over a counter": Right(
        lines("", lambda i: f"{i + 1},{(i * 7 + 2) % 9},{(i * 5 + 3) % 9}"),
        names=("column 1", "column 2", "column 3"),
        samples=60,
    ),
    "delimiters behind all lines": Right(
        lines("a;b;kind;\n", lambda i: f"{A[i]};{B[i]};{kind(i)};"), names=("a", "b", "kind"), samples=60
    ),
    "two delimiters behind the rows": Right(
        lines("a\tb\tkind\n", lambda i: f"{A[i]}\t{B[i]}\t{i % 2}\t\t"), names=("a", "b", "kind"), samples=60
    ),
    "a delimiter behind rows without names": Right(
        lines("", lambda i: f"{A[i]},{B[i]},{kind(i)},"), names=("column 1", "column 2", "column 3"), samples=60
    ),
    "a title as wide behind a percent sign": Right(
        lines("% logger 7; v2; x\na;b;kind\n", lambda i: f"{A[i]};{B[i]};{kind(i)}"), names=("a", "b", "kind")
    ),
    "a title as wide without a sign": Right(
        lines("Station North,May 2024,Rev. B\na,b,kind\n", lambda i: f"{A[i]},{B[i]},{kind(i)}"),
        names=("a", "b", "kind"),
        classes=3,
        samples=60,
    ),
    "a sign before names between blanks": Right(
        lines("# a b kind\n", lambda i: f"{A[i]} {B[i]} {i % 2}"), names=("a", "b", "kind"), samples=60
    ),
    "a sign with a blank before names": Right(
        lines("# a,b,kind\n", lambda i: f"{A[i]},{B[i]},{i % 2}"), names=("a", "b", "kind"), samples=60
    ),
}

WAYS_OF_WRITING = {
    "an en dash": Right(lines("p,kind\n", lambda i: f"\N{EN DASH}{i + 1}.5,{kind(i)}"), numbers={"p": [-1.5, -2.5]}),
    "a fullwidth minus": Right(
        lines("p\tq\tkind\n", lambda i: f"\N{FULLWIDTH HYPHEN-MINUS}{A[i]:.3f}\t{i}\t{kind(i)}"),
        numbers={"p": [-A[0], -A[1]]},
    ),
    "a minus in the exponent": Right(
        lines("p,kind\n", lambda i: f"{i + 1}e\N{MINUS SIGN}3,{kind(i)}"), numbers={"p": [0.001, 0.002]}
    ),
    "blanks between thousands and a decimal comma": Right(
        lines("Ort; Umsatz\n", lambda i: f"Bad {kind(i)}; {i + 1} 234,50"), numbers={"Umsatz": [1234.5, 2234.5]}
    ),
    "blanks between thousands behind tabs": Right(
        lines("town\tpeople\n", lambda i: f"New {kind(i)}\t{i + 1} 234 567"), numbers={"people": [1234567, 2234567]}
    ),
    "lakhs with decimals and signs": Right(
        lines("p,kind\n", lambda i: f'"-{i % 9 + 1},23,456.50",{kind(i)}'), numbers={"p": [-123456.5, -223456.5]}
    ),
    "crores among small ones": Right(
        lines("p,kind\n", lambda i: f'"{"12,34,56,789" if i % 2 else 950 + i % 40}",{kind(i)}'),
        numbers={"p": [950, 123456789]},
    ),
    "codes of which one begins with 0": Right(
        lines("fips,a,kind\n", lambda i: f"{['01001', '56045', '48201'][i % 3]},{A[i]},{kind(i, 'pppq')}"),
        texts={"fips": {"01001", "56045", "48201"}},
    ),
    "numbers beyond 2^53": Right(
        lines("tweet,a,kind\n", lambda i: f"{12345678901234567890 + i % 3},{A[i]},{kind(i, 'pq')}"),
        texts={"tweet": {"12345678901234567890", "12345678901234567891", "12345678901234567892"}},
    ),
    "decimals that begin with 0 stay numbers": Right(
        lines("p,kind\n", lambda i: f"0{i % 9}.50,{kind(i)}"), numbers={"p": [0.5, 1.5]}
    ),
    "quotation marks behind a backslash": Right(
        lines("a,said,kind\n", lambda i: f'{A[i]},"he said \\"no, {kind(i, "pq")}\\"",{kind(i)}'),
        texts={"said": {'he said "no, p"', 'he said "no, q"'}},
    ),
    "curly quotation marks": Right(
        lines("a,place,kind\n", lambda i: f"{A[i]},“Rome, {kind(i, 'pq')}”,{kind(i)}"),
        names=("a", "place", "kind"),
        texts={"place": {"Rome, p", "Rome, q"}},
    ),
    "German quotation marks": Right(
        lines("a;place;kind\n", lambda i: f"{A[i]};„Bad; {kind(i, 'pq')}“;{kind(i)}"),
        texts={"place": {"Bad; p", "Bad; q"}},
    ),
    "Japanese quotation marks": Right(
        lines("a,place,kind\n", lambda i: f"{A[i]},「東京, {kind(i, 'pq')}」,{kind(i)}"),
        texts={"place": {"東京, p", "東京, q"}},
    ),
    "single ones around all texts": Right(
        lines("'a';'kind'\n", lambda i: f"{A[i]};'{kind(i)}'"), names=("a", "kind"), classes=("x", "y", "z")
    ),
    "apostrophes are none": Right(
        lines("a,name,kind\n", lambda i: f"{A[i]},{['O' + chr(39) + 'Hara', chr(39) + 'tis'][i % 2]},{kind(i)}"),
        texts={"name": {"O'Hara", "'tis"}},
    ),
}

CLASSES = {
    "300 whole numbers may be classes": Right(
        lines("a,b,label\n", lambda i: f"{A[i % 400]},{B[i % 400]},{i % 300}", 1200), target="label"
    ),
    "900 names": Right(
        lines("a,b,species\n", lambda i: f"{A[i % 400]},{B[i % 400]},kind{i % 900:03}", 2700),
        target="species",
        classes=900,
    ),
    "a name looked at first that is not last": Right(
        lines("Klasse;a;b\n", lambda i: f"{kind(i)};{A[i]};{B[i]}"), target="Klasse", classes=3
    ),
    "a label all different is passed over": Right(
        lines("label,a,kind\n", lambda i: f"text number {i},{A[i]},{kind(i)}"), target="kind", inputs=("a",)
    ),
}

CASES = {
    f"{group}: {name}": case
    for group, cases in {
        "missing": MARKS_AMONG_NUMBERS,
        "value": MARKS_AMONG_TEXTS,
        "counters": COUNTERS_AND_COPIES,
        "no samples": ROWS_THAT_ARE_NO_SAMPLES,
        "header": HEADERS,
        "written": WAYS_OF_WRITING,
        "classes": CLASSES,
    }.items()
    for name, case in cases.items()
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_that_a_table_is_what_its_owner_means(case: Right) -> None:
    assert_right(case)


def assert_right(case: Right) -> None:
    """See that a table is read as the case says."""
    content = case.text if isinstance(case.text, bytes) else case.text.encode()
    plan = Plan(read_table(content))
    told: dict[str, Any] = {
        "names": plan.table.names,
        "inputs": plan.inputs,
        "target": plan.target_name,
        "task": plan.task,
        "classes": plan.target.classes if plan.target else (),
        "samples": plan.samples,
        "features": plan.features,
    }
    if isinstance(case.classes, int):
        told["classes"] = len(told["classes"])
    wanted = {name: getattr(case, name) for name in told}
    assert {name: told[name] for name, value in wanted.items() if value is not None} == {
        name: value for name, value in wanted.items() if value is not None
    }
    for name, values in case.numbers.items():
        column = plan.table[name]
        assert isinstance(column, NumberColumn), f"{name} is text"
        assert column.values[: len(values)].tolist() == values
        assert column.wrong == 0
    for name, texts in case.texts.items():
        column = plan.table[name]
        assert isinstance(column, TextColumn), f"{name} is of numbers"
        assert set(column.categories) == texts
    assert {name: plan.table[name].missing for name in case.missing} == case.missing


def test_that_many_whole_numbers_are_offered_as_classes() -> None:
    plan = Plan(read_table(CASES["classes: 300 whole numbers may be classes"].text.encode()))  # type: ignore[union-attr]
    assert plan.target is not None and set(plan.target.tasks) == {"classification", "regression"}
    plan.set_task("classification")
    assert len(plan.target.classes) == 300


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


NO_TABLES: dict[str, tuple[bytes, str]] = {
    "a fragment of a page": (b"<table><tr><td>1,2</td><td>3,4</td></tr>\n<tr><td>5,6</td></tr></table>", "a web page"),
    "a page behind a comment": (b"\xef\xbb\xbf\n<!-- saved, from -->\n<HTML><body>a, b, c\nd, e, f", "a web page"),
    "a page in UTF-16": ("<!DOCTYPE html>\n<p>a, b</p>\n<p>c, d</p>".encode("utf-16"), "a web page"),
    "XML": (b'<?xml version="1.0"?>\n<rows a="1, 2">\n<row b="3, 4"/>\n</rows>', "an XML document"),
    "a pointer of git-lfs": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n",
        "pointer",
    ),
    "a pointer of git-annex": (b"/annex/objects/SHA256E-s3421--9f3a.csv\n", "pointer"),
    "a link of git-annex": (b"../.git/annex/objects/Qx/9f/SHA256E-s3421--9f3a.csv/SHA256E-s3421--9f3a.csv", "pointer"),
    "an object of JSON": (json.dumps({"a": [1, 2], "b": [3, 4]}, indent=1).encode(), "JSON"),
    "a list of JSON": (json.dumps([{"a": 1, "b": 2}, {"a": 3, "b": 4}]).encode(), "JSON"),
    "lines of JSON": (b'{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n', "JSON"),
    "numbers of JSON": (b"[[1, 2, 3],\n [4, 5, 6],\n [7, 8, 9]]\n", "JSON"),
    "a PDF document": (b"%PDF-1.7\n1, 2\n3, 4\n", "a PDF document"),
    "a workbook": (zipped(xl__workbook_xml="<workbook/>"), "an Excel workbook"),
    "a spreadsheet of LibreOffice": (
        zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml="<x/>"),
        "a LibreOffice spreadsheet",
    ),
    "a text of Word": (zipped(word__document_xml="<w/>"), "a Word document"),
    "rich text": (rb"{\rtf1\ansi a, b\par c, d}", "rich text"),
    "an archive": (gzip.compress(b"a,b\n1,2\n"), "gzip"),
}


@pytest.mark.parametrize(("content", "what"), NO_TABLES.values(), ids=NO_TABLES.keys())
def test_that_what_is_no_table_is_refused_by_name(content: bytes, what: str) -> None:
    with pytest.raises(UserError, match=what) as refused:
        read_table(content)
    assert "\n" not in str(refused.value)


TABLES_ALL_THE_SAME: Iterable[bytes] = (
    lines("[s],[m],kind\n", lambda i: f"{A[i]},{B[i]},{kind(i)}").encode(),
    lines('"{a}",b\n', lambda i: f"{A[i]},{kind(i)}").encode(),
    lines("<5,b\n", lambda i: f"<{i % 3},{kind(i)}").encode(),
    lines("version,b\n", lambda i: f"{i % 3},{kind(i)}").encode(),
)


@pytest.mark.parametrize("content", TABLES_ALL_THE_SAME)
def test_that_tables_that_begin_like_something_else_are_read(content: bytes) -> None:
    assert len(read_table(content)) >= 60
