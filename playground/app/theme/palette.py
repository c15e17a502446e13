"""The palette that Fusion and our own painted widgets draw from."""

from PySide6.QtGui import QColor, QPalette

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
