"""A boundary drawn by hand: into which pieces it cuts the plane, and how these compare with a network's map."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.domains.section import REACH

if TYPE_CHECKING:
    from playground.lessons.said import Strokes

END_REACH = 0.15 * REACH
"""Ends so near to the edge of the plane go on to it, and ends so near to each other meet: hands are not exact."""
ROWS = ("at the bottom", "", "at the top")
COLUMNS = ("left", "", "right")


@dataclass(frozen=True, slots=True)
class Sides:
    """How the sides of a drawn boundary compare with a network's answers.

    Attributes:
        share: Of the plane that is on the right side, 0 to 1.
        where: Where the largest piece lies that is not: "at the top left"; "" where there is none.
        network: The class that the network gives most of that piece.
        yours: The class that the drawing gives it.
    """

    share: float
    where: str = ""
    network: int = 0
    yours: int = 0


def sides_of(
    strokes: Strokes, winners: NDArray[np.intp], samples: NDArray[np.float64], targets: NDArray[np.intp]
) -> Sides:
    """Compare a drawn boundary with a network's map.

    Each piece into which the lines cut the plane is given the class of most samples in it; one without samples that of
    the sample nearest to its middle.

    Args:
        strokes: Lines in the plane.
        winners: Which class wins where on the whole plane, (h, w), row 0 at the bottom.
        samples: Where they are seen, (N, 2).
        targets: Their classes, (N,).
    """
    from scipy.ndimage import label  # noqa: PLC0415 - not for a start

    lines = drawn_cells(strokes, winners.shape)
    pieces, count = label(~lines)
    yours = _classes(pieces, count, samples, targets)[pieces]
    # What lies under a line is on neither side.
    is_off = (yours != winners) & ~lines
    right = 1.0 - is_off.sum() / max((~lines).sum(), 1)
    parts, number = label(is_off)
    if not number:
        return Sides(float(right))
    largest = parts == 1 + np.bincount(parts.ravel())[1:].argmax()
    most = [int(np.bincount(values[largest]).argmax()) for values in (winners, yours)]
    return Sides(float(right), _where(largest), *most)


def drawn_cells(strokes: Strokes, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """The cells of a grid over the whole plane through which lines go, (h, w), row 0 at the bottom.

    Cells that touch at corners count as a closed line; ends that nearly meet, or nearly reach the edge, do.
    """
    cells = np.zeros(shape[:2], np.bool_)
    sides = np.array([cells.shape[1], cells.shape[0]])
    for stroke in strokes:
        places = _finished(np.array(stroke, np.float64).reshape(-1, 2))
        for begin, end in pairwise(places):
            # Four places for each cell: the line leaves no gap through which two pieces would be one.
            steps = 2 + int(4 * np.abs((end - begin) / (2 * REACH) * sides).max())
            way = begin + np.linspace(0.0, 1.0, steps)[:, None] * (end - begin)
            at = np.clip(((way + REACH) / (2 * REACH) * sides).astype(np.intp), 0, sides - 1)
            cells[at[:, 1], at[:, 0]] = True
    return cells


def _finished(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """A line as it was meant: closed, or out to the edge, where its ends nearly are."""
    if len(places) < 2:
        return places
    length = float(np.hypot(*np.diff(places, axis=0).T).sum())
    # A short stroke has near ends in any case, and means no closed line.
    if np.hypot(*(places[0] - places[-1])) <= END_REACH < length / 3:
        return np.concatenate([places, places[:1]])
    return np.concatenate([_to_edge(places[0]), places, _to_edge(places[-1])])


def _to_edge(end: NDArray[np.float64]) -> NDArray[np.float64]:
    """The place at the edge of the plane beside an end that is near to it, (1, 2); (0, 2) for one that is not."""
    axis = int(np.abs(end).argmax())
    if REACH - abs(end[axis]) > END_REACH:
        return np.zeros((0, 2))
    edge = end.copy()
    edge[axis] = np.copysign(REACH, end[axis])
    return edge[None]


def _classes(
    pieces: NDArray[np.intp], count: int, samples: NDArray[np.float64], targets: NDArray[np.intp]
) -> NDArray[np.intp]:
    """The class of each piece, (count + 1,); that of 0, the lines, means nothing."""
    rows, columns = pieces.shape
    found = np.zeros(count + 1, np.intp)
    at = np.floor((samples + REACH) / (2 * REACH) * [columns, rows]).astype(np.intp)
    inside = ((at >= 0) & (at < [columns, rows])).all(axis=1)
    held = np.zeros(len(samples), np.intp)
    held[inside] = pieces[at[inside, 1], at[inside, 0]]
    for piece in range(1, count + 1):
        own = targets[held == piece]
        if len(own):
            found[piece] = np.bincount(own).argmax()
        elif len(samples):
            middle = np.argwhere(pieces == piece).mean(axis=0)[::-1]
            place = (middle + 0.5) / [columns, rows] * 2 * REACH - REACH
            found[piece] = targets[np.hypot(*(samples - place).T).argmin()]
    return found


def _where(cells: NDArray[np.bool_]) -> str:
    """Where in the plane most of some cells lie, in words."""
    row, column = (int(3 * at / side) for at, side in zip(np.argwhere(cells).mean(axis=0), cells.shape, strict=True))
    if row == column == 1:
        return "in the middle"
    if row == 1:
        return f"at the {COLUMNS[column]}"
    return f"{ROWS[row]} {COLUMNS[column]}".strip()
