"""The hidden space panel: how every layer bends the plane, and the morph between them."""

from playground.views.spaces.view import HiddenView

__all__ = ["HiddenView"]
