"""The doctor: findings in plain language on a run, each with its evidence, why it matters, and a remedy that was tried.

`rates`, `units` and `progress` look for what may be wrong, `trial` tries the remedies out, `doctor` puts them together.
"""

from playground.training.doctor.doctor import Doctor
from playground.training.doctor.finding import Finding, Remedy

__all__ = ["Doctor", "Finding", "Remedy"]
