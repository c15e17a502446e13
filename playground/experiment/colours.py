"""The colours of data, the same in every look, and how colours are mixed; all as '#rrggbb'."""

ORANGE = "#f59322"
BLUE = "#0877bd"
GREEN = "#2b8a3e"
PURPLE = "#8a4fbf"

# From the fifth on chosen by search: the smallest distance to any other colour, in Lab and under simulated
# protanopia, deuteranopia and tritanopia, is as large as it gets while staying readable on both cards.
CLASSES = (ORANGE, BLUE, GREEN, PURPLE, "#7fd1ae", "#c92a2a", "#e599c8", "#56b4e9", "#868e96", "#c2255c")

# Purple first and green for the output, as blue and orange already mean training and test.
HIDDEN_LAYERS = (PURPLE, "#0f9fad", "#c9a227", "#7a8694", "#a0692d", "#7d8f2a")

# Of the parameters beside the weights: by search as far from the layers and each other, for colour-blind eyes too, as
# colours are that can be seen on both cards.
BIAS, GAMMA, BETA = "#6b8ac7", "#d63df5", "#e23232"

# Far from both blue and orange for colour-blind eyes too, which neither green nor purple is.
RASPBERRY = "#d6336c"


def mix(first: str, second: str, share: float) -> str:
    """The colour that is `share` of `second` and the rest of `first`; both '#rrggbb'."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
