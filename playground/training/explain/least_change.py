"""The least change of weights, by the sum of its squares, after which a network does something else with a sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from numpy.typing import NDArray
    from torch import Tensor

    from playground.training.explain.answer_function import AnswerFunction

    Floats = NDArray[np.float64]

MOST_STEPS, MOST_HALVINGS, CLOSE, MET = 200, 30, 1e-10, 1e-9
"""Of the search: steps, halvings of one, how small the last is as a share of the change, and how nearly a condition is
met then, as a share of what it asks for or by itself."""
MENDING, ALLOWED = 8, 1e-7
"""Steps that meet the condition at last, and how far from it a change may end."""
PENALTY, LEAST_GAIN = 2.0, 1e-4
"""What a line search goes by: the cost of a condition that is not met, in its multipliers, and the share of the gain
that a step must bring."""
NOTHING_LEFT = 1e-12
"""Where least distance programming has no more than that left, what is asked cannot be."""


@dataclass(frozen=True, slots=True)
class MovedPart:
    """A parameter that may change.

    Attributes:
        place: Of its layer among all.
        name: In the layer.
        shape: As torch has it.
        may_move: Which of its numbers, flat; None for all.
    """

    place: int
    name: str
    shape: tuple[int, ...]
    may_move: NDArray[np.bool_] | None = None

    @property
    def size(self) -> int:
        """How many numbers the weights are."""
        return int(np.prod(self.shape))


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """What is to hold of what leaves some layer.

    Attributes:
        misses: Of what leaves it, (1, ...), numbers that are to be 0, (m,), or at least 0.
        is_bound: Whether at least 0 will do.
    """

    misses: Callable[[Tensor], Tensor]
    is_bound: bool = False

    def violation(self, misses: Floats) -> float:
        """How far it is from being met."""
        return float((np.maximum(-misses, 0.0) if self.is_bound else np.abs(misses)).sum())


class Leeway:
    """Layers of a network whose parameters may change, and what they make of one sample.

    Args:
        function: The network.
        entering: What enters each of its layers, of one sample, as `AnswerFunction.entering` gives it.
        parts: What may change; at least one.
        last: The place of the layer that the condition is on.
    """

    def __init__(
        self, function: AnswerFunction, entering: Sequence[Tensor], parts: Sequence[MovedPart], last: int
    ) -> None:
        self._function, self._parts, self._last = function, tuple(parts), last
        self._first = min(part.place for part in parts)
        self._entering = entering[self._first]
        masks = [np.ones(part.size, np.bool_) if part.may_move is None else part.may_move for part in parts]
        self._mask = torch.from_numpy(np.concatenate(masks).astype(np.float64))

    @property
    def size(self) -> int:
        """How many numbers may change, those that are held included."""
        return len(self._mask)

    def made(self, change: Tensor) -> Tensor:
        """What leaves the last layer, (1, ...), with a change of all parts, flat, (n,)."""
        changed, fed = self._changed(change), self._entering
        for place in range(self._first, self._last + 1):
            own = {part.name: numbers for part, numbers in changed if part.place == place}
            fed = self._function.layer(place, fed, own)
        return fed

    def numbers(self, change: Floats) -> dict[tuple[int, str], Tensor]:
        """The parameters with a change, by the places of their layers and their names in them."""
        return {(part.place, part.name): numbers for part, numbers in self._changed(torch.from_numpy(change))}

    def _changed(self, change: Tensor) -> list[tuple[MovedPart, Tensor]]:
        found, start, held = [], 0, change * self._mask
        for part in self._parts:
            before = self._function.numbers_at(part.place)[part.name]
            found.append((part, before + held[start : start + part.size].reshape(part.shape)))
            start += part.size
        return found


def least_change(leeway: Leeway, condition: Condition) -> Generator[None, None, Floats | None]:
    """The change of least sum of squares that meets a condition, flat, (n,); None where none is found.

    Of what depends linearly on the parameters it is found in one step, in closed form: the condition's gradients times
    multipliers, for an equality J⁺ of what is missing, else least distance programming (Lawson and Hanson, 1974,
    chapter 23). Elsewhere the condition is made linear around the change at hand again and again (sequential quadratic
    programming without the curvature of the condition), each step shortened until it gains. What is found then is the
    least in its neighbourhood.

    Args:
        leeway: What may change.
        condition: What is to hold.

    Yields:
        None after each step.
    """
    change, penalty = np.zeros(leeway.size), 0.0
    misses, slopes = _linear(leeway, condition, change)
    asked = max(condition.violation(misses), 1e-300)
    for _ in range(MOST_STEPS):
        wished = _nearest(slopes, slopes @ change - misses, is_bound=condition.is_bound)
        yield None
        if wished is None:
            break
        # At the least change its gradient, the change itself, is a mixture of the condition's gradients: these are the
        # weights of the mixture (Lagrange).
        multipliers = np.linalg.lstsq(slopes.T, wished, rcond=None)[0]
        # Above the largest multiplier the exact penalty has its minimum where the condition holds (Nocedal and Wright,
        # "Numerical Optimization", 17.2); it never falls, or the line search could go in circles.
        penalty = max(penalty, PENALTY * float(np.abs(multipliers).max(initial=0.0)))
        step = wished - change
        is_small = np.linalg.norm(step) <= CLOSE * max(float(np.linalg.norm(wished)), 1e-300)
        if is_small and condition.violation(misses) <= MET * min(asked, 1.0):
            break
        taken = _shortened(leeway, condition, change, step, penalty, misses)
        if taken is None:
            break
        change = change + taken * step
        misses, slopes = _linear(leeway, condition, change)
    return (yield from _mended(leeway, condition, change))


# ---- inside ----------------------------------------------------------------------------------------------------------


def _linear(leeway: Leeway, condition: Condition, change: Floats) -> tuple[Floats, Floats]:
    """What is missing of a condition, (m,), and its slopes by the change, (m, n)."""

    def misses(at: Tensor) -> tuple[Tensor, Tensor]:
        found = condition.misses(leeway.made(at))
        return found, found

    slopes, found = torch.func.jacrev(misses, has_aux=True)(torch.from_numpy(change))
    return found.detach().numpy(), np.nan_to_num(slopes.detach().numpy())


def _violation(leeway: Leeway, condition: Condition, change: Floats) -> float:
    with torch.no_grad():
        return condition.violation(condition.misses(leeway.made(torch.from_numpy(change))).numpy())


def _nearest(slopes: Floats, asked: Floats, *, is_bound: bool) -> Floats | None:
    """The shortest vector whose products with rows of slopes, (m, n), are what is asked, (m,), or at least that."""
    if not is_bound:
        # Over the small square, m by m, as there are few conditions and many weights; least squares rather than a
        # solution, for conditions may say the same twice.
        return np.asarray(slopes.T @ np.linalg.lstsq(slopes @ slopes.T, asked, rcond=None)[0])
    if (asked <= 0.0).all():
        return np.zeros(slopes.shape[1])
    from scipy.optimize import nnls  # noqa: PLC0415 - it takes a while to load, and equalities go without

    basis, rows = np.linalg.qr(slopes.T)  # the shortest lies in the span of the rows
    goal = np.append(np.zeros(len(rows)), 1.0)
    size = max(float(np.abs(asked).max()), 1e-300)  # so that the last row is of the order of the others
    scale = max(float(np.abs(rows).max()), 1e-300)
    system = np.concatenate([rows / scale, asked[None] / size])
    # The residual of a problem of least squares without negative numbers holds the answer, up to its last number
    # (Lawson and Hanson, algorithm LDP).
    left = system @ nnls(system, goal)[0] - goal
    if left[-1] > -NOTHING_LEFT:
        return None
    return np.asarray(basis @ (-left[:-1] / left[-1])) * (size / scale)


def _shortened(
    leeway: Leeway, condition: Condition, change: Floats, step: Floats, penalty: float, misses: Floats
) -> float | None:
    """How much of a step is taken: the first of 1, ½, ¼ ... with which squares and penalty together gain."""

    def merit(at: Floats, violation: float) -> float:
        return 0.5 * float(at @ at) + penalty * violation

    missing = condition.violation(misses)
    before = merit(change, missing)
    promised = float(change @ step) - penalty * missing
    share = 1.0
    for _ in range(MOST_HALVINGS):
        at = change + share * step
        if merit(at, _violation(leeway, condition, at)) <= before + LEAST_GAIN * share * min(promised, 0.0):
            return share
        share /= 2.0
    return None


def _mended(leeway: Leeway, condition: Condition, change: Floats) -> Generator[None, None, Floats | None]:
    """Meet the condition to the last digits, by the shortest steps; None where it stays unmet."""
    for _ in range(MENDING):
        misses, slopes = _linear(leeway, condition, change)
        missing = condition.violation(misses)
        if missing <= CLOSE:
            return change
        step = _nearest(slopes, -misses, is_bound=condition.is_bound)
        yield None
        if step is None or _violation(leeway, condition, change + step) >= missing:
            break
        change = change + step
    return change if _violation(leeway, condition, change) <= ALLOWED else None
