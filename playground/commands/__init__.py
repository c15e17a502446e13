"""What the command line's commands print, beside their results' own rooms."""
