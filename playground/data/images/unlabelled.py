"""Pictures without their labels, as a trained network is asked about them."""

import zipfile
from pathlib import Path

from playground.data.images import formats
from playground.data.images.images import Raw
from playground.data.kinds import existing_file
from playground.experiment import UserError

_WHAT = "a file of pictures, IDX (also .gz) or .npz"
_NAMES = ("x", "images", "x_test", "x_train", "arr_0")
"""Of an archive's arrays, the first of these that is there; else the only one."""


def read_pictures(path: str | Path) -> tuple[Raw, int, int]:
    """The pixels (n, height * width) of a file of pictures as it has them, their height and width.

    Raises
    ------
    UserError : in one line, for a file that is none, is damaged, or holds something else.
    """
    path, _ = existing_file(path, _WHAT)
    with path.open("rb") as file:
        start = file.read(4)
    if not start.startswith(b"PK"):
        (count, height, width), pixels = formats._read(path, 3)
        return pixels.reshape(count, height * width), height, width
    with formats.telling_damage(path.name), zipfile.ZipFile(path) as archive:
        found = {Path(entry.filename).stem.casefold(): entry for entry in archive.infolist()}
        chosen = next((name for name in _NAMES if name in found), None)
        if chosen is None and len(found) == 1:
            chosen = next(iter(found))
        if chosen is not None:
            return formats._pixels(archive, found[chosen], path.name)
    some = ", ".join(list(found)[:5])[:200] or "nothing"
    raise UserError("{name} holds {found}; name its array of pictures x", name=path.name, found=some)
