"""A person's own table: from a file or the clipboard to inputs and a target."""

from playground.app.importing.choice import Pasted, TableChoice
from playground.app.importing.pasted import ask_where_to_save, saved
from playground.app.importing.reading import TableReading
from playground.app.importing.table_dialog import TableDialog

__all__ = [
    "Pasted",
    "TableChoice",
    "TableDialog",
    "TableReading",
    "ask_where_to_save",
    "saved",
]
