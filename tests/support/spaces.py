"""The spaces of layers at once, as a window gets them that has all the time."""

from playground.training.probes.layer_spaces.spaces import space_pieces


def spaces(forward_layers, document, request, memory, **given):
    """One space for each uid that exists, and the indices of the points."""
    (*_, made) = space_pieces(forward_layers, document, request, memory, **given)
    return made
