"""The data panel: gallery, drawing tools, classes, noise, count and split."""

from playground.views.data.view import DataView

__all__ = ["DataView"]
