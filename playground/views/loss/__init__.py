"""The loss panel: curves over the epochs, accuracy, confusion."""

from playground.views.loss.view import LossView

__all__ = ["LossView"]
