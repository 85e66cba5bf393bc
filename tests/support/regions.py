"""Linear regions in one go."""

from playground.training.probes.plane.linear_regions import cut_regions


def linear_regions(document, parameters, buffers, extent):
    """The last that is given is the result."""
    *pieces, found = cut_regions(document, parameters, buffers, extent)
    assert pieces.count(None) == len(pieces)
    return found
