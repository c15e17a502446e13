"""The palette that Fusion and our own painted widgets draw from."""

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from playground.app.theme.tokens import Theme, mix

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
