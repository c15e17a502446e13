"""The frame: run bar, grid, message strip, files, help, and the frames that are drawn behind the gate."""
