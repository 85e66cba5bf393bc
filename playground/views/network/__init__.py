"""The Network panel: columns of live neurons, edges by weight, cards to stack, and the inspector."""

from playground.views.network.view import NetworkView

__all__ = ["NetworkView"]
