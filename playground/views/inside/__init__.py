"""What goes on inside the layers: spreads over time, dead units, and the error that comes back to each."""

from playground.views.inside.view import InsideView

__all__ = ["InsideView"]
