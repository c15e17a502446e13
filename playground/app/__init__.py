"""The window: Qt, and the only package that imports PySide6 and pyqtgraph.

Qt itself is imported only when a window is wanted, after what it needs has been looked for.
"""

from playground.experiment import Experiment, Lab


def open_window(experiment: Experiment, lab: Lab | None = None) -> int:
    """Open the window, with that of a lab over it where one is given, and run until it is closed; the exit status."""
    from playground.app.startup import require_display, require_qt

    require_display()
    require_qt()
    from playground.app.application import run

    return run(experiment, lab)


def take_screenshot(experiment: Experiment, out: str, *, epochs: int = 0, size: str, theme: str) -> None:
    """Draw the window into a PNG file, without a display."""
    from playground.app.startup import draw_offscreen, require_qt

    draw_offscreen()
    require_qt()
    from playground.app.screenshot import take

    take(experiment, out, epochs=epochs, size=size, theme=theme)


__all__ = ["open_window", "take_screenshot"]
