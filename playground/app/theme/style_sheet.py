"""The style sheet of the application, written out from the tokens.

Type selectors name our widget classes; a dynamic property says which variant a widget is (`role`, `variant`,
`kind`), so that no widget carries a colour of its own.
"""

from playground.app.theme.palette import (
    CHIP_PIXELS,
    EPOCH_PIXELS,
    HEADING_TRACKING,
    SMALL_PIXELS,
    TITLE_PIXELS,
    epoch_font,
    scaled,
)
from playground.app.theme.tokens import Theme
from playground.experiment.colours import mix


def style_sheet(theme: Theme) -> str:
    """All rules for one theme. Needs a QGuiApplication, as it asks for the system's monospace font."""
    return "\n".join(part(theme) for part in (_surfaces, _labels, _buttons, _fields, _combos, _sliders, _own, _qt))


def _surfaces(t: Theme) -> str:
    return f"""
    Card {{ background: {t.card}; border: 1px solid {t.line}; border-radius: 10px; }}
    QFrame#runBar {{ background: {t.card}; border: none; border-bottom: 1px solid {t.line}; }}
    QScrollArea[plain="true"], QScrollArea[plain="true"] > QWidget > QWidget#column {{
        background: transparent; border: none; }}
    QFrame[popup="true"] {{ background: {t.card}; border: 1px solid {t.edge}; border-radius: 8px; }}
    """


def _labels(t: Theme) -> str:
    mono = epoch_font().family()
    return f"""
    QLabel[role="heading"] {{ color: {t.quiet}; font-size: {scaled(SMALL_PIXELS)}px; font-weight: 600;
        letter-spacing: {HEADING_TRACKING}px; text-transform: uppercase; }}
    QLabel[role="title"] {{ font-size: {scaled(TITLE_PIXELS)}px; font-weight: 600; }}
    QLabel[role="strong"] {{ font-weight: 600; }}
    QLabel[role="quiet"] {{ color: {t.quiet}; }}
    QLabel[role="small"] {{ color: {t.quiet}; font-size: {scaled(SMALL_PIXELS)}px; }}
    QLabel[role="error"] {{ color: {t.error}; font-size: {scaled(SMALL_PIXELS)}px; }}
    QLabel[role="epoch"] {{ font-family: "{mono}"; font-size: {scaled(EPOCH_PIXELS)}px; font-weight: 600; }}
    """


def _buttons(t: Theme) -> str:
    return f"""
    IconButton, TextButton {{ background: {t.card}; color: {t.text}; border: 1px solid {t.line};
        border-radius: 8px; padding: 0; }}
    TextButton {{ font-weight: 500; padding: 0 12px; }}
    IconButton::menu-indicator, TextButton::menu-indicator, LabButton::menu-indicator {{ image: none; width: 0; }}
    LabButton {{ background: transparent; border: 1px solid transparent; border-radius: 8px; color: {t.text};
        qproperty-quiet: {t.quiet}; }}
    LabButton:hover {{ background: {t.field}; }}
    LabButton:focus {{ border-color: {t.accent}; }}
    IconButton:hover, TextButton:hover {{ background: {t.field}; }}
    IconButton:pressed, TextButton:pressed, IconButton:checked {{ background: {t.field_hover}; }}
    IconButton:focus, TextButton:focus, ToggleButton:focus {{ border-color: {t.accent}; }}
    IconButton:disabled, TextButton:disabled, ToggleButton:disabled {{ color: {t.faint}; }}
    IconButton[variant="flat"] {{ background: transparent; border-color: transparent; border-radius: 6px;
        color: {t.quiet}; }}
    IconButton[variant="flat"]:hover {{ background: {t.field_hover}; }}
    IconButton[variant="flat"]:focus {{ border-color: {t.accent}; }}
    TextButton[variant="primary"] {{ background: {t.accent}; border-color: {t.accent}; color: {t.on_accent}; }}
    TextButton[variant="primary"]:hover {{ background: {t.accent_hover}; border-color: {t.accent_hover}; }}
    TextButton[variant="primary"]:pressed {{ background: {t.accent_pressed}; border-color: {t.accent_pressed}; }}
    TextButton[variant="primary"]:focus {{ border: 2px solid {t.accent_soft}; }}
    TextButton[variant="primary"]:disabled {{ background: {t.field}; border-color: {t.line}; color: {t.faint}; }}
    TextButton[variant="chip"] {{ background: {t.field}; font-size: {scaled(CHIP_PIXELS)}px; font-weight: 400;
        padding: 0 8px; border-radius: 6px; }}
    TextButton[variant="chip"]:hover {{ background: {t.field_hover}; }}
    TextButton[variant="chip"][used="true"] {{ color: {t.accent}; border-color: {t.accent}; font-weight: 600; }}
    TextButton[variant="chip"]:focus {{ border-color: {t.accent}; }}
    TextButton[variant="link"] {{ background: transparent; border: none; color: {t.accent}; font-weight: 600;
        padding: 0; text-align: left; }}
    TextButton[variant="link"]:hover, TextButton[variant="link"]:focus {{ text-decoration: underline; }}
    ToggleButton {{ background: {t.field}; color: {t.text}; border: 1px solid {t.line}; border-radius: 6px;
        font-size: {scaled(CHIP_PIXELS)}px; padding: 0 8px; }}
    ToggleButton[variant="quiet"] {{ color: {t.quiet}; font-weight: 600; }}
    ToggleButton[variant="tight"] {{ padding: 0 2px; }}
    ToggleButton:hover {{ background: {t.field_hover}; }}
    ToggleButton:checked {{ color: {t.accent}; border-color: {t.accent}; font-weight: 600; }}
    ToggleButton:checked:disabled {{ color: {t.faint}; border-color: {t.faint}; }}
    RoundButton {{ qproperty-fill: {t.accent}; qproperty-hoverFill: {t.accent_hover};
        qproperty-pressedFill: {t.accent_pressed}; qproperty-disabledFill: {t.field_hover};
        color: {t.on_accent}; border: none; background: transparent; }}
    """


