"""Back in time: dragging along a curve, branches, and the list of runs."""
