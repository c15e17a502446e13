"""The window: Qt, and the only package that imports PySide6 and pyqtgraph.

Qt itself is imported only when a window is wanted, after what it needs has been looked for.
"""

from pathlib import Path

from playground.experiment import Experiment, Lab


def open_window(experiment: Experiment, lab: Lab | None = None, path: Path | None = None) -> int:
    """Open the window and run until it is closed; the exit status.

    lab : one without an experiment, whose own window opens over it. path : the file that the experiment came from, or
    one of data or weights, which is taken as if it were dropped.
    """
    from playground.app.startup import require_display, require_qt

    require_display()
    require_qt()
    from playground.app.application import run

    return run(experiment, lab, path)


def take_screenshot(experiment: Experiment, out: str, *, epochs: int = 0, size: str, theme: str) -> None:
    """Draw the window into a PNG file, without a display."""
    from playground.app.startup import draw_offscreen, require_qt

    draw_offscreen()
    require_qt()
    from playground.app.window.screenshot import take

    take(experiment, out, epochs=epochs, size=size, theme=theme)


__all__ = ["open_window", "take_screenshot"]
