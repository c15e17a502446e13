"""Pictures of every view: as PNG in any size, as SVG, on the clipboard, one by one or all of a window at once."""

from playground.app.pictures.pictures import Pictures, Picturesque
from playground.app.pictures.rendering import View

__all__ = ["Pictures", "Picturesque", "View"]
