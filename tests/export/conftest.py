"""Pages are checked as in the program: by Qt's JavaScript engine."""

import pytest
from PySide6.QtWidgets import QApplication

from playground.app.javascript import javascript
from playground.export import check_pages_by


@pytest.fixture(autouse=True, scope="session")
def pages_are_checked(qapp: QApplication) -> None:  # noqa: ARG001 - the engine needs an application
    check_pages_by(javascript)
