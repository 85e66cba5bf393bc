"""Which columns of a table tell most of the targets: those are worth seeing first."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def telling_columns(samples: NDArray[np.float64], targets: NDArray[Any], *, has_classes: bool) -> tuple[int, int]:
    """The two columns that tell most of the targets, each by itself.

    That is the share of a column's variance that lies between the classes (the square of the correlation ratio), or
    the square of its correlation with the values, added up over them.

    Args:
        samples: Shape (N, D), D at least 2.
        targets: Class indices, (N,), or values, (N, O) or (N,).
        has_classes: Which of them.

    Returns:
        The best and the second best; of equal ones the first.
    """
    shares = np.zeros(samples.shape[1])
    if len(samples):
        centred = samples - samples.mean(axis=0)
        total = np.square(centred).sum(axis=0)
        values = () if has_classes else np.atleast_2d(targets.T)
        between = _between_classes(centred, targets.astype(np.intp)) if has_classes else np.zeros_like(total)
        between += sum(_with_values(centred, one) for one in values)
        # a column that does not vary tells nothing; rounding leaves a trace of variance in it
        floor = np.finfo(np.float64).eps * len(samples) * np.square(samples).max(axis=0)
        shares = np.divide(between, total, out=shares, where=total > floor)
    first, second = np.argsort(-np.nan_to_num(shares), kind="stable")[:2].tolist()
    return first, second


def _between_classes(centred: NDArray[np.float64], labels: NDArray[np.intp]) -> NDArray[np.float64]:
    """Sum of squares between the classes, (D,)."""
    found = np.zeros(centred.shape[1])
    for label in np.unique(labels):
        rows = centred[labels == label]
        found += len(rows) * np.square(rows.mean(axis=0))
    return found


def _with_values(centred: NDArray[np.float64], values: NDArray[Any]) -> NDArray[np.float64]:
    """Sum of squares that a straight line through one value of each sample, (N,), explains, (D,)."""
    deviations = values - values.mean()
    spread = float(deviations @ deviations)
    return np.square(deviations @ centred) / spread if spread > 0.0 else np.zeros(centred.shape[1])
