"""Labelled images: the bundled digits, MNIST's files and NumPy archives."""

from .images import Images
from .read import read_digits, read_images

__all__ = ["Images", "read_digits", "read_images"]
