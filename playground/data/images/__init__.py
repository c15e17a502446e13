"""Labelled images: the bundled digits, MNIST's files and NumPy archives."""

from playground.data.images.formats import choose_images
from playground.data.images.images import Images, usual_margin
from playground.data.images.read import read_digits, read_images
from playground.data.images.unlabelled import read_pictures

__all__ = ["Images", "choose_images", "read_digits", "read_images", "read_pictures", "usual_margin"]
