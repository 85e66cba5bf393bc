"""How a drawing becomes the picture that a network sees: the way on which the training pictures came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.domains.picture.strokes import AS_DRAWN, Drawing, PenStroke, Placing, ink_of
from playground.domains.picture.warp import enlarged

Floats = NDArray[np.float64]
Placement = Literal["drawn", "box", "mass"]

MOST_STRETCHED = 1.25
"""How much more a drawing may be enlarged along one axis than along the other: a 1 is not to become a block."""
MOST_ENLARGED = 12.0
"""A dot stays a dot."""
_LOOKED_AT, _INKED = 96, 0.5
"""Pixels on which it is seen what an eraser has left, and from how much ink on."""


@dataclass(frozen=True)
class Reduction:
    """What is done to a drawing.

    Attributes:
        placement: "drawn" leaves it where it is; "box" fits its box into the middle of the picture; "mass" moves it
            afterwards until the centre of its ink is in the middle.
        box: Width and height of the box that it is fitted into, in the picture's side.
        stretched: Whether it is to fill both of them, its proportions changing.
        line_width: To which width lines are brought, in the picture's side; None where they grow with the drawing.
            Lines keep the widths that they were drawn with where it stays as drawn.
        detail: Pixels a side on which ink is counted before the picture is enlarged from them; None for the picture's
            own.
    """

    placement: Placement = "drawn"
    box: tuple[float, float] = (0.75, 0.75)
    stretched: bool = False
    line_width: float | None = None
    detail: int | None = None


DIGIT_REDUCTION = Reduction("box", (20 / 32, 1.0), stretched=True, line_width=5.5 / 32, detail=8)
"""As scikit-learn's digits were made (Garris and others, "NIST form-based handprint recognition system", 1994; Alpaydin
and Kaynak, "Optical recognition of handwritten digits", 1998): stretched to 20 × 32 pixels in the middle of 32 × 32,
lines thinned or thickened to much the same width, and ink counted in blocks of 4 × 4."""

OWN_REDUCTION = Reduction("mass", (20 / 28, 20 / 28))
"""For pictures that no generator made: fitted into a box and centred by mass, as MNIST's digits were (LeCun and others,
"Gradient-based learning applied to document recognition", 1998)."""


def picture_of(drawing: Drawing, side: int, reduction: Reduction) -> Floats:
    """What the network sees of a drawing: (1, side, side), from 0 for paper to 1 for ink.

    Args:
        drawing: Strokes on the pad.
        side: Pixels along each side.
        reduction: How the training pictures came about.
    """
    detail = reduction.detail or side
    parts = 4 if detail <= 16 else 2
    placing = AS_DRAWN if reduction.placement == "drawn" else _fitted(drawing, reduction)
    ink = ink_of(drawing, detail * parts, placing)
    if reduction.placement == "mass":
        ink = _centred(ink)
    counted = ink.reshape(detail, parts, detail, parts).mean(axis=(1, 3))
    return enlarged(counted[np.newaxis], side)


def _fitted(drawing: Drawing, reduction: Reduction) -> Placing:
    """Bring the middle of a drawing's box to the picture's, and the box to the size that is wanted."""
    pens = [stroke for stroke in drawing.strokes if not stroke.erases]
    if not pens:
        return AS_DRAWN
    width = sum(stroke.width * (stroke.length + stroke.width) for stroke in pens)
    width /= sum(stroke.length + stroke.width for stroke in pens)
    low, high = _lines_box(drawing, pens, width)
    # A dot has none.
    span = np.maximum(high - low, 1e-6)
    if reduction.line_width is None:
        each = np.array(reduction.box) / (span + width)
    else:
        each = np.maximum(np.array(reduction.box) - reduction.line_width, 0.0) / span
    scale = np.minimum(each, (MOST_STRETCHED if reduction.stretched else 1.0) * each.min())
    scale = np.minimum(scale, MOST_ENLARGED)
    across, down = (float(one) for one in scale)
    right, below = (float(one) for one in 0.5 - (low + high) / 2.0 * scale)
    lines = (across * down) ** 0.5 if reduction.line_width is None else reduction.line_width / width
    return Placing((across, down), (right, below), lines)


def _lines_box(drawing: Drawing, pens: list[PenStroke], width: float) -> tuple[Floats, Floats]:
    """Corners of the box of all lines' middles, each (2,); of what is left where something was erased."""
    low = np.min([stroke.points.min(axis=0) for stroke in pens], axis=0)
    high = np.max([stroke.points.max(axis=0) for stroke in pens], axis=0)
    if len(pens) == len(drawing.strokes):
        return low, high
    left = ink_of(drawing, _LOOKED_AT) > _INKED
    if not left.any():
        return low, high
    for axis in (0, 1):
        inked = np.flatnonzero(left.any(axis=axis))
        begin, end = inked[0] / _LOOKED_AT + width / 2.0, (inked[-1] + 1) / _LOOKED_AT - width / 2.0
        low[axis], high[axis] = min(begin, (begin + end) / 2.0), max(end, (begin + end) / 2.0)
    return low, high


def _centred(ink: Floats) -> Floats:
    """Move the centre of the ink to the middle, by whole pixels; what leaves the picture is cut off."""
    total = float(ink.sum())
    if total == 0.0:
        return ink
    at = np.arange(len(ink)) + 0.5
    for axis in (0, 1):
        step = round(len(ink) / 2.0 - float(ink.sum(axis=1 - axis) @ at) / total)
        ink = np.roll(ink, step, axis=axis)
        cut = slice(0, step) if step >= 0 else slice(step, None)
        ink[(slice(None),) * axis + (cut,)] = 0.0
    return ink
