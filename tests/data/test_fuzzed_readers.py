"""Whatever the bytes: a reader gives a result or one clear line, and takes little memory.

Valid files are cut, flipped, doubled and spliced by a seeded generator. PLAYGROUND_FUZZ=10000 tries that many; add
-s to see the count of results and refusals.
"""

import csv
import gzip
import io
import os
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.random import RandomState

from playground.data.images import Images, read_images
from playground.data.tables import Table, labels, matrix, read_table, read_text, suggest_target, task_of
from playground.data.tables.plan import Plan
from playground.data.tables.telling import lines_about, obstacle, problems, refusal, summary
from playground.experiment import UserError

from .images.files import idx, npz

pytestmark = pytest.mark.slow

TRIES = int(os.environ.get("PLAYGROUND_FUZZ", "400"))
FIXED_MEMORY = 20 * 2**20
TIMES_THE_FILE = 10

RANDOM = RandomState(0)
COLOURS = ("red", "green", "blue")
NUMBERS = "".join(f"{a:.3f},{b:.4g},{int(10 * c)},{COLOURS[int(3 * c)]}\n" for a, b, c in RANDOM.rand(40, 3))
TABLES = {
    "plain": ("a,b,n,colour\n" + NUMBERS).encode(),
    "quoted": ('a,"b, c",n,"the ""colour"""\r\n' + NUMBERS.replace("red", '"dark\nred"')).encode(),
    "decimal commas": ("größe;b;n;colour\n" + NUMBERS.replace(",", ";").replace(".", ",")).encode("cp1252"),
    "tabs": NUMBERS.replace(",", "\t").replace("\n", "\r").encode("utf-8-sig"),
    "blanks": NUMBERS.replace(",", "   ").encode(),
    "Chinese": ("长度|宽度|n|颜色\n" + NUMBERS.replace(",", "|").replace("red", "红色")).encode("gb18030"),
    "Japanese": ("長さ,幅,n,いろ\n" + NUMBERS.replace("red", "あか")).encode("cp932"),
    "UTF-16": ("größe,b,n,colour\n" + NUMBERS).encode("utf-16"),
    "mixed marks": ("a;b;n;colour\n" + NUMBERS.replace(",", ";").replace(".1", ",1").replace(".5", ",5")).encode(),
    "thousands": ("a;b;n;colour\n" + NUMBERS.replace(",", ";").replace(".", ",").replace("0,", "1.234,")).encode(),
    "apostrophes": ("a\tb\tn\tcolour\n" + NUMBERS.replace(",", "\t").replace("0.", "1'234.")).encode(),
    "percent": ("sep=|\na|b|n|colour\n" + NUMBERS.replace(",", "%|")).encode(),
    "single quotation marks": ("a;b;n;'the colour'\n" + NUMBERS.replace(",", ";").replace("red", "'re;d'")).encode(),
    "curly quotation marks": ("a,b,n,colour\n" + NUMBERS.replace("red", "“re, d”")).encode(),
    "backslashes": ("a,b,n,colour\n" + NUMBERS.replace("red", '"\\"re\\", d"')).encode(),
    "units and names again": 2 * ("a,b,n,colour\n[m],[s],[-],[-]\n" + NUMBERS).encode(),
    "Markdown": ("|a|b|n|colour|\n|---|:-:|--:|---|\n" + NUMBERS.replace(",", "|").replace("\n", "|\n|"))[:-1].encode(),
    "numbers alone": "".join(f"{a:.3f},{b:.4g},{int(10 * c)}\n" for a, b, c in RANDOM.rand(400, 3)).encode(),
    "gaps and marks": (
        "1,2,3\n" + "".join(f"{'.' if i % 5 == 0 else i / 8},{'' if i % 7 == 0 else i},{i % 3}\n" for i in range(60))
    ).encode(),
    "dates and codes": (
        "day,zip,b,kind\n"
        + "".join(f"2024-0{1 + i % 9}-{10 + i % 19},{i:05},{i / 7:.2f},{'xy'[i % 2]}\n" for i in range(60))
    ).encode(),
    "lakhs": ("a,b\n" + "".join(f'"{i % 90 + 10},{i % 90 + 10},123",{i / 8}\n' for i in range(60))).encode(),
    "titles and names of rows": (
        "Measured in May\n\nid,a,b,colour\n" + "".join(f"r{i},{i}.5,{i % 7},red\n" for i in range(40))
    ).encode(),
}
TOKENS = (
    b'"',
    b",",
    b";",
    b"\0",
    b"\n",
    b"\r",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"9" * 400,
    b"1e999",
    b"\xff\xff\xff\xff",
    b",,,,",
    b"sep=;\n",
    b'\\"',
    b"'",
    "“".encode(),
    "\ue000NA".encode(),
    "−".encode(),
    b"---",
    b"#",
    b"<p>",
    b"\n{",
    b"NA",
    b"1,2,3\n",
)


PICTURES, ANSWERS = RANDOM.randint(0, 256, (20, 5, 4)).astype(np.uint8), (np.arange(20) % 10).astype(np.uint8)
IMAGES = {
    "train-images-idx3-ubyte": idx(PICTURES),
    "train-images-idx3-ubyte.gz": gzip.compress(idx(PICTURES), mtime=0),
    "bytes.npz": npz(x_train=PICTURES, y_train=ANSWERS, x_test=PICTURES[:3], y_test=ANSWERS[:3]),
    "floats.npz": npz(x=PICTURES / 255, y=ANSWERS.astype(float)),
    "signed.npz": npz(x=PICTURES[:, None] / 127.5 - 1, y=ANSWERS),
}


