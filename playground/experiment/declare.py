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
    **limits: Any,
) -> msgspec.Meta:
    """Declare a setting.

    `live` settings take effect on a running network, the others restart it. `scale` ("linear" or "log"), `unit` and
    `slider` (the range worth dragging through, where it is narrower than what is allowed) are advice to a panel, as is
    `suggested`, what a setting that is not set (null) begins with when it is switched on;
    `limits` (ge, gt, le, lt, min_length, max_length) are enforced everywhere.
    """
    advice = {"live": live, "scale": scale, "unit": unit, "slider": slider, "suggested": suggested}
    return msgspec.Meta(title=title, description=help, extra=advice, **limits)
