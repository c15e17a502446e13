"""The worker's side: the thread that drives the run, and everything that lives in it."""