def _fields(t: Theme) -> str:
    return f"""
    ValueEdit {{ background: transparent; color: {t.text}; border: none; border-bottom: 1px solid transparent;
        padding: 1px 0 0 0; font-weight: 500; selection-background-color: {t.accent};
        selection-color: {t.on_accent}; }}
    ValueEdit:hover {{ border-bottom-color: {t.line}; }}
    ValueEdit:focus {{ border-bottom-color: {t.accent}; }}
    ValueEdit[invalid="true"] {{ border-bottom-color: {t.error}; color: {t.error}; }}
    ValueEdit:disabled {{ color: {t.faint}; border-bottom-color: transparent; }}
    QLineEdit#textField {{ background: {t.field}; color: {t.text}; border: 1px solid {t.line}; border-radius: 6px;
        padding: 4px 8px; selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
    QPlainTextEdit#code {{ background: {t.card}; color: {t.text}; border: 1px solid {t.line}; border-radius: 8px;
        padding: 6px; }}
    QPlainTextEdit#code:focus {{ border-color: {t.accent}; }}
    QLineEdit#textField:focus {{ border-color: {t.accent}; }}
    QLineEdit#textField:disabled {{ color: {t.faint}; }}
    QLineEdit#textField[invalid="true"] {{ border-color: {t.error}; }}
    Stepper {{ background: {t.field}; border: 1px solid {t.line}; border-radius: 7px; }}
    Stepper QPushButton {{ background: transparent; border: none; border-radius: 6px; color: {t.quiet};
        padding: 0; }}
    Stepper QPushButton:hover {{ background: {t.field_hover}; }}
    Stepper QPushButton:disabled {{ color: {t.faint}; background: transparent; }}
    Stepper ValueEdit {{ background: {t.card}; border: none; font-weight: 700; padding: 0; }}
    Stepper ValueEdit:focus {{ color: {t.accent}; }}
    """


def _combos(t: Theme) -> str:
    return f"""
    CompactCombo {{ combobox-popup: 0; }}
    CompactCombo {{ background: {t.field}; color: {t.text}; border: 1px solid {t.line}; border-radius: 6px;
        font-weight: 500; padding: 0; }}
    CompactCombo:hover, CompactCombo:on {{ background: {t.field_hover}; }}
    CompactCombo:focus {{ border-color: {t.accent}; }}
    CompactCombo:disabled {{ color: {t.faint}; }}
    CompactCombo::drop-down {{ border: none; width: 0; }}
    CompactCombo::down-arrow {{ image: none; width: 0; height: 0; }}
    CompactCombo QAbstractItemView {{ background: {t.card}; color: {t.text}; border: 1px solid {t.edge};
        outline: 0; padding: 4px; selection-background-color: {t.accent_soft}; selection-color: {t.text}; }}
    CompactCombo QAbstractItemView::item {{ min-height: {scaled(26)}px; padding: 0 8px; border-radius: 5px; }}
    CompactCombo QAbstractItemView::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
    CompactCombo QAbstractItemView::item:disabled {{ color: {t.faint}; }}
    """


