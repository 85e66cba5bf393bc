"""Many columns seen in two: principal components."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def principal_components(columns: Floats) -> tuple[Floats, float]:
    """Project onto the two directions in which standardised columns vary most.

    The sign of a direction is free; its largest coefficient is made positive, so that the picture is always the same.

    Args:
        columns: Shape (N, D) with D of 2 or more; a column that does not vary counts for nothing.

    Returns:
        The coordinates, (N, 2), and the share of the variance that they hold.
    """
    spread = columns.std(axis=0)
    standard = (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    variances, directions = np.linalg.eigh(standard.T @ standard)
    best = directions[:, [-1, -2]]
    strongest = np.abs(best).argmax(axis=0)
    best = best * np.sign(best[strongest, [0, 1]])
    total = float(variances.sum())
    return standard @ best, float(variances[-2:].sum()) / total if total > 0 else 1.0
