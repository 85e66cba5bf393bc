"""How the sums of the output layer become those of another output layer that gives the same answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.plan import resolve
from playground.tasks import TASKS
from playground.tasks.base import steepness

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.dataset import DataClass
    from playground.document.model import Document
    from playground.methods.losses import OutputHead

Array = NDArray[np.float64]

IMPROBABLE = 14.5
"""How far, in log-odds, a new class begins below the others: a probability of 5e-7 at most."""
IMPROBABLE_TANH = 7.2
"""The same where the squared error of a tanh trains: 8e-4 at most. Any lower, and its gradient would have vanished."""


@dataclass(frozen=True, slots=True, eq=False)
class HeadMap:
    """The affine map from the old output sums z to the new ones, `matrix @ z + offset`.

    Attributes:
        matrix: Shape (new units, old units).
        offset: Shape (new units,).
    """

    matrix: Array
    offset: Array

    @property
    def is_identity(self) -> bool:
        """Whether every sum stays what it is."""
        rows, columns = self.matrix.shape
        return rows == columns and bool((self.matrix == np.eye(rows)).all()) and not self.offset.any()

    def for_state(self) -> Array:
        """How optimizer state follows: each new row is a mean of old ones, signs kept, whatever the scale."""
        total = np.abs(self.matrix).sum(axis=1, keepdims=True)
        return self.matrix / np.where(total > 0.0, total, 1.0)


def head_map(before: Document, after: Document, sums: Callable[[], Array]) -> HeadMap | None:
    """The map that keeps the answers of the classes that stay; None where the new output has to begin anew.

    A class that is new begins improbable, a value that is new at 0. Between one output and a softmax, and from a
    softmax to one of fewer classes, probabilities of the classes that stay keep their ratios exactly; so do they
    between outputs that are trained one by one. From those to a single output, and from a softmax to them, it is the
    decision that stays.

    Args:
        before: The network that `sums` belong to.
        after: The network to be.
        sums: Output sums of the network before, (M, old units), at points where a new class is to be improbable;
            called only where that depends on them.
    """
    old, new = resolve(before).head, resolve(after).head
    if not TASKS[before.task].answers_like(TASKS[after.task]):
        return _to_other_task(before, old, new)
    if not TASKS[after.task].has_classes:
        found = match_values(before.dataset.values, after.dataset.values)
        rows = [np.zeros(old.units) if source is None else np.eye(old.units)[source] for source in found]
        return HeadMap(np.array(rows), np.zeros(new.units))
    pairs = match_classes(before.dataset.classes, after.dataset.classes)
    scores = _class_scores(old, len(before.dataset.classes), new)
    if new.units == 1:
        return _to_one(scores, pairs, old, new)
    matrix, offset = np.zeros((new.units, old.units)), np.zeros(new.units)
    kept = [one for one in pairs if one is not None]
    for row, source in enumerate(pairs):
        if source is not None:
            matrix[row] = scores[source]
        elif new.kind == "softmax":
            matrix[row] = scores[kept].mean(axis=0)  # never above the greatest of them
            offset[row] = -IMPROBABLE
        else:
            offset[row] = _below(sums() @ scores[kept].T) - (IMPROBABLE_TANH if new.kind == "tanh" else IMPROBABLE)
    return HeadMap(matrix / steepness(new), offset / steepness(new))


def match_classes(old: tuple[DataClass, ...], new: tuple[DataClass, ...]) -> list[int | None]:
    """For each new class the old one that it was; None for a class that has been added.

    Classes are the same by name and colour, else by name, else by colour; where as many remain on both sides, or
    none is known, by their order.
    """
    found: list[int | None] = [None] * len(new)
    free = set(range(len(old)))
    keys: tuple[Callable[[DataClass], object], ...] = (lambda one: one, lambda one: one.name, lambda one: one.color)
    for key in keys:
        # Backwards, so that of several alike the first one stays in the dictionary.
        places = {key(old[i]): i for i in sorted(free, reverse=True)}
        for index, one in enumerate(new):
            source = places.get(key(one))
            if found[index] is None and source in free:
                found[index] = source
                free.discard(source)
    if len(old) == len(new) or len(free) == len(old):
        rest = iter(sorted(free))
        found = [next(rest, None) if source is None else source for source in found]
    return found


def match_values(old: tuple[str, ...], new: tuple[str, ...]) -> list[int | None]:
    """For each new value the old one that it was, by name; None for a value that has been added.

    Where there are as many, or none is known, the rest are matched by their order.
    """
    found = [old.index(name) if name in old else None for name in new]
    free = sorted(set(range(len(old))) - set(found))
    if len(old) == len(new) or len(free) == len(old):
        rest = iter(free)
        found = [next(rest, None) if source is None else source for source in found]
    return found


def _class_scores(old: OutputHead, classes: int, new: OutputHead) -> Array:
    """The log-odds or log-probabilities of each old class as a linear map of the old sums, (classes, old units)."""
    steep = steepness(old)
    if old.units > 1:
        return steep * np.eye(old.units)
    one_by_one = new.units > 1 and new.kind != "softmax"
    share = 1.0 if one_by_one else 0.5
    return steep * share * np.array([[-1.0], [1.0]])[: max(classes, 1)]


def _to_one(scores: Array, pairs: list[int | None], old: OutputHead, new: OutputHead) -> HeadMap:
    """One output for two classes: the difference of what they had."""
    rows = [np.zeros(scores.shape[1]) if source is None else scores[source] for source in pairs]
    if len(rows) < 2:
        return HeadMap(np.eye(1, scores.shape[1]), np.zeros(1))
    share = 1.0 if old.units == 1 or old.kind == "softmax" else 0.5
    offset = IMPROBABLE * ((pairs[0] is None) - (pairs[1] is None))
    return HeadMap(share * (rows[1] - rows[0])[None, :] / steepness(new), np.array([offset / steepness(new)]))


def _to_other_task(before: Document, old: OutputHead, new: OutputHead) -> HeadMap | None:
    """Values of −1 and 1 for two classes, and back: near the border the value is the difference of probabilities."""
    if old.units != 1 or new.units != 1:
        return None
    scale = steepness(old) / 2.0 if TASKS[before.task].has_classes else 2.0 / steepness(new)
    return HeadMap(np.array([[scale]]), np.zeros(1))


def _below(log_odds: Array) -> float:
    """The least, over all points, of the log of the sum of the chances that belong to some log-odds, (M, classes)."""
    if len(log_odds) == 0:
        return 0.0
    chances = -np.logaddexp(0.0, -log_odds)
    return float(min(np.logaddexp.reduce(chances, axis=1).min(), 0.0))
