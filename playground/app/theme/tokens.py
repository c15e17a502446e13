"""The tokens of the look: every colour the window uses has its name here.

The accent is for what can be done, never for data; data colours are the same in both themes, over a
ground that fades to the card's tone where a network is undecided.
"""

from dataclasses import dataclass

from playground.experiment.colours import (
    BETA,
    BIAS,
    BLUE,
    CLASSES,
    GAMMA,
    GREEN,
    HIDDEN_LAYERS,
    ORANGE,
    RASPBERRY,
    mix,
)


@dataclass(frozen=True)
class Theme:
    """One look. Colours are '#rrggbb', which QColor, pyqtgraph and style sheets all take."""

    name: str
    is_dark: bool

    ground: str  # behind the cards
    card: str
    line: str  # borders, the empty part of a slider, grid lines
    text: str
    quiet: str  # labels of axes, headings, second lines
    faint: str  # what is disabled
    off: str  # the track of a switch that is off
    field: str  # the soft fill of combos, chips and thumbnails
    field_hover: str

    accent: str
    accent_hover: str
    accent_pressed: str
    accent_soft: str  # a tint of the accent for selections
    on_accent: str  # text and icons on the accent

    undecided: str  # where the two classes are equally likely
    info: str
    warning: str
    error: str
    success: str
    info_soft: str
    warning_soft: str
    error_soft: str
    success_soft: str

    split_train: str
    split_validation: str
    split_test: str
    on_split_train: str
    on_split_rest: str

    ghost: str  # curves of earlier runs and of the future beyond the time machine's cursor
    healthy: str  # the 1e-3 line of the update ratios

    classes: tuple[str, ...] = CLASSES
    negative: str = ORANGE  # links and outputs below 0
    positive: str = BLUE
    train: str = BLUE
    validation: str = RASPBERRY
    test: str = ORANGE
    hidden_layers: tuple[str, ...] = HIDDEN_LAYERS
    output_layer: str = GREEN
    bias: str = BIAS
    gamma: str = GAMMA
    beta: str = BETA

    type_scale: float = 1.0  # how much larger than usual everything is written

    @property
    def edge(self) -> str:
        """About what lies over cards of its own colour: menus, popovers, tooltips."""
        return mix(self.line, self.text, 0.2)


LIGHT = Theme(
    name="light",
    is_dark=False,
    ground="#eef0f3",
    card="#ffffff",
    line="#e1e5ea",
    text="#1d2733",
    quiet="#5d6976",
    faint="#a9b3be",
    off="#87939f",
    field="#f3f5f8",
    field_hover="#e9edf2",
    accent="#3b5bdb",
    accent_hover="#4c6be3",
    accent_pressed="#304cbc",
    accent_soft="#e8ecfb",
    on_accent="#ffffff",
    undecided="#f4f3f2",
    info="#3b5bdb",
    warning="#9a6200",
    error="#c92a2a",
    success="#2b8a3e",
    info_soft="#eef1fd",
    warning_soft="#fdf4e3",
    error_soft="#fdeeee",
    success_soft="#ebf6ed",
    split_train="#3b5bdb",
    split_validation="#7c8fe0",
    split_test="#aab4e8",
    on_split_train="#ffffff",
    on_split_rest="#10182c",
    ghost="#9aa3ae",
    healthy="#2b8a3e",
)

DARK = Theme(
    name="dark",
    is_dark=True,
    ground="#12151a",
    card="#1b2027",
    line="#2b323c",
    text="#e7ebf0",
    quiet="#93a0ae",
    faint="#566170",
    off="#6b7787",
    field="#242a33",
    field_hover="#2d3440",
    accent="#6b8afd",
    accent_hover="#839dff",
    accent_pressed="#5775e6",
    accent_soft="#262f4a",
    on_accent="#0f1320",
    undecided="#1f2328",
    info="#8ba3ff",
    warning="#f0b849",
    error="#ff8a80",
    success="#6cc283",
    info_soft="#212940",
    warning_soft="#33291a",
    error_soft="#3a2225",
    success_soft="#1d3126",
    split_train="#3b5bdb",
    split_validation="#7c8fe0",
    split_test="#aab4e8",
    on_split_train="#ffffff",
    on_split_rest="#10182c",
    ghost="#6f7986",
    healthy="#3fa557",
    validation="#e0527f",
    hidden_layers=("#a06bd4", *HIDDEN_LAYERS[1:]),
    output_layer="#3fa557",
)
