"""Whether a run has shown what its lab claims."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from playground.experiment import Claim


class Witness:
    """Sees every epoch of a run once, and notes at which one each claim came true, one after the other.

    Parameters
    ----------
    claims : in the order in which they come true; the next is looked for from the epoch of the last on.

    Attributes
    ----------
    epochs : of the claims that have come true, the epoch each; as long as `claims` when all have.
    """

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.claims = tuple(claims)
        self.epochs: list[int] = []

    @property
    def satisfied(self) -> bool:
        """Whether there were claims, and all have come true."""
        return bool(self.claims) and len(self.epochs) == len(self.claims)

    def see(self, rows: Mapping[str, NDArray[np.float64]]) -> bool:
        """Take history rows (columns by name, one row an epoch); whether another claim came true."""
        before, start = len(self.epochs), 0
        while len(self.epochs) < len(self.claims):
            claim = self.claims[len(self.epochs)]
            figures = rows.get(claim.column, np.empty(0))[start:]
            true = np.flatnonzero((figures >= claim.at_least) & (figures <= claim.at_most))
            if not true.size:
                break
            start += int(true[0])
            self.epochs.append(int(rows["epoch"][start]))
        return len(self.epochs) > before
