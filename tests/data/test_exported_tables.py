"""Tables as programs, offices and other scripts export them: each comes out as its owner means it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from playground.data.proposal import for_table
from playground.data.tables import TextColumn, read_table
from playground.data.tables.plan import Plan
from playground.data.tables.telling import rows_aside, type_of
from playground.experiment import change, load
from tests.data.test_field_kinds import A, B, Right, assert_right, kind, lines, quoted

ARABIC = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")
FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def comma(value: float) -> str:
    return str(value).replace(".", ",")


def plain(head: str, delimiter: str = ",", count: int = 60) -> str:
    """Two measures and a kind."""
    return lines(head, lambda i: delimiter.join((str(A[i]), str(B[i]), kind(i))), count)


def german(i: int) -> str:
    return f"{comma(A[i])};{comma(B[i])};{kind(i)}"


def amount(i: int) -> str:
    return f"{i + 1},234.50"


THREE = ("x", "y", "z")

ENCODINGS = {
    "Excel's Unicode text": Right(
        lines("Länge\tBreite\tArt\n", lambda i: german(i).replace(";", "\t")).replace("\n", "\r\n").encode("utf-16"),
        names=("Länge", "Breite", "Art"),
        classes=THREE,
        numbers={"Länge": A[:3]},
    ),
    "UTF-16 without a mark": Right(lines("a;b;kind\n", german).encode("utf-16-le"), classes=THREE, samples=60),
    "UTF-16 the other way round": Right(lines("a;b;kind\n", german).encode("utf-16-be"), classes=THREE, samples=60),
    "Western with a euro sign": Right(
        lines("Preis (€);m²;Lage\n", lambda i: f"{i % 9 + 1}.200,50;{comma(A[i])};{['öde', 'gut'][i % 2]}").encode(
            "cp1252"
        ),
        names=("Preis (€)", "m²", "Lage"),
        numbers={"Preis (€)": [1200.5, 2200.5]},
        classes=("gut", "öde"),
    ),
    "simplified Chinese": Right(
        lines("身高,体重,类别\n", lambda i: f"{150 + i % 40},{A[i]},{'男女'[i % 2]}").encode("gb18030"),
        target="类别",
        classes=("女", "男"),
    ),
    "traditional Chinese": Right(
        lines("身高,體重,類別\n", lambda i: f"{150 + i % 40},{A[i]},{['臺北', '高雄'][i % 2]}").encode("big5"),
        target="類別",
        classes=("臺北", "高雄"),
    ),
    "Japanese": Right(
        lines("身長,体重,クラス\n", lambda i: f"{150 + i % 40},{A[i]},{['東京', '大阪'][i % 2]}").encode("cp932"),
        target="クラス",
        classes=("大阪", "東京"),
    ),
    "Cyrillic": Right(
        lines("рост;вес;класс\n", lambda i: f"{comma(A[i])};{comma(B[i])};{['да', 'нет'][i % 2]}").encode("cp1251"),
        names=("рост", "вес", "класс"),
        classes=("да", "нет"),
    ),
    "Hebrew": Right(
        lines("גובה,משקל,סוג\n", lambda i: f"{A[i]},{B[i]},{['כן', 'לא'][i % 2]}"), names=("גובה", "משקל", "סוג")
    ),
    "marks of direction": Right(
        lines("\u200fالطول\u200f,\u200fالوزن,النوع\n", lambda i: f"\u200f{A[i]},{B[i]}\u200e,{['نعم', 'لا'][i % 2]}"),
        names=("الطول", "الوزن", "النوع"),
        numbers={"الطول": A[:2]},
        classes=2,
    ),
    "blanks of no width": Right(
        lines("\u200ba,b\u200b,kind\n", lambda i: f"\u200b{A[i]},\u00a0{B[i]}\u00a0,\u200b{kind(i)}"),
        names=("a", "b", "kind"),
        features=2,
        classes=THREE,
    ),
    "byte order marks of files joined": Right(
        2 * ("\ufeff" + plain("a,b,kind\n")), names=("a", "b", "kind"), samples=120, classes=THREE
    ),
    "newlines of three kinds": Right(
        "".join(
            row + "\r\n\r"[turn : turn + 2][: 1 + (turn == 0)]
            for row, turn in zip(plain("a,b,kind\n").split("\n"), 61 * [0, 1, 2], strict=False)
        ),
        samples=60,
        classes=THREE,
    ),
}

DELIMITERS = {
    "commas of full width": Right(
        lines("身高，体重，类别\n", lambda i: f"{150 + i % 40}，{A[i]}，{'甲乙'[i % 2]}"),
        names=("身高", "体重", "类别"),
        features=2,
    ),
    "commas of full width within texts": Right(
        lines("a,said,kind\n", lambda i: f"{A[i]},{['是，好', '不，谢谢'][i % 2]},{kind(i, 'pppq')}"),
        texts={"said": {"是，好", "不，谢谢"}},
    ),
    "tildes": Right(plain("a~b~kind\n", "~"), names=("a", "b", "kind"), samples=60),
    "carets": Right(plain("a^b^kind\n", "^"), names=("a", "b", "kind"), samples=60),
    "many behind": Right(
        lines("a;b;kind" + 20 * ";" + "\n", lambda i: german(i) + 20 * ";"), names=("a", "b", "kind"), samples=60
    ),
}

NUMBERS = {
    "Arabic digits": Right(
        lines("a;b;kind\n", lambda i: f"{i + 1}.5;{B[i]};{kind(i)}".translate(ARABIC)), numbers={"a": [1.5, 2.5]}
    ),
    "digits of full width": Right(
        lines("身長,種類\n", lambda i: f"{150 + i}.5,{'甲乙'[i % 2]}".translate(FULL_WIDTH)), numbers={"身長": [150.5]}
    ),
    "percent of full width": Right(
        lines("a,kind\n", lambda i: f"{i + 1}%,{kind(i)}".translate(FULL_WIDTH)), numbers={"a": [1, 2]}
    ),
    "dollars": Right(
        lines("area,price\n", lambda i: f"{A[i]},{quoted('$' + amount(i))}"),
        numbers={"price": [1234.5, 2234.5]},
        task="regression",
    ),
    "dollars lost": Right(
        lines("area,gain\n", lambda i: f"{A[i]},{quoted(('-$' if i % 2 else '$') + amount(i))}"),
        numbers={"gain": [1234.5, -2234.5]},
    ),
    "euros behind": Right(
        lines("area;price\n", lambda i: f"{comma(A[i])};{i + 1}.234,50 €"), numbers={"price": [1234.5, 2234.5]}
    ),
    "yuan": Right(lines("面积,价格\n", lambda i: f"{A[i]},¥{i + 1}200"), numbers={"价格": [1200, 2200]}),
    "a currency's letters": Right(
        lines("a;fee\n", lambda i: f"{comma(A[i])};CHF {i + 1}'234.50"), numbers={"fee": [1234.5, 2234.5]}
    ),
    "accountants' negatives": Right(
        lines("result,kind\n", lambda i: f"{f'({i + 1}.25)' if i % 3 == 0 else f'{i + 1}.25'},{kind(i)}"),
        numbers={"result": [-1.25, 2.25]},
    ),
    "units in each cell": Right(
        lines("height,weight,kind\n", lambda i: f"{150 + i % 40} cm,{50 + i % 30}.5kg,{kind(i)}"),
        numbers={"height": [150, 151], "weight": [50.5, 51.5]},
    ),
    "units with gaps": Right(
        lines("speed,kind\n", lambda i: f"{'n/a' if i % 6 == 0 else f'{i} km/h'},{kind(i)}"),
        missing={"speed": 10},
        features=1,
    ),
    "degrees with a decimal comma": Right(
        lines("t;kind\n", lambda i: f"{i % 30 - 5},5 °C;{kind(i)}"), numbers={"t": [-5.5, -4.5]}
    ),
    "units that differ are texts": Right(
        lines("size,a,kind\n", lambda i: f"{i % 4 + 1} {['g', 'kg'][i % 2]},{A[i]},{kind(i)}"),
        texts={"size": {"1 g", "2 kg", "3 g", "4 kg"}},
    ),
    "flats are no units": Right(
        lines("flat,a,kind\n", lambda i: f"{i % 3 + 1}B,{A[i]},{kind(i)}"), texts={"flat": {"1B", "2B", "3B"}}
    ),
    "quarters are no units": Right(
        lines("quarter,a,kind\n", lambda i: f"Q{i % 4 + 1},{A[i]},{kind(i)}"),
        texts={"quarter": {"Q1", "Q2", "Q3", "Q4"}},
    ),
    "codes kept by a formula": Right(
        lines("zip,a,kind\n", lambda i: f'="0{i % 3}123",{A[i]},{kind(i, "pppq")}'),
        texts={"zip": {"00123", "01123", "02123"}},
    ),
    "classes with a decimal": Right(
        lines("a,b,kind\n", lambda i: f"{A[i]},{B[i]},{i % 3 + 1}.0"), classes=("1", "2", "3"), task="classification"
    ),
    "classes -1 and 1 without names": Right(
        lines("", lambda i: f"{A[i]} {B[i]} {1 if i % 2 else -1}"), classes=("-1", "1"), samples=60
    ),
    "booleans": Right(
        lines("a,smokes,ill\n", lambda i: f"{A[i]},{['TRUE', 'FALSE'][i * 7 % 10 < 4]},{['True', 'False'][i % 2]}"),
        classes=("False", "True"),
        features=3,
    ),
}

LAST_ROWS = {
    "a row of totals": Right(
        lines("town,area,people,rent\n", lambda i: f"t{i % 7},{A[i]},{100 + i * 7 % 50},{500 + i}.5")
        + "Total,30.1,7000,33000.5\n",
        samples=60,
        features=9,
    ),
    "a sum and a mean": Right(
        lines("Gebiet;Fläche;Miete\n", lambda i: f"g{i % 5};{comma(A[i])};{500 + i * 3}")
        + "Summe:;29,9;35310\nMittelwert;0,5;588\n",
        samples=60,
        features=6,
    ),
    "totals behind a counter": Right(
        lines("nr,a,b,kind\n", lambda i: f"{i + 1},{A[i]},{B[i]},{kind(i)}") + "Total,30.1,29.5,\n",
        samples=60,
        inputs=("a", "b"),
    ),
    "Chinese totals": Right(
        lines("城市,面积,价格\n", lambda i: f"{'甲乙丙'[i % 3]},{A[i]},{100 + i * 3}") + "合计,29.9,11310\n", samples=60
    ),
    "a total that is a category stays": Right(
        lines("sex,a,price\n", lambda i: f"{['male', 'female', 'total'][i % 3]},{A[i]},{100 + i * 1.5}"),
        samples=60,
        features=4,
    ),
    "notes as wide as the table": Right(
        plain("a,b,kind\n") + ",,\nSource: office,,\nLast updated 2024,,\n", samples=60, classes=THREE
    ),
    "notes of one cell": Right(plain("a,b,kind\n") + "\nSource: made up\n* revised\n", samples=60, classes=THREE),
}

OTHERS = {
    "numbers that are all in brackets have no sign": Right(
        lines("note,a,kind\n", lambda i: f"({i % 3 + 1}),{A[i]},{kind(i, 'pq')}"), texts={"note": {"(1)", "(2)", "(3)"}}
    ),
    "a last row that lacks most is no note": Right(
        lines("colour,a,b\n", lambda i: f"{kind(i, 'rg')},{A[i]},{B[i]}") + "light blue,,\n",
        missing={"a": 1, "b": 1},
        samples=60,
    ),
    "two words for missing": Right(
        lines("a,b,kind\n", lambda i: f"{'not asked' if i % 7 == 3 else 'no reply' if i % 7 == 5 else A[i]},{B[i]},x"),
        missing={"a": 17},
    ),
    "letters beside numbers are categories": Right(
        lines("stage,a,kind\n", lambda i: f"{['1', '2', '3', '4', 'X', 'U'][i % 6]},{A[i]},{kind(i, 'pppq')}"),
        texts={"stage": {"1", "2", "3", "4", "X", "U"}},
    ),
    "groups above names": Right(
        lines(
            "sepal,sepal,petal,petal,\nlength,width,length,width,species\n",
            lambda i: f"{A[i]},{B[i]},{A[i + 70]},{B[i + 70]},{kind(i)}",
        ),
        names=("length", "width", "length 2", "width 2", "species"),
        samples=60,
    ),
    "names that look like units": Right(
        lines("1h,6h,24h,kind\n", lambda i: f"{A[i]},{B[i]},{A[i + 70]},{kind(i)}"),
        names=("1h", "6h", "24h", "kind"),
        samples=60,
    ),
    "line breaks in names": Right(
        plain('"length\n(cm)","width\n(cm)",kind\n'), names=("length (cm)", "width (cm)", "kind")
    ),
    "a questionnaire's three rows of names": Right(
        lines(
            'Q1,Q2,Q3\n"How old?","How much?","Do you like it?"\n"{""id"":1}","{""id"":2}","{""id"":3}"\n',
            lambda i: f"{20 + i * 7 % 40},{B[i]},{['Yes', 'No'][i % 2]}",
        ),
        samples=60,
        classes=("No", "Yes"),
    ),
    "a counter with gaps": Right(
        lines("row_id,a,b,kind\n", lambda i: f"{i + i // 7},{A[i]},{B[i]},{kind(i)}"), inputs=("a", "b")
    ),
}

CASES = ENCODINGS | DELIMITERS | NUMBERS | LAST_ROWS | OTHERS


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_that_an_exported_table_is_what_its_owner_means(case: Right) -> None:
    assert_right(case)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a row of totals", "row 62 sums up the others: no samples"),
        ("a sum and a mean", "rows 62, 63 sum up the others: no samples"),
        ("notes as wide as the table", "rows 63, 64 are notes below the table: no samples"),
    ],
)
def test_that_last_rows_that_are_no_samples_are_told(name: str, told: str) -> None:
    text = LAST_ROWS[name].text
    assert isinstance(text, str)
    assert str(rows_aside(read_table(text.encode()))) == told


def test_that_a_unit_is_told_and_comes_back_with_the_values() -> None:
    text = NUMBERS["euros behind"].text
    assert isinstance(text, str)
    plan = Plan(read_table(text.encode()))
    assert str(type_of(plan, plan.table["price"])) == "number, in €"


def test_that_a_delimiter_that_nobody_would_guess_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "colons.csv"
    path.write_text(plain("a:b:kind\n", ":"))
    experiment, plan = for_table(load("petals"), path, {"data.source.delimiter": ":"})
    assert plan.table.names == ("a", "b", "kind")
    assert change(experiment, {"seed": 2}).data.source == experiment.data.source
    kinds = plan.table["kind"]
    assert isinstance(kinds, TextColumn) and len(kinds.categories) == 3


@pytest.mark.parametrize("write", [lambda i: f"{i + 1}'234,5 €", lambda i: f"({i + 1}.5)", lambda i: f"{i}.25 kg"])
def test_that_a_late_cell_without_its_unit_is_told_as_wrong(write: Callable[[int], str]) -> None:
    head = lines("a;kind\n", lambda i: f"{write(i)};{kind(i)}")
    table = read_table((head + "none of these;x\n").encode())
    assert (table["a"].kind, table["a"].wrong) == ("number", 1)
