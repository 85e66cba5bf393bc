"""The least change of weights with which a sample is answered otherwise, or lies elsewhere in a layer's space."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.model import INPUT_UID
from playground.document.plan import resolve
from playground.domains.plane.geometry import decision_boundary
from playground.domains.plane.grid import WHOLE_PLANE, grid
from playground.training.probes.probe import PatientProbe
from playground.training.probes.request import Request
from playground.training.state.answers import answers
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from collections.abc import Generator

    from torch import Tensor

    from playground.document.model import Document
    from playground.domains.section import Section
    from playground.training.explain.answer_function import AnswerFunction
    from playground.training.explain.least_change import Condition, MovedPart
    from playground.training.state.run import Run

MARGIN = 0.1
"""By so much the sum of a class is ahead of all others at least, so that floats and a glance tell it."""
MOST_ASKED, AT_ONCE, SIDE = 2000, 250, 80
"""Samples of each set whose answers are counted, those of one piece, and samples along a side of the border's map."""


@dataclass(frozen=True, slots=True)
class SpaceGoal:
    """Where a sample is to lie in the space of a layer, as it is seen.

    Attributes:
        uid: The layer.
        place: Across and up, in the picture's coordinates.
        axes: What each coordinate is made of: a number for each of the layer's, (2, width).
        offset: What lies at the origin, (2,).
    """

    uid: int
    place: tuple[float, ...]
    axes: tuple[tuple[float, ...], ...]
    offset: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ChangedWeights:
    """A change of weights that meets what was asked.

    Attributes:
        request: What was asked.
        weights: All parameters with the change, flat, (P,); None where none was found.
        squares: The sum of its squares.
        count: How many numbers might change.
        said: What is answered then, (K,) or (O,).
        right: The shares of training and test samples answered rightly, before and after, each of two; None where that
            is not known yet, or there are no classes; a share is None where there are no such samples.
        border: Where the two best classes tie then, (S, 2, 2); None where there is no map or are no classes.
    """

    request: LeastChange
    weights: NDArray[np.float64] | None
    squares: float
    count: int
    said: NDArray[np.float32]
    right: tuple[tuple[float | None, float | None], ...] | None = None
    border: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class LeastChange(Request[ChangedWeights]):
    """The least change, by the sum of squares, of the weights after a layer.

    Attributes:
        sample: Its numbers, (D,), as `Dataset.samples` has them.
        label: The class that is to be answered; None where `space` says what is to be.
        space: Where the sample is to lie.
        after: The layer after which weights change, up to the output or the space; `INPUT_UID` for all of them. None
            for those of the last layer that has any.
        section: Of the map on which the border is wanted; None for none.
    """

    sample: tuple[float, ...]
    label: int | None = None
    space: SpaceGoal | None = None
    after: int | None = None
    section: Section | None = None

    def merged(self, other: LeastChange) -> LeastChange:
        """The one of a hand that drags, else the later one."""
        return self if self.space is not None and other.space is None else other


class LeastChangeProbe(PatientProbe[LeastChange, ChangedWeights]):
    """Some steps there and back of one sample; then what becomes of all others."""

    def can_take(self, run: Run, request: LeastChange) -> bool:
        """Where the network takes such samples, and has such layers and classes."""
        document = run.document
        fits = len(request.sample) == len(document.dataset.columns) and bool(np.isfinite(request.sample).all())
        if not fits or not document.inputs or not document.dataset.is_finite:
            return False
        uids = resolve(document).uids
        if request.space is not None:
            planned = resolve(document).planned(request.space.uid)
            width = 0 if planned is None else int(np.prod(planned.shape_out))
            return all(len(axis) == width for axis in request.space.axes) and request.after in {None, INPUT_UID, *uids}
        return request.label is not None and request.label < len(document.dataset.classes) > 1

    def work(self, run: Run, request: LeastChange) -> Generator[ChangedWeights | None]:
        """The change, what the sample is answered with it, then how many samples are right and where the border is."""
        import torch

        from playground.training.explain.answer_function import AnswerFunction
        from playground.training.explain.least_change import Leeway, least_change

        function, document = AnswerFunction(run), run.document
        flat = run.parameters.astype(np.float64)
        with torch.no_grad():
            inputs = function.inputs(function.numbers_of(np.array([request.sample])))
            entering = function.entering(inputs)
        parts, last = moved_parts(document, request, flat)
        leeway = Leeway(function, entering, parts, last) if parts else None
        change = None if leeway is None else (yield from least_change(leeway, _condition(document, request)))
        if leeway is None or change is None:
            count = 0 if leeway is None else leeway.size
            yield ChangedWeights(request, None, 0.0, count, _said(document, function, inputs))
            return
        then = function.with_numbers(leeway.numbers(change))
        weights = _with_change(run, flat, parts, change)
        size, said = float(change @ change), _said(document, then, inputs)
        found = ChangedWeights(request, weights, size, len(change), said)
        if request.section is not None and document.dataset.classes:
            found = replace(found, border=_border(document, then, request.section))
        yield found
        if document.dataset.classes:
            right = yield from _rights(document, function, then)
            yield replace(found, right=right)