def mutated(content: bytes, others: list[bytes], random: RandomState) -> bytes:
    """The content after one to four accidents."""
    for _ in range(random.randint(1, 5)):
        first, second = sorted(random.randint(0, len(content) + 1, 2))
        piece, kind = content[first:second], random.randint(7)
        if kind == 0:
            spoilt = bytearray(content)
            for place in random.randint(0, max(1, len(content)), random.randint(1, 9)):
                spoilt[place : place + 1] = bytes([random.randint(256)])
            content = bytes(spoilt)
        elif kind == 1:
            content = content[:second]
        elif kind == 2:
            content = content[:second] + piece + content[second:]
        elif kind == 3:
            content = content[:first] + content[second:]
        elif kind == 4:
            other = others[random.randint(len(others))]
            content = content[:first] + other[random.randint(len(other)) :]
        else:
            token = TOKENS[random.randint(len(TOKENS))]
            content = content[:first] + token * random.randint(1, 4) + content[first:]
    return content


def outcome(read: Callable[[], object], size: int) -> str:
    """Whether there was a result or a refusal; anything else fails."""
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    try:
        read()
        told = "read"
    except UserError as error:
        assert str(error)
        assert "\n" not in str(error)
        told = "refused"
    assert tracemalloc.get_traced_memory()[1] - before < TIMES_THE_FILE * size + FIXED_MEMORY
    return told


def use_table(table: Table) -> None:
    """What the program does with a table."""
    assert len(table) >= 1
    assert len(set(table.names)) == len(table.columns) >= 2
    assert all(len(column.present) == len(table) for column in table.columns)
    assert len(table.rows) == len(set(table.rows.tolist()))
    target = suggest_target(table)
    task_of(table[target])
    plan = Plan(table, dates=True, fill="median")
    told = [summary(plan), *problems(plan), *lines_about(plan)] if plan.target else []
    told += [text for text in (obstacle(plan), refusal(plan)) if text is not None]
    assert all(map(str, told))
    labels(table[target])
    matrix(table, [name for name in table.names if name != target])


def use_images(images: Images) -> None:
    """What the program does with images."""
    pixels = images.pixels()
    assert pixels.shape == (len(images.labels), images.height * images.width)
    assert 0 <= pixels.min() <= pixels.max() <= 1
    assert images.labels.max() < len(images.classes)


def test_that_a_damaged_file_is_read_or_refused_in_one_line(tmp_path: Path) -> None:
    random, told = RandomState(1), Counter[str]()
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx(ANSWERS))
    tables, images = list(TABLES.values()), list(IMAGES.values())
    tracemalloc.start()
    try:
        for number in range(TRIES):
            if number % 2:
                content = mutated(tables[number // 2 % len(tables)], tables, random)
                kind, answer = "table", outcome(lambda content=content: use_table(read_table(content)), len(content))
            else:
                name = list(IMAGES)[number // 2 % len(IMAGES)]
                path = tmp_path / name
                path.write_bytes(mutated(IMAGES[name], images, random))
                kind, answer = "images", outcome(lambda path=path: use_images(read_images(path)), path.stat().st_size)
            told[f"{kind} {answer}"] += 1
    finally:
        tracemalloc.stop()
    print(f"\n{TRIES} damaged files: {dict(sorted(told.items()))}")
    assert len(told) == 4


def test_that_damaged_labels_are_read_or_refused_in_one_line(tmp_path: Path) -> None:
    random = RandomState(2)
    path, beside = tmp_path / "train-images-idx3-ubyte", tmp_path / "train-labels-idx1-ubyte"
    path.write_bytes(idx(PICTURES))
    for _ in range(max(50, TRIES // 10)):
        beside.write_bytes(mutated(idx(ANSWERS), [idx(PICTURES)], random))
        try:
            use_images(read_images(path))
        except UserError:
            continue


@settings(max_examples=max(100, TRIES // 10), deadline=None)
@given(st.binary(max_size=300))
def test_that_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    try:
        use_table(read_table(content))
    except UserError:
        return


@settings(max_examples=max(100, TRIES // 10), deadline=None)
@given(st.text(alphabet=st.sampled_from('a1é.,;|\t "\n\r-?+eNA_'), max_size=60) | st.text(max_size=60))
def test_that_any_text_is_a_table_or_refused(text: str) -> None:
    try:
        use_table(read_text(text))
    except UserError:
        return


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.sampled_from([b"", b"\0\0\x08\x03", b"\x1f\x8b\x08\0", b"PK\x03\x04"]), rest=st.binary(max_size=100))
def test_that_any_bytes_are_images_or_refused(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(start + rest)
    with pytest.raises(UserError):
        read_images(path)


FLOATS = st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.text(alphabet=st.sampled_from("abcé長 ,;\t|\"'\n"), min_size=1, max_size=8).map(lambda word: f"w{word}w")


@settings(max_examples=100, deadline=None)
@given(
    rows=st.lists(st.tuples(FLOATS, WORDS, FLOATS), min_size=4, max_size=20),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_that_what_a_program_wrote_comes_back_exactly(
    rows: list[tuple[float, str, float]], delimiter: str, end: str
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(("first", "word", "last"))
    writer.writerows(rows)
    table = read_text(buffer.getvalue())
    assert table.names == ("first", "word", "last")
    first, word, last = table.columns
    assert first.kind == last.kind == "number" and word.kind == "text"
    assert first.values.tolist() == [row[0] for row in rows]
    assert last.values.tolist() == [row[2] for row in rows]
    assert [word.categories[code] for code in word.codes] == [row[1] for row in rows]
