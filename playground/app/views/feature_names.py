"""What features of named columns are called: length, width², length · width, sin length."""

from collections.abc import Sequence


def feature_name(feature: str, columns: Sequence[str]) -> str:
    """A feature as declared (x1, x2_squared, x1_x2, sin_x1) in terms of the names of a plane's two columns."""
    first, second = columns
    own = {"x1": first, "x2": second}
    head, _, rest = feature.partition("_")
    if rest == "squared":
        return f"({own[head]})²" if " " in own[head] else f"{own[head]}²"
    if rest in own:
        return f"{own[head]} · {own[rest]}" if head in own else f"{head} {own[rest]}"
    return own[feature]
