"""Whether the same learner is ahead on every split of the data, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEVEL = 1e-9
"""Scores that lie no farther apart are the same: shares of the same test samples, rounded on different ways there."""


def split_sentence(scores: Mapping[str, Sequence[float]]) -> str:
    """Say who has the best test score on how many splits: one split alone may show another one ahead.

    Args:
        scores: By the learner's name, its test score on each split; the same splits in the same order for all, NaN
            where there is none.

    Returns:
        "SVM is best on 3 of 5 splits, Forest on 2: the split changes the answer.", or that one is best on all; "" with
        fewer than two splits or two learners whose scores are all known.
    """
    known = {name: np.asarray(found, float) for name, found in scores.items() if len(found) > 1}
    known = {name: found for name, found in known.items() if np.isfinite(found).all()}
    if len(known) < 2:
        return ""
    table = np.stack(list(known.values()))
    is_best = table >= table.max(axis=0) - LEVEL
    counts, splits = is_best.sum(axis=1), table.shape[1]
    ahead = sorted(zip(known, counts.tolist(), strict=True), key=lambda pair: -pair[1])
    best = "best, alone or level," if (is_best.sum(axis=0) > 1).any() else "best"
    (first, most), others = ahead[0], [(name, count) for name, count in ahead[1:] if count]
    if most == splits and not others:
        return f"{first} is best on each of {splits} splits."
    rest = "".join(f", {name} on {count}" for name, count in others)
    changes = ": the split changes the answer" if most < splits else ""
    return f"{first} is {best} on {most} of {splits} splits{rest}{changes}."
