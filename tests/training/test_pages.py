"""The pages that show Python: each session in `docs/` gives what the page says."""

import doctest
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
SESSION = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", ["notebook.md", "arrays.md"])
def test_that_the_sessions_of_a_page_give_what_it_shows(page: str) -> None:
    sessions = SESSION.findall((DOCS / page).read_text(encoding="utf-8"))
    assert sessions
    # One after the other with the same names, as somebody reads them; `...` in what is shown stands for anything.
    test = doctest.DocTestParser().get_doctest("\n".join(sessions), {"__name__": "__main__"}, page, page, 0)
    told: list[str] = []
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.DocTestRunner(optionflags=options).run(test, out=told.append).failed == 0, "".join(told)
