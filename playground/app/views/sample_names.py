"""What a sample is called where people read it."""

from PySide6.QtCore import QCoreApplication

from playground.training import SampleKey


def sample_name(sample: SampleKey) -> str:
    """ "train sample 18"; samples count from 1."""
    pattern = {
        "train": QCoreApplication.translate("SampleNames", "train sample {n}"),
        "validation": QCoreApplication.translate("SampleNames", "validation sample {n}"),
        "test": QCoreApplication.translate("SampleNames", "test sample {n}"),
    }[sample.part]
    return pattern.format(n=f"{sample.row + 1:,}")
