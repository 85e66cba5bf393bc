"""How rows of numbers lie in the fused kernel's workspace."""

LANE_BLOCK = 8
"""The samples of a batch are padded to a multiple of this: a vector of float32, two of float64."""
WIDE = 64
"""From here on the distance between rows is kept off powers of two, which would crowd a few sets of the cache."""


def padded(count: int) -> int:
    """So many numbers, and those that fill up the last vector."""
    return -(-count // LANE_BLOCK) * LANE_BLOCK


def pitch_of(count: int) -> int:
    """Distance between rows of `count` numbers."""
    numbers = padded(count)
    return numbers + LANE_BLOCK if numbers >= WIDE else numbers
