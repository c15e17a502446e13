"""The appendix: memory, names and numerics that the chapters stand on; to be looked up, not read first."""
