"""The pad: draw a picture, see what the network sees and says of it, and put it into the training set."""

from playground.views.pad.view import PadView

__all__ = ["PadView"]
