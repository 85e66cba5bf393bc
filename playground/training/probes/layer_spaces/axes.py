"""Ways to see many units in two dimensions, and to keep the picture still while the network learns."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SMOOTHING = 0.25
"""Share of the new view that each picture takes on: an axis that jumps is followed within a few frames."""
NOTHING = 1e-9
"""What is smaller counts as zero."""
MOST_TURN = np.deg2rad(2.0)
"""The most that a picture turns towards its neighbour in one frame."""
EXACT_WIDTH = 64
"""Wider layers get their axes by orthogonal iteration instead of a full decomposition."""
RIDGE = 1e-3
"""Added to the spread within classes, as a part of it, so that a direction in which none varies is not everything."""
HISTOGRAM_COLUMNS = 28
SHEET_WEIGHT = 0.02
JITTER = 0.03

_ANGLES = np.deg2rad([210.0, -30.0, 90.0])
TRIANGLE: Array = np.stack((np.cos(_ANGLES), np.sin(_ANGLES)), axis=1)
"""Corners of the triangle of three classes, (3, 2), around the origin: left, right, top."""


def centred_rows(points: Array, sheet: Array) -> tuple[Array, Array]:
    """Activations of points and sheet about their mean; the points have nearly all of the weight.

    The sheet has just enough to tell directions in which the points do not differ: where activations grow without
    bound its corners would else decide everything.

    Returns:
        The mean, (width,), and rows R, (M + S, width), such that R.T @ R is the covariance.
    """
    # An empty data set has a sheet all the same: a person who begins sees how the untrained network bends the plane.
    if len(points) == 0:
        mean = sheet.mean(axis=0)
        return mean, (sheet - mean) / np.sqrt(len(sheet))
    # Each row is scaled by the root of its weight, so that a plain R.T @ R is the weighted covariance and every caller
    # may use least squares or an SVD without knowing of weights.
    mean = (1.0 - SHEET_WEIGHT) * points.mean(axis=0) + SHEET_WEIGHT * sheet.mean(axis=0)
    weights = (1.0 - SHEET_WEIGHT) / len(points), SHEET_WEIGHT / len(sheet)
    return mean, np.concatenate([(part - mean) * np.sqrt(w) for part, w in zip((points, sheet), weights, strict=True)])


def principal_axes(rows: Array, start: Array | None = None, count: int = 2) -> Array:
    """The directions of largest variance, (width, count), orthonormal.

    Args:
        rows: As `centred_rows` gives them; `count` columns at least.
        start: Axes of the last picture, from which a wide layer goes on.
        count: How many, up to six.
    """
    width = rows.shape[1]
    if width <= EXACT_WIDTH:
        # eigh sorts ascending: the last columns are the largest, taken backwards. Of the small square, not of the rows:
        # there are far more rows than units, and that it squares the condition number does no harm to a picture.
        return np.asarray(np.linalg.eigh(rows.T @ rows)[1][:, : -count - 1 : -1])
    # Six directions for the two or three that are wanted: orthogonal iteration converges by the ratio of the first
    # eigenvalue left out to the last one asked for, and near-equal ones are common (two units that do the same). Seeded
    # by the width, so that the same weights give the same picture.
    block = np.random.default_rng(width).standard_normal((width, 6))
    if start is not None:
        # A column of normal numbers is about as long as the root of their count; as long as this the old axes weigh no
        # less than the random ones that watch for a direction which has overtaken them.
        block[:, : start.shape[1]] = start * np.sqrt(width)
    # Weights move little from frame to frame, so a few rounds from the last axes do.
    for _ in range(8 if start is None else 3):
        # Products from the right: rows.T @ rows is width × width, which this branch is there to avoid. Orthogonal again
        # in each round, or all six columns turn into the first direction.
        block = np.linalg.qr(rows.T @ (rows @ block))[0]
    # Within the found subspace the eigenvectors are exact (Rayleigh and Ritz).
    seen = rows @ block
    return np.asarray(block @ np.linalg.eigh(seen.T @ seen)[1][:, : -count - 1 : -1])


def explained_variance(rows: Array, axes: Array) -> float:
    """Share of the variance of the rows that lies in the span of orthonormal axes; 1 when nothing varies."""
    total = float(np.sum(rows * rows))
    # Rounding gives 1 + 1e-16, and the caption would say 100.00000000000001 %.
    return min(1.0, float(np.sum((rows @ axes) ** 2)) / total) if total > NOTHING**2 else 1.0


def procrustes(picture: Array, target: Array) -> Array:
    """The turn or mirroring R, (d, d), that brings `picture @ R` nearest to `target` (Schönemann 1966).

    Both are (M, d) and taken about their means. Their sizes do not matter.
    """
    # Mirrorings are allowed here, unlike in `turn_towards`: the sign of a principal axis is arbitrary, and this is
    # called for a first picture, before which nothing can be seen to flip.
    left, _, right = np.linalg.svd((picture - picture.mean(axis=0)).T @ (target - target.mean(axis=0)))
    return np.asarray(left @ right)


def turn_towards(picture: Array, target: Array) -> Array:
    """A small turn, (2, 2), of `picture` towards `target`; never a mirroring."""
    cross = (picture - picture.mean(axis=0)).T @ (target - target.mean(axis=0))
    # The best rotation of the plane in closed form: of Procrustes in two dimensions only the antisymmetric part and the
    # trace are left. An SVD would also offer mirrorings, which between two frames look like a jump.
    angle = np.arctan2(cross[0, 1] - cross[1, 0], cross[0, 0] + cross[1, 1])
    # Smoothed and then cut off: a layer whose neighbour is a round blob has no best angle, the optimum wanders, and
    # without the limit the picture spins.
    angle = float(np.clip(SMOOTHING * angle, -MOST_TURN, MOST_TURN))
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def steady_axes(axes: Array, previous: Array, share: float = SMOOTHING) -> Array:
    """The last axes a share of the way towards new ones, turned to match; orthonormal, (width, d)."""
    # Only the plane that axes span has a meaning, not the axes within it, and two eigenvalues that cross swap theirs.
    # So the new ones are first turned within their own plane to lie as near to the old ones as can be.
    left, _, right = np.linalg.svd(axes.T @ previous)
    # A straight mix of axes at an angle is shorter than one; `orthonormal` makes it a mean on the sphere again.
    mixed = (1.0 - share) * previous + share * (axes @ left @ right)
    return orthonormal(mixed)


def orthonormal(axes: Array) -> Array:
    """The nearest axes at right angles and of unit length."""
    left, _, right = np.linalg.svd(axes, full_matrices=False)
    return np.asarray(left @ right)


def readout_weights(rows: Array, sums: Array) -> Array:
    """The output weights as the layer's activations tell them, (width, O), or (width,) of one sum.

    The sums of the output are linear in the last hidden layer, so least squares gives their weights back;
    directions in which nothing varies, and which no picture shows, get none.

    Args:
        rows: As `centred_rows` gives them.
        sums: The output's sums at the same places, (M + S, O) or (M + S,), centred and scaled alike.
    """
    # Normal equations rather than lstsq: some hundred by some hundred in place of thousands of rows, with every frame.
    square = rows.T @ rows
    # Dead units leave zero rows in the square, which `solve` refuses. Beside the mean eigenvalue 1e-10 is far below
    # what a picture shows and far above double precision; the 1e-30 is for a layer in which nothing varies at all.
    ridge = 1e-10 * np.trace(square) / max(len(square), 1) + 1e-30
    return np.asarray(np.linalg.solve(square + ridge * np.eye(len(square)), rows.T @ sums))


def readout_axes(rows: Array, weights: Array, previous: Array | None) -> Array:
    """Across: along the output weights. Up: first principal component of the rest. (width, 2), orthonormal.

    Args:
        rows: As `centred_rows` gives them; two columns at least.
        weights: Not zero.
        previous: The axes of the last picture, for the sign and a smooth way.
    """
    across = weights / np.linalg.norm(weights)
    # What varies across the border is taken out first: the largest variance of a trained layer lies along it, and `up`
    # would be the same direction once more.
    rest = rows - np.outer(rows @ across, across)
    up = principal_axes(rest, previous)[:, 0]
    if previous is not None:
        # An eigenvector's sign is chance; mixed with one of the other sign the old axis would pass through zero.
        up = up if up @ previous[:, 1] >= 0.0 else -up
        up = (1.0 - SMOOTHING) * previous[:, 1] + SMOOTHING * up
    # The mix is no longer at right angles to `across`, which is exact and is not to give way.
    up = up - (up @ across) * across
    size = np.linalg.norm(up)
    # Nothing varies but across: any direction at right angles does. The unit that has the least of `across` gives the
    # one that is farthest from it, so that what is left after the projection is not all rounding.
    if size < NOTHING:
        up = np.eye(len(across))[int(np.argmin(np.abs(across)))]
        up = up - (up @ across) * across
        size = np.linalg.norm(up)
    return np.column_stack((across, up / size))


def discriminant_axes(values: Array, labels: NDArray[np.int64], classes: int, rows: Array) -> Array:
    """Directions that separate the classes best (Fisher 1936, Rao 1948), made orthonormal, (width, 2).

    Two classes have one such direction only; the second is then the first principal component of the rest.

    Args:
        values: Activations at the data points, (M, width), width 2 or more.
        labels: Class indices, (M,).
        classes: How many classes there are.
        rows: As `centred_rows` gives them.
    """
    width = values.shape[1]
    within, means, counts = np.zeros((width, width)), [], []
    for label in range(classes):
        members = values[labels == label]
        if len(members):
            means.append(members.mean(axis=0))
            counts.append(len(members))
            within += (members - means[-1]).T @ (members - means[-1])
    if len(means) < 2:
        return principal_axes(rows)
    # By the trace, so that the ridge is a share of the mean spread, whatever scale the activations have.
    total = float(np.trace(within)) + NOTHING
    # Classes that have collapsed to points, as well trained ones do, make the scatter within them singular: the ridge
    # keeps Cholesky from failing and a direction in which no class varies from counting as infinitely good.
    inner = np.linalg.cholesky(within / total + RIDGE / width * np.eye(width))
    apart = np.array(means) - np.average(means, axis=0, weights=counts)
    # in coordinates where every class is round, the class means themselves tell the directions
    white = np.linalg.solve(inner, (apart * np.sqrt(counts)[:, None]).T)
    left, sizes, _ = np.linalg.svd(white, full_matrices=False)
    found = np.linalg.solve(inner.T, left[:, :2])
    # Means of three classes may lie on a line; the second direction would then be rounding, another one in each frame.
    if len(means) > 2 and sizes[1] > 1e-6 * sizes[0]:
        return np.asarray(np.linalg.qr(found)[0])
    if sizes[0] <= NOTHING:
        return principal_axes(rows)
    return readout_axes(rows, found[:, 0], None)


def dot_histogram(values: Array, order: NDArray[Any], span: tuple[float, float]) -> Array:
    """Places of the points in a histogram made of dots, (M, 2).

    Columns begin at multiples of their width, so that a threshold at zero falls between two of them. Dots of
    one column lie above each other in the order of `order`: classes keep together.

    Args:
        values: What is counted, (M,).
        order: Lower ones lie lower, (M,).
        span: Least and greatest value shown; what is outside goes to the outermost columns.
    """
    low, high = span
    width = (high - low) / HISTOGRAM_COLUMNS
    # Divided by the width and not counted from `low`: that is what puts a column's edge at 0, and so no dot straddles a
    # threshold there.
    column = np.floor(np.clip(values, low, high) / width).astype(np.int64)
    # Where `high` is a multiple of the width, the greatest value would begin a column of its own.
    column = np.minimum(column, int(np.ceil(high / width)) - 1)
    # lexsort takes its most important key last.
    sequence = np.lexsort((order, column))
    ranked = column[sequence]
    height = np.empty(len(values))
    # A dot's place in its column is its rank less that of the column's first dot: counted without a loop over columns.
    height[sequence] = np.arange(len(values)) - np.searchsorted(ranked, ranked, side="left")
    tallest = float(height.max(initial=0.0)) + 1.0
    # Round dots while they fit, then flatter ones: the tallest column ends at 0.8 of the span, below the end of a
    # threshold.
    pitch = min(width, 0.8 * (high - low) / tallest)
    return np.column_stack(((column + 0.5) * width, (height + 0.5) * pitch))


def triangle(probabilities: Array) -> Array:
    """Probabilities of three classes, (M, 3), as places in `TRIANGLE`, (M, 2)."""
    return probabilities @ TRIANGLE


def jitter(count: int) -> Array:
    """Small offsets, (count, 2), the same in every frame: points in a corner stay countable."""
    # Seeded anew with every call, for the offsets of a point must not change with the number of frames.
    return np.random.default_rng(0).uniform(-JITTER, JITTER, (count, 2))
