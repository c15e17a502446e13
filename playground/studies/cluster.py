"""Workers of a Dask cluster."""

from .pool import InProcess


class Cluster(InProcess):
    """A Dask cluster by its scheduler's address, as tcp://host:8786."""

    def __init__(self, address: str) -> None:
        self.address = address
