"""What the program's exit status says."""

EXIT_OK, EXIT_WRONG_INPUT, EXIT_INTERRUPTED = 0, 2, 130
EXIT_DIVERGED = EXIT_CHECK_FAILED = EXIT_NONE_SOUND = 1
"""It ran, and its result is that something is wrong: with the training, the gradient, or every trial of a study."""
