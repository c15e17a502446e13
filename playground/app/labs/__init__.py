"""The views of the labs that have no experiment, one a file."""