def _sliders(t: Theme) -> str:
    return f"""
    Slider {{ qproperty-track: {t.line}; qproperty-knob: {t.card}; background: transparent; }}
    RestartMark {{ qproperty-dot: {mix(t.faint, t.quiet, 0.7)}; background: transparent; }}
    Switch {{ qproperty-track: {t.off}; qproperty-knob: {t.card}; background: transparent; border: none; }}
    QScrollBar {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ width: 8px; }}
    QScrollBar:horizontal {{ height: 8px; }}
    QScrollBar::handle {{ background: {t.line}; border-radius: 3px; margin: 1px; min-height: 28px; min-width: 28px; }}
    QScrollBar::handle:hover {{ background: {t.faint}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _own(t: Theme) -> str:
    banners = "".join(
        f"""Banner[kind="{kind}"] {{ background: {back}; border: 1px solid {mix(back, front, 0.3)}; border-radius: 8px;
            qproperty-tone: {front}; }}"""
        for kind, front, back in (
            ("info", t.info, t.info_soft),
            ("success", t.success, t.success_soft),
            ("warning", t.warning, t.warning_soft),
            ("error", t.error, t.error_soft),
        )
    )
    strips = "".join(
        f"""LabCard[kind="{kind}"] {{ background: {back}; border-color: {mix(back, front, 0.35)}; }}
        LabCard MessagePage[kind="{kind}"] QLabel[role="strong"] {{ color: {front}; }}"""
        for kind, front, back in (
            ("info", t.info, t.info_soft),
            ("success", t.success, t.success_soft),
            ("warning", t.warning, t.warning_soft),
            ("error", t.error, t.error_soft),
        )
    )
    return f"""{banners}
    LabCard {{ background: {t.field}; border: 1px solid {t.line}; border-radius: 8px; }}
    LabCard[kind="none"] {{ background: transparent; }}
    {strips}
    LabCard QFrame#rule {{ background: {t.line}; border: none; }}
    LabCard ValueEdit {{ background: {t.card}; border: 1px solid {t.line}; border-radius: 6px; padding: 0; }}
    LabCard ValueEdit:hover {{ border-color: {t.quiet}; }}
    LabCard ValueEdit:focus {{ border-color: {t.accent}; }}
    LabCard TextButton[variant="chip"] {{ background: {t.card}; border-radius: 7px; }}
    LabCard TextButton[variant="chip"]:hover {{ background: {t.field_hover}; }}
    LabCard TextButton[variant="primary"] {{ border-radius: 7px; font-weight: 500; }}
    LabCard TextButton[variant="link"] {{ font-size: {scaled(CHIP_PIXELS)}px; }}
    LabCard TextButton[variant="link"]:disabled {{ color: {t.faint}; font-weight: 400; }}
    Dots {{ qproperty-accent: {t.accent}; qproperty-onAccent: {t.on_accent}; qproperty-empty: {t.off};
        background: transparent; }}
    Legend {{ font-size: {scaled(CHIP_PIXELS)}px; }}
    NetworkLegend {{ font-size: {scaled(SMALL_PIXELS)}px; }}
    SplitBar {{ qproperty-trainColour: {t.split_train}; qproperty-validationColour: {t.split_validation};
        qproperty-testColour: {t.split_test}; qproperty-trainText: {t.on_split_train};
        qproperty-restText: {t.on_split_rest}; }}
    """


def _qt(t: Theme) -> str:
    return f"""
    QToolTip {{ background: {t.card}; color: {t.text}; border: 1px solid {t.edge}; padding: 5px 7px; }}
    QMenu {{ background: {t.card}; color: {t.text}; border: 1px solid {t.edge}; padding: 5px; }}
    QMenu::item {{ padding: 5px 22px 5px 12px; border-radius: 5px; }}
    QMenu::item:selected {{ background: {t.accent_soft}; }}
    QMenu::item:disabled {{ color: {t.faint}; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: 5px 8px; }}
    Menu {{ border-radius: 10px; }}
    Menu::item {{ padding: 4px 22px 4px 12px; border-radius: 6px; }}
    Menu::item:checked {{ background: {t.field}; }}
    Menu::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
    Menu::item:disabled {{ background: transparent; color: {t.faint}; }}
    LabMenu::item {{ padding: 6px 22px 6px 12px; }}
    LabMenu {{ qproperty-quiet: {t.quiet}; }}
    QProgressBar {{ background: {t.line}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
    QTableView {{ background: {t.card}; border: none; gridline-color: {t.line};
        selection-background-color: {t.accent_soft}; selection-color: {t.text}; outline: 0; }}
    QTableView::item {{ padding: 0 5px; }}
    ResultTable::item {{ border-bottom: 1px solid {t.line}; padding: 0 2px; }}
    ResultTable QHeaderView::section {{ padding: 6px 5px; }}
    ResultTable::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
    QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QTableView QAbstractScrollArea::corner, QTableView::corner {{ background: transparent; border: none; }}
    QListView#problems {{ background: {t.field}; border: none; border-radius: 6px; padding: 5px 6px; outline: 0; }}
    QListView#problems::item {{ min-height: {scaled(20)}px; }}
    QListWidget#terms {{ background: {t.card}; color: {t.text}; border: 1px solid {t.edge}; border-radius: 8px;
        padding: 4px; outline: 0; }}
    QListWidget#terms::item {{ padding: 3px 6px; border-radius: 5px; }}
    QListWidget#terms::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
    QHeaderView {{ background: {t.card}; border: none; }}
    QHeaderView::section {{ background: {t.card}; color: {t.quiet}; border: none; padding: 6px 8px;
        border-bottom: 1px solid {t.line}; font-weight: 400; }}
    QTableCornerButton::section {{ background: {t.card}; border: none; border-bottom: 1px solid {t.line}; }}
    QSplitter::handle {{ background: transparent; }}
    QStatusBar {{ background: {t.ground}; color: {t.quiet}; }}
    """
