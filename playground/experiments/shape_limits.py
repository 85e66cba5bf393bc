"""What no network of a shape can do, whatever its weights: said only where there is a proof.

Two proofs are known here. A border that is one cut through the inputs parts two classes only where their convex hulls
do not meet, which is decided by linear programming and then checked in exact fractions. And a network on the plane
whose layers have two units at most cannot close a region: Johnson 2019, "Deep, skinny neural networks are not universal
approximators" (ICLR), theorem 1, for activations that are limits of increasing functions. It holds for as many classes
as three: a region is where K - 1 sums are above others, and with no more than two of these it reaches out to infinity
in the space of the last layer, hence in the plane.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np

from playground.document.model import inputs_of
from playground.layers import ActivationLayer, BatchNorm, Dense, DropoutLayer, GaussianNoise
from playground.tasks import TASKS
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.model import Document

INCREASING = frozenset({"linear", "relu", "leaky_relu", "elu", "selu", "softplus", "sigmoid", "tanh"})
"""Activations that never fall, and are continuous."""
STRAIGHT = "linear"
DIMENSIONS = 2
"""Of the plane."""
MOST_CLASSES = DIMENSIONS + 1
MOST_ROWS = 20_000
"""Points that the linear program takes at once; beyond that a part of them is asked, which proves as much."""
SUPPORT = 1e-9
"""A point with less weight is no part of the proof."""
WIDEST_GAP = np.pi / 4
"""Between neighbours in a ring, seen from its middle."""
LEAST_RING = 8

HULLS = "Proved: the convex hulls of the two classes meet, and no straight cut has a common point on both its sides."
JOHNSON = "Proved by Johnson 2019, Deep, skinny neural networks are not universal approximators."
Shape = Literal["cut", "one_unit", "open"]


@dataclass(frozen=True, slots=True)
class ShapeLimit:
    """Something that no network of a document's shape can do.

    Attributes:
        shape: "cut" where the border is one cut, "one_unit" where it is because layers have one unit, "open" where no
            region can be closed.
        words: What it cannot do, and why, in plain sentences.
        remedy: What would help, a sentence.
        proof: Why that is sure, a sentence.
    """

    shape: Shape
    words: str
    remedy: str
    proof: str


def shape_of(document: Document) -> Shape | None:
    """Which of the proofs may hold for a document's network; None for none. Looks at the network alone: quick."""
    if not TASKS[document.task].has_classes or document.dataset.domain != "plane" or len(document.dataset.classes) < 2:
        return None
    widths: list[int] = []
    bends = False
    for layer in document.network:
        if isinstance(layer, Dense) and not layer.skip:
            widths.append(layer.units)
        elif not isinstance(layer, ActivationLayer | BatchNorm | DropoutLayer | GaussianNoise):
            return None
        activation = getattr(layer, "activation", STRAIGHT)
        if activation not in INCREASING:
            return None
        bends = bends or activation != STRAIGHT
    if not bends:
        return "cut"
    if len(document.dataset.classes) == 2 and widths and max(widths) == 1:
        return "one_unit"
    known = inputs_of(document)
    is_plane = all(known[name].column is not None for name in document.inputs)
    is_narrow = bool(widths) and max(widths) <= DIMENSIONS and len(document.dataset.classes) <= MOST_CLASSES
    return "open" if is_plane and is_narrow else None


def limit_of(document: Document) -> ShapeLimit | None:
    """What no network of the document's shape can do with its training points; None where nothing is proved.

    Takes milliseconds to tenths of a second, and loads scipy: not for the thread that draws.
    """
    shape = shape_of(document)
    if shape is None:
        return None
    if shape == "open":
        return _open_limit(document)
    found = inseparable_classes(document)
    if found is None:
        return None
    one, other = (document.dataset.classes[index].name for index in found)
    cut = "line" if _is_line(document) else "cut through the inputs"
    why = "Without a hidden layer that bends" if shape == "cut" else "With one unit in every layer"
    words = f"{why}, the border between {one} and {other} is one straight {cut}, and none parts these training points."
    remedy = "A hidden layer of two units or more can bend it." if shape == "cut" else "A second unit can bend it."
    return ShapeLimit(shape, words, remedy, HULLS)


def inseparable_classes(document: Document) -> tuple[int, int] | None:
    """Two classes whose training points no cut through the network's inputs parts; None where none is proved.

    A class of two that a network without bends tells apart is where an affine function is above 0. Both convex hulls
    hold a point only if none is: at that point it would have to be above 0 and not above 0.
    """
    data = document.dataset
    training = ~data.is_test
    features = network_inputs(document, data.samples[training])
    targets = data.targets[training]
    for one, other in combinations(range(len(data.classes)), 2):
        if hulls_meet(features[targets == one], features[targets == other]):
            return one, other
    return None


