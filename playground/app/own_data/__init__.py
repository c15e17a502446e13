"""A person's own table: from a file or the clipboard to inputs and a target."""

from playground.app.own_data.choice import Pasted, TableChoice
from playground.app.own_data.pasted import ask_where_to_save, saved

__all__ = [
    "Pasted",
    "TableChoice",
    "ask_where_to_save",
    "saved",
]
