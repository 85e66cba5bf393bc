"""The output panel: the decision map with the points on it, and the canvas on which they are drawn."""

from playground.views.plane.view import OutputView

__all__ = ["OutputView"]
