"""What is no table is refused in one line that says what to do."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from playground.data.tables import Dialect, read_table, read_text
from playground.experiment import UserError


def workbook() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


REFUSED = {
    "empty": (b"", "is empty"),
    "blank": (b"\n\n \n", "one column"),
    "one column": (b"a\n1\n2\n", "one column"),
    "header alone": (b"a,b\n", "no rows"),
    "too many columns": (b"," * 1001 + b"\n" + b"1," * 1001 + b"1\n", "up to 1,000"),
    "a PNG": (b"\x89PNG\r\n\x1a\n" + bytes(20), "a PNG picture"),
    "a workbook": (workbook(), "save it as CSV"),
    "NUL bytes": (b"a,b\n1,\0\n", "NUL"),
    "control characters": (bytes(range(1, 32)) * 5, "binary"),
    "an unknown encoding": (b"a,b\n\x81\x8d\x8f,2\n", "encoding"),
    "damaged UTF-8": ("größe,Maß,Länge\n1,2,3\n".encode() + b"4,5,\xff\n", "damaged at byte"),
    "half a character of UTF-16": ("a,b\n1,2\n".encode("utf-16")[:-1], "damaged UTF-16"),
    "one endless line": (b"1,2," * 300_000, "line breaks"),
    "a row of a thousand cells and more": (b"a,b\n1,2\n3,4\n" + b"5," * 1200 + b"6\n", "row 4"),
    "an open quotation mark": (b"a,b\n" + b"1,x\n" * 1500 + b'1,"x\n2,y\n3,z\n', "row 1502 and never closes"),
    "a huge cell": (b'a,"b"\n' + b"1,x\n" * 1500 + b'1,"x\n' + b"2,y\n" * 50_000, "quotation mark"),
    "rows all different": (b"1,2\n1,2,3\n1,2,3,4\n1,2,3,4,5\n", "most rows"),
    "nothing in it": (b"a,b\n?,-\n", "nothing to learn from"),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_that_what_is_no_table_is_refused_in_one_line(tmp_path: Path, content: tuple[bytes, str]) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(content[0])
    with pytest.raises(UserError, match=content[1]) as caught:
        read_table(path)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("data.csv ")


def test_that_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        read_table(tmp_path)
    with pytest.raises(UserError, match="There is no file"):
        read_table(tmp_path / "nowhere.csv")
    with pytest.raises(UserError, match="no file"):
        read_table("nul\0.csv")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_that_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("a,b\n1,2\n")
    path.chmod(0)
    with pytest.raises(UserError, match="cannot be read: Permission denied"):
        read_table(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_that_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="no ordinary file"):
        read_table(tmp_path / "pipe")


@pytest.mark.parametrize(
    "dialect",
    [Dialect(delimiter=""), Dialect(delimiter="\n"), Dialect(quote="x"), Dialect(decimal="x"), Dialect(encoding="zip")],
)
def test_that_a_dialect_that_cannot_be_is_refused(dialect: Dialect) -> None:
    with pytest.raises(UserError):
        read_table(b"a,b\n1,2\n", dialect=dialect)


def test_that_an_encoding_that_does_not_fit_is_refused() -> None:
    with pytest.raises(UserError, match="no utf-8 text from byte"):
        read_table(b"a,b\n1,\xff\n", dialect=Dialect(encoding="utf-8"))


def test_that_pasted_text_is_called_so() -> None:
    with pytest.raises(UserError, match="The pasted text is empty"):
        read_text("")
