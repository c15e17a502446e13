"""How a setting is declared: its type, range, title and help, once, where the field stands.

Files are validated against these declarations, `--set` and the panels read them through `settings.py`.
"""

from typing import Any, TypeVar

import msgspec

Kind = TypeVar("Kind", bound=type[msgspec.Struct])

SEED_LIMIT = 2**32 - 1
"""The largest seed that `numpy.random.RandomState` takes."""


def setting(
    title: str,
    help: str,
    *,
    live: bool = False,
    scale: str = "linear",
    unit: str = "",
    slider: tuple[float, float] | None = None,
    suggested: float | None = None,
    choices: tuple[str, ...] = (),
    **limits: Any,
) -> msgspec.Meta:
    """Declare a setting.

    `live` settings take effect on a running network, the others restart it. `scale` ("linear" or "log"), `unit` and
    `slider` (the range worth dragging through, where it is narrower than what is allowed) are advice to a panel, as is
    `suggested`, what a setting that is not set (null) begins with when it is switched on, and `choices`, the names
    that a list of texts mostly holds; `limits` (ge, gt, le, lt, min_length, max_length) are enforced everywhere.
    """
    advice: dict[str, Any] = {"live": live, "scale": scale, "unit": unit, "slider": slider, "suggested": suggested}
    if choices:
        advice["choices"] = choices
    return msgspec.Meta(title=title, description=help, extra=advice, **limits)
