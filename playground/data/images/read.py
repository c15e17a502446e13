"""Read labelled images, whatever the format: the file's first bytes tell."""

from pathlib import Path

from playground.data.images.formats import GZIP, read_idx, read_npz
from playground.data.images.images import Images, combine
from playground.data.kinds import existing_file
from playground.experiment import UserError
from playground.experiment.files import resource_path
from playground.experiment.message import say

_WHAT = "a file of images such as train-images-idx3-ubyte, or an .npz archive"


def read_images(path: str | Path, labels: str | Path = "") -> Images:
    """Read images with their labels from MNIST's IDX files (also .gz) or a NumPy archive.

    Of IDX files, give that of the images: the labels where none are given, and the test part of training images, are
    found beside it.

    Raises
    ------
    UserError
        In one line, for a file that is none of these, damaged, or inconsistent.
    """
    path, _ = existing_file(path, _WHAT)
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise UserError("{name} is empty: choose {what}.", name=path.name, what=say(_WHAT))
    if start.startswith(b"PK"):
        return combine(*read_npz(path))
    if start.startswith((GZIP, b"\0\0")):
        return combine(*read_idx(path, Path(labels) if labels else None))
    raise UserError(
        "{name} is neither an IDX file nor a NumPy archive: choose {what}.", name=path.name, what=say(_WHAT)
    )


def read_digits() -> Images:
    """The bundled digits: 1,797 images of 8 x 8 pixels."""
    return read_images(resource_path("datasets", "digits.npz"))
