"""How narrow cards and gaps of a network may become before it has to be scrolled."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Density:
    """One of the ways to lay a network out, in logical pixels.

    Attributes:
        card: The least width of a layer's card.
        passing: Width of a card with a row of numbers.
        padding: Beside the tiles of a card.
        pitch: The least distance from one tile to the next.
        gap: The least gap that leads into kernels shown as pictures.
        weighted, passed: Other gaps, as shares of that: where weights are, and where each map leads to one alone.
        picture: The most that the picture at hand takes.
        bars: Width of the output's bars.
        sides: What stays free on the left and on the right.
        is_titled: Whether cards are as wide as their titles in full, and have room for − and +.
    """

    card: float
    passing: float
    padding: float
    pitch: int
    gap: float
    weighted: float
    passed: float
    picture: int
    bars: int
    sides: tuple[int, int]
    is_titled: bool = False


ROOMY = Density(74.0, 74.0, 12.0, 28, 32.0, 1.0, 0.62, 69, 82, (18, 14), is_titled=True)
COMPACT = Density(57.0, 46.0, 10.0, 26, 32.0, 0.9, 0.7, 69, 76, (12, 12))
TIGHT = Density(44.0, 42.0, 8.0, 24, 27.0, 0.78, 0.78, 57, 58, (8, 8))
DENSITIES = (ROOMY, COMPACT, TIGHT)
"""From the one with most room: the first in which all is seen at once is taken."""
