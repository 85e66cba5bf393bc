"""Opening the box: why the network answers a sample as it does, and what would fool it."""

from playground.views.explain.view import ExplainView

__all__ = ["ExplainView"]
