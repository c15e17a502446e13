"""The workers of the studies, kept from one study to the next, since starting them takes longer than a small study."""

from playground.studies import Cluster, Pool, Processes


class Pools:
    """One pool at a time: the processes of this computer, or a cluster by its address."""

    def __init__(self) -> None:
        self._pool: Pool | None = None
        self._address = ""

    def get(self, address: str) -> Pool:
        """The workers at an address; of this computer where it is empty."""
        if self._pool is None or address != self._address:
            self.close()
            self._pool = Cluster(address) if address else Processes()
            self._address = address
        return self._pool

    def close(self) -> None:
        """Let the workers go."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()
