"""The few fonts of the window: the system's sans, and its monospace for the epoch."""

from PySide6.QtGui import QFont, QFontDatabase

BODY_PIXELS = 13
SMALL_PIXELS = 11
TITLE_PIXELS = 15
EPOCH_PIXELS = 20
HEADING_TRACKING = 0.9


def body_font() -> QFont:
    """13 px. Figures are tabular, so that a number that changes does not make its neighbours jump."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(BODY_PIXELS)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def small_font() -> QFont:
    """11 px, for axes, second lines and the numbers in the diagram."""
    font = body_font()
    font.setPixelSize(SMALL_PIXELS)
    return font


def heading_font() -> QFont:
    """11 px tracked capitals. The text itself stays as written, for screen readers."""
    font = small_font()
    font.setWeight(QFont.Weight.DemiBold)
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, HEADING_TRACKING)
    return font


def epoch_font() -> QFont:
    """20 px monospace."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(EPOCH_PIXELS)
    font.setWeight(QFont.Weight.DemiBold)
    return font
