"""How rows of numbers lie in the fused kernel's workspace."""

LANE_BLOCK = 8
"""The samples of a batch are padded to a multiple of this: a vector of float32, two of float64."""
CACHE_LINE = 16
"""Numbers of float32 in a line of the cache."""
WIDE = 64
"""From here on the distance between rows is kept off powers of two, which would crowd a few sets of the cache."""


def padded(count: int) -> int:
    """So many numbers, and those that fill up the last vector."""
    return -(-count // LANE_BLOCK) * LANE_BLOCK


def map_pitch_of(numbers: int) -> int:
    """Distance between maps of so many numbers each: an odd count of cache lines.

    Maps of 16 x 16 lie a power of two apart, and the same place of all would fall into one set of the cache.
    """
    lines = -(-numbers // CACHE_LINE)
    return (lines + 1 - lines % 2) * CACHE_LINE


def pitch_of(count: int) -> int:
    """Distance between rows of `count` numbers."""
    numbers = padded(count)
    return numbers + LANE_BLOCK if numbers >= WIDE else numbers
