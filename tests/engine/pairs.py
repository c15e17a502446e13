"""The losses, each with every output that it takes: listed here, and not asked of the engine that is tested."""

PAIRS = [
    ("squared_error", "linear"),
    ("squared_error", "tanh"),
    ("squared_error", "sigmoid"),
    ("squared_error", "softmax"),
    ("huber", "linear"),
    ("huber", "tanh"),
    ("huber", "softmax"),
    ("binary_cross_entropy", "sigmoid"),
    ("softmax_cross_entropy", "softmax"),
]