def hulls_meet(first: NDArray[np.float64], second: NDArray[np.float64]) -> bool:
    """Whether the convex hulls of two sets of points, (N, D) and (M, D), are proved to hold a point in common.

    A linear program looks for weights with equal means of both; at a corner of what it may choose from, D + 2 of them
    at most are not 0 (Kirchberger's theorem), and these are found again in exact fractions.
    """
    from scipy.optimize import linprog  # it comes with scikit-learn

    first, second = _some(first), _some(second)
    if not (len(first) and len(second)):
        return False
    width = first.shape[1]
    rows = np.zeros((width + 2, len(first) + len(second)))
    rows[:width, : len(first)], rows[:width, len(first) :] = first.T, -second.T
    rows[width, : len(first)] = 1.0
    rows[width + 1, len(first) :] = 1.0
    wanted = np.zeros(width + 2)
    wanted[width:] = 1.0
    # Any weights will do, so nothing is minimised. By the simplex method, which ends at a corner: the inner point of
    # the other one has all weights above 0, too many for exact fractions.
    found = linprog(np.zeros(rows.shape[1]), A_eq=rows, b_eq=wanted, method="highs-ds")
    # There are none, or it gave up: either way nothing is proved.
    if found.status != 0 or found.x is None:
        return False
    support = np.flatnonzero(found.x > SUPPORT)
    return _has_weights(rows[:, support], wanted)


def ringed_class(document: Document) -> tuple[int, int] | None:
    """A class of the plane whose training points all lie inside a ring of another's; which they are, or None.

    Seen from the middle of the inner class, points of the outer one that lie beyond all of the inner one stand in every
    direction, with gaps below an eighth of the circle.
    """
    data = document.dataset
    samples, targets = data.samples[~data.is_test], data.targets[~data.is_test]
    for inner in range(len(data.classes)):
        mine = samples[targets == inner]
        if len(mine) == 0:
            continue
        middle = mine.mean(axis=0)
        reach = np.hypot(*(mine - middle).T).max()
        for outer in range(len(data.classes)):
            around = samples[targets == outer] - middle
            around = around[np.hypot(*around.T) > reach]
            if outer != inner and len(around) >= LEAST_RING and _largest_gap(around) < WIDEST_GAP:
                return inner, outer
    return None


def _open_limit(document: Document) -> ShapeLimit | None:
    found = ringed_class(document)
    if found is None:
        return None
    inner, outer = (document.dataset.classes[index].name for index in found)
    words = (
        f"{inner} lies inside a ring of {outer}. With two units at most in every layer no region can be closed: "
        "a way through the ring stays open."
    )
    return ShapeLimit("open", words, "A layer of three units can close one.", JOHNSON)


def _is_line(document: Document) -> bool:
    """Whether a cut through the inputs is a line of the plane."""
    known = inputs_of(document)
    return all(known[name].column is not None for name in document.inputs)


def _some(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """As many of the points as the program takes, from all of them alike."""
    stride = -(-len(points) // MOST_ROWS) or 1
    return np.asarray(points[::stride], dtype=np.float64)


def _largest_gap(around: NDArray[np.float64]) -> float:
    angles = np.sort(np.arctan2(around[:, 1], around[:, 0]))
    # Around the circle: from the last to the first again.
    gaps = np.diff(np.concatenate([angles, angles[:1] + 2.0 * np.pi]))
    return float(gaps.max())


def _has_weights(columns: NDArray[np.float64], wanted: NDArray[np.float64]) -> bool:
    """Whether weights of 0 or more, in exact fractions, mix columns, (R, C) with few of them, to what is wanted."""
    # Every float is a fraction, exactly: what holds of these holds of the points as they are.
    table = [[*map(Fraction, row), Fraction(end)] for row, end in zip(columns.tolist(), wanted.tolist(), strict=True)]
    count = columns.shape[1]
    used = 0
    for column in range(count):
        pivot = next((row for row in range(used, len(table)) if table[row][column]), None)
        if pivot is None:
            return False  # not one solution: nothing is proved by these columns
        table[used], table[pivot] = table[pivot], table[used]
        lead = table[used][column]
        table[used] = [value / lead for value in table[used]]
        for row in range(len(table)):
            factor = table[row][column]
            if row != used and factor:
                table[row] = [value - factor * own for value, own in zip(table[row], table[used], strict=True)]
        used += 1
    return all(not row[-1] for row in table[used:]) and all(row[-1] >= 0 for row in table[:used])
