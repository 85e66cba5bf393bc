"""A stroke while it is drawn: points as the pointer moves, and another width where the pen is pressed otherwise."""

from __future__ import annotations

from math import hypot

import numpy as np

from playground.domains.picture.strokes import PenStroke

NEAREST = 0.004
"""Points closer to the last one than this, in the pad's side, are left out."""
OTHER_WIDTH = 0.15
"""A change of width by more than this share begins a further stroke."""


class PadGesture:
    """What happens between the press and the release of a pen or an eraser.

    Args:
        at: Where it was pressed, x and y from 0 to 1 on the pad.
        width: Of the line, in the pad's side.
        erases: Whether it takes ink away.
    """

    def __init__(self, at: tuple[float, float], width: float, *, erases: bool) -> None:
        self._lines: list[tuple[float, list[tuple[float, float]]]] = [(width, [at])]
        self._erases = erases

    def move(self, at: tuple[float, float], width: float) -> bool:
        """Go on to a place; False where that is next to the last one."""
        last_width, points = self._lines[-1]
        if hypot(at[0] - points[-1][0], at[1] - points[-1][1]) < NEAREST:
            return False
        if abs(width - last_width) > OTHER_WIDTH * last_width:
            points = [points[-1]]
            self._lines.append((width, points))
        points.append(at)
        return True

    def strokes(self) -> tuple[PenStroke, ...]:
        """What was drawn so far."""
        return tuple(PenStroke(np.array(points), width, self._erases) for width, points in self._lines)
