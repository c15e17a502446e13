"""Where a window may stand so that all of it is seen."""

from PySide6.QtCore import QMargins, QRect, QSize

FRAME = QMargins(4, 32, 4, 4)
"""What a desktop puts around a window, about: how much it is cannot be known before the window is shown."""


def within(wanted: QRect, smallest: QSize, available: QRect) -> QRect:
    """`wanted` made no larger than the room that a screen leaves, though not below `smallest`, and moved into it."""
    room = available.marginsRemoved(FRAME)
    size = wanted.size().boundedTo(room.size()).expandedTo(smallest)
    left = max(room.left(), min(wanted.left(), room.left() + room.width() - size.width()))
    top = max(room.top(), min(wanted.top(), room.top() + room.height() - size.height()))
    return QRect(left, top, size.width(), size.height())