def moved_parts(
    document: Document, request: LeastChange, parameters: NDArray[np.float64]
) -> tuple[list[MovedPart], int]:
    """What may change, and the place of the layer that the condition is on.

    What is frozen stays, and zeros where the document keeps them.

    Args:
        document: Has the network.
        request: Which layers.
        parameters: Flat, (P,).
    """
    from playground.training.explain.least_change import MovedPart

    plan = resolve(document)
    places = {one.uid: place for place, one in enumerate(plan.layers)}
    last = places[request.space.uid] if request.space is not None else len(plan.layers) - 1
    by_place: dict[int, list[MovedPart]] = {}
    for slot in plan.layout.parameters:
        place = places[slot.key[0]]
        if slot.frozen or place > last:
            continue
        keeps = document.training.keeps_zeros and slot.role == "weight"
        mask = parameters[slot.offset : slot.offset + slot.size] != 0.0 if keeps else None
        by_place.setdefault(place, []).append(MovedPart(place, slot.key[1], slot.shape, mask))
    if not by_place:
        return [], last
    first = max(by_place) if request.after is None else places.get(request.after, -1) + 1
    return [part for place in sorted(by_place) if place >= first for part in by_place[place]], last


# ---- inside ----------------------------------------------------------------------------------------------------------


def _condition(document: Document, request: LeastChange) -> Condition:
    import torch

    from playground.training.explain.least_change import Condition

    goal = request.space
    if goal is not None:
        axes, place = torch.tensor(goal.axes, dtype=torch.float64), torch.tensor(goal.place, dtype=torch.float64)
        origin = torch.tensor(goal.offset, dtype=torch.float64)
        return Condition(lambda made: axes @ made.flatten() - origin - place)
    label = request.label or 0
    if resolve(document).head.units == 1:
        sign = 1.0 if label == 1 else -1.0
        return Condition(lambda made: sign * made[0] - MARGIN, is_bound=True)
    others = torch.tensor([one for one in range(len(document.dataset.classes)) if one != label])
    return Condition(lambda made: made[0, label] - made[0, others] - MARGIN, is_bound=True)


def _with_change(
    run: Run, flat: NDArray[np.float64], parts: list[MovedPart], change: NDArray[np.float64]
) -> NDArray[np.float64]:
    """All parameters with a change of some parts."""
    places = {one.uid: place for place, one in enumerate(resolve(run.document).layers)}
    offsets = {(places[slot.key[0]], slot.key[1]): slot.offset for slot in run.layout.parameters}
    weights, start = flat.copy(), 0
    for part in parts:
        here = slice(offsets[part.place, part.name], offsets[part.place, part.name] + part.size)
        moved = change[start : start + part.size]
        weights[here] += moved if part.may_move is None else np.where(part.may_move, moved, 0.0)
        start += part.size
    return weights


def _said(document: Document, function: AnswerFunction, inputs: Tensor) -> NDArray[np.float32]:
    import torch

    with torch.no_grad():
        said: NDArray[np.float32] = answers(np.nan_to_num(function.sums(inputs).numpy()), document)[0]
    return said


def _border(document: Document, function: AnswerFunction, section: Section) -> NDArray[np.float64]:
    import torch

    fed = network_inputs(document, section.samples(grid(WHOLE_PLANE, SIDE, SIDE)))
    with torch.no_grad():
        sums = function.sums(torch.from_numpy(fed.astype(np.float64))).numpy()
    sums = np.concatenate([-sums, sums], axis=1) if sums.shape[1] == 1 else sums
    return decision_boundary(np.nan_to_num(sums).reshape(SIDE, SIDE, -1), WHOLE_PLANE)


def _rights(
    document: Document, before: AnswerFunction, after: AnswerFunction
) -> Generator[None, None, tuple[tuple[float | None, float | None], ...]]:
    """The shares that are right of the training samples and of those kept for testing, before and after."""
    data, found = document.dataset, []
    for is_test in (False, True):
        rows = np.flatnonzero(data.is_test == is_test)[data.sample(MOST_ASKED, test=is_test)]
        counts = np.zeros(2)
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            counts += [_right(document, function, part) for function in (before, after)]
            yield None
        shares = counts / max(len(rows), 1)
        found.append((float(shares[0]), float(shares[1])) if len(rows) else (None, None))
    return tuple(found)


def _right(document: Document, function: AnswerFunction, rows: NDArray[np.int64]) -> int:
    import torch

    fed = torch.from_numpy(network_inputs(document, document.dataset.samples[rows]).astype(np.float64))
    with torch.no_grad():
        best = function.best(function.sums(fed)).numpy()
    return int((best == document.dataset.targets[rows]).sum())
