"""The controls of the window, one a file, all in the look of the theme's style sheet."""

from playground.app.widgets.buttons import Button, IconButton, RoundButton, Switch, TextButton, ToggleButton
from playground.app.widgets.cards import Banner, Card, Menu, PopupCard, scrolling
from playground.app.widgets.choices import CompactCombo, SegmentedChoice, Stepper
from playground.app.widgets.flow_layout import FlowLayout
from playground.app.widgets.legend import Legend, LegendEntry, ValueScale
from playground.app.widgets.metrics_table import MetricsTable
from playground.app.widgets.number_format import NumberFormat
from playground.app.widgets.rows import (
    ROW_HEIGHT,
    Choice,
    ChoiceRow,
    ElidedLabel,
    FittingLabel,
    NumberRow,
    OptionalRow,
    SettingRow,
    SliderRow,
    SwitchRow,
)
from playground.app.widgets.slider import LinearScale, LogScale, Scale, Slider, StopsScale
from playground.app.widgets.split import Split, SplitBar, SplitRow
from playground.app.widgets.style import (
    colour_property,
    resize_within_screen,
    scaled_size,
    set_style_property,
    styled_label,
)
from playground.app.widgets.value_edit import ValueEdit

__all__ = [
    "ROW_HEIGHT",
    "Banner",
    "Button",
    "Card",
    "Choice",
    "ChoiceRow",
    "CompactCombo",
    "ElidedLabel",
    "FittingLabel",
    "FlowLayout",
    "IconButton",
    "Legend",
    "LegendEntry",
    "LinearScale",
    "LogScale",
    "Menu",
    "MetricsTable",
    "NumberFormat",
    "NumberRow",
    "OptionalRow",
    "PopupCard",
    "RoundButton",
    "Scale",
    "SegmentedChoice",
    "SettingRow",
    "Slider",
    "SliderRow",
    "Split",
    "SplitBar",
    "SplitRow",
    "Stepper",
    "StopsScale",
    "Switch",
    "SwitchRow",
    "TextButton",
    "ToggleButton",
    "ValueEdit",
    "ValueScale",
    "colour_property",
    "resize_within_screen",
    "scaled_size",
    "scrolling",
    "set_style_property",
    "styled_label",
]
