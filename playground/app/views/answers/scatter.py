"""Many points as one picture: how densely they lie, rather than each drawn by itself."""

import numpy as np
import numpy.typing as npt

Shares = npt.NDArray[np.floating]
_RADIUS = 1.9
_OPACITY = 0.75


def scatter_picture(
    across: Shares,
    down: Shares,
    side: int,
    colour: tuple[int, int, int],
    scale: float,
) -> npt.NDArray[np.uint32]:
    """Points with coordinates from 0 to 1 as (side, side) premultiplied pixels, 0xaarrggbb; `scale` enlarges points."""
    radius = _RADIUS * scale
    reach = int(np.ceil(radius))
    x, y = (np.rint(np.clip(v, 0, 1) * (side - 1)).astype(np.intp) + reach for v in (across, down))
    wide = side + 2 * reach
    hits = np.bincount(y * wide + x, minlength=wide * wide).reshape(wide, wide).astype(np.float32)
    cover = np.zeros((side, side), np.float32)
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            weight = min(1.0, max(0.0, radius + 0.5 - float(np.hypot(dx, dy))))
            if weight:
                cover += weight * hits[reach + dy : reach + dy + side, reach + dx : reach + dx + side]
    alpha = 1 - np.power(np.float32(1 - _OPACITY), cover)
    red, green, blue = ((alpha * channel + 0.5).astype(np.uint32) for channel in colour)
    return np.ascontiguousarray((alpha * 255 + 0.5).astype(np.uint32) << 24 | red << 16 | green << 8 | blue)
