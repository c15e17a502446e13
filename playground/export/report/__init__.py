"""The lab report of a run, of a study and of a lab's steps, as one page."""

from playground.export.report.report import (
    HEADINGS,
    OWN_TEXTS,
    Written,
    check_report_path,
    report_file_name,
    report_of,
    save_report,
)
from playground.export.report.studies import StudyTold
from playground.export.report.words import check_language, language_of_system

__all__ = [
    "HEADINGS",
    "OWN_TEXTS",
    "StudyTold",
    "Written",
    "check_language",
    "check_report_path",
    "language_of_system",
    "report_file_name",
    "report_of",
    "save_report",
]
