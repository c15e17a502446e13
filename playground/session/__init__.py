"""Everything of a sitting in one file, and an autosave of the same beside it: opened, it goes on bit for bit.

save_session(timeline, "mine.playground", desk)
session = open_session("mine.playground")
session.run.train()
"""

from playground.session.archive import ENDING, check_session_path, open_session, save_session, session_experiment
from playground.session.autosave import Autosave, Recovery, recoverable
from playground.session.opening import Session
from playground.session.sitting import FORMAT, Desk, KeptStudy, Sitting, gather

__all__ = [
    "ENDING",
    "FORMAT",
    "Autosave",
    "Desk",
    "KeptStudy",
    "Recovery",
    "Session",
    "Sitting",
    "check_session_path",
    "gather",
    "open_session",
    "recoverable",
    "save_session",
    "session_experiment",
]
