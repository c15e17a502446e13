"""The lab report: what a person writes for it beside the run, and its page in the browser."""

from playground.app.lab_report.lab_report import LabReport

__all__ = ["LabReport"]
