"""The controls of the window, one a file, all in the look of the theme's style sheet."""

from playground.app.widgets.banner import Banner
from playground.app.widgets.button import Button
from playground.app.widgets.card import Card
from playground.app.widgets.choice_row import Choice, ChoiceRow
from playground.app.widgets.compact_combo import CompactCombo
from playground.app.widgets.elided_label import ElidedLabel
from playground.app.widgets.flow_layout import FlowLayout
from playground.app.widgets.icon_button import IconButton
from playground.app.widgets.legend import Legend, LegendEntry
from playground.app.widgets.menu import Menu
from playground.app.widgets.metrics_table import MetricsTable
from playground.app.widgets.number_format import NumberFormat
from playground.app.widgets.number_row import NumberRow
from playground.app.widgets.optional_row import OptionalRow
from playground.app.widgets.popup_card import PopupCard
from playground.app.widgets.round_button import RoundButton
from playground.app.widgets.scale import LinearScale, LogScale, Scale, StopsScale
from playground.app.widgets.segmented_choice import SegmentedChoice
from playground.app.widgets.setting_row import ROW_HEIGHT, SettingRow
from playground.app.widgets.slider import Slider
from playground.app.widgets.slider_row import SliderRow
from playground.app.widgets.split import Split
from playground.app.widgets.split_bar import SplitBar
from playground.app.widgets.split_row import SplitRow
from playground.app.widgets.stepper import Stepper
from playground.app.widgets.style import colour_property, set_style_property, styled_label
from playground.app.widgets.switch import Switch
from playground.app.widgets.switch_row import SwitchRow
from playground.app.widgets.text_button import TextButton
from playground.app.widgets.toggle_button import ToggleButton
from playground.app.widgets.value_edit import ValueEdit
from playground.app.widgets.value_scale import ValueScale

__all__ = [
    "ROW_HEIGHT",
    "Banner",
    "Button",
    "Card",
    "Choice",
    "ChoiceRow",
    "CompactCombo",
    "ElidedLabel",
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
    "set_style_property",
    "styled_label",
]
