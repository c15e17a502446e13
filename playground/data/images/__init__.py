"""Labelled images: the bundled digits, MNIST's files and NumPy archives."""

from .images import Images
from .pairs import choose_images
from .read import read_digits, read_images

__all__ = ["Images", "choose_images", "read_digits", "read_images"]
