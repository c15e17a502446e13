"""The doctor: findings in plain language on a run, each with its evidence, why it matters, and a remedy.

One file a finding; `doctor` puts them together.
"""

from .doctor import Doctor
from .finding import Finding, Remedy

__all__ = ["Doctor", "Finding", "Remedy"]
