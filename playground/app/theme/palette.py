"""The palette and the fonts that Fusion and our own painted widgets draw from."""

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget

from playground.app.theme.tokens import Theme
from playground.experiment.colours import mix

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup


def palette(theme: Theme) -> QPalette:
    """Every role is set, so that no colour of the system's own theme shines through."""
    colours = {
        _Role.Window: theme.ground,
        _Role.WindowText: theme.text,
        _Role.Base: theme.card,
        _Role.AlternateBase: theme.field,
        _Role.Text: theme.text,
        _Role.PlaceholderText: theme.quiet,
        _Role.Button: theme.field,
        _Role.ButtonText: theme.text,
        _Role.BrightText: theme.error,
        _Role.ToolTipBase: theme.card,
        _Role.ToolTipText: theme.text,
        _Role.Highlight: theme.accent,
        _Role.HighlightedText: theme.on_accent,
        _Role.Accent: theme.accent,
        _Role.Link: theme.accent,
        _Role.LinkVisited: theme.accent,
        _Role.Light: mix(theme.field, "#ffffff", 0.08 if theme.is_dark else 0.6),
        _Role.Midlight: theme.field_hover,
        _Role.Mid: theme.line,
        _Role.Dark: mix(theme.line, theme.quiet, 0.4),
        _Role.Shadow: mix(theme.ground, "#000000", 0.5),
    }
    made = QPalette()
    for role, colour in colours.items():
        made.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.PlaceholderText):
        made.setColor(_Group.Disabled, role, QColor(theme.faint))
    made.setColor(_Group.Disabled, _Role.Highlight, QColor(theme.faint))
    made.setColor(_Group.Disabled, _Role.Accent, QColor(theme.faint))
    made.setColor(_Group.Disabled, _Role.HighlightedText, QColor(theme.card))
    return made


BODY_PIXELS, CHIP_PIXELS, SMALL_PIXELS = 13, 12, 11
TITLE_PIXELS = 15
EPOCH_PIXELS = 20
HEADING_TRACKING = 0.9
"""All of these at the normal type size."""


def scaled(pixels: float) -> int:
    """Pixels that something has at the normal type size, as they are at the present one.

    The application's font, which Qt keeps, tells how large type is. What holds letters asks here for its height.
    """
    body = QGuiApplication.font().pixelSize()
    return round(pixels * body / BODY_PIXELS) if body > 0 else round(pixels)


_FIXED, _LEAST = "fixedAtNormalType", "leastAtNormalType"


def fix_size(widget: QWidget, *, width: int | None = None, height: int | None = None) -> None:
    """Fix a widget's width or height, given for the normal type size; it follows when the type size changes."""
    before = widget.property(_FIXED) or (None, None)
    fixed = (before[0] if width is None else width, before[1] if height is None else height)
    widget.setProperty(_FIXED, fixed)
    if fixed[0] is not None:
        widget.setFixedWidth(scaled(fixed[0]))
    if fixed[1] is not None:
        widget.setFixedHeight(scaled(fixed[1]))


def least_width(widget: QWidget, width: int) -> None:
    """Let a widget be no narrower than this, given for the normal type size."""
    widget.setProperty(_LEAST, width)
    widget.setMinimumWidth(scaled(width))


def refit(widget: QWidget) -> None:
    """Give a widget the fixed sizes and the small type that it was made with, at the present type size.

    Where more depends on it, a widget has a method `follow_type` that is called then.
    """
    if widget.property(_FIXED):
        fix_size(widget)
    if widget.property(_LEAST) is not None:
        least_width(widget, widget.property(_LEAST))
    if widget.property(_SMALL):
        widget.setFont(small_font())
    follow = getattr(widget, "follow_type", None)
    if follow is not None:
        follow()
    widget.updateGeometry()


def body_font(pixels: int | None = None) -> QFont:
    """13 px. Figures are tabular, so that a number that changes does not make its neighbours jump."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(scaled(BODY_PIXELS) if pixels is None else pixels)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def small_font() -> QFont:
    """11 px, for axes, second lines and the numbers in the diagram."""
    return body_font(scaled(SMALL_PIXELS))


_SMALL = "smallType"


def write_small(widget: QWidget) -> None:
    """Let a painted widget write in the small font, also after the type size has changed."""
    widget.setProperty(_SMALL, True)
    widget.setFont(small_font())


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
    font.setPixelSize(scaled(EPOCH_PIXELS))
    font.setWeight(QFont.Weight.DemiBold)
    return font
